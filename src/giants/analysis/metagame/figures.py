"""The map of best responses, what stands up over weights and seeds, and how far each component moves."""

from argparse import ArgumentParser

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style, words
from giants.analysis.ensemble import Ensemble
from giants.analysis.metagame import mixed as mixes
from giants.analysis.metagame import numbers
from giants.analysis.metagame.payoffs import Stakes, named, payoffs
from giants.analysis.result import Result

QUESTION = "Which mix survives when Washington and Beijing answer it?"
SHORT = {"maximal_pressure": "pressure", "patient_investor": "patient", "calibrated_autonomy": "calibrated",
         "adaptive_autonomy": "adaptive", "latin_american_turn": "Latin America", "us_alignment": "alignment",
         "china_tilt": "tilt to China"}  # fmt: skip


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument("--draws", type=int, default=400, help="draws of weights and seeds (default: 400)")


def result(runs: Ensemble, draws: int = 400, when: str = "last12") -> Result:
    """Return the game between the giants: payoffs, equilibria over weights and seeds, and what survives."""
    p = payoffs(runs, when)
    d = numbers.drawn(p, draws)
    table, stand, first = numbers.equilibria(p, d), numbers.standing(p, d), numbers.first_moves(p, d)
    mixed, how = mixes.mixed(p, [u[0] for u in d.game])
    note = f"{words.WHEN[when]}; {draws} draws of weights and seeds; open loop; {runs.caption}"
    sentences = (*_moving(p), *_survivors(p, table, stand), _first(first), _mixed(mixed, how))
    return Result(
        "metagame",
        QUESTION,
        sentences,
        {
            "": stand,
            "equilibria": table,
            "components": p.moves,
            "first": first,
            "mixed": mixed,
            "cells": numbers.cells(p),
        },
        {
            "": lambda width: responses(p, d, width, note),
            "standing": lambda width: standing(stand, width, note),
            "components": lambda width: components(p.moves, width, note),
        },
    )


def responses(p: Stakes, d: numbers.Drawn, width: float, note: str) -> Figure:
    """Draw the best reply of each side to every pair of choices of the others; darker where more draws agree."""
    n = len(p.sides)
    tall = n if width < 5 else 1
    wide = [max([len(p.choices[k]) for k in range(n) if k != side][1:], default=1) for side in range(n)]
    figure, axes = style.canvas(width, (2.2 + 0.34 * max(map(len, p.choices))) * (tall if tall > 1 else 1) + 0.6,
                                tall, n if tall == 1 else 1,
                                width_ratios=None if tall > 1 else [3 + columns for columns in wide])  # fmt: skip
    for side, axis in enumerate(axes.ravel()):
        others = [k for k in range(n) if k != side]
        reply, sure = numbers.replies(p, d, side)
        reply, sure = (np.atleast_2d(x) if len(others) > 1 else x[:, None] for x in (reply, sure))
        image = axis.imshow(sure, cmap="Greys", vmin=0, vmax=1.6, aspect="auto")
        names = np.array([[style.wrapped(_short(p.choices[side][a]), 10) for a in row] for row in reply], object)
        style.cells(axis, image, names + "\n" + style.shown(sure, "{:.0%}"), 5)
        axis.set_yticks(range(len(reply)), [style.wrapped(_short(c), 12) for c in p.choices[others[0]]], fontsize=6)
        columns = p.choices[others[1]] if len(others) > 1 else ("",)
        axis.set_xticks(range(len(columns)), [style.wrapped(_short(c), 10) for c in columns], fontsize=6, rotation=35)
        axis.grid(visible=False)
        style.titled(axis, f"{p.sides[side]} replies", width, 1 if tall > 1 else n)
        axis.set_xlabel(" and ".join(p.sides[k] for k in others[1:]) or "", fontsize=6.5)
        axis.set_ylabel(p.sides[others[0]], fontsize=6.5)
    about = "best reply under equal weights of the components that move; percent and shade: draws that agree; "
    return style.finish(figure, "Best responses", about + note)


