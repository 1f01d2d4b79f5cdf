"""What is said of mechanisms is what paired runs showed: every switch composes, and has its row."""

import numpy as np
import pytest

from giants.config import default_settings
from giants.evidence.model import effects
from giants.records.tables import columns_of

KEY = ["mechanism", "outcome", "setting"]


@pytest.mark.slow
def test_every_switch_is_a_setting_and_its_outcome_a_measure():
    table = effects.switches()
    assert set(table["outcome"]) <= columns_of("measures")
    assert set(table["scale"]) <= set(effects.SCALES)
    for words in sorted(set(table["setting"])):
        default_settings([words])


def test_what_was_measured_is_every_switch_in_its_order():
    assert effects.measured()[KEY].to_numpy().tolist() == effects.switches()[KEY].to_numpy().tolist()


def test_an_effect_is_the_mean_of_paired_differences():
    base = np.array([1.0, 2.0, 3.0])
    assert effects.effect(base, base * 1.1, "percent")[1] == pytest.approx(10.0)
    assert effects.effect(base, base + 0.02, "points")[1:] == pytest.approx((2.0, 0.0))
    assert effects.effect(base, base + np.array([0.0, 0.1, 0.2]), "points")[2] == pytest.approx(10 / np.sqrt(3))


@pytest.mark.parametrize(
    ("difference", "error", "word"),
    [(1.0, 0.4, "moves"), (-1.0, 0.4, "moves"), (1.0, 0.6, "not told from nothing"), (0.05, 0.001, "small")],
)
def test_an_effect_is_named_by_its_error_and_then_by_its_size(difference, error, word):
    assert effects.verdict(difference, error) == word
