"""Published and hand-computed cases of the bargaining mechanism."""

import numpy as np
import pytest

from giants.bargaining import nash, patience, screening, threat
from giants.bargaining.common_agency import truthful_menus
from giants.bargaining.simultaneous_deals.nash_in_nash import nash_in_nash

near = pytest.approx


@pytest.mark.parametrize(
    ("d1", "d2", "share"), [(0.9, 0.9, 0.5263157895), (0.95, 0.8, 0.8333333333), (0.6, 0.9, 0.2173913043)]
)
def test_rubinstein_first_mover_share(d1, d2, share):
    assert patience.first_mover_share(d1, d2) == near(share, abs=1e-10)


def test_patience_weight_is_the_limit_of_fast_offers():
    r1, r2 = 0.1, 0.3
    assert patience.first_mover_share(np.exp(-r1), np.exp(-r2)) == near(0.7861617796, abs=1e-10)
    assert patience.weight(r1, r2) == near(0.75)
    dt = 1e-6
    assert patience.first_mover_share(np.exp(-r1 * dt), np.exp(-r2 * dt)) == near(0.75, abs=1e-6)


def test_a_near_date_makes_impatient_and_a_far_one_does_not():
    r = patience.impatience(0.02, 0.02, np.array([0.0, 6.0, 1e6]))
    assert r == near([0.04, 0.02 + 0.02 * np.exp(-1), 0.02])


def test_one_issue_nash():
    x, deal = nash.one_issue(0.6, 1.0, 0.8, 0.2, 1.0)
    assert deal
    assert x == near(0.67)


def test_one_issue_nash_does_not_depend_on_the_unit_of_the_sender():
    assert nash.one_issue(0.6, 1.0, 0.8, 0.4, 2.0)[0] == near(0.67)


def test_a_sender_who_likes_imposing_gets_more_or_nothing():
    x, deal = nash.one_issue(0.5, 0.5, 0.8, -0.1, 1.0)
    assert deal
    assert x == near(0.3625)
    x, deal = nash.one_issue(0.5, 0.05, 0.8, -0.1, 1.0)
    assert not deal
    assert x == 0


@pytest.mark.parametrize("beta", [0.1, 0.5, 0.9])
def test_no_stake_no_concession(beta):
    assert nash.one_issue(beta, 0.0, 0.8, 0.2, 1.0)[0] == 0
    one = nash.bundle(beta, np.array([1.0]), np.array([0.8]), np.array([0.3]), 0.2, 0.0)
    assert one.deal
    assert one.x == near([0.0])


def test_symmetric_dependence_cancels():
    assert nash.one_issue(0.5, 0.4, 0.8, 0.3, 0.6)[0] == near(0.0)
    assert nash.one_issue(0.5, 0.8, 0.8, 0.3, 0.6)[0] == near((1.0 - 0.5) / 2)


def test_greedy_bundle_fills_the_best_ratio_first():
    a, c = np.array([3.0, 1.0, 0.5]), np.ones(3)
    assert nash.greedy(0.5, a, c, 0.5, 1.5) == near([2 / 3, 0, 0])
    assert nash.bundle(0.5, a, c, np.full(3, 1e-6), 0.5, 1.5).x == near([2 / 3, 0, 0], abs=1e-5)


def test_quadratic_bundle():
    a, c, g = np.array([0.6, 0.3]), np.array([0.1, 0.1]), np.array([1.0, 0.5])
    solved = nash.bundle(0.5, a, c, g, 0.1, 0.4)
    assert solved.x == near([0.33694, 0.23694], abs=1e-5)
    assert (g * solved.x + c) / a == near(0.72824, abs=1e-5)


def test_a_red_line_cuts_the_deal_and_no_more():
    free, _ = nash.one_issue(0.6, 1.0, 0.8, 0.2, 1.0)
    for bound in (0.1, 0.5, 0.9):
        x, deal = nash.one_issue(0.6, 1.0, 0.8, 0.2, 1.0, bound)
        assert deal
        assert x == near(min(float(free), bound))
        many = nash.bundle(0.6, np.array([1.0]), np.array([0.8]), np.array([1e-8]), 0.2, 1.0, bound)
        assert many.x == near([min(float(free), bound)], abs=1e-6)


def test_screening_demand_and_its_acceptance():
    x = screening.demand(0.6, 1.0, 0.2, 1.0, 0.8, 0.7)
    assert x == near(0.7525)
    assert screening.accepted(0.6, 1.0, x, 0.8, 0.7) == near(0.498571, abs=1e-6)
    closed = (0.6 * 1.0 + 0.7 + 0.8 * 0.6 * 0.2 / 1.0) / (4 * 0.7)
    assert screening.accepted(0.6, 1.0, x, 0.8, 0.7) == near(closed)


def test_bluffing_equilibrium():
    stage = threat.two_type(0.3, 0.5, 1.0, 1.0, 0.4)
    assert stage.bluff == near(3 / 7)
    assert stage.concede == near(2 / 7)
    assert stage.tough == near(0.5)


def test_belief_after_imposing_and_after_backing_down():
    assert threat.bayes(0.3, [True, False], 0.9, 0.3) == near([0.5625, 0.0576923], abs=1e-7)


def test_common_agency_case():
    a, c, g = np.array([[0.6], [-0.3]]), np.array([0.1]), np.array([1.0])
    assert truthful_menus.chosen(a, c, g) == near([0.2])
    assert truthful_menus.payments(a, c, g) == near([0.10, 0.045])


def test_nash_in_nash_case():
    cross = np.array([[0.0, 0.4], [0.4, 0.0]])
    assert nash_in_nash([1.0, 0.6], cross) == near([0.9047619, 0.2380952], abs=1e-7)


def test_disagreement_payoffs():
    l_t, l_s = nash.disagreement(0.6, 0.02, 0.003, 0.001, 0.004, 0.0005)
    assert l_t == near(0.6 * 0.02 - 0.0005)
    assert l_s == near(0.6 * 0.002 + 0.4 * 0.004)


def test_gambit_finds_the_same_bluffing_equilibrium():
    gambit = pytest.importorskip("pygambit", reason="pygambit, the optional oracle, is not installed")
    game = gambit.Game.new_tree(players=["sender", "target"])
    game.append_move(game.root, game.players.chance, ["tough", "soft"])
    game.set_chance_probs(game.root.infoset, [gambit.Rational(3, 10), gambit.Rational(7, 10)])
    tough, soft = (game.root.children[name] for name in ("tough", "soft"))
    for node in (tough, soft):
        game.append_move(node, "sender", ["threat", "quiet"])
    game.append_move([node.children["threat"] for node in (tough, soft)], "target", ["concede", "resist"])

    def pay(node, sender, target):
        game.set_outcome(node, game.add_outcome(f"outcome {len(game.outcomes)}", [sender, target]))

    for node in (tough, soft):
        pay(node.children["quiet"], 0, 0)
        pay(node.children["threat"].children["concede"], 1, gambit.Rational(-1, 2))
    pay(tough.children["threat"].children["resist"], gambit.Rational(1, 2), -1)
    pay(soft.children["threat"].children["resist"], gambit.Rational(-2, 5), 0)
    yielding = tough.children["threat"].infoset
    found = [
        (float(p[soft.infoset.actions["threat"]]), float(p[yielding.actions["concede"]]))
        for p in gambit.nash.lcp_solve(game, rational=False).equilibria
    ]
    assert found == [(near(3 / 7), near(2 / 7))]
