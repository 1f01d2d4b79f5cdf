"""Known groups under three conventions, and every named difference in standard errors."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style, words
from giants.analysis.autonomy import parts
from giants.analysis.ensemble import Ensemble
from giants.analysis.predictions import numbers
from giants.analysis.result import Result

CONVENTIONS = {
    "index": "what is not in dispute is missing",
    "index_history": "it fares as in history",
    "index_threat": "it fares as under the strongest legal threat",
}
ORDER = ("cooperative", "transactional", "retrenchment", "decoupling", "maximal_pressure")
MARK = {"as named": "o", "against": "X", "not told": "s", "no effect": "s"}
ENDS = 12.0
"""Standard errors beyond which a difference is drawn at the edge."""


def result(runs: Ensemble, when: str = "last12") -> Result:
    """Return which predictions came out, and the groups behind them."""
    table = numbers.came(runs, (), when)
    ours, others, total = numbers.counted(table)
    named = "prediction" if total == 1 else "predictions"
    head = f"Of {total} {named} named before any run {ours} came as named and {others} the other way round."
    note = f"{words.WHEN[when]}; {runs.caption}"
    tables = {"": table}
    figures = {"": lambda width: verdicts(table, width, note)}
    if "usa" in runs.conditions:
        measures = [*CONVENTIONS, *(f"{m}{numbers.LESS}" for m in CONVENTIONS)]
        groups = numbers.by_group(runs, "usa", [*measures, *numbers.AGENCIES.values()], when)
        tables["groups"] = groups
        figures["groups"] = lambda width: known_groups(groups, width, note)
        if {"cooperative", "maximal_pressure"} <= set(runs.runs["usa"].astype(str)):
            tables["parts"] = parts.parts(runs, "maximal_pressure", when, by="usa")
    told = [numbers.told(row) for _, row in table.iterrows()]
    return Result("predictions", "Does what was named before any run come out?", (head, *told), tables, figures)


def known_groups(groups: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw the index by US posture under three conventions, with structural freedom (above) and without (below)."""
    names = list(dict.fromkeys(groups["strategy"]))
    order = [p for p in ORDER if p in set(groups["usa"])] + sorted(set(groups["usa"]) - set(ORDER))
    palette = style.colours(names)
    figure, axes = style.canvas(width, 4.6, 2, 3, sharex=True, sharey="row")
    for row, ending in enumerate(("", numbers.LESS)):
        for axis, (measure, meaning) in zip(axes[row], CONVENTIONS.items(), strict=True):
            for k, name in enumerate(names):
                part = groups[(groups["measure"] == measure + ending) & (groups["strategy"] == name)]
                part = part.set_index("usa").reindex(order)
                x = np.arange(len(order)) + 0.12 * (k - (len(names) - 1) / 2)
                axis.errorbar(x, part["mean"], 2 * part["error"], color=palette[name], marker="os^Dv<>p"[k % 8],
                              ms=4, lw=1, mec="white", mew=0.5)  # fmt: skip
            axis.set_xticks(range(len(order)), [style.wrapped(words.words(p), 12) for p in order], rotation=40,
                            ha="right", fontsize=6.5)  # fmt: skip
            style.titled(axis, meaning if row == 0 else "without structural freedom", width - 0.5, 3)
    axes[0, 0].set_ylabel("index")
    axes[1, 0].set_ylabel("index of three pillars")
    for k, name in enumerate(names):
        axes[0, 2].plot([], [], color=palette[name], marker="os^Dv<>p"[k % 8], ms=4, label=words.words(name))
    figure.legend(*axes[0, 2].get_legend_handles_labels(), loc="outside right center", frameon=False, fontsize=6.5)
    about = "means with two standard errors over seeds; postures from mild to hard; "
    return style.finish(figure, "Does the index know a mild United States from a hard one?", about + note)


def verdicts(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw every prediction as its difference in standard errors, turned so that right is as named."""
    table = table[np.isfinite(table["error"]) & (table["error"] > 0)]
    figure, axes = style.canvas(width, 0.19 * len(table) + 1.4)
    axis = axes[0, 0]
    axis.axvspan(-numbers.SIGMAS, numbers.SIGMAS, color="#EFEFEF", lw=0)
    for y, (_, row) in enumerate(table.iterrows()):
        x = float(np.clip(row["sign"] * row["mean"] / row["error"], -ENDS, ENDS))
        colour = {"as named": style.SERIES[0], "against": style.SERIES[1]}.get(row["verdict"], style.FAINT)
        open_ = row["claim"] != "named"
        axis.plot(x, y, MARK.get(row["verdict"], "s"), color=colour, mfc="white" if open_ else colour, ms=5)
    axis.axvline(0, color=style.INK, lw=0.7)
    axis.set_yticks(range(len(table)), [_name(row) for _, row in table.iterrows()], fontsize=5.8)
    axis.set_ylim(len(table) - 0.5, -0.5)
    axis.set_xlim(-ENDS - 0.6, ENDS + 0.6)
    axis.set_xlabel("standard errors, towards what was named")
    about = (
        f"dots: as named; crosses: the other way round; squares: not told from nothing; hollow: no claim; "
        f"grey: two standard errors; those beyond {ENDS:.0f} at the edge; "
    )
    return style.finish(figure, "Predictions named before any run, and what came", about + note)


def _name(row: "pd.Series") -> str:  # type: ignore[type-arg]
    where = f" [{words.words(row['where'].partition('=')[2])}]" if row["where"] else ""
    sign = ">" if row["sign"] > 0 else "<"
    star = "*" if row["basis"] == "construction" else ""
    pair = f"{words.words(row['one'])} {sign} {words.words(row['other'])}"
    return f"{numbers.measure_named(row['measure'])}{star}: {pair}{where}"
