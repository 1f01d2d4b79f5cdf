from pathlib import Path

import numpy as np
import pytest
import yaml

from giants.draw import Draws
from giants.invest import calibration, phase
from giants.invest.parameters import InvestParameters
from giants.schema import build
from giants.symbols import FIRMS
from giants.world import World

CONF = Path(__file__).parents[2] / "conf" / "invest" / "default.yaml"


@pytest.fixture(scope="session")
def parameters():
    return build(InvestParameters, yaml.safe_load(CONF.read_text(encoding="utf-8")), "invest")


@pytest.fixture(scope="session")
def base(parameters):
    return calibration.build_calibration(parameters)


@pytest.fixture
def start(base, parameters):
    """Return a function that builds the World of the base with neutral policies."""

    def build_world():
        w = World()
        w.security.groups[...] = w.base.groups[...] = 5.0
        w.base.profits[...] = base.profits
        w.invest.update(phase.initial(w, base, parameters))
        return w

    return build_world


@pytest.fixture
def invest(base, parameters):
    """Return a function that steps the invest phase, and returns the World and the sums of the flows."""

    def step(w, months, seed=1):
        draws = Draws(seed)
        total = dict.fromkeys(
            ("fdi_state", "fdi_sector", "fdi_origin", "fdi_new", "fdi_reinvested", "waiting", "blocked"), 0.0
        )
        for month in range(months):
            u = phase.InvestDraws(
                decide=draws.uniform("decide", month, (FIRMS,)),
                wait=draws.uniform("wait", month, (FIRMS,)),
                screen=draws.uniform("screen", month, (FIRMS,)),
                taste=draws.uniform("taste", month // 12, (FIRMS, 42)),
            )
            w.invest.update(phase.advance(w, base, parameters, u))
            for name in total:
                total[name] = total[name] + np.array(getattr(w.invest, name)) / months
        return w, total

    return step
