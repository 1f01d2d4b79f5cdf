"""What is said about installing is right wherever the package came from."""

import json
import re
import tomllib

import pytest

from giants import install
from giants.errors import InputError


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def installed_from(monkeypatch, origin):
    class Distribution:
        def read_text(self, name):
            return json.dumps(origin) if origin and name == "direct_url.json" else None

    monkeypatch.setattr(install.metadata, "distribution", lambda name: Distribution())


@pytest.mark.parametrize(
    ("origin", "asked"),
    [
        (None, "'giants-mexico[cluster]'"),
        ({"url": "file:///a%20b/w.whl", "archive_info": {}}, "'giants-mexico[cluster] @ file:///a%20b/w.whl'"),
        ({"url": "file:///a%20b", "dir_info": {"editable": True}}, "--editable '/a b[cluster]'"),
        ({"url": "file:///a", "dir_info": {}}, "'giants-mexico[cluster] @ file:///a'"),
    ],
    ids=["index", "wheel", "checkout", "folder"],
)
def test_the_hint_names_the_place_that_this_installation_came_from(monkeypatch, origin, asked):
    installed_from(monkeypatch, origin)
    assert install.hint("cluster") == f"python -m pip install {asked}"


def test_a_missing_module_is_one_line_with_the_command_that_mends_it(monkeypatch):
    installed_from(monkeypatch, None)
    install.need("games", "this", "json")
    with pytest.raises(InputError, match=r"^this needs the extra 'games': python -m pip install 'giants-mexico\[gam"):
        install.need("games", "this", "json", "no_such_module")


def test_the_version_and_the_name_are_those_of_the_project(project):
    assert project["name"] == install.DISTRIBUTION
    assert install.version() == project["version"]


def test_every_extra_that_an_error_names_is_offered_and_in_all(root, project):
    extras = project["optional-dependencies"]
    sources = "".join(path.read_text(encoding="utf-8") for path in (root / "src").rglob("*.py"))
    named = set(re.findall(r'\b(?:need|hint)\("(\w+)"', sources))
    assert {"analysis", "cluster", "games", "search"} == named
    assert named == set(extras) - {"all"}
    (everything,) = extras["all"]
    assert set(re.search(r"\[(.*)\]", everything)[1].split(",")) == named


def test_no_text_asks_for_an_extra_of_the_other_project_of_that_name(root):
    places = [*(root / "src").rglob("*.py"), *(root / "docs").rglob("*.md"), root / "README.md"]
    assert [str(path) for path in places if "'giants[" in path.read_text(encoding="utf-8")] == []
