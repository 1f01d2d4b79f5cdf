"""A whole run on the defaults, and where its time goes.

``make bench ARGS="-k run"``; the profile by phase is printed with ``python benchmarks/bench_run.py``.
"""

import time

import pytest

from giants.config import default_settings
from giants.load import initial
from giants.model import Giants

MONTHS = 120


@pytest.fixture(scope="module")
def settings():
    made = default_settings()
    initial(made)  # the past is stepped once per process
    return made


def whole(settings):
    model = Giants(settings)
    for _ in range(MONTHS):
        model.step()
    return model


def test_run_of_120_months(benchmark, settings):
    benchmark.pedantic(whole, args=(settings,), rounds=5, warmup_rounds=1)


def test_run_set_up(benchmark, settings):
    benchmark.pedantic(Giants, args=(settings,), rounds=10, warmup_rounds=1)


if __name__ == "__main__":
    made = default_settings()
    begun = time.perf_counter()
    initial(made)
    print(f"past since 2023       {time.perf_counter() - begun:8.2f} s, once per process")
    begun = time.perf_counter()
    model = whole(made)
    took = time.perf_counter() - begun
    print(f"run of {MONTHS} months      {took:8.2f} s, {1000 * took / MONTHS:.2f} ms a month")
    for phase, seconds in model.seconds.items():
        print(f"  {phase:<18}{1000 * seconds / MONTHS:10.3f} ms a month")
