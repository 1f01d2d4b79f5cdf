"""Speed of the security month at 200 slots x 32 states, with the World's levers, entries and splits.

OMP_NUM_THREADS=1 python -m pytest benchmarks/bench_security.py
"""

import pytest

from giants.draw import Draws
from giants.security import national_run
from giants.security.defaults import default_parameters
from giants.security.phase import GROUP_DRAWS, PLACE_DRAWS, STATE_DRAWS, advance, initial
from giants.security.setting import prepare
from giants.world import World

MONTHS = 120


@pytest.fixture(scope="module")
def setting():
    return prepare(default_parameters())


def test_bench_security_month(benchmark, setting):
    draws, world = Draws(1), World()
    world.security.update(initial(world, setting))
    luck = [
        (
            draws.uniform("g", m, GROUP_DRAWS).copy(),
            draws.normal("s", m, STATE_DRAWS).copy(),
            draws.normal("p", m, PLACE_DRAWS).copy(),
        )
        for m in range(MONTHS)
    ]
    months = iter(range(10**9))

    def month():
        world.security.update(advance(world, setting, *luck[next(months) % MONTHS]))

    benchmark.pedantic(month, rounds=50, iterations=20, warmup_rounds=2)


def test_bench_prepare(benchmark, setting):
    benchmark(prepare, setting.parameters)


def test_bench_national_decade(benchmark):
    benchmark(national_run, 520)
