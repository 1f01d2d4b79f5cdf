"""Does the model reproduce what is published, and today's Mexico?  Tables by block; figure: facts against tolerance.

    giants-analyse validate [PATH] [--out DIR]

Prints published value, ours, tolerance and verdict of every row; what falls short is printed as such.  Without PATH
(a baseline run) a first year under the defaults is simulated.  Replication rows need GIANTS_REPLICATION_DATA.
"""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style
from giants.analysis.ensemble import Ensemble
from giants.analysis.result import Result
from giants.evidence.model import first_year

DRAWS = 3
"""Draws behind the interval of the hindcast's rows here; `analysis/hindcast.py` takes more."""


def baseline(months: int = 12) -> Ensemble:
    """Simulate a first year under the defaults and return it as an ensemble of one (written to a temporary folder)."""
    import tempfile
    from pathlib import Path

    from giants.analysis.ensemble import load
    from giants.config import default_settings
    from giants.run import run, write

    folder = tempfile.mkdtemp(prefix="giants-validate-")
    path, _ = write(run(default_settings([f"months={months}", f"runs_dir={folder}", "name=baseline"])))
    return load(Path(path))


def result(runs: Ensemble | None = None) -> Result:
    """Return every published figure with ours, tolerance and verdict, by block, and the facts of today.

    `runs` are runs of the baseline; without them its first year is simulated.
    """
    from giants.config import default_settings
    from giants.evidence.bargaining import validation as bargaining
    from giants.evidence.measures import today
    from giants.evidence.model import hindcast, patterns, start
    from giants.evidence.security import validation as security
    from giants.evidence.trade import validation as trade

    runs = runs or baseline()
    usual = default_settings()
    before = start.months(usual)
    blocks = {
        "facts": first_year.rows(runs.table("measures", first_year.columns(), every=1)),
        "start": start.rows(before),
        "hindcast": patterns.rows(hindcast.ensemble(usual, DRAWS), before["remittances"]),
        "trade": trade.rows(usual.trade),
        "security": security.rows(draws=10),
        "bargaining": bargaining.rows(),
    }
    index = today.summary().rename_axis("score").reset_index()
    count = pd.concat(
        [t["verdict"].value_counts().rename_axis("verdict").reset_index().assign(block=n) for n, t in blocks.items()]
    )[["block", "verdict", "count"]].reset_index(drop=True)
    said = [f"{block}: {_told(part)}." for block, part in count.groupby("block", sort=False)]
    return Result(
        "validate",
        "Does the model reproduce what is published, and today's Mexico?",
        (*said, first_year.gap(blocks["facts"])),
        {"": count, **blocks, "today": index},
        {"": lambda width: draw(blocks["facts"], count, width, runs.caption)},
    )


def draw(table: pd.DataFrame, count: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw each fact's miss in units of its tolerance, and the verdicts by block."""
    wide = width > 5
    figure, axes = style.canvas(width, 3.2 if wide else 5.4, *((1, 2) if wide else (2, 1)))
    left, right = axes.ravel()
    miss = ((table["ours"] - table["observed"]) / table["tolerance"]).clip(-12, 12)
    left.axvspan(-1, 1, color="#E3F3EB", lw=0)
    left.axvline(0, color="#999999", lw=0.7)
    colours = np.where(table["verdict"] == "holds", "#009E73", "#D55E00")
    y = np.arange(len(table))[::-1]
    left.hlines(y, 0, miss, color=colours, lw=1)
    left.scatter(miss, y, color=colours, s=18, zorder=3)
    for row, m, at in zip(table.itertuples(), miss, y, strict=True):
        side = "left" if m >= 0 else "right"
        text = f"  {_plain(row.ours)} for {_plain(row.observed)}  "
        left.text(m, at, text, fontsize=5.8, va="center", ha=side)
    left.set_yticks(y, [style.wrapped(f, 24) for f in table["fact"]], fontsize=6.5)
    reach = float(miss.abs().max()) * (2.0 if wide else 2.6) + 1
    left.set_xlim(-reach, reach)
    left.set_xlabel("miss in tolerances (ours for observed)")
    blocks = list(dict.fromkeys(count["block"]))
    good = {"holds", "reproduced", "met"}
    bad = {"falls short", "fails", "missed"}
    for i, block in enumerate(reversed(blocks)):
        part = count[count["block"] == block].set_index("verdict")["count"]
        start = 0
        for names, colour in ((good, "#009E73"), (bad, "#D55E00"), (set(part.index) - good - bad, "#C9C9C9")):
            n = int(part.reindex(sorted(names)).fillna(0).sum())
            if n:
                right.barh(i, n, left=start, color=colour, height=0.55)
                start += n
        counts = [int(part.reindex(sorted(names)).fillna(0).sum()) for names in (good, bad)]
        right.text(start, i, f"  {counts[0]} hold, {counts[1]} not", va="center", fontsize=6.5)
    right.set_yticks(range(len(blocks)), list(reversed(blocks)))
    right.set_xlim(0, 1.5 * count.groupby("block")["count"].sum().max())
    right.set_xlabel("rows")
    right.set_title("green: holds; red: not; grey: no value", fontsize=7)
    return style.finish(figure, "Published and observed figures against ours", f"band: within tolerance; {note}")


def _plain(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _told(part: pd.DataFrame) -> str:
    return ", ".join(f"{n} {verdict}" for verdict, n in zip(part["verdict"], part["count"], strict=True))
