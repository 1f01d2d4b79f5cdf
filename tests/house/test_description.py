"""The long description of the distribution leads nowhere that is not there."""

import importlib.util
import re
import sys
from types import ModuleType

import pytest

LINK = re.compile(r"\]\(([^)]*)\)")


@pytest.fixture(scope="module")
def description(root):
    """The function that the build calls; what it needs of hatchling is a class to derive from."""
    names = ["hatchling", "hatchling.metadata", "hatchling.metadata.plugin", "hatchling.metadata.plugin.interface"]
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            patch.setitem(sys.modules, name, ModuleType(name))
        sys.modules[names[-1]].MetadataHookInterface = object
        spec = importlib.util.spec_from_file_location("hatch_build", root / "hatch_build.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return module.description


def test_without_an_address_no_link_or_image_of_the_readme_is_left(root, description):
    told = description((root / "README.md").read_text(encoding="utf-8"))
    assert [place for place in LINK.findall(told) if not place.startswith(("https://", "#"))] == []
    assert "honest limits (`docs/limits.md`)" in told
    assert "*Figure: Differences from the status quo" in told


def test_with_an_address_links_and_images_lead_there(description):
    text = "[a page](docs/a.md), ![a figure](docs/b.png), [elsewhere](https://c.org) and [here](#below)"
    assert description(text, "https://d.org/e/") == (
        "[a page](https://d.org/e/blob/main/docs/a.md), ![a figure](https://d.org/e/raw/main/docs/b.png), "
        "[elsewhere](https://c.org) and [here](#below)"
    )
