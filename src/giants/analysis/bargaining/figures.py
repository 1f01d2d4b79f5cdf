"""The log of one run in pictures and words, and what is conceded by class of issue."""

from argparse import ArgumentParser

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style, words
from giants.analysis.bargaining import numbers
from giants.analysis.bargaining.timeline import timeline
from giants.analysis.ensemble import Ensemble
from giants.analysis.result import Result
from giants.errors import InputError
from giants.records.words import words as catalogue

ACTORS = {"own": ("Mexico", "#009E73"), "usa": ("United States", "#0072B2"), "china": ("China", "#D55E00")}


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument("--run", type=int, help="run_id whose timeline is drawn (default: the first)")


def result(runs: Ensemble, run: int | None = None, lang: str = "en") -> Result:
    """Return the episodes of one run in pictures and words, which are told in `lang`, and concessions over all runs."""
    log = numbers.log(runs, run, lang)
    counts = numbers.episodes(runs)
    which = runs.runs.set_index("run_id").loc[log["run_id"].iloc[0] if len(log) else runs.runs["run_id"].iloc[0]]
    posture = f", US {words.words(which['usa'])}" if "usa" in which else ""
    label = f"{words.words(which['strategy'])}, {words.words(which['scenario'])}{posture}, seed {which['seed']}"
    tables = {"": counts, "log": log.drop(columns=["run_id"])}
    figures = {}
    sentences = [_counts(counts)]
    if len(log):
        last = numbers.last_year(runs, int(log["run_id"].iloc[0]))
        figures[""] = lambda width: timeline(log, label, width, runs.caption, last)
        sentences += [f"{_month(row.date, lang)}: {row.text}" for row in log.head(8).itertuples()]
    else:
        sentences.append(f"Nothing happened in the run shown ({label}).")
    try:
        deals = numbers.concessions(runs)
        tables["concessions"] = deals
        figures["concessions"] = lambda width: concessions(deals, width, runs.caption)
    except InputError as error:
        sentences.append(f"{error}.")
    if "twins" in runs.tables:
        moved = numbers.responses(runs)
        tables["responses"] = moved
        figures["responses"] = lambda width: responses(moved, width, runs.caption)
        sentences.append(_responses(moved))
    return Result("bargaining", "What is asked, threatened and conceded?", tuple(sentences), tables, figures)


def _month(date: pd.Timestamp, lang: str) -> str:
    say = catalogue(lang)
    return say.texts["number", "date"][0].format(month=say.say("month", str(date.month)), year=date.year)


def concessions(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw the mean concession by class of issue and strategy, sized by deals a run."""
    names = list(dict.fromkeys(table["strategy"].astype(str)))
    classes = list(dict.fromkeys(table["class"]))
    looks = style.looks(names)
    figure, axes = style.canvas(width, 1.9 + 0.16 * len(names) * len(classes))
    axis = axes[0, 0]
    step = 0.8 / len(names)
    for i, kind in enumerate(classes):
        axis.axhspan(i - 0.5, i + 0.5, color="#F6F6F6" if i % 2 else "white", lw=0)
        for k, name in enumerate(names):
            part = table[(table["class"] == kind) & (table["strategy"].astype(str) == name)]
            if part.empty:
                continue
            row, y = part.iloc[0], i + 0.4 - (k + 0.5) * step
            half = 1.96 * row["std"] / np.sqrt(row["n"]) if row["n"] > 1 else 0.0
            look = looks[name]
            axis.plot([row["concession"] - half, row["concession"] + half], [y, y], color=look.colour, lw=1.3)
            axis.scatter([row["concession"]], [y], s=14 + 22 * row["per_run"], color=look.colour, marker=look.mark,
                         zorder=3, lw=0)  # fmt: skip
            axis.text(1.01, y, f"{row['per_run']:.1f}", transform=axis.get_yaxis_transform(), fontsize=5.8, va="center",
                      color=style.legible(look.colour))  # fmt: skip
    axis.set_yticks(range(len(classes)), [style.wrapped(c, 20) for c in classes])
    axis.set_ylim(-0.5, len(classes) - 0.5)
    axis.set_xlabel("mean concession (share of the full demand)")
    axis.set_xlim(0, 1)
    axis.grid(visible=False, axis="y")
    style.marked(figure, {words.words(n): look._replace(dash="") for n, look in looks.items()})
    note = f"lines: 95% interval; at the right and by size: deals a run; {note}"
    return style.finish(figure, "What is conceded, by class of issue", note)


def responses(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw how far outcomes follow the ideals of Mexico and of the giants, a panel per strategy."""
    names = list(dict.fromkeys(table["strategy"].astype(str)))
    rows, columns = style.grid(len(names) + 1, width, 2.2)
    figure, axes = style.canvas(width, rows * 1.9 + 0.8, rows, columns, sharey=True)
    for k, axis in enumerate(style.panels(axes, len(names))):
        part = table[table["strategy"].astype(str) == names[k]]
        axis.axhline(0, color="#999999", lw=0.7)
        for actor, (_, colour) in ACTORS.items():
            line = part[part["actor"] == actor]
            axis.plot(line["month"] / 12, line["response"], color=colour)
        style.titled(axis, words.words(names[k]), width, columns)
        axis.set_xlabel("years since the ideals moved")
    axes[0, 0].set_ylabel("response of outcomes")
    style.key(figure, axes, len(names), dict(ACTORS.values()))
    note = f"mean movement of the giants' demands per unit of ideal moved, same seeds; 1: one for one; {note}"
    return style.finish(figure, "Whose ideals do outcomes follow?", note)


def _responses(table: pd.DataFrame) -> str:
    late = table[table["month"] >= table["month"].max() - 11].groupby("actor")["response"].mean()
    summary = ", ".join(f"{ACTORS[a][0]} {late[a]:+z.2f}" for a in ACTORS if a in late)
    return f"Response of outcomes to a move of ideals, last twelve months: {summary} (1 is one for one)."


def _counts(counts: pd.DataFrame) -> str:
    us = counts[counts["actor"].astype(str) == "USA"].pivot_table(index="strategy", columns="kind", values="per_run",
                                                                  sort=False, observed=True).fillna(0.0)  # fmt: skip
    if "threat" not in us:
        return "The United States makes no threat in these runs."
    parts = [
        f"{words.words(s)} {row['threat']:.1f} threats, {row.get('deal', 0.0):.1f} deals, "
        f"{row.get('imposed', 0.0):.1f} impositions"
        for s, row in us.iterrows()
    ]
    return f"United States to Mexico, a run: {'; '.join(parts)}."
