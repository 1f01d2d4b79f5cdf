"""Rule 4: luck is keyed by (seed, purpose, month), and no two places of the code share a purpose."""

import ast
from collections import Counter
from zlib import crc32

import numpy as np
import pytest

from giants import draw
from giants.draw import Draws

KINDS = ("uniform", "normal")


@pytest.fixture(scope="module")
def purposes(sources):
    """Every purpose that is written out in a call such as `draws.uniform("recruits", ...)`."""
    found = []
    for tree in sources.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in KINDS:
                found += [a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    return found


def test_no_two_draws_share_a_purpose(purposes):
    assert [name for name, count in Counter(purposes).items() if count > 1] == []


def test_no_two_purposes_share_a_key(purposes):
    assert len({crc32(name.encode()) for name in purposes}) == len(set(purposes))


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_the_same_whoever_else_draws_and_in_whatever_order(kind):
    alone, among = Draws(5), Draws(5)
    for month in (40, 3, 25):
        among.uniform("other", month, (9,))
        getattr(among, kind)("mine", month, (7, 2))
    for month in (3, 25, 40):
        np.testing.assert_array_equal(
            getattr(alone, kind)("mine", month, (7, 2)), getattr(among, kind)("mine", month, (7, 2))
        )


@pytest.mark.parametrize("other", [{"seed": 6}, {"purpose": "yours"}, {"month": 4}, {"month": -3}, {"month": 16}])
def test_another_seed_purpose_or_month_is_other_luck(other):
    key = {"seed": 5, "purpose": "mine", "month": 3} | other
    one, two = Draws(5).normal("mine", 3, (50,)), Draws(key["seed"]).normal(key["purpose"], key["month"], (50,))
    assert not np.any(one == two)


def test_a_draw_cannot_be_changed_by_who_reads_it():
    with pytest.raises(ValueError, match="read-only"):
        Draws(5).uniform("mine", 0, (3,))[0] = 1.0


@pytest.mark.parametrize("size", [4096, 4099])
@pytest.mark.parametrize("month", [-5, 0, 7, 2026])
def test_a_large_draw_is_the_same_drawn_alone_and_among_the_months_of_its_block(monkeypatch, size, month):
    alone = Draws(5, 6).uniform("mine", month, (size,))
    monkeypatch.setattr(draw, "_LARGE", np.inf)
    np.testing.assert_array_equal(alone, Draws(5, 6).uniform("mine", month, (size,)))


@pytest.mark.parametrize("kind", KINDS)
def test_side_by_side_every_seed_draws_what_it_draws_alone(kind):
    both = getattr(Draws(5, 6), kind)("mine", 14, (7, 2))
    for seed, row in zip((5, 6), both, strict=True):
        np.testing.assert_array_equal(row, getattr(Draws(seed), kind)("mine", 14, (7, 2)))
