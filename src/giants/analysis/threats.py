"""How well are the ends of threats predicted?  Tables: scores by kind; figure: calibration, coverage and skill.

    giants-analyse threats [--train A.csv B.csv] [--episodes C.csv] [--out DIR]

Each row of C is predicted by estimates on A and B without the rows that share its cause, beside form only, class means
and the grand mean; without files the bundled threats are both.  `analysis/episodes.py` writes the forecasts themselves.
"""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from giants.analysis import style
from giants.analysis.result import Result
from giants.errors import InputError
from giants.evidence.bargaining import cross_validation, scores, threat_fit
from giants.evidence.bargaining.coded_threats import CodedThreats, read, read_all, take
from giants.evidence.bargaining.scores import ThreatForecast
from giants.evidence.bargaining.threat_fit import weights
from giants.symbols import Array

MODEL = style.SERIES[0]


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument("--train", type=Path, nargs="+", metavar="CSV", help="estimate on these (default: the bundled)")
    cli.add_argument("--episodes", type=Path, metavar="CSV", help="predict these (default: the bundled)")


def result(train: Sequence[Path] | None = None, episodes: Path | None = None) -> Result:
    """Return the scores of forecasts of `episodes` by estimates on `train`.

    Raises InputError if no row of `episodes` has an outcome.
    """
    rows, known = read(episodes) if episodes else read_all(), read_all(train)
    forecasts = cross_validation.beside_baselines(rows, known, threat_fit.read_prior())
    scored = scores.scored(rows)
    if not scored.size:
        raise InputError(f"no row of {episodes} has an outcome: nothing can be scored")
    return page({name: scores.pick(f, scored) for name, f in forecasts.items()}, take(rows, scored))


def page(forecasts: Mapping[str, ThreatForecast], rows: CodedThreats) -> Result:
    """Return the page on `forecasts` of `rows`, the first of which is judged and the others stand beside it."""
    table = scores.table(forecasts, rows)
    first = next(iter(forecasts))
    model = forecasts[first]
    reliable = scores.reliability(model.imposed, rows.imposed, rows.cluster)
    histogram = scores.transform_histogram(model.share, rows.concession, weights(rows.cluster))
    tables = {"": table, "reliability": reliable, "pit": pd.DataFrame({"share": histogram})}
    figures = {}
    if np.isfinite(rows.imposed).any() and np.isfinite(rows.concession).any():
        figures[""] = lambda width: draw(table, reliable, histogram, first, width)
    question = "How well are the ends of threats predicted?"
    return Result("threats", question, scores.verdicts(table, first), tables, figures)


def draw(table: pd.DataFrame, reliable: pd.DataFrame, histogram: Array, first: str, width: float) -> Figure:
    """Draw reliability, transform, coverage and the differences from the baselines."""
    wide = width > 5
    figure, axes = style.canvas(width, 5.6 if wide else 10.0, *((2, 2) if wide else (4, 1)))
    at = axes.ravel()
    _reliability(at[0], reliable)
    _transform(at[1], histogram)
    _coverage(at[2], table, first)
    _differences(at[3], table, first)
    note = (
        "each row predicted by estimates without the rows that share its cause; causes count equally; bars: 90%, "
        "causes resampled whole; PIT: chance up to what was seen, spread evenly over atoms such as 0 and 1"
    )
    return style.finish(figure, "How threats end: forecasts beside what was coded", note)


def _reliability(axes: Axes, reliable: pd.DataFrame) -> None:
    axes.plot([0, 1], [0, 1], color=style.FAINT, lw=0.8, ls="--")
    up, down = reliable["high"] - reliable["imposed"], reliable["imposed"] - reliable["low"]
    axes.errorbar(reliable["forecast"], reliable["imposed"], yerr=[down, up], fmt="o", ms=4, color=MODEL, lw=1)
    for x, y, n in zip(reliable["forecast"], reliable["imposed"], reliable["n"], strict=True):
        axes.annotate(f"{n}", (x, y), xytext=(5, 3), textcoords="offset points", fontsize=6.5, color=style.FAINT)
    axes.set(xlim=(0, 1), ylim=(-0.03, 1.03), xlabel="forecast", ylabel="share carried out")
    axes.set_title("Reliability (numbers: rows)")


def _transform(axes: Axes, histogram: Array) -> None:
    size = len(histogram)
    axes.bar((np.arange(size) + 0.5) / size, histogram * size, width=0.9 / size, color=MODEL, alpha=0.75)
    axes.axhline(1, color=style.FAINT, lw=0.8, ls="--")
    axes.set(xlim=(0, 1), xlabel="PIT of the concession", ylabel="density")
    axes.set_title("Calibration of the concession")


def _coverage(axes: Axes, table: pd.DataFrame, first: str) -> None:
    nominal = np.array(list(scores.INTERVALS))
    own = table[table["forecast"] == first].set_index(["group", "score"])
    names = [f"inside the {percent}% interval" for percent in nominal]
    for group, colour, shift in (("all", MODEL, -0.8), ("Mexico", style.SERIES[1], 0.8)):
        if (group, names[0]) not in own.index:
            continue
        value, low, high = (100 * own.loc[[(group, name) for name in names], key] for key in ("value", "low", "high"))
        axes.errorbar(nominal + shift, value, yerr=[value - low, high - value], fmt="o", ms=4, color=colour, lw=1)
        place = {"xytext": (-5 if shift < 0 else 5, 6), "ha": "right" if shift < 0 else "left"}
        at = (nominal[0] + shift, value.iloc[0])
        axes.annotate(group, at, textcoords="offset points", fontsize=7, color=style.legible(colour), **place)
    axes.plot([40, 100], [40, 100], color=style.FAINT, lw=0.8, ls="--")
    axes.set(xlim=(42, 100), ylim=(20, 104), xticks=nominal, xlabel="nominal, %", ylabel="inside, %")
    axes.set_title("Coverage of the concession")


def _differences(axes: Axes, table: pd.DataFrame, first: str) -> None:
    lines = table.set_index(["score", "forecast", "group"])
    labels: list[str] = []
    for score, colour in zip(scores.CLAIMS, (MODEL, style.SERIES[1]), strict=True):
        for other in ("form only", "class means", "grand mean"):
            for group, mark in (("all", "o"), ("Mexico", "s")):
                key = (score, f"{first} less {other}", group)
                if key not in lines.index:
                    continue
                value, low, high = lines.loc[key, ["value", "low", "high"]]
                face = colour if scores.CLAIMS[score] == other else "white"
                bar = {"xerr": [[value - low], [high - value]], "color": colour, "lw": 1}
                axes.errorbar(value, -len(labels), fmt=mark, ms=4, mfc=face, **bar)
                labels.append(f"{score.split()[0]}, {other}" + (", Mexico" if group == "Mexico" else ""))
    axes.axvline(0, color=style.FAINT, lw=0.8, ls="--")
    axes.locator_params(axis="x", nbins=5)
    axes.set_yticks(-np.arange(len(labels)), labels, fontsize=6.5)
    axes.set_xlabel("less the baseline's (below 0: better)")
    axes.set_title("Skill (filled: the claim)")
