"""Strategy by future: what each gives with an interval over luck, who leads beyond luck, and by what each fails."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from giants.analysis import intervals, words
from giants.analysis.compare.numbers import reference_of
from giants.analysis.ensemble import Ensemble
from giants.measures.regimes import PASS

MEASURES = ("index", "index_outcomes", "disposable_mex", "homicide_rate")
TREATY = "treaty_in_force"
INCOME_SLACK = 0.005
"""Share of the reference's income that a strategy may fall short of it; that of the domain criterion."""


class Criterion(NamedTuple):
    """One thing that a strategy may fail by: its measure, and the words for failing."""

    measure: str
    fails: str


CRITERIA = (
    *(Criterion(pillar, f"{words.named(pillar)} below {PASS:g}") for pillar in words.PILLARS),
    Criterion("disposable_mex", f"income more than {INCOME_SLACK:.1%} below the reference"),
    Criterion("members_total", "more members of criminal groups than at the start"),
    Criterion(TREATY, "the treaty at its end in more than half of the runs"),
)


def labels(runs: Ensemble) -> list[str]:
    """Return the labels that tell one future from another: what varies beside the strategy and the drawn points."""
    return [c for c in runs.apart(runs.runs) if c != "strategy"]


def named(runs: Ensemble, frame: pd.DataFrame) -> pd.Series:
    """Return the future of each row in words: its labels, or that of the scenario where there is one future only."""
    several = labels(runs) or [c for c in ("scenario",) if c in frame]
    if not several:
        return pd.Series("the one future", frame.index)
    parts = [frame[c].map(lambda v, c=c: words.choice(c, v)) for c in several]
    return pd.Series([", ".join(row) for row in zip(*parts, strict=True)], frame.index)


def by_future(runs: Ensemble, when: str = "last12") -> pd.DataFrame:
    """Return mean and 95% interval over luck of each measure by future and strategy, a row each.

    Columns: future, strategy, measure, mean, low, high, seeds.  Points of a design are averaged within a seed first,
    so that the interval holds luck alone; the treaty is the share of runs in which it stands at the end (Wilson).
    """
    frame = runs.numbers(MEASURES, when)
    frame[TREATY] = runs.numbers([TREATY], "end")[TREATY]
    frame["future"] = named(runs, frame)
    rows = []
    for (future, strategy), part in frame.groupby(["future", "strategy"], sort=False):
        seeds = part.groupby("seed")[[*MEASURES, TREATY]].mean()
        for measure in (*MEASURES, TREATY):
            mean, low, high = intervals.mean_interval(seeds[measure])
            if measure == TREATY:
                low, high = map(float, intervals.wilson(seeds[measure].sum(), len(seeds)))
            rows.append((future, strategy, measure, mean, low, high, len(seeds)))
    return pd.DataFrame(rows, columns=["future", "strategy", "measure", "mean", "low", "high", "seeds"])


def leaders(runs: Ensemble, measure: str = "index", when: str = "last12") -> pd.DataFrame:
    """Return by future the strategy with the best mean of a measure, and those that cannot be told from it.

    Columns: future, best, mean, low, high, like (names of strategies whose paired difference from the best on the same
    seeds has a 95% interval that holds zero, or no interval).
    """
    frame = runs.numbers([measure], when)
    frame["future"] = named(runs, frame)
    sign = -1.0 if measure in words.LOWER_IS_BETTER else 1.0
    rows = []
    for future, part in frame.groupby("future", sort=False):
        wide = part.pivot_table(index="seed", columns="strategy", values=measure, observed=True, sort=False)
        best = str((sign * wide.mean()).idxmax())
        like = [s for s in wide if s != best and not intervals.mean_interval(sign * (wide[best] - wide[s]))[1] > 0]
        rows.append((future, best, *intervals.mean_interval(wide[best]), like))
    return pd.DataFrame(rows, columns=["future", "best", "mean", "low", "high", "like"])