def standing(stand: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw how often each choice is in a pure equilibrium, and its weight in the logit equilibrium."""
    sides = list(dict.fromkeys(stand["side"]))
    counts = [int((stand["side"] == s).sum()) for s in sides]
    figure, axes = style.canvas(width, 0.2 * sum(counts) + 1.9, len(sides), 1, sharex=True, height_ratios=counts)
    for axis, side in zip(axes.ravel(), sides, strict=True):
        part = stand[stand["side"] == side].sort_values("in_equilibrium")
        y = np.arange(len(part))
        axis.barh(y, part["in_equilibrium"], color="#9DB7CF", height=0.62, lw=0, label="in a pure equilibrium")
        axis.plot(part["logit"], y, "D", color=style.INK, ms=4, label="weight in the logit equilibrium")
        out = part["dominated"].to_numpy() > 0.5
        axis.plot(np.full(out.sum(), 1.02), y[out], "x", color=style.SERIES[1], ms=5, clip_on=False)
        axis.set_yticks(y, [words.words(a) for a in part["action"]])
        axis.set_xlim(0, 1)
        style.titled(axis, side, width, 1)
    axes.ravel()[-1].set_xlabel("share of draws")
    axes.ravel()[0].legend(loc="lower right", frameon=False, fontsize=6.5)
    about = "crosses: dominated by another choice in most draws; "
    return style.finish(figure, "What survives when the others answer", about + note)


def components(moves: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw the range of each component over cells in standard errors of a difference; hollow: no weight."""
    figure, axes = style.canvas(width, 0.26 * len(moves) + 1.4)
    axis = axes[0, 0]
    for y, row in enumerate(moves.itertuples()):
        colour = style.SERIES[list(dict.fromkeys(moves["side"])).index(row.side)]
        size = max(float(row.range) / float(row.error), 0.1) if row.error > 0 else np.nan
        axis.plot([0.1, size], [y, y], color=colour, lw=1)
        axis.plot(size, y, "o", color=colour, mfc=colour if row.moves else "white", ms=6)
        if row.error > 0:
            axis.plot(row.critical / row.error, y, "|", color=style.INK, ms=9)
    axis.set_xscale("log")
    axis.set_yticks(range(len(moves)), [f"{r.side}: {named(r.component)}" for r in moves.itertuples()], fontsize=6.5)
    axis.set_ylim(len(moves) - 0.5, -0.5)
    axis.set_xlabel("range over cells, in standard errors of a difference")
    about = "strokes: range that luck alone would reach in one case of twenty (Tukey); hollow: no weight in the game; "
    return style.finish(figure, "How far the components of payoffs move", about + note)


def _short(name: str) -> str:
    return SHORT.get(name) or words.words(name)


def _moving(p: Stakes) -> list[str]:
    out = []
    for side in p.sides:
        part = p.moves[p.moves["side"] == side]
        on = [named(m) for m in part.loc[part["moves"], "component"]]
        off = [named(m) for m in part.loc[~part["moves"], "component"]]
        silent = f"; {words.listed(off)} {'moves' if len(off) == 1 else 'move'} no more than luck and get no weight"
        out.append(f"{side} is moved by {words.listed(on)}{silent if off else ''}.")
    return out


def _survivors(p: Stakes, table: pd.DataFrame, stand: pd.DataFrame) -> list[str]:
    found = table[table[p.sides[0]] != "none"]
    none = float(table.loc[table[p.sides[0]] == "none", "share"].iloc[0])
    if found.empty:
        return ["No cell is a pure equilibrium in any draw."]
    top = found.iloc[0]
    cell = ", ".join(f"{s}: {words.words(top[s])}" for s in p.sides)
    out = [f"The most frequent pure equilibrium ({cell}) stands in {top['share']:.0%} of draws; {none:.0%} have none."]
    ours = stand[stand["side"] == p.sides[0]].sort_values("in_equilibrium", ascending=False).iloc[0]
    out.append(
        f"The mix of {p.sides[0]} that survives most often when the others answer is {words.words(ours['action'])}: in "
        f"a pure equilibrium in {ours['in_equilibrium']:.0%} of draws, with {ours['logit']:.0%} of logit choice."
    )
    return out


def _first(first: pd.DataFrame) -> str:
    known = first[first["known"] > 0]
    told = [f"{r.side} {r.gain:+.3f} ({r.low:+.3f} to {r.high:+.3f})" for r in known.itertuples()]
    return f"Moving first brings, in shares of the range of payoffs: {'; '.join(told) or 'unknown'}."


def _mixed(table: pd.DataFrame, how: str) -> str:
    if table.empty:
        return f"{how}." if how.startswith("Mixed") else f"No mixed equilibrium was {how}."
    count = int(table["equilibrium"].max())
    one = table[table["equilibrium"] == 1]
    text = "; ".join(f"{r.side} {words.words(r.action)} {r.weight:.0%}" for r in one.itertuples())
    return f"Equilibria {how} under equal weights: {count}, the first of them {text}."
