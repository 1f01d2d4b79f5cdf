"""Games between sides whose equilibria are known."""

import numpy as np
import pytest

from giants.analysis.metagame import games, mixed, numbers
from giants.analysis.metagame.payoffs import COMPONENTS, Stakes, _moves
from giants.errors import InputError

PRISONERS = [np.array([[3.0, 0.0], [5.0, 1.0]]), np.array([[3.0, 5.0], [0.0, 1.0]])]
PENNIES = [np.array([[1.0, -1.0], [-1.0, 1.0]]), np.array([[-1.0, 1.0], [1.0, -1.0]])]


def three(rng=None):
    """Each of three sides has one action that is best whatever the others do: 1, 0 and 1."""
    rng = rng or np.random.default_rng(0)
    out = []
    for side, action in enumerate((1, 0, 1)):
        u = rng.random((2, 3, 2))
        np.moveaxis(u, side, 0)[action] += 2
        out.append(u)
    return out


def test_prisoners_defect_and_defection_dominates():
    assert np.argwhere(games.pure(PRISONERS)).tolist() == [[1, 1]]
    assert games.dominated(PRISONERS, 0).tolist() == [True, False]


def test_matching_pennies_has_no_pure_equilibrium_and_an_even_logit_one():
    assert not games.pure(PENNIES).any()
    for mix in games.logit(PENNIES):
        np.testing.assert_allclose(mix, 0.5, atol=1e-6)


def test_three_sides_with_dominant_actions_meet_there_by_every_concept():
    game = three()
    assert np.argwhere(games.pure(game)).tolist() == [[1, 0, 1]]
    picked = [int(mix.argmax()) for mix in games.logit(game)]
    assert picked == [1, 0, 1]
    assert all(mix.max() > 0.99 for mix in games.logit(game))


def test_expected_payoffs_are_those_of_a_plain_sum():
    rng = np.random.default_rng(3)
    u = rng.random((2, 3, 4))
    mixes = [m / m.sum() for m in (rng.random(2), rng.random(3), rng.random(4))]
    np.testing.assert_allclose(games.expected(u, mixes, 1), np.einsum("muc,m,c->u", u, mixes[0], mixes[2]))
    stack = np.stack([u, 2 * u])
    both = [np.stack([m, m]) for m in mixes]
    np.testing.assert_allclose(games.expected(stack, both, 0)[1], 2 * games.expected(u, mixes, 0))


def test_the_first_mover_in_a_battle_of_wills_gets_its_own_way():
    battle = [np.array([[2.0, 0.0], [0.0, 1.0]]), np.array([[1.0, 0.0], [0.0, 2.0]])]
    action, value = games.leading(battle, 0)
    assert (int(action), float(value)) == (0, 2.0)


def test_regret_is_what_the_best_answer_would_have_brought_more():
    np.testing.assert_allclose(games.regret(PRISONERS, 0), [2.0, 0.0])


def payoffs(luck, spread=1.0, seeds=12):
    """Mexico and China choose; every component of a side moves with its own action, the last one by luck alone."""
    rng, gets = np.random.default_rng(4), {}
    sides, choices = ("Mexico", "China"), (("a", "b"), ("c", "d", "e"))
    for k, side in enumerate(sides):
        names = list(COMPONENTS[side])
        for measure in names:
            x = np.zeros((seeds, 2, 3))
            if measure != names[-1]:
                np.moveaxis(x, 1 + k, 0)[1] += spread
            gets[measure] = x + luck * rng.standard_normal(x.shape) + rng.standard_normal((seeds, 1, 1))
    import pandas as pd

    rows = [(s, m, *_moves(gets[m])) for s in sides for m in COMPONENTS[s]]
    return Stakes(sides, choices, gets, pd.DataFrame(rows, columns=["side", "component", "range", "error", "critical",
                                                                     "moves"]))  # fmt: skip


def test_a_component_that_moves_no_more_than_luck_gets_no_weight():
    found = numbers.weighed(payoffs(0.1))
    assert found == {s: list(COMPONENTS[s])[:-1] for s in ("Mexico", "China")}


def test_a_side_that_nothing_moves_is_refused_in_words():
    with pytest.raises(InputError, match="nothing that Mexico cares for moves"):
        numbers.weighed(payoffs(0.1, spread=0.0))


def test_an_equilibrium_that_holds_for_all_weights_and_seeds_stands_in_every_draw():
    p = payoffs(0.01)
    d = numbers.drawn(p, 50)
    top = numbers.equilibria(p, d).iloc[0]
    assert (top["Mexico"], top["China"], top["share"]) == ("b", "d", 1.0)
    standing = numbers.standing(p, d).set_index("action")
    assert standing.loc["a", "dominated"] == 1.0
    assert standing.loc["b", "in_equilibrium"] == 1.0
    for game in d[0]:  # under equal weights and all seeds payoffs range over one
        assert np.ptp(game[0]) == pytest.approx(1.0, abs=0.05)


def test_for_two_cells_the_critical_range_is_two_standard_errors_of_a_difference():
    x = np.random.default_rng(5).standard_normal((2000, 2))
    _, error, critical, _ = _moves(x)
    assert critical / error == pytest.approx(1.96, abs=0.01)


def test_mixed_equilibria_of_two_sides_are_those_of_the_book():
    pytest.importorskip("nashpy")
    p = Stakes(("Mexico", "China"), (("a", "b"), ("c", "d")), {}, None)
    table, _ = mixed.mixed(p, PENNIES)
    np.testing.assert_allclose(table["weight"], 0.5)


def test_mixed_equilibria_of_three_sides_hold_the_pure_one():
    pytest.importorskip("pygambit")
    p = Stakes(("Mexico", "United States", "China"), (("a", "b"), ("c", "d", "e"), ("f", "g")), {}, None)
    table, _ = mixed.mixed(p, three())
    assert table[table["equilibrium"] == 1]["action"].tolist() == ["b", "c", "g"]
