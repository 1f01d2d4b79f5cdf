"""Groups, violence, drugs and corridors by strategy."""

import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style, words
from giants.analysis.ensemble import Ensemble
from giants.analysis.result import Result
from giants.analysis.security import numbers

UNITS = {"groups a state": "groups with 25 members or more", "effective groups": "1 / sum of squared income shares"}


def result(runs: Ensemble) -> Result:
    """Return what happens to groups, violence and drugs."""
    table = numbers.over_time(runs)
    tables = {"": table}
    figures = {"": lambda width: over_time(table, width, runs.caption)}
    if len(runs.strategies) > 1:
        base = "status_quo" if "status_quo" in runs.strategies else str(runs.strategies[0])
        apart = numbers.against(runs, base)
        tables["difference"] = apart
        figures["difference"] = lambda width: difference(apart, base, width, runs.caption)
    if "crossings" in runs.tables:
        ways = numbers.corridors(runs)
        tables["corridors"] = ways
        figures["corridors"] = lambda width: corridors(ways, width, runs.caption)
    return Result("security", "Do the groups shrink, and does violence fall?", _sentences(table), tables, figures)


def over_time(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw medians by strategy, a panel per series; names once, at the right of the last panel of each row."""
    series = list(dict.fromkeys(table["series"]))
    names = list(dict.fromkeys(table["strategy"].astype(str)))
    looks = style.looks(names)
    rows, columns = style.grid(len(series) + 1, width, 1.75)
    figure, axes = style.canvas(width, rows * 1.85 + 0.7, rows, columns)
    for k, axis in enumerate(style.panels(axes, len(series))):
        part = table[table["series"] == series[k]]
        for name in names:
            g = part[part["strategy"].astype(str) == name]
            axis.plot(g["year"], g["q50"], color=looks[name].colour, ls=looks[name].dash, lw=1.2)
        if part["n"].max() > 3 and len(names) <= 3:
            for name in names:
                g = part[part["strategy"].astype(str) == name]
                axis.fill_between(g["year"], g["q05"], g["q95"], color=looks[name].colour, alpha=0.12, lw=0)
        unit = UNITS.get(series[k]) or style.directed(series[k])
        axis.set_ylabel(style.wrapped(unit, 24), fontsize=6.5)
        style.titled(axis, words.named(series[k]), width - 0.8, columns)
        axis.ticklabel_format(axis="y", style="plain", useOffset=False)
        if part["q50"].max() > 2e4:
            axis.yaxis.set_major_formatter(lambda v, _: f"{v / 1000:,.0f}k")
        style.years(axis)
    style.marked(figure, {words.words(n): look._replace(mark="") for n, look in looks.items()})
    return style.finish(figure, "Groups, violence and drugs", f"lines: medians over runs{_band(table, names)}; {note}")


def difference(table: pd.DataFrame, base: str, width: float, note: str) -> Figure:
    """Draw each strategy's difference from the reference on the same luck, a panel per series."""
    series = list(dict.fromkeys(table["series"]))
    names = list(dict.fromkeys(table["strategy"].astype(str)))
    looks = style.looks(names)
    rows, columns = style.grid(len(series), width, 2.0)
    figure, axes = style.canvas(width, rows * 2.1 + 0.6, rows, columns)
    for axis, name in zip(style.panels(axes, len(series)), series, strict=True):
        axis.axhline(0, color=style.FAINT, lw=0.7)
        for strategy in names:
            g = table[(table["series"] == name) & (table["strategy"].astype(str) == strategy)]
            axis.plot(g["year"], g["mean"], color=looks[strategy].colour, ls=looks[strategy].dash, lw=1.2)
            if len(names) <= 3 and g["n"].max() > 3:
                axis.fill_between(g["year"], g["low"], g["high"], color=looks[strategy].colour, alpha=0.12, lw=0)
        side = ", ".join(part for part in (f"% of {words.words(base)}", style.good(name)) if part)
        axis.set_ylabel(style.wrapped(side, 30), fontsize=6.5)
        style.titled(axis, words.named(name), width - 0.8, columns)
        style.years(axis)
    style.marked(figure, {words.words(n): look._replace(mark="") for n, look in looks.items()})
    title = f"Groups, violence and drugs: difference from {words.words(base)}"
    return style.finish(figure, title, f"lines: means of pairs of runs on the same luck{_band(table, names)}; {note}")


def corridors(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw perceived risk of seizure by crossing: start as a ring, end by strategy as dots."""
    names = list(dict.fromkeys(table["strategy"].astype(str)))
    looks = style.looks(names)
    order = table.groupby("name", sort=False)["crossing_risk_start"].mean().sort_values().index.tolist()
    narrow = width < 5
    figure, axes = style.canvas(width, 1.8 + 0.24 * len(order))
    axis = axes[0, 0]
    for k, crossing in enumerate(order):
        part = table[table["name"] == crossing]
        axis.plot(part["crossing_risk_start"].mean(), k, "o", mfc="none", mec=style.INK, ms=7)
        for i, row in enumerate(part.itertuples()):
            y = k + 0.5 * ((i + 0.5) / len(part) - 0.5)
            look = looks[str(row.strategy)]
            axis.plot(row.crossing_risk_end, y, look.mark, color=look.colour, ms=3.8, mew=0)
    axis.set_yticks(range(len(order)), [n.split(" - ")[-1] if narrow else n for n in order], fontsize=6.8)
    axis.set_xlabel("perceived chance of seizure (0 to 1)")
    style.marked(figure, {words.words(n): look._replace(dash="") for n, look in looks.items()})
    return style.finish(figure, "Corridors: where the risk of seizure moves", f"ring: first month; dots: last; {note}")


def _band(table: pd.DataFrame, names: list[str]) -> str:
    """Return what the bands are, where there are any."""
    if len(names) > 3 or table["n"].max() <= 3:
        return ""
    return "; bands: 5% to 95% of runs" if "q05" in table else "; bands: 95% interval of the mean"


def _sentences(table: pd.DataFrame) -> tuple[str, ...]:
    out = []
    for series, verb in (("members_total", "members of groups"), ("homicides_total", "homicides a month")):
        part = table[table["series"] == series]
        first = part[part["year"] == part["year"].min()]["q50"].mean()
        last = part[part["year"] == part["year"].max()].sort_values("q50")
        low, high = last.iloc[0], last.iloc[-1]
        text = (
            f"Median {verb}: {first:,.0f} at the end of the first year; in {int(low['year'])} {low['q50']:,.0f} under "
            f"{words.words(low['strategy'])}"
        )
        most = f" (the fewest), {high['q50']:,.0f} under {words.words(high['strategy'])} (the most)."
        out.append(text + (most if len(last) > 1 else "."))
    return tuple(out)
