"""The chances and shares that a month and the scores both call."""

import numpy as np
import pytest

from giants.bargaining import estimated
from giants.bargaining.estimated import Coefficients, KnownThreat

near = pytest.approx


def threat(n=1, **changed):
    fields = {"form": 0, "protective": 0.0, "statute_named": 1.0, "record": 0.0, "kind": 1, "exposure": 0.035,
              "market": 60.0, "adversary": 0.0, "mexico": 0.0} | changed  # fmt: skip
    return KnownThreat(**{name: np.broadcast_to(np.asarray(value), (n,)) for name, value in fields.items()})


def zero(**changed):
    return Coefficients(**{name: np.asarray(changed.get(name, 0.0)) for name in Coefficients._fields})


@pytest.fixture(scope="module")
def c():
    return estimated.read()


def test_at_the_estimates_an_order_is_carried_out_more_often_than_a_statement(c):
    p = estimated.carried_out(c, threat(2, form=[0, 2]))
    assert p[1] > p[0]


def test_at_the_estimates_protective_statutes_are_carried_out_more_often(c):
    p = estimated.carried_out(c, threat(2, protective=[0.0, 1.0]))
    assert p[1] > p[0]


def test_at_the_estimates_the_exposed_concede_more_and_adversaries_less(c):
    q = estimated.concede(c, threat(3, exposure=[0.01, 0.1, 0.1], adversary=[0, 0, 1]))
    assert q[0] < q[1] > q[2]


def test_a_concession_stops_a_coercive_sender_and_no_expressive_one():
    x = threat(form=-1)
    h = 0.5
    assert estimated.carried_out(zero(expressive=-40.0), x) == near(h * (1 - 0.5))
    assert estimated.carried_out(zero(expressive=40.0), x) == near(h)


def test_who_surely_concedes_to_a_coercive_sender_is_spared():
    assert estimated.carried_out(zero(expressive=-40.0, concede=40.0), threat()) == near(0.0, abs=1e-9)


def test_an_unknown_form_is_the_average_one():
    known = zero(base=0.3, statement=-1.0, letter=2.0)
    assert estimated.follow_through(known, threat(form=-1)) == near(1 / (1 + np.exp(-0.3)))
    assert estimated.follow_through(known, threat(form=3)) == near(1 / (1 + np.exp(-2.3)))


def test_the_shares_are_chances_and_lie_higher_where_the_target_concedes(c):
    little, much = estimated.share_given(c)
    assert little.sum() == near(1.0)
    assert much.sum() == near(1.0)
    assert little @ estimated.GRID < much @ estimated.GRID
    mixed = estimated.share(c, threat(3, kind=[0, 1, 2]))
    assert mixed.shape == (3, len(estimated.GRID))
    assert mixed.sum(axis=1) == near(np.ones(3))


def test_many_coefficients_at_once_give_what_each_gives(c):
    x = threat(4, form=[-1, 0, 2, 3], kind=[0, 1, 2, 1])
    two = Coefficients(*(np.array([[value], [value + 0.1]]) for value in c))
    other = Coefficients(*(value + 0.1 for value in c))
    assert estimated.carried_out(two, x) == near(np.stack([estimated.carried_out(one, x) for one in (c, other)]))
    assert estimated.share(two, x) == near(np.stack([estimated.share(one, x) for one in (c, other)]))
