"""Pages can be followed by those who hear them: headings in order, and words for what is shown."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```.*?^```", flags=re.MULTILINE | re.DOTALL)


def named(page):
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_has_one_title_and_headings_without_a_gap(page):
    levels = [len(m) for m in re.findall(r"^(#+) ", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_figure_says_in_words_what_it_shows(page):
    for alt, place in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", FENCE.sub("", page.read_text(encoding="utf-8"))):
        assert len(alt.split()) >= 3, place
        assert alt.casefold() != Path(place).stem.casefold()
