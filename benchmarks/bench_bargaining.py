"""Speed of the bundle solver and of a month of bargaining: pytest benchmarks/bench_bargaining.py."""

import numpy as np
import pytest

from giants.bargaining import nash
from giants.bargaining.board import DRAWS, SENDERS, prepare
from giants.bargaining.phase import advance
from giants.config import default_settings
from giants.model import Giants
from giants.symbols import CHN, MEX, USA
from giants.trade.pressure import Pressure
from giants.world import World

MONTHS = 120


@pytest.mark.parametrize("batch", [10_000, 100_000])
def test_bundles_of_six_issues(benchmark, batch):
    rng = np.random.default_rng(0)
    a, c, g = (rng.uniform(0.05, 2.0, (batch, 6)) for _ in range(3))
    l_s, l_t = rng.uniform(0.0, 1.0, batch), rng.uniform(0.0, 2.0, batch)
    benchmark(nash.bundle, 0.5, a, c, g, l_s, l_t)
    benchmark.extra_info["solves_per_second"] = batch / benchmark.stats.stats.min


def test_three_dyads_of_twenty_two_issues(benchmark):
    rng = np.random.default_rng(0)
    a, c, g = (rng.uniform(0.05, 2.0, (3, 22)) for _ in range(3))
    benchmark(nash.bundle, 0.5, a, c, g, rng.uniform(0, 1, 3), rng.uniform(0, 2, 3))


def test_a_year_of_bargaining(benchmark):
    s = default_settings()
    b = s.bargaining
    board = prepare(b.parameters, b.solution, b.resolve, b.menu, b.multi, s.issues, s.instruments)
    w, u = World(), np.random.default_rng(0).random((1200, SENDERS, len(DRAWS)))
    w.trade.preference_use[MEX, :9] = 0.85
    w.trade.gdp[[MEX, USA, CHN]] = 1.8e3, 27.7e3, 17.8e3
    w.actions.deal_offer[...] = 0.3
    w.bargaining.lever[...] = board.issues.initial
    w.calendar.year[...] = 2027.0
    exposure = np.full((len(board.nodes), 10), 0.01)
    start = iter(range(10**9))

    def year():
        for _ in range(12):
            month = next(start)
            w.calendar.month[...] = month
            w.calendar.year[...] = 2027 + month % 120 / 12
            w.bargaining.update(advance(w, board, exposure, u[month % 1200]).result)

    benchmark(year)
    benchmark.extra_info["month_us"] = benchmark.stats.stats.min / 12 * 1e6


@pytest.fixture(scope="module")
def lived():
    """Return the blocks of a default run and the Worlds that its bargaining met."""
    model, met = Giants(), []
    bargain = model.blocks.bargain

    def watched(w, month):
        met.append(w.copy())
        return bargain(w, month)

    model.blocks.bargain = watched
    for _ in range(MONTHS):
        model.step()
    return model.blocks, met


def threatened(blocks, met):
    pressure, losses = Pressure(blocks.board.nodes), []
    for w in met:
        pressure.update(w, blocks.trade_block)
        losses.append(pressure.losses)
    return losses


def test_threats_of_a_default_run(benchmark, lived):
    benchmark(threatened, *lived)
    benchmark.extra_info["month_us"] = benchmark.stats.stats.min / MONTHS * 1e6


def test_bargaining_of_a_default_run_outside_trade_solves(benchmark, lived):
    blocks, met = lived
    losses = threatened(blocks, met)
    draws = [blocks.draws.uniform("bargaining", month, (SENDERS, len(DRAWS))) for month in range(MONTHS)]

    def run():
        for w, loss, u in zip(met, losses, draws, strict=True):
            advance(w, blocks.board, loss, u)

    benchmark(run)
    benchmark.extra_info["month_us"] = benchmark.stats.stats.min / MONTHS * 1e6
