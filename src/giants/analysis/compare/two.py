"""Two folders side by side, runs, sweeps, or a run and its branch: what differs in how they were set, and in outcomes.

Runs are paired on their seed, and on the point and the labels that both folders share.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import intervals, words
from giants.analysis.compare import strips
from giants.analysis.ensemble import Ensemble
from giants.analysis.result import Result
from giants.errors import InputError
from giants.renames import leaves
from giants.sweep.folder import Folder

MOST = 12
"""Settings that differ of which a sentence is made; the table holds all."""
NAMES = ("name", "run.name", "runs_dir", "run.runs_dir", "run.folder", "overwrite", "run.overwrite")
"""Settings that say where a run is written, not what happens in it."""


def result(a: Ensemble, b: Ensemble, measures: Sequence[str], when: str = "last12") -> Result:
    """Return the outcomes of `b` less those of `a` on common seeds, and the settings in which they differ."""
    settings = settings_apart(a, b)
    table = paired(a, b, measures, when)
    n = int(table["pairs"].max())
    note = f"{words.WHEN[when]}; {n} {'pair' if n == 1 else 'pairs'} of runs; A: {a.caption}; B: {b.caption}"
    said = (_settings(settings), *(_said(row) for row in table.itertuples()))
    question = f"What changes from {a.path.name} to {b.path.name}?"
    draws = {"": lambda width: draw(table, question, width, note)}
    return Result(f"compare_{b.path.name}", question, said, {"": table, "settings": settings}, draws)


def keys_of(a: Ensemble, b: Ensemble) -> list[str]:
    """Return on what runs are paired: seed and point, and the labels of which the two folders share a value."""
    shared = [c for c in a.labels if c in b.labels and set(a.runs[c]) & set(b.runs[c])]
    same = a.factors == b.factors and a.runs["point_id"].nunique() == b.runs["point_id"].nunique()
    return [*(c for c in shared if c not in a.factors), *(["point_id"] if same else []), "seed"]


def paired(a: Ensemble, b: Ensemble, measures: Sequence[str], when: str = "last12") -> pd.DataFrame:
    """Return by group and measure the means in A and B and the paired difference with its 95% interval over luck.

    A group is a set of values of the labels that both share and that vary.  Columns: group, measure, a, b, difference,
    low, high, pairs.  Raises InputError if no two runs share a seed and the labels.
    """
    keys = keys_of(a, b)
    one, two = (runs.numbers(measures, when).groupby(keys, sort=False)[list(measures)].mean() for runs in (a, b))
    both = one.add_suffix(" a").join(two.add_suffix(" b"), how="inner").reset_index()
    if both.empty:
        raise InputError(f"no run of {a.path} has its like in {b.path}: same {', '.join(keys)}")
    by = [c for c in keys if c not in ("point_id", "seed") and len(both[c].unique()) > 1]
    groups = list(both.groupby(by, sort=False)) if by else [((), both)]
    rows = []
    for key, part in groups:
        group = ", ".join(
            words.choice(c, v) for c, v in zip(by, key if isinstance(key, tuple) else (key,), strict=True)
        )
        for m in measures:
            seeds = part.groupby("seed")[[f"{m} a", f"{m} b"]].mean()
            gap = intervals.mean_interval(seeds[f"{m} b"] - seeds[f"{m} a"])
            rows.append((group or "all", m, *seeds.mean(), *gap, len(seeds)))
    names = ["group", "measure", "a", "b", "difference", "low", "high", "pairs"]
    return pd.DataFrame(rows, columns=names)


def settings_apart(a: Ensemble, b: Ensemble) -> pd.DataFrame:
    """Return the settings of which the two folders hold different values: setting, a, b."""
    one, two = values_of(a), values_of(b)
    rows = [
        (key, _listed(one.get(key, {})), _listed(two.get(key, {})))
        for key in sorted({*one, *two} - set(NAMES))
        if one.get(key) != two.get(key)
    ]
    return pd.DataFrame(rows, columns=["setting", "a", "b"])


def values_of(runs: Ensemble) -> dict[str, dict[str, None]]:
    """Return the values that each setting has in the runs of a folder, by dotted path, in order."""
    if runs.single is not None:
        trees: list[Mapping[str, Any]] = [runs.single.config]
    else:
        content = Folder(runs.path).definition().content()
        trees = [{**content["shared"], **tree} for tree in content["trees"]]
    found: dict[str, dict[str, None]] = {}
    if runs.single is None:
        found |= {key: dict.fromkeys(map(str, values)) for key, values in content["grid"].items()}
    for tree in trees:
        for path, value in leaves(tree):
            found.setdefault(".".join(path), {})[str(value)] = None
    found.setdefault("seed", {}).update(dict.fromkeys(map(str, runs.runs["seed"].unique())))
    return found


def _listed(values: Mapping[str, None]) -> str:
    return words.listed(values, 6) or "(not set)"


def _settings(table: pd.DataFrame) -> str:
    if table.empty:
        return "Both have the same settings."
    each = [f"{r.setting} {r.a} and {r.b}" for r in table.head(MOST).itertuples()]
    more = f", and {len(table) - MOST} more in the table" if len(table) > MOST else ""
    return f"Settings that differ (A and B): {'; '.join(each)}{more}."


def _said(row) -> str:  # type: ignore[no-untyped-def]
    where = "" if row.group == "all" else f"{row.group}, "
    d = words.decimals(row.difference or row.a)
    same = row.low == row.high == 0
    unclear = ", the same" if same else ", within luck" if row.low <= 0 <= row.high else ""
    told = f"{row.a:,.{d}f} in A, {row.b:,.{d}f} in B, {words.change(row.difference, row.low, row.high)}{unclear}"
    return f"{where}{words.titled(row.measure).removesuffix(' (0 to 1)')}: {told}."


def draw(table: pd.DataFrame, title: str, width: float, note: str) -> Figure:
    """Draw the difference of each group with its interval, a panel a measure."""
    known = np.isfinite(table["low"]).any()
    about = "mark: mean of B less A; line: 95% interval over luck; " if known else "mark: B less A on the same seed; "
    return strips.draw(table, "group", str, width, title, about + note)
