"""Agreements on single goods act on the cost of trade by what each policy has moved since the start."""

from types import SimpleNamespace

import numpy as np
import pytest

from giants.bargaining.tariffs import agreed_barriers
from giants.symbols import ECONOMIES, ISSUES, MEX, SECTORS, USA

FOOD, METALS = SECTORS.index("AGF"), SECTORS.index("MET")
START = 0.25
WORLD = SimpleNamespace(
    bargaining=SimpleNamespace(added_tariff=np.zeros((len(ECONOMIES), len(ECONOMIES), len(SECTORS))))
)
MODEL = SimpleNamespace(
    p=SimpleNamespace(food_barrier=0.2, metals_limit=0.3, water_cost=0.4),
    issues=SimpleNamespace(initial=np.full(len(ISSUES), START)),
)


def with_policy(issue, moved):
    """The costs of trade where one policy has moved, as differences from those of the start."""
    lever = MODEL.issues.initial.copy()
    lever[ISSUES.index(issue)] += moved
    return agreed_barriers(WORLD, MODEL, lever) - 1.0


def test_under_the_policies_of_the_start_nothing_costs_more_or_less():
    assert not with_policy("agriculture_access", 0.0).any()


@pytest.mark.parametrize("moved", [0.5, -0.1])
@pytest.mark.parametrize(
    ("issue", "where", "cost"),
    [
        ("agriculture_access", (MEX, USA, FOOD), -0.2),
        ("metals_restraint", (USA, MEX, METALS), 0.3),
        ("water_deliveries", (slice(None), MEX, FOOD), 0.4),
    ],
)
def test_a_policy_that_moved_costs_its_goods_in_proportion_and_no_others(issue, where, cost, moved):
    expected = np.zeros_like(WORLD.bargaining.added_tariff)
    expected[where] = cost * moved
    np.testing.assert_allclose(with_policy(issue, moved), expected, atol=1e-15)
