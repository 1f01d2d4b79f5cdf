"""Scenarios of growth: what they do to endowments, and to everything after."""

import numpy as np
import pytest

from giants.config import default_settings
from giants.model import Giants
from giants.symbols import CHN, MEX, USA

MONTHS = 30  # into 2029: the trough of the US recession, most of the Chinese slowdown


@pytest.fixture(scope="module")
def lived():
    """Return a function of a scenario that gives the World after it, without threats."""
    made = {}

    def run(scenario):
        if scenario not in made:
            words = [
                "seed=7",
                "mexico=status_quo",
                "threats=false",
                "usa.pressure=0",
                "usa.unilateral_measures.protection=0",
            ]
            model = Giants(default_settings([*words, f"scenario={scenario}"]))
            for _ in range(MONTHS):
                model.step()
            made[scenario] = model.world
        return made[scenario]

    return run


def test_a_us_recession_lowers_income_jobs_exports_and_remittances(lived):
    usual, hit = lived("baseline_2026"), lived("us_recession")
    assert hit.calendar.endowment[USA] == pytest.approx(0.96 * usual.calendar.endowment[USA])
    for economy in (USA, MEX):
        assert hit.trade.real_income[economy] < 0.985 * usual.trade.real_income[economy]
    assert hit.trade.flows[USA, MEX].sum() < 0.99 * usual.trade.flows[USA, MEX].sum()
    assert hit.labour.jobs.sum() < 0.995 * usual.labour.jobs.sum()
    assert float(hit.society.remittances) < 0.9 * float(usual.society.remittances)
    assert float(hit.society.poverty) > float(usual.society.poverty)


@pytest.mark.slow
def test_a_chinese_slowdown_lowers_chinese_sales_and_hardly_touches_mexico(lived):
    usual, slow = lived("baseline_2026"), lived("china_slowdown")
    assert slow.calendar.endowment[CHN] < 0.97 * usual.calendar.endowment[CHN]
    assert slow.trade.real_income[CHN] < 0.97 * usual.trade.real_income[CHN]
    fall = np.log(slow.trade.gdp[CHN] / usual.trade.gdp[CHN])
    assert fall < -0.01
    assert abs(np.log(slow.trade.real_income[MEX] / usual.trade.real_income[MEX])) < 0.3 * abs(fall)
    assert slow.trade.export_share[CHN] < usual.trade.export_share[CHN]
