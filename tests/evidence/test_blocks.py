"""All rows of validation together, against the ledger in which their tolerances were frozen."""

import pytest

from giants.evidence import frozen
from giants.evidence.blocks import blocks
from giants.evidence.rows import KINDS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made():
    return blocks()


def test_no_tolerance_was_changed_together_with_its_answer_under_one_version(made):
    moved = frozen.moved(frozen.entries(made), frozen.latest())
    assert moved.to_dict("records") == []


def test_every_row_with_a_value_is_frozen_or_says_that_it_is_not(made):
    for name, frame in frozen.stamped(made).items():
        assert set(frame["kind"]) <= set(KINDS)
        assert not frame.duplicated(["id", "fact"]).any(), name
        assert frame.loc[frame["version"] == "", "frozen"].eq("").all()
        assert frame["version"].ne("").mean() > 0.4, name
