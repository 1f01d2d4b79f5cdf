"""Speed of the security month at 200 slots x 32 states, with the World's levers, entries and splits.

OMP_NUM_THREADS=1 python -m pytest benchmarks/bench_security.py
"""

import pytest

from giants.draw import Draws
from giants.evidence.security.alone import fresh
from giants.evidence.security.defaults import default_calibration
from giants.security import national_run
from giants.security.calibration import build_calibration
from giants.security.noise import Noise
from giants.security.phase import advance

MONTHS = 120


@pytest.fixture(scope="module")
def calibration():
    return default_calibration()


def test_bench_security_month(benchmark, calibration):
    draws, world = Draws(1), fresh(calibration)
    drawn = [Noise.of(draws, m) for m in range(MONTHS)]
    months = iter(range(10**9))

    def month():
        world.security.update(advance(world, calibration, *drawn[next(months) % MONTHS]))

    benchmark.pedantic(month, rounds=50, iterations=20, warmup_rounds=2)


def test_bench_prepare(benchmark, calibration):
    benchmark(build_calibration, calibration.parameters, calibration.pesos_per_dollar)


def test_bench_national_decade(benchmark):
    benchmark(national_run, 520)
