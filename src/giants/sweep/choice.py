"""Choosing one candidate of a front by a rule that was declared before it was scored, and writing it as a strategy."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from giants.compose import conf_dir
from giants.sweep.rows import SUCCEEDED
from giants.symbols import Array

if TYPE_CHECKING:  # planning a sweep loads no pandas
    import pandas as pd

RULE = "smallest largest regret over aims and scoring seeds, each aim as a share of its range over the candidates"


def largest_regret(runs: "pd.DataFrame", aims: Mapping[str, str]) -> Array:
    """Return the largest regret (candidate) over aims and seeds, each aim averaged over the futures of a seed.

    regret_xks = (best_x' f_x'ks - f_xks) / range_k: aim k under seed s, range of the candidates' means.  Missing for a
    candidate that a seed lacks.  Source: Savage (1951), The Theory of Statistical Decision.
    """
    good = runs[runs["status"] == SUCCEEDED]
    worst = np.zeros(int(runs["point_id"].max()) + 1)
    for name, aim in aims.items():
        table = good.pivot_table(index="point_id", columns="seed", values=name).reindex(range(len(worst)))
        f = table.to_numpy(float) * (1 if aim == "maximise" else -1)
        means = f.mean(1)
        known = means[np.isfinite(means)]
        span = float(np.ptp(known)) if known.size else 0.0
        loss = np.nanmax(f, 0) - f
        worst = np.maximum(worst, loss.max(1) / span if span > 0 else np.where(np.isfinite(means), 0.0, np.nan))
    return worst


def strategy(base: str, levers: Mapping[str, Any], found: Sequence[str]) -> str:
    """Return a strategy file: that of `base` with these levers (dotted paths), and above it where they were found."""
    tree: dict[str, Any] = yaml.safe_load((conf_dir() / "mexico" / f"{base}.yaml").read_text(encoding="utf-8"))
    tree |= {"name": "searched", "rationale": f"Levers of {base} that a search found.", "source": RULE}
    for path, value in levers.items():
        plank, _, lever = path.removeprefix("mexico.").partition(".")
        tree[plank] = {**tree.get(plank, {}), lever: round(float(value), 3)}
    head = "".join(f"# {line}\n" for line in found)
    return head + yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=118)
