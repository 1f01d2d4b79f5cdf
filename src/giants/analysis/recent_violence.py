"""Does the block repeat 2023 to 2026?  Figure: homicides counted, and simulated under what is dated, with luck.

    giants-analyse recent_violence [--draws 20] [--out runs/recent]

Dated removals and splits happen; from October 2024 arrests are the usual, doubled, or all 34,000 detentions.
"""

from argparse import ArgumentParser

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style
from giants.analysis.result import Result
from giants.evidence.security import recent_violence, stylised_facts
from giants.evidence.security.defaults import default_calibration
from giants.symbols import Array

PLACES = ("nation", "sinaloa")
TITLES = {"nation": "Mexico", "sinaloa": "Sinaloa"}
SPLIT, REMOVAL = 20, 37  # September 2024 and February 2026, months from January 2023


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument("--draws", type=int, default=20, help="runs of each case, which differ by luck")


def result(draws: int = 20) -> Result:
    """Return quantiles of homicides over luck in three cases of arrests, beside what was counted."""
    calibration = default_calibration()
    cases = {
        "usual arrests": 1.0,
        "arrests doubled": 2.0,
        "34,000 a year": recent_violence.detained_factor(calibration),
    }
    runs = {name: recent_violence.recent_years(calibration, factor, draws) for name, factor in cases.items()}
    counted = recent_violence.counted()
    table = pd.concat([_rows(name, place, getattr(run, place)) for name, run in runs.items() for place in PLACES])
    halves = ", ".join(f"{run.change(6).mean():+.1%} ({name})" for name, run in runs.items())
    years = ", ".join(f"{run.change().mean():+.1%} ({name})" for name, run in runs.items())
    low, high = np.quantile(runs["34,000 a year"].change(), [0.05, 0.95])
    said = (
        f"Homicides of the first half of 2025 on that of 2024: INEGI counted -11.1%; ours {halves}.",
        f"The year: SESNSP's victims -22.6%; ours {years}; luck alone spans {low:+.0%} to {high:+.0%}.",
        f"Killing rises by 5% or more in {stylised_facts.reprisals(calibration):.0f} states when the largest group's "
        "leader falls; reprisals of February 2026 were seen in 20.",
    )
    return Result(
        "recent_violence",
        "Does the block repeat 2023 to 2026?",
        said,
        {"": table},
        {
            "": lambda width: draw(
                table,
                counted,
                width,
                f"lines: medians; band, of doubled arrests: 5% to 95% of {draws} runs that differ by luck",
            )
        },
    )


def _rows(name: str, place: str, homicides: Array) -> pd.DataFrame:
    low, middle, high = np.quantile(homicides, [0.05, 0.5, 0.95], axis=0)
    year = recent_violence.FIRST + (np.arange(len(middle)) + 0.5) / 12
    return pd.DataFrame({"case": name, "place": place, "year": year, "q05": low, "q50": middle, "q95": high})


def draw(table: pd.DataFrame, counted: recent_violence.Counted, width: float, note: str) -> Figure:
    """Draw one panel per place: lines are medians by case, the band that of doubled arrests, dots what was counted."""
    names = list(dict.fromkeys(table["case"]))
    looks = style.looks(names)
    narrow = width < 5
    figure, axes = style.canvas(width, 5.6 if narrow else 3.4, *((2, 1) if narrow else (1, 2)))
    for axis, place in zip(axes.ravel(), PLACES, strict=True):
        for name in names:
            g = table[(table["place"] == place) & (table["case"] == name)]
            axis.plot(g["year"], g["q50"], color=looks[name].colour, ls=looks[name].dash, lw=1.2)
            if name == "arrests doubled":
                axis.fill_between(g["year"], g["q05"], g["q95"], color=looks[name].colour, alpha=0.15, lw=0)
        year = recent_violence.FIRST + (np.arange(len(counted.nation)) + 0.5) / 12
        axis.plot(year, getattr(counted, place), ".", color=style.INK, ms=3.5)
        if place == "nation":
            axis.plot(year, counted.observed, "o", mec=style.INK, mfc="none", ms=3.5, mew=0.6)
        for month in (SPLIT, REMOVAL):
            axis.axvline(recent_violence.FIRST + month / 12, color=style.FAINT, lw=0.7, ls=":")
        axis.set_ylim(0, None)
        axis.set_ylabel("homicides a month", fontsize=6.5)
        axis.set_xticks(range(2023, 2028))
        style.titled(axis, TITLES[place], width - 0.8, 1 if narrow else 2)
    lines = {n: look._replace(mark="") for n, look in looks.items()}
    style.marked(figure, lines | {"counted": style.Look(style.INK, ".", "")})
    dots = "dots: INEGI; rings: SESNSP on INEGI's scale of 2024"
    caption = f"{note}; {dots}; dotted: the split of 2024, a leader's death in 2026"
    return style.finish(figure, "Homicides 2023-26, counted and simulated under the dated events", caption)
