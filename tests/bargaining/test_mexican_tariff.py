"""Mexico's tariffs on non-treaty goods follow the law as written and the alignment in force."""

from itertools import pairwise

import numpy as np
import pytest

from giants.bargaining.tariffs import ALIGNED_RATE, mexican_tariff
from giants.blocks import Blocks
from giants.config import default_settings
from giants.history import law
from giants.scenario import month_number
from giants.symbols import CHN, ISSUES

ALIGN, ACCESS = ISSUES.index("china_tariff_alignment"), ISSUES.index("china_market_access")


@pytest.fixture(scope="module")
def model():
    return Blocks(default_settings()).bargaining_model


def at(model, alignment, access=None):
    lever = model.issues.initial.copy()
    lever[ALIGN] = alignment
    if access is not None:
        lever[ACCESS] = access
    return mexican_tariff(law().mexican(month_number("2026-08")), lever, model)


def test_today_the_tariffs_are_those_of_the_law(model):
    np.testing.assert_allclose(at(model, model.issues.initial[ALIGN]), law().mexican(month_number("2026-08")))


def test_without_alignment_there_are_none_and_with_all_of_it_the_full_rate_on_every_chinese_good(model):
    assert at(model, 0.0).sum() == 0.0
    full = at(model, 1.0)[CHN, :9]
    assert full.min() == pytest.approx(ALIGNED_RATE)


def test_alignment_raises_and_access_lowers_them_and_none_is_negative(model):
    steps = [at(model, z).sum() for z in np.linspace(0, 1, 6)]
    assert all(b > a for a, b in pairwise(steps))
    opened = at(model, 0.5, access=1.0)
    assert opened.sum() < at(model, 0.5).sum()
    assert opened.min() >= 0.0


def test_before_2026_the_law_levied_nothing():
    assert law().mexican(month_number("2025-12")).sum() == 0.0
