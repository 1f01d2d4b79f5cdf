"""What a run says at its end: numbers for summary.json, and aligned text for the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from giants.symbols import Array

type Frames = Mapping[str, Any]

PARTS = {"start": slice(0, 1), "mean": slice(None), "last12": slice(-12, None), "end": slice(-1, None)}
"""Months of a run that a number of its summary is the mean of, by the end of its name."""


class Line(NamedTuple):
    """One line of the text: where its number stands, and how to show it.

    `row` picks one code per axis of the table; without it the table has one row a month.  `scale` multiplies what is
    shown (100 for percent), `unit` is what stands behind it.  A line whose table or column was not kept is left out; a
    number that is missing is shown as a dash.
    """

    section: str
    label: str
    table: str
    column: str
    row: Mapping[str, str] = {}
    unit: str = ""
    scale: float = 1.0
    digits: int = 2


def summarise(measures: Mapping[str, Array], regimes: Sequence[str] = ()) -> dict[str, float | None]:
    """Return start, mean and end of every number among the measures (by column); None where it was missing throughout.

    The mean is over the months in which the number exists; `_last12` is that mean over the last twelve months.
    `regimes` names the codes of the column `regime`: the share of months spent in each is given instead of a mean.
    """
    apart = ("month", "regime") if regimes else ("month",)
    names = [name for name, values in measures.items() if values.dtype.kind in "if" and name not in apart]
    array = np.array([measures[name] for name in names], dtype=float)  # a row per column, a column per month
    means = {part: _means(array[:, months]) for part, months in PARTS.items()}
    numbers = {f"{name}_{part}": means[part][row] for row, name in enumerate(names) for part in PARTS}
    shares = _regime_shares(measures["regime"], regimes) if regimes and "regime" in measures else {}
    return numbers | {f"regime_{name}_share": share for name, share in shares.items()}


def _means(values: Array) -> list[float | None]:
    """Return the mean of each row over what is finite there, None where nothing is."""
    there = np.isfinite(values)
    means: list[float | None] = values.mean(axis=1).tolist()
    for row in np.flatnonzero(~there.all(axis=1)):
        means[row] = float(values[row][there[row]].mean()) if there[row].any() else None
    return means


def text(
    frames: Frames,
    lines: Sequence[Line],
    *,
    title: str = "",
    states: Mapping[str, str] | None = None,
    regimes: Sequence[str] = (),
) -> str:
    """Return the summary as plain aligned text: each number in the first month, on average, and in the last twelve.

    `states` gives the names of the Mexican states by code, for the table of the most violent ones; `regimes` the
    names of the codes of the column `regime`.
    """
    out = [title, "=" * len(title)] if title else []
    section = ""
    for line in lines:
        series = _series(frames, line)
        if series is None:
            continue
        if line.section != section:
            section = line.section
            out += ["", f"{section:<46}{'start':>12}{'mean':>12}{'last year':>12}"]
        shown = (_mean(series[:1]), _mean(series), _mean(series[-12:]))
        cells = "".join(f"{_number(value * line.scale, line.digits):>12}" for value in shown)
        out.append(f"  {line.label:<44}{cells}  {line.unit}".rstrip())
    codes = frames["measures"].get("regime") if "measures" in frames else None
    shares = {} if codes is None else {n: x for n, x in _regime_shares(codes.to_numpy(), regimes).items() if x}
    if shares:
        out += ["", "Regime, share of months", *(f"  {n:<44}{100 * x:>12.0f}  %" for n, x in shares.items())]
    out += _violent_states(frames, states or {})
    out += _log(frames)
    return "\n".join(out).strip("\n") + "\n"


def _series(frames: Frames, line: Line) -> Any:
    frame = frames.get(line.table)
    if frame is None or line.column not in frame.columns:
        return None
    for axis, code in line.row.items():
        if axis not in frame.columns:
            return None
        frame = frame[frame[axis] == code]
    values = frame[line.column].to_numpy(float)
    return values if values.size else None


def _regime_shares(codes: Array, regimes: Sequence[str]) -> dict[str, float]:
    return {name: float(np.mean(codes == code)) for code, name in enumerate(regimes)}


def _mean(values: Any) -> float:
    there = values[np.isfinite(values)]
    return float(there.mean()) if there.size else float("nan")


def _number(value: float, digits: int) -> str:
    return "-" if value != value else f"{value:,.{digits}f}"


def _violent_states(frames: Frames, names: Mapping[str, str], top: int = 6) -> Iterator[str]:
    """Yield the states with most homicides in the last twelve months, with the first month beside them."""
    frame = frames.get("states")
    if frame is None or "homicides" not in frame.columns or frame.empty:
        return
    table = frame.pivot_table(index="month", columns="state", values="homicides", observed=True)
    last = table.iloc[-12:].mean().sort_values(ascending=False, kind="stable")
    captured = None
    if "capture" in frame.columns:
        captured = frame[frame["month"] == frame["month"].max()].set_index("state")["capture"]
    yield ""
    yield f"{'Homicides a month, most violent states':<46}{'start':>12}{'last year':>12}{'capture':>12}"
    for state in last.index[:top]:
        capture = "-" if captured is None else f"{captured[state]:.2f}"
        label = names.get(str(state), str(state))
        yield f"  {label:<44}{table[state].iloc[0]:>12,.0f}{last[state]:>12,.0f}{capture:>12}"
    yield f"  {'all 32 states':<44}{table.iloc[0].sum():>12,.0f}{last.sum():>12,.0f}"


def _log(frames: Frames) -> Iterator[str]:
    """Yield how many events of each kind there were, by who acted on whom."""
    frame = frames.get("events")
    if frame is None or frame.empty:
        return
    yield ""
    yield "Bargaining log"
    counts = frame.groupby(["kind", "actor", "other", "outcome"], sort=True).size()
    for (kind, actor, other, outcome), count in counts.items():
        who = f"{actor} to {other}" if other else actor
        what = outcome if kind == "bargaining" else f"{kind}, {outcome}".rstrip(", ")
        yield f"  {what:<30}{who:<14}{count:>14,d}"
