"""What is remembered of a sender fades by half in its half-life, and news is added to what is left."""

import numpy as np
import pytest

from giants.bargaining.beliefs import remember
from giants.bargaining.threat import fade


def test_a_record_halves_in_its_half_life_and_news_is_added_whole():
    record = np.array([1.0, -2.0])
    for _ in range(6):
        record = remember(record, 0.0, 6.0)
    assert record == pytest.approx([0.5, -1.0])
    assert remember(record, [0.25, 0.5], np.inf) == pytest.approx([0.75, -0.5])


def test_a_belief_returns_half_the_way_to_its_base_in_its_half_life_from_either_side():
    belief = np.array([0.8, 0.1])
    for _ in range(12):
        belief = fade(belief, 0.4, 12.0)
    assert belief == pytest.approx([0.6, 0.25])
    assert fade([0.4, 0.8], 0.4, 1.0) == pytest.approx([0.4, 0.6])
