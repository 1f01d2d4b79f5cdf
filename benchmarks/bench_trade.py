"""Speed of the trade block: pytest benchmarks/bench_trade.py --benchmark-only (set OMP_NUM_THREADS=1)."""

import os
from pathlib import Path

import numpy as np
import pytest
import yaml

from giants.bargaining.instruments import Node
from giants.evidence.trade import caliendo_parro, ignatenko
from giants.schema import build as parse
from giants.trade import Shock, bundled, pressure, solver
from giants.trade import model as trade_model
from giants.trade import phase as trade
from giants.trade.content import value_added
from giants.trade.parameters import TradeParameters
from giants.world import World

ROOT = Path(__file__).parents[1]
INPUTS = Path(os.environ.get("GIANTS_REPLICATION_DATA", ROOT.parent / "shared" / "data")) / "trade"
needs_inputs = pytest.mark.skipif(not (INPUTS / "cp2015").is_dir(), reason=f"published inputs not found in {INPUTS}")


@pytest.fixture(scope="module")
def four():
    return solver(bundled(), 4.0)


def tariff(data, rate, *cells):
    t = data.t0.copy()
    for n, i in cells:
        t[data.regions.index(n), data.regions.index(i)] += rate * data.goods
    return t


def test_set_up_of_a_solver(benchmark):
    benchmark(solver, bundled(), 4.0)


def test_cold_10x11(benchmark, four):
    shock = Shock(t=tariff(bundled(), 0.25, ("USA", "MEX"), ("USA", "CAN"), ("MEX", "USA"), ("CAN", "USA")))
    assert benchmark(four.solve, shock).residual < 1e-9


@pytest.mark.parametrize("sd", [0.002, 0.01, 0.03])
def test_warm_10x11_four_tariffs_moved(benchmark, four, sd):
    """A random walk of policy: every round moves four cells and starts from the last equilibrium."""
    rng, state = np.random.default_rng(0), {"t": bundled().t0.copy(), "u": four.reference}

    def step():
        t = state["t"].copy()
        for _ in range(4):
            cell = rng.integers(10), rng.integers(10), rng.integers(9)
            t[cell] = max(t[cell] + rng.normal(0, sd), -0.2)
        return (Shock(t=t), state["u"]), {}

    def solve(shock, u):
        s = four.solve(shock, u)
        state.update(t=shock.t, u=s.u)

    benchmark.pedantic(solve, setup=step, rounds=400)


def test_batch_of_32_threats(benchmark, four):
    t = np.stack([tariff(bundled(), rate, ("USA", "MEX")) for rate in np.linspace(0.02, 0.6, 32)])
    benchmark(four.solve, Shock(t=t))


def test_content(benchmark):
    data = bundled()
    benchmark(value_added, data.b, data.g, data.flows)


@pytest.fixture(scope="module")
def month():
    values = yaml.safe_load((ROOT / "conf/trade/caliendo_parro.yaml").read_text())
    w, block = World(), trade_model.build(parse(TradeParameters, values, "trade"))
    w.trade.update(trade.initial(w, block))
    w.bargaining.added_tariff[1, 0, :9] = 0.25
    for _ in range(6):
        w.trade.update(trade.advance(w, block))
    return w, block


def test_month_of_the_trade_phase(benchmark, month):
    benchmark(trade.advance, *month)


def test_losses_under_28_threats(benchmark, month):
    w, block = month
    scopes = [(1, 0, ()), (0, 1, ()), (2, 0, ()), *((1, 0, (j,)) for j in (0, 4, 5, 7))]
    threats = [Node(*scope, size, preference=False, both=False) for scope in scopes for size in (0.05, 0.1, 0.25, 0.5)]
    path = pressure.losses(w, block, threats).path
    benchmark(pressure.losses, w, block, threats, path)


def test_lasting_losses(benchmark, month):
    benchmark(pressure.lasting_losses, *month, pressure.lasting_losses(*month).path)


def test_sudden_losses(benchmark, month):
    benchmark(pressure.sudden_losses, *month, pressure.sudden_losses(*month).path)


@needs_inputs
def test_31x40(benchmark):
    experiment = caliendo_parro.load(INPUTS / "cp2015")
    s = solver(experiment.data, experiment.theta)
    assert benchmark(s.solve, Shock(t=experiment.t)).residual < 1e-8


@needs_inputs
def test_194x1(benchmark):
    data = ignatenko.as_trade_data(INPUTS / "lib2025")
    s = solver(data, 4.0)
    shock = Shock(t=tariff(data, 0.25, ("USA", "MEX"), ("USA", "CAN")))
    assert benchmark(s.solve, shock).residual < 1e-8


@needs_inputs
def test_published_model_of_194_countries(benchmark):
    world, t = ignatenko.load(INPUTS / "lib2025")
    benchmark(ignatenko.solve, world, t)
