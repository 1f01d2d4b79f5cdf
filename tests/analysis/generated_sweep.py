"""A sweep folder of any size with made-up numbers, in the format that the real command writes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from giants.sweep.folder import Folder, read_table
from giants.sweep.rows import FAILURE, FIXED

CHUNK = 5000
KEPT = ("_last12", "_end")
YEARLY = (
    "index", "structural", "agency", "relations", "sovereignty", "relations_us", "relations_cn", "relations_la",
    "disposable_mex", "homicide_rate", "us_tariff", "preference_lost", "china_import_share", "poverty", "approval_mex",
)  # fmt: skip


def write(model: Path, folder: Path, seeds: int, years: int = 10) -> int:
    """Write a sweep like `model`, with as many seeds and yearly records; return the number of runs."""
    like = Folder(model)
    definition = replace(like.definition(), seeds=range(seeds))
    manifest = {k: v for k, v in like.manifest().items() if k not in ("format", "digests")}
    made = Folder(folder)
    made.create(definition, manifest)
    rows = read_table(next(like.parts())).to_pandas()
    numbers = [c for c in rows if c.endswith(KEPT)]
    mean = rows[numbers].mean().to_numpy(float)
    for first in range(0, definition.size, CHUNK):
        ids = np.arange(first, min(first + CHUNK, definition.size))
        jobs = [definition.job(int(i)) for i in ids]
        labels = [definition.row(job) for job in jobs]
        wave = 1 + 0.1 * np.sin(ids * 0.7)
        table = {name: pa.array([getattr(job, name) for job in jobs], pa.int64()) for name in FIXED}
        table |= {name: pa.array([row[name] for row in labels]) for name in definition.label_names()}
        table["status"] = pa.array(["SUCCEEDED"] * len(ids))
        table |= {name: pa.nulls(len(ids), pa.string()) for name in FAILURE}
        table |= {name: pa.array(value * wave) for name, value in zip(numbers, mean, strict=True)}
        long = np.repeat(ids, years)
        month = np.tile(12 * np.arange(years) + 11, len(ids))
        yearly = {"run_id": pa.array(long), "month": pa.array(month), "year": pa.array(2026.6 + month / 12)}
        yearly["regime"] = pa.array((long + month) % 6)
        for name in YEARLY:
            yearly[name] = pa.array(0.5 + 0.3 * np.sin(long * 0.7 + month))
        made.save(pa.table(table), {"measures": pa.table(yearly)})
    return definition.size
