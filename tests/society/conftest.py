from pathlib import Path

import numpy as np
import pytest
import yaml

from giants.bargaining import issues
from giants.config import default_settings
from giants.schema import build
from giants.society import calibration, growth, labour, phase
from giants.society.parameters import SocietyParameters
from giants.symbols import ISSUES, MEX
from giants.world import World

CONF = Path(__file__).parents[2] / "conf" / "society" / "default.yaml"


@pytest.fixture(scope="session")
def parameters():
    return build(SocietyParameters, yaml.safe_load(CONF.read_text(encoding="utf-8")), "society")


@pytest.fixture(scope="session")
def base(parameters):
    defined = default_settings().issues
    return calibration.build_calibration(
        parameters.labour.pesos_per_dollar, issues.product_issues(defined), issues.of(defined, "USA")
    )


@pytest.fixture
def start(base, parameters):
    """Return a function that builds the World of the base year with neutral policies."""

    def build_world(year=parameters.labour.base_year):
        w = World()
        w.calendar.year[...] = year
        w.calendar.endowment[...] = growth.endowment(growth.load_paths(), year)
        w.trade.real_income[...] = w.calendar.endowment
        w.trade.wage[...] = w.trade.price[...] = 1.0 / w.calendar.endowment
        w.trade.flows[0, MEX] = base.output - base.exports
        w.trade.flows[1, MEX] = base.exports
        w.trade.us_share[MEX] = 1.0
        w.bargaining.position[ISSUES.index("migration_control")] = parameters.migration.control_start
        w.security.homicides[...] = 60.0
        w.security.capture[...] = 0.2
        w.security.overdose_deaths[...] = 50_000.0
        w.labour.update(labour.initial(w, base, parameters.labour))
        w.society.update(phase.initial(w, parameters))
        return w

    return build_world


def judge(w, base):
    """Make this month the one that later ones are compared with."""
    found = phase.counts(w, base)
    w.base.position[...] = w.bargaining.position
    for name in ("homicides", "overdose_deaths", "capture", "mean_wage"):
        getattr(w.base, name)[...] = getattr(found, name)


@pytest.fixture
def grow():
    """Return a function that moves a World a month along the growth paths, trade in step with them."""

    def month(w):
        before = w.calendar.endowment.copy()
        rise = growth.endowment(growth.load_paths(), float(w.calendar.year) + 1.0 / 12.0)
        rise /= growth.endowment(growth.load_paths(), float(w.calendar.year))
        w.calendar.year += 1.0 / 12.0
        w.calendar.endowment[...] = before * rise
        w.trade.real_income *= rise
        w.trade.wage /= rise
        w.trade.price /= rise

    return month


@pytest.fixture
def live(base, parameters, grow):
    """Return a function that steps labour and society for some months; nobody ever loses an election by default.

    What people found in the first of them is what they judge later ones by.
    """

    def step(w, months, vote=0.0, each=None, kept=(0.0,) * 5):
        for month in range(months):
            if each:
                each(w, month)
            w.labour.update(labour.labour(w, base, parameters.labour))
            if not w.base.mean_wage:
                judge(w, base)
            w.society.update(phase.advance(w, base, parameters, np.full(10, vote), np.array(kept), np.zeros(10)))
            grow(w)
        return w

    return step
