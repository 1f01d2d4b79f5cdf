"""Every bundled table says where it comes from, and nothing is described that is not there."""

import re

import pytest


@pytest.fixture(scope="module")
def data(root):
    return root / "src" / "giants" / "data"


@pytest.fixture(scope="module")
def described(data):
    """Cells of each row of SOURCES.md by file, the folder being in the cell or in the heading above it."""
    rows, folder = {}, ""
    for line in (data / "SOURCES.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            folder = line.lstrip("# ").split()[0].strip("`/:,").lower() if line.strip("# ") else ""
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|"):
            for name in re.findall(r"[\w./-]+\.csv", cells[0]):
                rows[name if "/" in name else f"{folder}/{name}"] = cells
    return rows


def test_every_table_has_a_row_and_every_row_a_table(data, described):
    bundled = {p.relative_to(data).as_posix() for p in data.rglob("*") if p.is_file()} - {"SOURCES.md"}
    assert bundled
    assert bundled == set(described)


def test_every_row_gives_content_source_and_more(described):
    thin = [name for name, cells in described.items() if len([c for c in cells if c]) < 5]
    assert thin == []
