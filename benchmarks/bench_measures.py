"""Speed of the measures: one month, and the uncertainty of the index."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from giants.config import default_settings
from giants.evidence.measures import today, uncertainty
from giants.measures import anchors, phase
from giants.measures.calibration import build_calibration
from giants.measures.parameters import MeasuresParameters
from giants.schema import build
from giants.symbols import AXES, CHN, MEX, USA, ThreatLosses
from giants.world import World

ROOT = Path(__file__).parents[1]


@pytest.fixture
def calibration():
    values = yaml.safe_load((ROOT / "conf/measures/default.yaml").read_text(encoding="utf-8"))
    return build_calibration(build(MeasuresParameters, values, "measures"), default_settings().issues)


@pytest.fixture
def world():
    w = World()
    w.trade.flows[...] = np.linspace(0.5, 1.5, w.trade.flows.size).reshape(w.trade.flows.shape)
    w.trade.content[...] = 0.1
    w.trade.export_share[...] = w.trade.import_share[...] = 0.1
    w.labour.jobs[...], w.labour.real_wage[...] = 1.5e5, np.linspace(4000, 9000, 32)
    w.security.homicides[...], w.security.capture[...] = 85.0, 0.33
    w.invest.fdi_origin[[USA, CHN]], w.invest.owners[...] = (16.0, 0.7), 1.0
    w.trade.flows[MEX, MEX] = 60.0
    return w


def test_one_month(benchmark, world, calibration):
    """Target: 0.2 ms."""
    aimed = np.ones(2, dtype=bool)
    world.threat_losses = t = ThreatLosses.neutral(AXES | {"a": len(aimed)})
    t.fresh[...], t.target[...], t.legal[...], t.sudden[MEX] = 1, (0.027, 0.060), True, 0.030
    t.lasting[:, MEX], t.lasting[1, USA] = (0.027, 0.060, 0.045, 0.015, 0.001), 0.0036
    result = benchmark(phase.advance, world, calibration, aimed)
    assert np.isfinite(result.index)


def test_band_of_one_profile(benchmark):
    posts = anchors.bundled()
    raw = today.vector(today.values("ten regions"), posts)
    low, _, high = benchmark(uncertainty.band, raw, posts, 255)
    assert low < high
