"""The source archive holds what git tracks: hatchling takes the whole tree but for what .gitignore names."""

import subprocess
import tomllib

import pytest


def test_the_source_archive_has_no_list_of_its_own_that_could_fall_behind(root):
    build = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert "sdist" not in build["targets"]
    assert not {"include", "exclude", "only-include", "ignore-vcs"} & set(build)


def test_nothing_that_git_tracks_is_named_by_gitignore(root):
    asked = ["git", "-C", str(root), "ls-files", "--cached", "--ignored", "--exclude-standard"]
    listed = subprocess.run(asked, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("an unpacked archive has no git to ask")
    assert listed.stdout == ""
