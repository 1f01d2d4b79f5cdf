"""Shapley and Owen values where the answer is known."""

import numpy as np
import pytest

from giants.analysis import shapley
from giants.analysis.autonomy import parts
from giants.measures import anchors, pillars

SCALE = anchors.Scale.of(parts.posts())


def game(function, n):
    return np.array([function(row) for row in shapley.subsets(n)], float)


def test_a_part_that_always_adds_the_same_gets_it():
    np.testing.assert_allclose(shapley.shapley(game(lambda s: s @ [1.0, -2.0, 5.0], 3)), [1, -2, 5])


def test_two_gloves_of_a_pair_share_it_and_the_third_part_gets_nothing():
    v = game(lambda s: float(s[0] and s[1]), 3)
    np.testing.assert_allclose(shapley.shapley(v), [0.5, 0.5, 0])
    found = shapley.interactions(v)
    assert found[0, 1] == found[1, 0] == pytest.approx(1.0)
    np.testing.assert_allclose(found[2], 0)


def test_the_majority_of_one_big_and_two_small_is_shared_as_in_the_book():
    # weights 2, 1, 1 and a quota of 3: the big one is decisive in two orders of three
    v = game(lambda s: float(s @ [2, 1, 1] >= 3), 3)
    np.testing.assert_allclose(shapley.shapley(v), [2 / 3, 1 / 6, 1 / 6])


def test_owen_values_add_up_by_group_to_the_shapley_value_of_the_groups():
    groups, rng = [[0, 1], [2]], np.random.default_rng(1)
    table = rng.random(8)

    def worth(inside):
        return table[sum(1 << k for k in inside)]

    def value(g, rows, others):
        rest = [k for h, members in enumerate(groups) if h != g and others[h] for k in members]
        return np.array([worth([*rest, *(k for k, on in zip(groups[g], row, strict=True) if on)]) for row in rows])

    owen = shapley.nested(groups, value)
    whole = shapley.shapley(np.array([worth([]), worth([0, 1]), worth([2]), worth([0, 1, 2])]))
    np.testing.assert_allclose([owen[0] + owen[1], owen[2]], whole)


@pytest.mark.parametrize("r", [0.0, -1.0, 1.0])
def test_what_indicators_add_sums_to_the_whole_difference_at_every_order_and_below_floors(r):
    rng = np.random.default_rng(2)
    worst, best = (np.array([a.posts[k] for a in parts.posts().values()]) for k in (0, 1))
    low, high = (worst + rng.uniform(-0.2, 1.1, (4, len(worst))) * (best - worst) for _ in range(2))
    added = parts.decomposed(low, high, SCALE, r)
    ends = [pillars.profile(x, SCALE, r=r).cai for x in (low, high)]
    np.testing.assert_allclose(added.sum(0), ends[1] - ends[0], atol=1e-12)


def test_an_indicator_that_does_not_move_or_is_missing_on_both_sides_adds_nothing():
    low = np.array([[a.posts[0] * 0.6 + a.posts[1] * 0.4 for a in parts.posts().values()]])
    high = low.copy()
    at = {code: k for k, code in enumerate(parts.posts())}
    high[0, at["I2"]] += 0.1
    low[0, at["A2"]] = high[0, at["A2"]] = np.nan
    added = parts.decomposed(low, high, SCALE)
    assert added[at["I2"], 0] > 0
    np.testing.assert_allclose(np.delete(added[:, 0], at["I2"]), 0, atol=1e-15)
