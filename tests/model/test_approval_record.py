"""Approval over ten years beside what Mexican incumbents have had."""

import numpy as np
import pytest

from giants.config import default_settings
from giants.run import run

SEEDS = 10
END_OF_TERM = (0.24, 0.17)
"""Lowest at the end of a term (Peña Nieto, Mitofsky), and the standard deviation between presidents there."""
HIGHEST = 0.85
"""El Financiero, February 2025."""


@pytest.mark.slow
def test_ten_years_of_approval_stay_within_what_incumbents_have_had():
    runs = [run(default_settings(["record=summary", f"seed={s}"])) for s in range(SEEDS)]
    months = np.array([one.recorder.columns("measures")["approval_mex"] for one in runs])
    lowest, sd = END_OF_TERM
    assert np.quantile(months, 0.05) > lowest
    assert np.quantile(months, 0.95) < HIGHEST
    years = months.reshape(SEEDS, 10, 12).mean(-1)
    assert 0.05 < years[:, 9].std(ddof=1) < 1.4 * sd  # ten runs know their standard deviation within a quarter
