"""Speed of the security month at 200 slots x 32 states, with the World's levers, entries and splits.

OMP_NUM_THREADS=1 python -m pytest benchmarks/bench_security.py
"""

import pytest

from giants.draw import Draws
from giants.evidence.security.alone import fresh
from giants.evidence.security.defaults import default_setting
from giants.security import national_run
from giants.security.luck import Luck
from giants.security.phase import advance
from giants.security.setting import prepare

MONTHS = 120


@pytest.fixture(scope="module")
def setting():
    return default_setting()


def test_bench_security_month(benchmark, setting):
    draws, world = Draws(1), fresh(setting)
    drawn = [Luck.of(draws, m) for m in range(MONTHS)]
    months = iter(range(10**9))

    def month():
        world.security.update(advance(world, setting, *drawn[next(months) % MONTHS]))

    benchmark.pedantic(month, rounds=50, iterations=20, warmup_rounds=2)


def test_bench_prepare(benchmark, setting):
    benchmark(prepare, setting.parameters, setting.pesos_per_dollar)


def test_bench_national_decade(benchmark):
    benchmark(national_run, 520)
