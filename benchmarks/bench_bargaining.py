"""Speed of the bundle solver and of a month of bargaining: pytest benchmarks/bench_bargaining.py."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from giants.bargaining import nash
from giants.bargaining.board import DRAWS, SENDERS
from giants.bargaining.config import board as make_board
from giants.bargaining.phase import advance
from giants.symbols import MEX
from giants.world import World

CONF = Path(__file__).parents[1] / "conf"


def read(name):
    return yaml.safe_load((CONF / name).read_text(encoding="utf-8"))


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
    values = read("bargaining/default.yaml")
    chosen = {key: name for entry in values.pop("defaults") if entry != "_self_" for key, name in entry.items()}
    rules = {group: read(f"bargaining/{group}/{name}.yaml") for group, name in chosen.items()}
    board = make_board(values | rules, read("issues/default.yaml"), read("instruments/default.yaml"))
    w, u = World(), np.random.default_rng(0).random((1200, SENDERS, len(DRAWS)))
    w.trade.preference_use[MEX, :9] = 0.85
    w.stance.deal_offer[...] = 0.3
    w.calendar.year[...] = 2027.0
    exposure = np.full((len(board.nodes), 10), 0.01)
    start = iter(range(10**9))

    def year():
        for _ in range(12):
            month = next(start)
            w.calendar.month[...] = month
            w.policy.update(advance(w, board, exposure, u[month % 1200]).result)

    benchmark(year)
    benchmark.extra_info["month_us"] = benchmark.stats.stats.mean / 12 * 1e6
