"""Scores of forecasts are what their names say."""

import numpy as np
import pytest
from scipy.stats import norm

from giants.evidence import scoring


def test_the_crps_of_a_normal_is_its_integral():
    x = np.linspace(-30, 30, 200001)
    for mean, sd, seen in ((0.0, 1.0, 0.3), (2.0, 3.0, -4.0)):
        integral = np.trapezoid((norm.cdf(x, mean, sd) - (x >= seen)) ** 2, x)
        assert scoring.crps(np.array(mean), np.array(sd), np.array(seen)) == pytest.approx(integral, abs=1e-4)


def test_the_interval_score_is_width_and_what_is_missed():
    low, high = np.array([1.0]), np.array([3.0])
    assert scoring.interval_score(low, high, np.array([2.0]), 0.9) == pytest.approx([2.0])
    assert scoring.interval_score(low, high, np.array([3.5]), 0.9) == pytest.approx([2.0 + 20 * 0.5])


def test_the_joint_score_of_one_number_is_its_crps_and_an_impossible_pair_costs():
    one = np.array([1.0])
    alone = scoring.energy_score(one, 2 * one, np.eye(1), 0 * one)
    assert alone == pytest.approx(float(scoring.crps(one, 2 * one, 0 * one)[0]), rel=0.05)
    tied = np.array([[1.0, 0.9], [0.9, 1.0]])
    zero, apart = np.zeros(2), np.array([1.5, -1.5])
    assert scoring.energy_score(zero, np.ones(2), tied, apart) > scoring.energy_score(
        zero, np.ones(2), tied, np.array([1.5, 1.5])
    )
