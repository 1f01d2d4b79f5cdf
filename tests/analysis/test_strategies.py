"""What stands in the place of strategies: Mexico's own, or the rules of the one plank that varies."""

import pandas as pd
import pytest

from giants.analysis.ensemble import strategy_label

SECURITY = ["dual_track", "steady"]


@pytest.mark.parametrize(
    ("varied", "label"),
    [
        ({"mexico": ["status_quo", "defiance"]}, "mexico"),
        ({"mexico/security": SECURITY}, "mexico/security"),
        ({"mexico": ["defiance", "defiance"], "mexico/security": SECURITY, "usa": ["a", "b"]}, "mexico/security"),
        ({"mexico": ["status_quo", "defiance"], "mexico/security": SECURITY}, "mexico"),
        ({"mexico/security": SECURITY, "mexico/china": ["hedge", "steady"]}, "mexico"),
        ({"usa": ["a", "b"]}, "mexico"),
    ],
)
def test_the_rules_of_a_plank_are_compared_where_it_alone_varies(varied, label):
    assert strategy_label(pd.DataFrame(varied), list(varied)) == label
