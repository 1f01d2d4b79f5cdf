"""One state over the years: a measure, or that of a sector there, by strategy and future, with intervals over luck."""

import unicodedata
from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from giants import tables
from giants.analysis import intervals, style, words
from giants.analysis.compare.numbers import reference_of
from giants.analysis.ensemble import Ensemble
from giants.analysis.futures.numbers import named
from giants.analysis.result import Draw, Result
from giants.analysis.states import numbers
from giants.errors import InputError
from giants.schema import nearest
from giants.tiles import abbreviations

KEYS = ["future", "strategy", "year"]


def find(text: str) -> str:
    """Return the INEGI code of a state given by name (accents and case do not matter), abbreviation or code.

    Raises InputError for another text, naming the nearest.
    """
    names, short = tables.state_names(), abbreviations()
    known = {_plain(name): code for code, name in names.items()}
    known |= {_plain(abbr): code for code, abbr in short.items()} | {code: code for code in names}
    if _plain(text) not in known:
        raise InputError(f"there is no state {text!r}{nearest(_plain(text), map(_plain, names.values()))}")
    return known[_plain(text)]


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def result(runs: Ensemble, column: str, state: str, sector: str = "", reference: str = "") -> Result:
    """Return a measure of one state by year with intervals, and the differences on the same seeds."""
    code = find(state)
    name, what, unit = tables.state_names()[code], numbers.spoken(column, sector), numbers.unit(column, sector)
    frame = runs_of(runs, column, code, sector)
    table = by_year(frame, "value")
    title = f"{what} in {name}"
    draws: dict[str, Draw] = {"": partial(lines, table, f"{title} ({unit})", note=_note(runs))}
    out: dict[str, pd.DataFrame] = {"": table}
    said = [_last(table, title, unit)]
    if len(runs.strategies) > 1:
        base = reference_of(runs, reference)
        gaps = by_year(against(frame, base), "value")
        out["difference"] = gaps
        about = f"{title}: difference from {words.words(base)} ({unit})"
        draws["difference"] = partial(lines, gaps, about, note=f"on the same seeds; {_note(runs)}")
        said += _gaps(gaps, title, unit, base)
    file = "_".join(filter(None, ("states", abbreviations()[code], column, sector)))
    return Result(file, f"What happens to {what} in {name}?", tuple(said), out, draws)


def _note(runs: Ensemble) -> str:
    return f"lines: means; bands: 95% interval over luck; {runs.caption}"


def runs_of(runs: Ensemble, column: str, code: str, sector: str = "") -> pd.DataFrame:
    """Return a measure of a state run by run: run_id, strategy, future, point_id, seed, year, value (rates as such)."""
    table = numbers.table_of(column, sector)
    keys = ["month", "state", *(["sector"] if table == numbers.SECTORS else [])]

    def here(piece: pd.DataFrame) -> pd.DataFrame:
        piece = piece[piece["state"].astype(str) == code]
        if sector:
            piece = piece[piece["sector"].astype(str) == sector]
        return piece.groupby(["run_id", "month"], sort=False)[column].sum().reset_index()

    frame = runs.table(table, [*keys, column], each=here)
    clock = runs.table("measures", ["month", "year"], labels=False).drop_duplicates(["run_id", "month"])
    frame = frame.merge(clock, on=["run_id", "month"]).merge(runs.runs[["run_id", "point_id"]], on="run_id")
    frame["value"] = frame[column].astype(float)
    if column in numbers.RATES:
        frame["value"] *= numbers.RATES[column] / numbers.people()[code]
    return dated(runs, frame)


def dated(runs: Ensemble, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table over time with future and strategy in words of their own and the decimal year as a calendar year.

    A month's decimal year may lie a rounding error below its year.
    """
    year = (frame["year"].astype(float) + 1e-3).astype(int)
    return frame.assign(future=named(runs, frame), strategy=frame["strategy"].astype(str), year=year)


def against(frame: pd.DataFrame, base: str) -> pd.DataFrame:
    """Return the rows of the other strategies, their value less that of `base` in the same future, point and seed."""
    same = ["future", "point_id", "seed", "year"]
    of = frame[frame["strategy"] == base].set_index(same)["value"]
    rest = frame[frame["strategy"] != base].copy()
    rest["value"] -= of.reindex(pd.MultiIndex.from_frame(rest[same])).to_numpy(float)
    return rest.dropna(subset="value")


def by_year(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return mean and 95% interval over seeds by future, strategy and year; points are averaged within a seed first."""
    seeds = frame.groupby([*KEYS, "seed"], sort=False, observed=True)[column].mean().reset_index()
    groups = [part for _, part in seeds.groupby(KEYS, sort=False)]
    rows = [(*part[KEYS].iloc[0], *intervals.mean_interval(part[column]), len(part)) for part in groups]
    return pd.DataFrame(rows, columns=[*KEYS, "mean", "low", "high", "seeds"])


def lines(table: pd.DataFrame, title: str, width: float, note: str) -> Figure:
    """Draw a line with its band by strategy over the years, a panel a future."""
    futures, looks = list(dict.fromkeys(table["future"])), style.looks(list(dict.fromkeys(table["strategy"])))
    rows, columns = style.grid(len(futures), width, 2.6)
    figure, axes = style.canvas(width, rows * 2.3 + 0.9, rows, columns, sharey=True)
    for axis, future in zip(style.panels(axes, len(futures)), futures, strict=False):
        for name, look in looks.items():
            g = table[(table["future"] == future) & (table["strategy"] == name)]
            axis.fill_between(g["year"], g["low"], g["high"], color=look.colour, alpha=0.13, lw=0)
            axis.plot(g["year"], g["mean"], color=look.colour, ls=look.dash, marker=look.mark, ms=3.5)
        style.titled(axis, future, width - 1, columns)
        style.years(axis)
    style.marked(figure, {words.words(name): look for name, look in looks.items()})
    return style.finish(figure, title, note)


def _last(table: pd.DataFrame, title: str, unit: str) -> str:
    last = table[table["year"] == table["year"].max()]
    each = [f"{r.future}, {words.words(r.strategy)} {_shown(r)}" for r in last.itertuples()]
    return f"{title} in {int(table['year'].max())} ({unit}; 95% interval over luck): {'; '.join(each)}."


def _shown(row) -> str:  # type: ignore[no-untyped-def]
    known = row.high == row.high and row.high > row.low
    d = words.decimals((row.high - row.low) / 2 if known else 0.01 * row.mean)
    reach = f" ({row.low:,.{d}f} to {row.high:,.{d}f})" if known else ""
    return f"{row.mean:,.{d}f}{reach}"


def _gaps(table: pd.DataFrame, title: str, unit: str, base: str) -> list[str]:
    """Return how far each strategy lies from the reference in the last year, future by future."""
    last = table[table["year"] == table["year"].max()]
    return [
        f"{r.future}: {words.words(r.strategy)} against {words.words(base)} {words.change(r.mean, r.low, r.high)} "
        f"{unit}{', within luck' if r.low <= 0 <= r.high else ''}."
        for r in last.itertuples()
    ]
