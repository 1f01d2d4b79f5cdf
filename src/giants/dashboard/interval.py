"""What the last sweep says of a strategy: the mean of the index over its runs, with the interval of that mean."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from giants.config import Settings
from giants.dashboard.shelf import offered
from giants.errors import InputError

MEASURE = "index_last12"


def headline(runs: Path, settings: Settings) -> dict[str, Any] | None:
    """Return mean and 95% interval of the index in the last year for a strategy in the last sweep, None without one."""
    sweeps = offered(runs)["sweeps"]
    if not sweeps:
        return None
    path = runs / sweeps[0]
    return _of(path, settings.mexico.name, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _of(path: Path, strategy: str, changed: int) -> dict[str, Any] | None:
    from giants.analysis.intervals import mean_interval
    from giants.sweep.load import load_sweep
    from giants.sweep.rows import SUCCEEDED

    try:
        table = load_sweep(path, columns=["status", "mexico", MEASURE])
    except (InputError, KeyError):
        return None
    values = table[(table["mexico"] == strategy) & (table["status"] == SUCCEEDED)][MEASURE].to_numpy(float)
    mean, low, high = mean_interval(values)
    if not low <= mean:
        return None
    return {"sweep": path.name, "runs": len(values), "mean": mean, "low": low, "high": high}
