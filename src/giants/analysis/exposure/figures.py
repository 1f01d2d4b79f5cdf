"""The threat ladder, the convexity of power and the network of dependence."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style, words
from giants.analysis.ensemble import Ensemble
from giants.analysis.exposure import numbers
from giants.analysis.result import Result
from giants.measures.power import sector_power

ANSWERS = {False: ("#0072B2", "o", "-"), True: ("#D55E00", "s", "--")}
GIANTS = {"USA": ("United States", "#0072B2", "o"), "CHN": ("China", "#D55E00", "s")}
LEAST = 3.0
"""Power (log points x 100) under which a sector is not named."""
SOURCE = "real income, long run, elasticity 4, data of 2023"


def result(runs: Ensemble) -> Result:
    """Return who can hurt whom, on today's data, and what the runs change in whom Mexico trades with."""
    ladder, curve = numbers.ladder(), numbers.convexity()
    tables = {"": ladder, "convexity": curve}
    figures = {
        "": lambda width: draw_ladder(ladder, width, SOURCE),
        "convexity": lambda width: draw_convexity(curve, width, "data of 2023, ten economies, eleven sectors"),
    }
    sentences = [_ladder(ladder)]
    if "pairs" in runs.tables:
        table = numbers.partners(runs)
        tables["partners"] = table
        figures["partners"] = lambda width: draw_partners(table, width, runs.caption)
        sentences.append(_partners(table))
    return Result("exposure", "Who can hurt whom?", tuple(sentences), tables, figures)


