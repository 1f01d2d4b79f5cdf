"""Every block of the first hour and of the how-to pages does what it says, in order, in an empty folder."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "docs" / "first_hour.md", *sorted((ROOT / "docs" / "howto").glob("*.md"))]
NOT_HERE = {"r", "sh"}
"""Languages of blocks for programs that a test machine does not have: R, and the queue of a cluster."""
BLOCK = re.compile(r'^```(\w+)(?: title="([\w/.]+)")?\n(.*?)^```$', flags=re.MULTILINE | re.DOTALL)
INSTALL = re.compile(r"^python -m pip install --editable \./(\w+)$", flags=re.MULTILINE)


def blocks(page):
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def test_every_block_is_of_a_kind_that_is_run_or_known_not_to_be():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert text.count("\n```") == 2 * len(blocks(page)), page.name
        kinds = {kind for kind, title, _ in blocks(page) if not title}
        assert kinds - NOT_HERE <= {"bash", "python"}, page.name


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_blocks_of_a_page_work_in_order_in_an_empty_folder(page, tmp_path):
    session = []
    for kind, title, code in blocks(page):
        if title:
            (tmp_path / title).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / title).write_text(code, encoding="utf-8")
        elif kind == "bash":
            for name in INSTALL.findall(code):
                install(tmp_path / name)
            run(["bash", "-euc", INSTALL.sub(":", code)], tmp_path)
        elif kind == "python":  # later blocks go on from earlier ones, as in one session
            session.append(code)
            run([sys.executable, "-c", "\n".join(session)], tmp_path)


def install(folder):
    """Do what `pip install --editable` would: put the module and its entry points on the path."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = folder / f"{project['name']}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    offered = "\n".join(f"{name} = {place}" for name, place in project["entry-points"]["giants.rules"].items())
    (info / "entry_points.txt").write_text(f"[giants.rules]\n{offered}\n")


def run(command, folder):
    plugins = [str(info.parent) for info in folder.glob("*/*.dist-info")]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "PYTHONPATH": os.pathsep.join(plugins), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