def failings(runs: Ensemble, reference: str = "", when: str = "last12") -> pd.DataFrame:
    """Return by future, strategy and criterion how far the strategy is on the right side of its bar.

    Columns: future, strategy, criterion, value, margin (negative: it fails), low, high (its 95% interval over luck),
    verdict: holds, fails, or "fails within luck" where the interval holds zero.  Income is compared on the same seeds.
    """
    base = reference_of(runs, reference) if len(runs.strategies) > 1 else ""
    margins = list(_margins(runs, base, when))
    rows = []
    for criterion, table in margins:
        for (future, strategy), part in table.groupby(["future", "strategy"], sort=False):
            seeds = part.groupby("seed")[["value", "margin"]].mean()
            mean, low, high = intervals.mean_interval(seeds["margin"])
            verdict = "fails" if mean < 0 else "holds"
            verdict += " within luck" * bool(mean < 0 <= high)
            rows.append((future, strategy, criterion, float(seeds["value"].mean()), mean, low, high, verdict))
    names = ["future", "strategy", "criterion", "value", "margin", "low", "high", "verdict"]
    return pd.DataFrame(rows, columns=names)


def _margins(runs: Ensemble, base: str, when: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each criterion with its value and margin run by run; a value that is missing is left out."""
    frame = runs.numbers([*words.PILLARS, "disposable_mex", "members_total"], when)
    frame["future"] = named(runs, frame)
    keys = ["future", "strategy", "seed"]
    for criterion in CRITERIA:
        if criterion.measure == TREATY:
            value = runs.numbers([TREATY], "end")[TREATY]
            margin = value - 0.5
        elif criterion.measure == "members_total":
            value = frame["members_total"]
            margin = 1.0 - value / runs.numbers(["members_total"], "start")["members_total"]
        elif criterion.measure == "disposable_mex":
            value = frame["disposable_mex"]
            if not base:
                continue
            margin = value / _of_reference(runs, frame, base) - (1.0 - INCOME_SLACK)
        else:
            value = frame[criterion.measure]
            margin = value - PASS
        yield criterion.fails, frame[keys].assign(value=value, margin=margin).dropna(subset="margin")


def _of_reference(runs: Ensemble, frame: pd.DataFrame, base: str) -> pd.Series:
    """Return the income of the reference in the same future, point and seed, one a run."""
    keys = ["future", "point_id", "seed"]
    own = frame[frame["strategy"] == base].groupby(keys)["disposable_mex"].mean()
    return pd.Series(own.reindex(pd.MultiIndex.from_frame(frame[keys])).to_numpy(float), frame.index)


def wide(table: pd.DataFrame, measures: Sequence[str] = (*MEASURES, TREATY)) -> pd.DataFrame:
    """Return the table for a reader: a row a future and strategy, a column a measure, as "mean (low to high)"."""
    shown = table.assign(text=[_cell(row) for row in table.itertuples()])
    keys = ["future", "strategy"]
    grid = shown.pivot_table(index=keys, columns="measure", values="text", aggfunc="first", sort=False)
    grid = grid[[m for m in measures if m in grid]].reset_index()
    grid["strategy"] = grid["strategy"].map(words.words)
    heads = {m: words.titled(m) for m in measures} | {TREATY: "runs in which the treaty stands at the end (%)"}
    return grid.rename(columns=heads).rename_axis(columns=None)


def _cell(row) -> str:  # type: ignore[no-untyped-def]
    scale, least = (100.0, 0) if row.measure == TREATY else (1.0, 1)
    known = np.isfinite(row.high - row.low)
    half = scale * (row.high - row.low) / 2
    d = 0 if row.measure == TREATY else max(least, words.decimals(half if known and half > 0 else 0.01 * row.mean))
    reach = f" ({scale * row.low:.{d}f} to {scale * row.high:.{d}f})" if known else ""
    return f"{scale * row.mean:.{d}f}{reach}"
