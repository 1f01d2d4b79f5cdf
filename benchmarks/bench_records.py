"""Time that recording takes of a month, and writing of a run."""

import pytest

from giants.records.arrow import arrow_tables
from giants.records.recorder import Recorder
from giants.records.schema import LEVELS
from giants.records.store import parquet_bytes
from giants.records.tables import TABLES
from giants.world import World

MONTHS = 120


def record(level):
    w, recorder = World(), Recorder(level, MONTHS, "2026-08", TABLES)
    for month in range(MONTHS):
        w.calendar.month[...] = month
        recorder.append(w)
    recorder.finish(w)
    return recorder


@pytest.mark.parametrize("level", LEVELS)
def test_recording_a_run(benchmark, level):
    benchmark.extra_info["months"] = MONTHS
    assert benchmark(record, level).tables


@pytest.mark.parametrize("level", ["summary", "monthly"])
def test_serialising_a_run(benchmark, level):
    recorder = record(level)
    written = benchmark(lambda: [parquet_bytes(table) for table in arrow_tables(recorder).values()])
    assert all(written)
