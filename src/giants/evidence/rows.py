"""Rows of validation: a figure that the model is held to, its kind, the band in which it holds, and the verdict.

Bands come from rules, never from answers: half a printed digit where a paper's own inputs are used (:func:`digit`); the
spread among published models where only its scenario is (:func:`among`); the declared tolerance of a record, at most
half of the figure (:func:`record`); 95% of luck for means of few cases (:func:`sample`).
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

KINDS = {
    "outside": "a published figure of another model, or the record; nothing here was fitted to it",
    "replication": "a paper's own model on its own inputs",
    "calibrated": "used to fit, or given to the model",
    "pin": "our own number: a guard against change",
    "identity": "true by construction",
}
"""Kinds of rows; the headline counts the first only."""
SPREAD = (4.1 - 2.0) / (4.1 + 2.0)
"""Half the range of published models over its middle: 25% of the United States on Mexico costs it 2.0 (McKibbin and
Noland 2025) to 4.1% (Kiel Institute 2025).  Below one, so that no effect at all never passes for an effect."""
ALL_25 = (-4.1, -2.0)
SLACK = 1e-9
"""Relative: what floating point may add to half a digit."""
type Band = tuple[float, float]


class Benchmark(NamedTuple):
    """One figure; `band` is where it holds, `known` a verdict that numbers do not give (skipped, cannot tell)."""

    id: str
    fact: str
    kind: str
    published: str
    ours: float
    band: Band
    rule: str = ""
    source: str = ""
    why: str = ""
    known: str = ""


def verdict(row: Benchmark) -> str:
    """Return holds or falls short where there is a value and a band, else out of reach."""
    if row.known:
        return row.known
    low, high = row.band
    if np.isnan(row.ours) or np.isnan(low):
        return "out of reach"
    slack = SLACK * max(abs(x) for x in (row.ours, low, high) if np.isfinite(x))
    return "holds" if low - slack <= row.ours <= high + slack else "falls short"


def as_line(row: Benchmark) -> dict[str, Any]:
    """Return a row as it stands in a table: its band as low and high, with its verdict."""
    line = row._asdict()
    line["low"], line["high"] = line.pop("band")
    line.pop("known")
    return line | {"verdict": verdict(row)}


def table(rows: Iterable[Benchmark]) -> pd.DataFrame:
    """Return rows with id, fact, kind, published, ours, rule, source, why, low, high, verdict."""
    return pd.DataFrame([as_line(row) for row in rows])


def value(text: str) -> float:
    """Read a published value: a number, the change a->b, or the middle of a range 'a to b' (NaN for others)."""
    change = re.fullmatch(r"([\d.]+)->([\d.]+)", text)
    if change:
        return float(change[2]) - float(change[1])
    span = re.fullmatch(r"(-?[\d.]+) to (-?[\d.]+)", text)
    if span:
        return (float(span[1]) + float(span[2])) / 2
    try:
        return float(text)
    except ValueError:
        return float("nan")


def digit(text: str) -> Band:
    """Return the numbers that print as `text`: half a unit of its last digit to either side, a range as it is."""
    span = re.fullmatch(r"(-?[\d.]+) to (-?[\d.]+)", text)
    if span:
        return min(float(span[1]), float(span[2])), max(float(span[1]), float(span[2]))
    half = 0.5 * 10.0 ** -len(text.partition(".")[2])
    return value(text) - half, value(text) + half


def among(low: float, high: float | None = None) -> Band:
    """Return a published figure or range, wider at each end by SPREAD of it."""
    high = low if high is None else high
    return low - SPREAD * abs(low), high + SPREAD * abs(high)


def record(figure: float, declared: float) -> Band:
    """Return a recorded figure with its declared tolerance, cut at half of it: no effect is not an effect."""
    tolerance = min(declared, abs(figure) / 2)
    return figure - tolerance, figure + tolerance


def sample(mean: float, cases: int) -> Band:
    """Return 95% around the mean of `cases` shares, at most half of it: m +- 1.96 sqrt(m (1 - m) / n)."""
    return record(mean, 1.96 * float(np.sqrt(mean * (1 - mean) / cases)))


def counts(blocks: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """Return the number of rows by block, kind and verdict."""
    every = pd.concat([frame.assign(block=name) for name, frame in blocks])
    return every.groupby(["block", "kind", "verdict"], sort=False).size().rename("count").reset_index()


def told(count: pd.DataFrame, blocks: Sequence[str]) -> list[str]:
    """Return the headline and one sentence for each block, of rows of the kind outside."""

    def part(of: pd.DataFrame) -> str:
        n = of.groupby("verdict")["count"].sum()
        rest = ", ".join(f"{n[v]} {v}" for v in n.index if v not in ("holds", "falls short"))
        return f"{n.get('holds', 0)} hold, {n.get('falls short', 0)} fall short" + (f" ({rest})" if rest else "")

    outside = count[count["kind"] == "outside"]
    lines = [f"Outside figures, of other models and of the record: {part(outside)}"]
    lines += [f"{name}: {part(outside[outside['block'] == name])}" for name in blocks]
    other = count[count["kind"] != "outside"]
    lines += [f"not counted, {kind}: {part(of)}" for kind, of in other.groupby("kind", sort=False)]
    return [f"{line}." for line in lines]
