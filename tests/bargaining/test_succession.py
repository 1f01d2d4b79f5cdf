"""What a new posture in Washington drops of what its predecessor left."""

import numpy as np
import pytest

from giants.bargaining.model import DRAWS, SENDERS
from giants.bargaining.state import FULL, QUIET, STATEMENT
from giants.symbols import MEX, USA


@pytest.fixture(name="left")
def fixture_left(new_world, new_model):
    def left(stage, dispute_kept, tariff_kept):
        w, model = new_world(), new_model()
        w.actions.us_pressure[...] = 0.0
        y, names = w.bargaining, model.options.name
        y.stage[USA], y.option[USA], y.deadline[USA], y.record[USA] = stage, names.index("section_301"), 3, 0.5
        y.age[USA] = 24
        y.standing_tariff[[4, 7]] = 0.2, 0.1
        w.calendar.dispute_kept[...] = dispute_kept
        w.calendar.tariff_kept[[4, 7]] = tariff_kept
        return w, model

    return left


@pytest.mark.parametrize("stage", [STATEMENT, FULL])
def test_a_dispute_that_is_dropped_ends_for_nothing_and_says_nothing_of_its_sender(left, advance, stage):
    done = {}
    for kept in (1.0, 0.0):
        w, model = left(stage, kept, (1.0, 1.0))
        done[kept] = advance(w, model, None, np.full((SENDERS, len(DRAWS)), 0.5))
    kept, dropped = done[1.0], done[0.0]
    assert [e.outcome for e in dropped.events] == ["dropped"]
    assert dropped.result.stage[USA] == QUIET < kept.result.stage[USA]
    assert dropped.result.record[USA] == kept.result.record[USA]
    assert not dropped.result.approval_shift.any()
    assert dropped.result.standing_tariff.sum() == kept.result.standing_tariff.sum()
    if stage == FULL:
        assert dropped.result.added_tariff[USA, MEX].sum() < kept.result.added_tariff[USA, MEX].sum()


def test_a_standing_tariff_goes_by_sector_and_leaves_the_dispute_alone(left, advance):
    w, model = left(STATEMENT, 1.0, (0.0, 1.0))
    done = advance(w, model, None, np.full((SENDERS, len(DRAWS)), 0.5)).result
    assert done.standing_tariff[4] == 0 < done.standing_tariff[7]
    assert done.stage[USA] > QUIET