def draw_ladder(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw the loss of the sender against that of the target, a panel per threat, the credible region shaded."""
    threats = list(dict.fromkeys(table["threat"]))
    rows, columns = style.grid(len(threats), width, 1.6)
    figure, axes = style.canvas(width, rows * 2.1 + 0.8, rows, columns)
    named: list[list[tuple[float, float, str, str]]] = []
    for axis, threat in zip(axes.ravel(), threats, strict=True):
        part = table[table["threat"] == threat]
        pad = 0.08 * np.ptp(part["loss_target"])
        left, right = part["loss_target"].min() - pad, part["loss_target"].max() + 2 * pad
        edge = numbers.CREDIBLE * np.array([left, right])
        low, high = min(part["loss_sender"].min(), 0.0), max(part["loss_sender"].max(), edge[1])
        low, high = low - 0.1 * (high - low), high + 0.1 * (high - low)
        axis.fill_between([left, right], low, edge, color="#E3F3EB", lw=0)
        axis.plot([left, right], edge, color="#00694B", lw=0.8, ls="--")
        axis.axhline(0, color="#999999", lw=0.7)
        points = []
        for answered, (colour, mark, dash) in ANSWERS.items():
            line = part[part["answered"] == answered]
            axis.plot(line["loss_target"], line["loss_sender"], color=colour, marker=mark, ls=dash, ms=3)
            for row in line.itertuples():
                if row.rate in (0.1, 0.25, 0.5):
                    points.append((row.loss_target, row.loss_sender, f"{row.rate:.0%}", colour))
        named.append(points[::-1])
        axis.set_xlim(left, right)
        axis.set_ylim(low, high)
        axis.locator_params(nbins=4)
        style.titled(axis, threat, width - 0.5, columns)
    for axis in axes[-1]:
        axis.set_xlabel("loss of Mexico (%)")
    for row in axes:
        row[0].set_ylabel("loss of the sender (%)")
    note = (
        "blue dots: unanswered; red dashed squares: answered at the same rate; green: credible, the sender loses less "
        f"than {numbers.CREDIBLE:g} of Mexico's loss; a negative loss is a gain; scales differ; {note}"
    )
    style.finish(figure, "Ladder of threats", note)
    for axis, points in zip(axes.ravel(), named, strict=True):
        style.name_points(axis, points)
    return figure


def draw_convexity(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw power against the giant's share of imports for each sector of Mexico, on the curves of the formula."""
    figure, axes = style.canvas(width, 3.4 if width > 5 else 3.2)
    axis = axes[0, 0]
    omega = np.linspace(0, 0.97, 100)
    goods = table[~table["sector"].isin(["SRV", "UTL"])]
    top = 1.5 * 100 * goods["power"].max()
    for phi in (0.2, 0.4, 0.6, 0.8):
        curve = 100 * np.asarray(sector_power(phi, omega), float)
        axis.plot(omega, curve, color="#C9C9C9", lw=0.8)
        last = min(len(omega) - 1, int((curve <= top).sum()) - 1)
        at = (omega[last], curve[last]) if last == len(omega) - 1 else (omega[last], top)
        over = last < len(omega) - 1
        axis.annotate(f"{phi:.0%}", at, xytext=(0, 3) if over else (3, 0), textcoords="offset points", fontsize=6,
                      color=style.FAINT, ha="center" if over else "left", va="bottom" if over else "center",
                      annotation_clip=False)  # fmt: skip
    points = []
    for height, (giant, (name, colour, mark)) in zip((0.95, 0.87), GIANTS.items(), strict=True):
        part = goods[goods["giant"] == giant].sort_values("power", ascending=False)
        axis.plot(part["share"], 100 * part["power"], mark, color=colour, ms=4)
        shown = part[100 * part["power"] >= LEAST]
        points += [(row.share, 100 * row.power, row.sector, colour) for row in shown.itertuples()]
        axis.plot(0.025, height - 0.025, mark, color=colour, ms=4, transform=axis.transAxes)
        axis.text(0.045, height, name, color=style.legible(colour), transform=axis.transAxes, weight="bold",
                  fontsize=7.5, va="top")  # fmt: skip
    axis.set_xlim(0, 1.02)
    axis.set_ylim(-0.03 * top, top)
    axis.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0%", "25%", "50%", "75%", "100%"])
    axis.set_xlabel("share of the giant in Mexico's imports of a sector")
    axis.set_ylabel("power (log points x 100)")
    style.finish(
        figure,
        "Power is convex in dependence: Mexico's sectors",
        f"grey: the formula, at the share of spending that is imported; sectors under {LEAST:g} are not named; {note}",
    )
    style.name_points(axis, points)
    return figure


def draw_partners(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw Mexico's partners around it at the start and at the end of each strategy."""
    names = list(dict.fromkeys(table["strategy"]))
    panels = [("start", names[0]), *(("end", n) for n in names)]
    rows, columns = style.grid(len(panels), width, 1.75)
    figure, axes = style.canvas(width, rows * (width / columns) * 0.95 + 0.8, rows, columns)
    side = width / columns
    partners = sorted(dict.fromkeys(table["partner"]))
    angle = {p: 2 * np.pi * k / len(partners) + 0.35 for k, p in enumerate(partners)}
    for k, axis in enumerate(axes.ravel()):
        axis.axis("off")
        if k >= len(panels):
            continue
        when, strategy = panels[k]
        part = table[(table["strategy"] == strategy) & (table["when"] == when)].set_index("partner")
        for p in partners:
            x, y = np.cos(angle[p]), np.sin(angle[p])
            radius = side * np.sqrt(1 + 110 * part.loc[p, "power"])  # points
            axis.plot([0, x], [0, y], color="#9BB8D3", lw=0.4 + 5.5 * side * part.loc[p, "trade_share"],
                      solid_capstyle="round")  # fmt: skip
            axis.plot([x], [y], "o", ms=2 * radius, color=GIANTS.get(p, ("", "#8A8A8A", ""))[1], mew=0, zorder=3)
            name = axis.annotate(
                f"{p}\n{part.loc[p, 'trade_share']:.1%}", (x, y), xytext=((radius + 3) * x, (radius + 2) * y),
                textcoords="offset points", fontsize=5.5, zorder=4, annotation_clip=False,
                ha="center" if abs(x) < 0.4 else "left" if x > 0 else "right",
                va="center" if abs(y) < 0.4 else "bottom" if y > 0 else "top",
            )  # fmt: skip
            name.set_in_layout(False)  # it stands inside the panel: measuring it for the layout takes seconds
        axis.plot([0], [0], "o", ms=10, color="#222222", zorder=3)
        axis.text(0, 0, "MEX", color="white", fontsize=3.8, ha="center", va="center", zorder=4)
        axis.set_xlim(-1.75, 1.75)
        axis.set_ylim(-1.5, 1.5)
        axis.set_aspect("equal")
        style.titled(axis, "start" if when == "start" else words.words(strategy), width, columns)
    note = f"lines: share of Mexico's goods trade (figures); circles: import-side power over Mexico; {note}"
    return style.finish(figure, "Whom Mexico depends on, first and last month", note)


def _ladder(table: pd.DataFrame) -> str:
    at = table[(table["threat"] == table["threat"].iloc[0]) & (table["rate"] == 0.25)].set_index("answered")
    a, b = at.loc[False], at.loc[True]
    effect = "gains" if a["loss_sender"] < 0 else "loses"
    after = "gains" if b["loss_sender"] < 0 else "loses"
    return (
        f"A 25% US tariff on all Mexican goods costs Mexico {a['loss_target']:.1f}% of real income in the long run "
        f"and the "
        f"United States {effect} {abs(a['loss_sender']):.2f}%; answered at the same rate, Mexico loses "
        f"{b['loss_target']:.1f}% "
        f"and the United States {after} {abs(b['loss_sender']):.2f}%."
    )


def _partners(table: pd.DataFrame) -> str:
    share = table[table["partner"] == "USA"].pivot_table(
        index="strategy", columns="when", values="trade_share", sort=False
    )
    low = share["end"].idxmin()
    return (
        f"The United States takes {share['start'].iloc[0]:.0%} of Mexico's goods trade at the start; at the end "
        f"least under "
        f"{words.words(low)} ({share.loc[low, 'end']:.0%})."
    )
