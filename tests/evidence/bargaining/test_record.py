"""Runs ask for what the United States asked for, and end as its threats did."""

import numpy as np
import pytest

from giants.bargaining.issues import TOPICS
from giants.bargaining.log import Episode
from giants.config import default_settings
from giants.evidence.bargaining import record

RUNS = 50


def line(outcome, month, **more):
    return Episode(month=month, sender="USA", target="MEX", outcome=outcome, issue="migration_control",
                   instrument="cars_232", form="statement", asked_share=0.5, **more)  # fmt: skip


def test_the_coded_threats_are_counted_by_matter():
    counts = dict(zip(TOPICS, record.coded_topics(), strict=True))
    assert sum(counts.values()) == 20
    assert (counts["migration"], counts["drugs"], counts["agriculture"], counts["metals"]) == (3, 3, 4, 3)


def test_a_dispute_is_told_by_its_first_outcome_and_the_most_that_was_granted():
    told = record.disputes(
        [line("threat", 3), line("pocketed", 4, share=0.1), line("imposed", 5), line("deal", 9, share=0.3),
         line("threat", 12), line("withdrawn", 13)],
        default_settings().issues,
    )  # fmt: skip
    assert [(one.topic, one.first, one.months, one.share, one.share_of_asked) for one in told] == [
        ("migration", "imposed", 2, 0.3, 0.6),
        ("migration", "withdrawn", 1, 0.0, 0.0),
    ]


def test_counts_that_follow_the_shares_are_likely_and_counts_on_one_matter_are_not():
    shares = np.array([10.0, 20.0, 30.0, 40.0])
    assert record.likelihood_ratio(shares / 5, shares)[1] > 0.9
    assert record.likelihood_ratio(np.array([20.0, 0.0, 0.0, 0.0]), shares)[1] < 0.001


@pytest.fixture(scope="module")
def runs():
    """Return the US disputes of 50 runs of a status quo Mexico and a transactional United States, 99 months each."""
    return list(record.simulated(range(RUNS)))


@pytest.fixture(scope="module")
def told(runs):
    return [one for run in runs for one in run]


@pytest.mark.slow
def test_what_is_asked_agrees_with_the_record(told):
    _, chance = record.likelihood_ratio(record.coded_topics(), record.topics(told))
    assert chance > 0.1


@pytest.mark.slow
def test_threats_are_as_many_and_are_carried_out_and_dropped_as_often_as_in_the_record(told):
    assert 20 * 0.7 < len(told) / RUNS < 20 * 1.3  # Poisson, two standard errors are 9
    ended = [one.first for one in told if one.first]
    # of the 20 coded ones 10 were imposed, 5 ended by a deal and 5 without: Jeffreys intervals of 90%
    for first, count in (("imposed", 10), ("deal", 5), ("withdrawn", 5)):
        _, low, high = record.interval(np.array([count, 20.0 - count]))[0]
        assert low < ended.count(first) / len(ended) < high, first
