"""Paired outcomes of strategies and postures, and how often presidents change."""

import pandas as pd
import pytest

from giants.config import default_settings
from giants.evidence.model import governments


def test_differences_are_paired_by_seed_within_a_world():
    base, other = pd.DataFrame({"y": [1.0, 2.0, 3.0]}), pd.DataFrame({"y": [1.5, 2.5, 3.5]})
    rows = list(governments.compared({("a", "status_quo"): base, ("a", "other"): other, ("b", "other"): other}))
    assert [row["difference"] for row in rows] == [0.0, 0.5, 0.0]
    assert rows[1]["difference_error"] == 0.0 < rows[1]["error"]


def test_presidents_change_as_often_as_sources_say_and_their_postures_add_up():
    p = default_settings(["politics=drawn"]).politics
    found = governments.chain(p, 1500).set_index(["vote", "what"])["share"]
    for vote, chance in zip((2028, 2032), p.change, strict=True):
        assert found[vote, "party changes"] == pytest.approx(chance, abs=0.04)
        assert sum(found[vote, name] for name in p.names) == pytest.approx(1.0)
    assert found[2028, "first"] == pytest.approx((1 - p.change[0]) * p.keep, abs=0.04)


def test_outcomes_of_a_run_are_named_once_and_washington_gets_something_from_alignment():
    found = governments.outcomes("months=24", "us_alignment", 1)
    assert set(found) == {*governments.MEANS, *governments.COUNTS, "granted"}
    assert 0 < found["granted"] < 1
