"""What a threat shows at its start, and what the record of a sender says."""

import numpy as np
import pytest

from giants.bargaining import signals

near = pytest.approx


def test_a_measure_is_wanted_for_its_own_sake_by_its_statute_and_not_by_the_issue_it_is_attached_to():
    # the fault: a broad duty under IEEPA attached to a demand on trade rules counted as protection
    statute = np.array(["IEEPA", "301", "301", "232", "AD"])
    assert list(signals.protective(statute, [1, 1, 0, 1, 1])) == [0, 0, 1, 1, 1]


def test_unspoken_and_unfinished_threats_say_nothing_about_resolve():
    # the fault: both counted as backed down, and drove the belief in resolve to .005
    acted, withdrawn = (
        np.array([0, 0, 0, 1]),
        np.array([0, 0, 1, 0]),
    )  # censored, deal, unspoken withdrawal, unspoken act
    assert not np.any(signals.news(acted, withdrawn, [1, 1, 0, 0], 0))
    assert list(signals.news([1, 0], [0, 1], 1, 0)) == [1, -1]


def test_a_protective_measure_says_nothing_about_resolve():
    assert list(signals.news([1, 0], [0, 1], 1, 1)) == [0, 0]


def test_a_dispute_speaks_once_however_many_targets_it_has():
    one = signals.record([1.0], ["a"], [[3.0]])
    many = signals.record(np.ones(15), ["a"] * 15, np.full((1, 15), 3.0))
    assert many == near(one)


def test_a_record_is_bounded_and_fades():
    twenty = signals.record(-np.ones(20), [f"c{k}" for k in range(20)], np.zeros((1, 20)))
    assert twenty == near(-signals.BOUND)
    young, old = signals.record([1.0], ["a"], [[0.0], [signals.HALF_LIFE]])
    assert old == near(young / 2)


def test_what_has_not_ended_yet_is_not_in_the_record():
    assert signals.record([1.0, -1.0], ["a", "b"], [[-2.0, 0.0]]) == near(-1.0)
    assert signals.record(np.zeros(0), np.zeros(0), np.zeros((2, 0))) == near([0.0, 0.0])


def test_a_record_does_not_depend_on_the_order_or_the_names_of_disputes():
    said, cluster, age = np.array([1.0, -1.0, 1.0]), np.array(["x", "y", "x"]), np.array([[1.0, 8.0, 20.0]])
    turned = [2, 0, 1]
    assert signals.record(said[turned], cluster[turned], age[:, turned]) == near(signals.record(said, cluster, age))
    assert signals.record(said, [5, 3, 5], age) == near(signals.record(said, cluster, age))


def test_exposure_rises_with_dependence_scope_and_rate_and_is_dependence_at_the_reference():
    assert signals.exposure(0.2, 1.0, signals.REFERENCE_RATE) == near(0.2)
    base = signals.exposure(0.1, 0.5, 0.2)
    assert all(value > base for value in (signals.exposure(0.2, 0.5, 0.2), signals.exposure(0.1, 0.9, 0.2),
                                          signals.exposure(0.1, 0.5, 0.4)))  # fmt: skip


def test_a_threat_that_names_no_law_is_told_from_one_that_does():
    assert list(signals.statute_named(["", "none", "unspecified", "232", "treaty_exit"])) == [0, 0, 0, 1, 1]
