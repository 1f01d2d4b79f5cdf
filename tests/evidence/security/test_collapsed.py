"""The month in one state: every person that joins, is arrested, dies or leaves is counted once."""

import numpy as np
import pytest

from giants.config import default_settings
from giants.evidence.security.collapsed import collapsed_run, published


def test_flows_over_a_run_are_what_its_members_changed_by():
    start = np.array([9000.0, 4000.0, 800.0])
    p = published(default_settings().security)
    members, total = collapsed_run(6, start, np.ones((3, 3)) - np.eye(3), p)
    assert min(total.values()) > 0
    change = total["recruits"] - total["arrests"] - total["deaths"] - total["saturation"]
    assert members.sum() - start.sum() == pytest.approx(change)
