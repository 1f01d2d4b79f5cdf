"""The presidents to come as firms foresee them: the chain that draws them, and no more than can be known."""

from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

from giants import politics

POSTURES = {"hard": SimpleNamespace(pressure=0.9), "mild": SimpleNamespace(pressure=0.1), "silent": SimpleNamespace()}
MIXTURE = {"red": {"hard": 0.6, "mild": 0.4}, "blue": {"hard": 0.1, "mild": 0.7, "silent": 0.2}}
VOTES = [2028 * 12 + 10, 2032 * 12 + 10]


def rules(rule="drawn"):
    return politics.Politics(rule, POSTURES, "red", (0.55, 0.5), 0.7, 0.75, MIXTURE, None)


def drawn(p, u, kept=0.5):
    return politics.terms(p, VOTES, u, np.full((2, politics.PIECES), kept))


def foresee(p, path, month):
    return politics.ahead(p, path, month, {})


def test_where_nobody_is_voted_out_the_present_stays():
    assert foresee(rules("fixed"), (), 2026 * 12) is politics.STAYS


def test_terms_begin_when_presidents_are_inaugurated_and_chances_add_up():
    p = rules()
    ahead = foresee(p, drawn(p, np.full((2, 3), 0.5)), 2027 * 12)
    np.testing.assert_allclose(ahead.starts, [0, 2, 6])
    np.testing.assert_allclose(ahead.moves.sum(axis=2), 1.0)
    assert np.isnan(ahead.pressure[0])
    assert set(ahead.pressure[~np.isnan(ahead.pressure)]) == {0.1, 0.9}


def test_what_is_foreseen_before_a_vote_does_not_turn_on_its_draws():
    p, rng = rules(), np.random.default_rng(1)
    one, other = (foresee(p, drawn(p, rng.random((2, 3))), VOTES[0] - 1) for _ in range(2))
    np.testing.assert_array_equal(one.moves, other.moves)


def test_the_president_elect_is_known_before_the_inauguration():
    p = rules()
    changed = drawn(p, np.array([[0.0, 0.0, 0.5], [0.5, 0.5, 0.5]]))
    assert changed[0].party == "blue"
    ahead = foresee(p, changed, VOTES[0])
    sure = int(np.argmax(ahead.moves[0][0]))
    assert ahead.moves[0][0, sure] == 1.0
    assert ahead.pressure[sure] == 0.1
    kept = foresee(p, drawn(p, np.array([[0.99, 0.0, 0.5], [0.5, 0.5, 0.5]])), VOTES[0])
    assert kept.moves[0][0, 0] == 1.0


def test_foreseen_frequencies_are_those_of_the_draws():
    p, rng, n = rules(), np.random.default_rng(2), 6000
    seen = Counter(p.names[drawn(p, rng.random((2, 3)))[1].posture] for _ in range(n))
    ahead = foresee(p, drawn(p, np.full((2, 3), 0.5)), 2027 * 12)
    chance = ahead.moves[0][0] @ ahead.moves[1]
    assert chance[0] == pytest.approx(seen[politics.FIRST] / n, abs=0.03)
    assert chance[ahead.pressure == 0.9].sum() == pytest.approx(seen["hard"] / n, abs=0.03)
    assert chance[ahead.pressure == 0.1].sum() == pytest.approx(seen["mild"] / n, abs=0.03)


def test_alternating_parties_are_foreseen_with_their_likeliest_posture():
    p = rules("alternating")
    ahead = foresee(p, drawn(p, np.full((2, 3), 0.5)), 2027 * 12)
    after = ahead.moves[0][0]
    assert after.max() == 1.0
    assert ahead.pressure[np.argmax(after)] == 0.1  # blue's
    assert ahead.pressure[np.argmax(after @ ahead.moves[1])] == 0.9  # red's again


def test_a_new_posture_keeps_what_stands_by_its_chance_and_the_same_one_all():
    p, all_kept = rules(), (True,) * politics.PIECES
    changes = np.array([[0.0, 0.0, 0.5], [0.99, 0.0, 0.5]])
    first, second = drawn(p, changes, kept=0.8)
    assert not any(first.keeps)
    assert second.keeps == all_kept  # the same posture governs on
    assert drawn(p, changes, kept=0.7)[0].keeps == all_kept
    path = drawn(p, changes, kept=0.8)
    assert politics.keeps(path, path[0].inaugurated) == first.keeps
    assert politics.keeps(path, path[0].inaugurated + 1) == all_kept


def test_what_outlives_a_term_is_foreseen_by_the_chance_of_another_posture():
    p, path = rules(), drawn(rules(), np.array([[0.0, 0.0, 0.5], [0.5, 0.5, 0.5]]))
    before = foresee(p, path, 2027 * 12)
    another = 1 - before.moves[0][0, 0]
    assert before.kept[0] == pytest.approx(1 - 0.25 * another)
    assert foresee(p, path, VOTES[0]).kept[0] == pytest.approx(0.75)  # another posture is sure
