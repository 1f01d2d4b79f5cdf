"""Every rule of bargaining: its file, its configuration, and what any of them must respect."""

import numpy as np
import pytest

from giants.bargaining import nash, patience
from giants.bargaining.resolve_information.case import Case
from giants.bargaining.rules import RULES
from giants.config import bargaining
from giants.errors import InputError

near = pytest.approx


def name(cls):
    return cls.__module__.rsplit(".", 1)[-1]


@pytest.fixture(name="rule")
def fixture_rule(configuration):
    """Return a function from a group and the row of one of its rules to the rule."""

    def built(group, row):
        question = group.split("/")[1]
        return getattr(bargaining(configuration() | {question: row}), question)

    return built


@pytest.mark.parametrize("group", RULES)
def test_rules_and_their_configuration_are_the_same_set(group, rule, conf, read):
    files = {path.stem for path in (conf / group).glob("*.yaml")}
    assert files == {name(cls) for cls in RULES[group]}
    for file in files:
        row = read(f"{group}/{file}.yaml")
        assert row["rule"] == file
        assert type(rule(group, row)) in RULES[group]


def case(seed=0):
    rng = np.random.default_rng(seed)
    a, c, g = (rng.uniform(0.1, 1.0, (20, 4)) for _ in range(3))
    beta, l_s, l_t = rng.uniform(0.2, 0.8, 20), rng.uniform(0.0, 0.3, 20), rng.uniform(0.0, 1.0, 20)
    return beta, a, c, g, l_s, l_t, rng.uniform(0.1, 1, (20, 4))


@pytest.mark.parametrize("cls", RULES["bargaining/solution"], ids=name)
def test_no_solution_passes_a_red_line_or_hurts_a_side_more_than_the_threat(cls, rule, read):
    chosen = rule("bargaining/solution", read(f"bargaining/solution/{name(cls)}.yaml"))
    beta, a, c, g, l_s, l_t, xbar = case()
    found = chosen.solve(beta, a, c, g, l_s, l_t, xbar)
    assert np.all(found.x >= 0)
    assert np.all(found.x <= xbar + 1e-12)
    assert np.all(found.sender[found.deal] >= -1e-9)
    assert np.all(found.target[found.deal] >= -1e-9)
    assert np.all(found.x[~found.deal] == 0)


def test_screening_of_one_linear_issue_is_the_take_it_or_leave_it_demand(rule):
    screening = rule("bargaining/solution", {"rule": "screening", "width": 0.7})
    one = np.array([[1.0]])
    found = screening.solve(np.array([0.5]), one, 0.8 * one, 1e-7 * one, np.array([0.12]), np.array([0.6]), one)
    # budget (p L + h)/2 - p L_s c/(2a) with h = 0.7 p L: the accepted part of the demand
    assert found.x[0, 0] == near(0.5 * (0.6 * 1.7 - 0.12 * 0.8) / 0.8, abs=1e-5)


def test_alternating_offers_over_one_good_give_the_first_mover_the_share_of_rubinstein(rule):
    offers = rule("bargaining/solution", {"rule": "alternating_offers", "breakdown": 0.2})
    one, beta = np.ones((2, 1)), np.array([0.5, 0.7])
    found = offers.solve(beta, one, one, 0 * one, np.zeros(2), np.ones(2), one)
    kept = (0.8 ** (2 * (1 - beta)), 0.8 ** (2 * beta))
    assert found.x[:, 0] == near(patience.first_mover_share(*kept), abs=1e-6)


def test_alternating_offers_become_the_nash_agreement_as_the_risk_of_breakdown_vanishes(rule):
    beta, a, c, g, l_s, l_t, xbar = case()
    agreed = nash.bundle(beta, a, c, g, l_s - 0.1, l_t, xbar)
    assert agreed.x.any()
    gaps = []
    for risk in (0.1, 1e-3, 1e-5):
        offers = rule("bargaining/solution", {"rule": "alternating_offers", "breakdown": risk})
        found = offers.solve(beta, a, c, g, l_s - 0.1, l_t, xbar)
        assert np.array_equal(found.deal, agreed.deal)
        assert np.all(found.sender >= agreed.sender - 1e-9), "to offer first is no drawback"
        gaps.append(np.abs(found.x - agreed.x).max())
    assert gaps[2] < 1e-5 < gaps[1] < 1e-2 < gaps[0]


@pytest.mark.parametrize("cls", RULES["bargaining/resolve_information"], ids=name)
def test_every_target_concedes_with_a_probability(cls, rule, read):
    chosen = rule("bargaining/resolve_information", read(f"bargaining/resolve_information/{name(cls)}.yaml"))
    rng = np.random.default_rng(1)
    q, mu, C, L, v = (rng.uniform(0.05, 0.95, 50) for _ in range(5))
    found = chosen.concede(Case(q, mu, np.ones(50), C, L, v, 0.36 * v))
    assert np.all((found >= 0) & (found <= 1))


def test_menus_off_buy_nothing_and_menus_on_buy_what_the_highest_bidder_wants(rule):
    offers = np.array([[0.6], [-0.3]])
    none, agency = (rule("bargaining/common_agency", {"rule": kind}) for kind in ("none", "truthful_menus"))
    assert none.offer(offers, np.array([0.1]), np.array([1.0]), np.ones(1))[0] == near([0.0])
    x, paid = agency.offer(offers, np.array([0.1]), np.array([1.0]), np.ones(1))
    assert x == near([0.2])
    assert paid == near([0.10, 0.045])


def test_simultaneous_deals_crowd_each_other_out(rule):
    alone = rule("bargaining/simultaneous_deals", {"rule": "independent"})
    together = rule("bargaining/simultaneous_deals", {"rule": "nash_in_nash", "cross": 0.2})
    m = np.array([[0.5, 0.5, 0.5]])
    assert np.all(together.settle(m, np.ones((1, 3))) < alone.settle(m, np.ones((1, 3))))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"horizon": -1}, "bargaining.horizon"),
        ({"climb": 1.5}, "bargaining.climb"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_a_wrong_value_is_named(change, text, new_model):
    with pytest.raises(InputError, match=text):
        new_model(**change)


def test_an_unknown_rule_is_named_with_those_that_exist(configuration, rule):
    with pytest.raises(InputError, match="unknown rule 'haggle'; known are nash, compromise, screening"):
        rule("bargaining/solution", {"rule": "haggle"})
    assert configuration(solution="screening")["solution"]["rule"] == "screening"
