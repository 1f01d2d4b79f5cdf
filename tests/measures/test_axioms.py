"""The axioms of the index: each is a property that a plausible but wrong index would break."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giants import tables
from giants.measures import agency, anchors, index, pillars, regimes

TABLE = anchors.bundled()
SCALE = anchors.Scale.of(TABLE)
CODES = SCALE.codes
LINEAR = [c for c, a in TABLE.items() if a.transform == "linear"]
GOLDILOCKS = [c for c, a in TABLE.items() if a.transform == "trapezoid"]


def raw_at(score, **over):
    """Raw indicators with every score at `score` (trapezoids on the rising side), some replaced."""
    values = {c: a.posts[0] + score * (a.posts[1] - a.posts[0]) for c, a in TABLE.items()}
    return np.array([(values | over)[c] for c in CODES])


def cai(raw, **choices):
    return float(pillars.profile(raw, SCALE, **choices).cai)


@pytest.mark.parametrize("code", LINEAR)
def test_the_index_rises_with_every_indicator_on_its_good_side(code):
    worst, best = TABLE[code].posts
    steps = [cai(raw_at(0.5, **{code: worst + q * (best - worst)})) for q in (0.1, 0.3, 0.5, 0.7, 0.9)]
    assert (np.diff(steps) > 0).all()


@pytest.mark.parametrize("code", GOLDILOCKS)
def test_goldilocks_indicators_fall_on_both_sides(code):
    a, b, c, d = TABLE[code].posts
    middle = cai(raw_at(0.5, **{code: (b + c) / 2}))
    assert cai(raw_at(0.5, **{code: (a + b) / 2})) < middle
    assert cai(raw_at(0.5, **{code: (c + d) / 2})) < middle


@pytest.mark.parametrize("r", [0.0, -1.0, -np.inf])
def test_both_corners_are_zero_in_the_limit_without_a_floor(r):
    for corner in ((0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0)):
        assert float(index.calibrated_autonomy(*corner, r=r, floor=0.0)) == 0
        near = [float(index.calibrated_autonomy(*np.maximum(corner, e), r=r, floor=0.0)) for e in (1e-2, 1e-4, 1e-6)]
        assert near[0] > near[1] > near[2]
    assert float(index.relations(0.0, 1.0, 1.0, floor=0.0)) == 0  # estrangement is not bought off by others
    assert float(index.calibrated_autonomy(0, 1, 1, 1, r=1, floor=0.0)) == 0.75  # the arithmetic mean would pass it


@given(st.floats(0.0, 0.3), st.floats(0.5, 1.0))
def test_no_full_compensation_a_failing_pillar_costs_more_than_any_other_can_repay(low, rest):
    level = float(index.calibrated_autonomy(rest, rest, rest, rest))
    repaired = float(index.calibrated_autonomy(low, 1, 1, 1))
    lost = float(index.calibrated_autonomy(low, rest, rest, rest))
    assert lost < level
    # Perfection elsewhere never gives back what arithmetic averaging would.
    assert repaired < np.mean([low, 1, 1, 1])


def test_agency_does_not_know_which_giant_is_which():
    x, weight = np.full(6, 0.1), np.array([1.0, 2.0, 1.0, 0.5, 1.0, 1.0])
    z = np.array([0.3, 0.2, 0.8, 0.4, 0.1, 0.6])
    swap = np.array([3, 4, 5, 0, 1, 2])  # the first three demands are one giant's, the last three the other's
    y = np.full(6, 0.9)
    assert agency.own_line(z, x, y, weight) == pytest.approx(float(agency.own_line(z[swap], x, y, weight[swap])))


def test_equidistance_is_not_rewarded_as_such():
    # Moving UN votes, imports or investment towards the middle of the giants changes nothing inside the good band.
    _, b, c, _ = TABLE["RC1"].posts
    at_edge, at_middle = cai(raw_at(0.5, RC1=b)), cai(raw_at(0.5, RC1=(b + c) / 2))
    assert at_edge == pytest.approx(at_middle)
    with_region = raw_at(0.5, RL2=0.0)
    equidistant_but_alone = raw_at(0.5, RL2=0.3)
    assert cai(equidistant_but_alone) < cai(with_region)


def test_generosity_does_not_raise_agency_and_makes_the_index_missing_not_higher():
    z, x, y, salience = np.zeros(3), np.zeros(3), np.ones(3), np.ones(3)
    demanding = agency.contested(x, y, [1, 1, 1], 0.1)
    generous = agency.contested(x, y, [0, 0, 0], 0.1)
    assert agency.own_line(z, x, y, demanding * salience) == 1
    assert np.isnan(agency.own_line(z, x, y, generous * salience))
    nothing = raw_at(0.5, A1=np.nan, A2=np.nan, A3=np.nan, A4=np.nan, A5=np.nan)
    assert np.isnan(cai(nothing))


def test_a_strategy_cannot_raise_its_agency_by_wanting_what_a_giant_wants():
    z, giant, weight = np.full(4, 0.9), np.ones(4), np.ones(4)
    reference = np.zeros(4)
    own_wish = giant  # the strategy declares the giant's ideal as its own
    naive = agency.own_line(z, own_wish, giant, agency.contested(own_wish, giant, weight, 0.1))
    scored = float(agency.own_line(z, reference, giant, agency.contested(reference, giant, weight, 0.1)))
    assert np.isnan(naive)
    assert scored == pytest.approx(0.1)


def test_every_failing_corner_is_caught_by_its_label_at_the_floor():
    low = {
        "hollow": dict.fromkeys(("I1", "I2", "I3")),
        "estranged": dict.fromkeys(("RU1", "RU2", "RU3")),
        "subordinated": dict.fromkeys(("A1", "A2", "A3", "A4", "A5")),
    }
    for label, codes in low.items():
        raw = raw_at(0.9, **{c: TABLE[c].posts[0] for c in codes})
        assert regimes.REGIMES[int(pillars.profile(raw, SCALE).regime)] == label
    raw = raw_at(0.9, RC1=TABLE["RC1"].posts[3], RC2=TABLE["RC2"].posts[3])
    above = pillars.china_above(raw, TABLE, CODES)
    assert regimes.REGIMES[int(pillars.profile(raw, SCALE, china_above=above).regime)] == "captured"


def test_what_mexico_sets_by_its_own_hand_names_the_lever_and_an_outcome_names_none():
    text = tables.read("history/cai_anchors.csv", text=("code", "hands", "lever", "lever_basis"))
    text = text.astype(object).where(text.notna(), "")
    for row in text.itertuples():
        assert (row.hands == "own") == bool(row.lever) == bool(row.lever_basis)
        assert row.lever_basis in ("", "prior", "definition", "sourced")
    assert {a.code for a in TABLE.values() if a.own} == {"I2", "RL2", "RL3", "RU3"}


def test_every_group_keeps_an_outcome_when_own_hands_are_left_out():
    assert (SCALE.groups @ ~SCALE.own > 0).all()
