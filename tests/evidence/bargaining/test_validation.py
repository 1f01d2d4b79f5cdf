"""The stylised facts of coercion: the table is complete, and its verdicts follow from the values."""

from dataclasses import replace

import numpy as np
import pytest

from giants.config import default_settings
from giants.evidence.bargaining import validation
from giants.evidence.bargaining.crises import crises

P = default_settings().bargaining.parameters


@pytest.fixture(scope="module")
def table():
    return validation.rows(n=6_000)


def test_every_fact_has_a_row_with_a_published_value_and_a_verdict(table):
    assert list(dict.fromkeys(table["id"])) == [f"S{i}" for i in (*range(1, 9), 10)]
    assert set(table["verdict"]) <= {"holds", "falls short"}


@pytest.mark.parametrize("fact", ["S3", "S4", "S6", "S7", "S8"])
def test_facts_that_the_mechanism_reproduces(table, fact):
    assert (table.loc[table["id"] == fact, "verdict"] == "holds").all()


def test_the_ensemble_is_the_same_for_the_same_seed():
    one, other = (crises(P, 500, 4) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_every_threat_ends_in_one_way():
    c = crises(P, 2000, 2)
    assert np.array_equal(c.conceded.astype(int) + c.imposed + c.withdrawn, np.ones(2000))
    assert np.array_equal(c.imposed, c.settled | c.lifted)
    assert not np.any(c.settled & c.lifted)


@pytest.mark.parametrize("climb", [0.0, 0.8])
def test_as_many_are_carried_out_as_the_estimate_says_however_often_they_climb(climb):
    c = crises(replace(P, climb=climb), 10_000, 5)
    error = np.sqrt(np.mean(c.expected * (1 - c.expected)) / len(c.expected))
    assert c.imposed.mean() == pytest.approx(c.expected.mean(), abs=3 * error)
