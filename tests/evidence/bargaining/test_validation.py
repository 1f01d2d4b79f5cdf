"""The stylised facts of coercion: the table is complete, and its verdicts follow from the values."""

import numpy as np
import pytest

from giants.evidence.bargaining import validation


@pytest.fixture(scope="module")
def table():
    return validation.rows(n=20_000)


def test_every_fact_has_a_row_with_a_published_value_and_a_verdict(table):
    assert list(dict.fromkeys(table["id"])) == [f"S{i}" for i in (*range(1, 9), 10)]
    assert set(table["verdict"]) <= {"holds", "falls short"}
    assert np.isfinite(table["ours"]).all()


@pytest.mark.parametrize("fact", ["S1", "S3", "S4", "S6", "S8"])
def test_facts_that_the_mechanism_reproduces(table, fact):
    assert (table.loc[table["id"] == fact, "verdict"] == "holds").all()


def test_the_ensemble_is_the_same_for_the_same_seed():
    one, other = (validation.crises(500, 4) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_every_threat_ends_in_one_way():
    c = validation.crises(5000, 2)
    assert not np.any(c.conceded & c.imposed)
    assert not np.any((c.conceded | c.imposed) & ~c.threatened)
    assert np.array_equal(c.imposed, c.settled | c.lifted)
