"""A run does not depend on how many threads the process gives to linear algebra."""

import os
import subprocess
import sys

import pytest

from giants.process import THREADS

RUN = """
import sys
import numpy
from threadpoolctl import threadpool_info, threadpool_limits
threadpool_limits({threads})
had = {{library["filepath"]: library["num_threads"] for library in threadpool_info()}}
from hashlib import sha256
from giants.config import default_settings
from giants.model import Giants
from giants.side_by_side import SideBySide
settings = default_settings(["mexico=calibrated_autonomy"])
several = SideBySide([settings.with_seed(seed) for seed in (2, 3)])
one = Giants(settings)
for _ in range(4):
    one.step()
    several.step()
for world in (one.world, several.world):
    print(sha256(b"".join(values.tobytes() for values in world.arrays().values())).hexdigest())
print(had.items() <= {{library["filepath"]: library["num_threads"] for library in threadpool_info()}}.items())
"""


@pytest.fixture(scope="module")
def runs():
    free = {name: value for name, value in os.environ.items() if name not in THREADS}
    told = []
    for threads in (1, 2):
        words = [sys.executable, "-c", RUN.format(threads=threads)]
        told.append(subprocess.run(words, capture_output=True, text=True, check=True, env=free).stdout.splitlines())
    return told


def test_a_run_has_the_same_bits_whatever_the_threads_of_its_process(runs):
    assert runs[0][:2] == runs[1][:2]


def test_a_run_leaves_the_process_the_threads_that_it_had(runs):
    assert [run[2] for run in runs] == ["True", "True"]
