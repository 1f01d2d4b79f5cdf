"""Speed of the bundle solver and of a month of bargaining: pytest benchmarks/bench_bargaining.py."""

from dataclasses import replace

import numpy as np
import pytest

from giants.bargaining import nash
from giants.bargaining.losses import legal_context, losses
from giants.bargaining.model import DRAWS, SENDERS, prepare
from giants.bargaining.phase import advance
from giants.config import default_settings
from giants.model import Giants
from giants.symbols import CHN, MEX, USA
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
    model = prepare(s.bargaining, s.issues, s.instruments)
    w, u = World(), np.random.default_rng(0).random((1200, SENDERS, len(DRAWS)))
    w.trade.preference_use[MEX, :9] = 0.85
    w.trade.gdp[[MEX, USA, CHN]] = 1.8e3, 27.7e3, 17.8e3
    w.actions.deal_offer[...] = 0.3
    w.bargaining.position[...] = model.issues.initial
    w.calendar.year[...] = 2027.0
    day = legal_context(w, model)
    threats = losses(w, model, np.full((len(model.nodes), 10), 0.01), day)._asdict()
    w.threat_losses = replace(w.threat_losses, **threats, levied=day.levied, left=day.left)
    start = iter(range(10**9))

    def year():
        for _ in range(12):
            month = next(start)
            w.calendar.month[...] = month
            w.calendar.year[...] = 2027 + month % 120 / 12
            w.bargaining.update(advance(w, model, u[month % 1200])[0])

    benchmark(year)
    benchmark.extra_info["month_us"] = benchmark.stats.stats.min / 12 * 1e6


@pytest.fixture(scope="module")
def lived():
    """Return two phases of a default run, each with the Worlds that it met."""
    model, phases = Giants(), {}
    for name in ("threat_losses", "bargaining"):
        phases[name] = watch(model.blocks, name)
    for _ in range(MONTHS):
        model.step()
    return phases


def watch(blocks, name):
    """Return a phase, and a list that every World it meets from now on is copied to."""
    phase, met = getattr(blocks, name), []

    def watched(w):
        met.append(w.copy())
        return phase(w)

    setattr(blocks, name, watched)
    return phase, met


@pytest.mark.parametrize("name", ["threat_losses", "bargaining"])
def test_a_phase_of_a_default_run(benchmark, lived, name):
    phase, met = lived[name]
    benchmark(lambda: [phase(w) for w in met])
    benchmark.extra_info["month_us"] = benchmark.stats.stats.min / MONTHS * 1e6
