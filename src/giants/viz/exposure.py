"""The threat ladder, the convexity of power and the network of dependence."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import exposure as numbers
from giants.analysis import words
from giants.analysis.ensemble import Ensemble
from giants.analysis.piece import Piece
from giants.measures.power import sector_power
from giants.viz import style

TINTS = ("#0072B2", "#D55E00", "#009E73", "#B04A8B")
SOURCE = "real income, long run, elasticity 4, data of 2023"


def piece(runs: Ensemble) -> Piece:
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
    return Piece("exposure", "Who can hurt whom?", tuple(sentences), tables, figures)


def draw_ladder(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw the loss of the sender against the loss of the target, one line per threat, the credible region shaded."""
    wide = width > 5
    figure, axes = style.canvas(width, 3.5 if wide else 5.6, *((1, 2) if wide else (2, 1)), sharex=True, sharey=True)
    threats = list(dict.fromkeys(table["threat"]))
    right = table["loss_target"].max() * 1.12
    for axis, answered in zip(axes.ravel(), (False, True), strict=True):
        part = table[table["answered"] == answered]
        low, high = table["loss_sender"].min() - 0.05, table["loss_sender"].max() + 0.1
        axis.fill_between([0, right], [low, low], [0, numbers.CREDIBLE * right], color="#FBEFEA", lw=0)
        axis.axhline(0, color="#999999", lw=0.7)
        for threat, colour in zip(threats, TINTS, strict=True):
            line = part[part["threat"] == threat]
            axis.plot(line["loss_target"], line["loss_sender"], color=colour, marker="o", ms=3)
            if threat == threats[0]:
                for row in line.itertuples():
                    if row.rate in (0.1, 0.25, 0.5):
                        axis.annotate(f"{row.rate:.0%}", (row.loss_target, row.loss_sender), xytext=(0, 5),
                                      textcoords="offset points", fontsize=6.5, ha="center")  # fmt: skip
        axis.set_xlim(0, right)
        axis.set_ylim(low, high)
        axis.set_title("answered at the same rate" if answered else "unanswered")
        axis.set_xlabel("loss of Mexico (% of income)")
    axes[0, 0].set_ylabel("loss of the sender (%)")
    top = 0.98
    for threat, colour in zip(threats, TINTS, strict=True):
        named = style.wrapped(threat, 40)
        axes[0, 0].text(0.02, top, named, transform=axes[0, 0].transAxes, color=colour, fontsize=6.5, va="top")
        top -= 0.065 if wide else 0.075
    note = f"shaded: credible, the sender loses less than {numbers.CREDIBLE:g} of Mexico's loss; {note}"
    return style.finish(figure, "Ladder of threats", note)


def draw_convexity(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw power against the giant's share of imports for each sector of Mexico, on the curves of the formula."""
    figure, axes = style.canvas(width, 3.2 if width > 5 else 3.0)
    axis = axes[0, 0]
    omega = np.linspace(0, 0.97, 100)
    for phi in (0.2, 0.4, 0.6, 0.8):
        axis.plot(omega, 100 * sector_power(phi, omega), color="#C9C9C9", lw=0.8)
        axis.text(
            0.975,
            100 * float(sector_power(phi, 0.97)),
            f"{phi:.0%} imported",
            fontsize=6,
            color=style.FAINT,
            va="center",
        )
    named = {"USA": ("United States", "#0072B2"), "CHN": ("China", "#D55E00")}
    for giant, (name, colour) in named.items():
        part = table[(table["giant"] == giant) & ~table["sector"].isin(["SRV", "UTL"])]
        axis.plot(part["share"], 100 * part["power"], "o", color=colour, ms=4)
        places = style.spread((100 * part["power"]).tolist(), 2.4 if width > 5 else 3.4)
        for row, y in zip(part.itertuples(), places, strict=True):
            if 100 * row.power < 3:
                continue
            axis.annotate(row.sector, (row.share, 100 * row.power), xytext=(row.share + 0.012, y), fontsize=5.5,
                          color=colour, va="center")  # fmt: skip
        height = 0.95 if giant == "USA" else 0.87
        axis.text(0.02, height, name, color=colour, transform=axis.transAxes, weight="bold", fontsize=7.5, va="top")
    axis.set_xlim(0, 1.17)
    axis.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0%", "25%", "50%", "75%", "100%"])
    axis.set_xlabel("share of the giant in Mexico's imports of a sector")
    axis.set_ylabel("power (log points x 100)")
    return style.finish(
        figure,
        "Power is convex in dependence: Mexico's sectors",
        f"grey: the formula; sectors under 3 are not named; {note}",
    )


def draw_partners(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw Mexico's partners around it at the start and at the end of each strategy."""
    names = list(dict.fromkeys(table["strategy"]))
    panels = [("start", names[0]), *(("end", n) for n in names)]
    rows, columns = style.grid(len(panels), width, 1.75)
    figure, axes = style.canvas(width, rows * (width / columns) * 0.95 + 0.8, rows, columns)
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
            axis.plot([0, x], [0, y], color="#9BB8D3", lw=0.4 + 14 * part.loc[p, "trade_share"], solid_capstyle="round")
            axis.scatter([x], [y], s=18 + 2200 * part.loc[p, "power"], color={"USA": "#0072B2", "CHN": "#D55E00"}.get(
                p, "#8A8A8A"), zorder=3, lw=0)  # fmt: skip
            axis.text(
                1.33 * x, 1.27 * y, f"{p}\n{part.loc[p, 'trade_share']:.1%}", ha="center", va="center", fontsize=5.8
            )
        axis.scatter([0], [0], s=70, color="#222222", zorder=3)
        axis.text(0, 0, "MEX", color="white", fontsize=4.5, ha="center", va="center", zorder=4)
        axis.set_xlim(-1.6, 1.6)
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
