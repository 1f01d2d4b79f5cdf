"""Would the model have told in January 2017 what came?  Tables: patterns, causes, scores; figures: shares, held out.

    giants-analyse hindcast [--out FOLDER] [--seeds N] [--fit]

The 2017 state is the long-run equilibrium of the 2023 data with the tariffs of January 2017 and endowments scaled back
by sourced growth; from there trade and investment are stepped to July 2026 under the dated law and with causes that are
dated (hardware, stocks ahead of duties, expected duties, the US deficit), each of which is also switched on alone.
Nothing is fitted.  `--fit` fits the short-run elasticity to import shares of 2018-2022.  Forecasts from the end of 2022
have an interval of N draws of the published elasticities and of a random walk estimated on 2018-2022, and are scored
once on what came since (20 draws take about 20 s).
"""

from argparse import ArgumentParser

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style
from giants.analysis.result import Result
from giants.config import default_settings
from giants.errors import InputError
from giants.evidence.model import attribution, discrepancy, hindcast, patterns, start
from giants.evidence.model.causes import GIVEN
from giants.evidence.model.discrepancy import FITTED, TESTED
from giants.evidence.model.hindcast import Histories

GRID = (0.3, 0.5, 0.76, 1.0, 1.25, 1.6, 2.0, 2.6)
"""Values of the short-run elasticity that `fit` tries; the published range is 0.5 to 2."""
NAMES = {"MEX": "Mexico", "CHN": "China", "CAN": "Canada", "others": "all others"}
CAUSES = {
    "hardware": "demand for AI hardware",
    "ahead": "stocks ahead of duties",
    "expected": "duties expected",
    "deficits": "the US deficit as recorded",
    "collected": "duties as collected",
}


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    cli.add_argument(
        "--seeds", dest="draws", type=int, metavar="N", default=20, help="draws of the interval (default: 20)"
    )
    cli.add_argument("--fit", action="store_true", help="fit the short-run elasticity too")


def result(draws: int = 20, fit: bool = False) -> Result:
    """Return the comparison of a hindcast of `draws` draws with the record, and the fit of one elasticity if asked.

    Raises InputError without a draw.
    """
    if draws < 1:
        raise InputError(f"--seeds {draws}: at least one")
    settings = default_settings()
    histories = hindcast.ensemble(settings, draws)
    before = start.months(settings)
    table = patterns.rows(histories)
    paths = attribution.paths(settings)
    causes = attribution.table(paths, TESTED)
    forecasts, scores, walk = discrepancy.judged(histories)
    variants = {"defaults": histories.usual, "law and growth": paths["law and growth"]}
    variants["duties of 2018-20 as collected"] = hindcast.history(settings, written=0.0)
    tables = {"": table, "start": start.rows(before), "causes": causes}
    tables |= {"scores": scores, "forecasts": forecasts, "walk": walk}
    said = [discrepancy.said(scores), attribution.said(causes, TESTED), f"Given after 2022: {'; '.join(GIVEN)}."]
    said += [_verdicts(table), _coverage(table)]
    if fit:
        tried = {x: hindcast.history(hindcast.with_elasticities(settings, x)) for x in GRID}
        profile, best, low, high = patterns.fit(tried, FITTED)
        variants["fitted"] = hindcast.history(hindcast.with_elasticities(settings, best))
        tables["fit"] = profile
        said.append(
            f"The short-run elasticity that fits {FITTED[0]} to {FITTED[-1]} best is {best:.2f} (95% {low:.2f} to "
            f"{high:.2f}, alone, in the published range of 0.5 to 2); the default is {settings.trade.theta_short:g}."
        )
    tables["errors"] = errors = patterns.errors(variants, FITTED, TESTED)
    said += [_errors(errors), start.last(before)]
    return Result(
        "hindcast",
        "Would the model have told in January 2017 what came?",
        tuple(said),
        tables,
        {
            "": lambda width: draw(histories, variants["law and growth"], width),
            "scores": lambda width: draw_forecasts(forecasts, width),
            "causes": lambda width: draw_causes(causes, width),
        },
    )


def draw(histories: Histories, alone: pd.DataFrame, width: float) -> Figure:
    """Draw US import shares by origin: the record, persistence, and the hindcast with its interval."""
    observed = patterns.observed_shares()
    years = list(range(patterns.ORIGIN, TESTED[-1] + 1))
    wide = width > 5
    figure, axes = style.canvas(width, 4.6 if wide else 6.4, *((2, 2) if wide else (4, 1)), sharex=True)
    for axis, column in zip(axes.ravel(), observed, strict=True):
        usual = patterns.anchored(histories.usual, str(column), years)
        draws = np.array([patterns.anchored(path, str(column), years) for path in (histories.usual, *histories.draws)])
        low, high = np.quantile(draws, (0.05, 0.95), axis=0)
        axis.axvspan(TESTED[0] - 0.5, TESTED[-1] + 0.5, color="#F5F5F5", lw=0)
        axis.fill_between(years, low, high, color="#0072B2", alpha=0.18, lw=0)
        axis.plot(years, usual, color="#0072B2")
        axis.plot(years, patterns.anchored(alone, str(column), years), color="#0072B2", lw=0.9, ls=":")
        axis.axhline(observed.loc[patterns.ORIGIN, column], color=style.FAINT, lw=0.9, ls="--")
        axis.plot(observed.index, observed[column], color=style.INK, marker="o", ms=3, lw=0.8)
        axis.set_title(NAMES[str(column).removeprefix("US imports, ")])
        axis.set_xticks(years[::2])
    for axis in axes[:, 0]:
        axis.set_ylabel("% of US imports" if wide else "%")
    key = axes.ravel()[1]
    for k, (text, colour) in enumerate(
        (("observed", style.INK), ("hindcast, 90% interval", "#0072B2"), ("dotted: law and growth alone", "#0072B2"),
         ("dashed: persistence", style.FAINT))
    ):  # fmt: skip
        key.text(0.03, 0.36 - 0.1 * k, text, color=style.legible(colour), transform=key.transAxes, fontsize=7)
    note = (
        "simulated change since 2017 added to the share observed then; shaded years held out (of 2026 January); "
        f"interval: {len(histories.draws)} draws of published elasticities and luck, no error of the model's own"
    )
    return style.finish(figure, "US goods imports by origin: hindcast from January 2017, and the record", note)


def draw_forecasts(table: pd.DataFrame, width: float) -> Figure:
    """Draw each held-out share with the 90% intervals of both forecasts made at the end of 2022."""
    figure, axes = style.canvas(width, 0.2 * len(table) + 1.4, 1, 1)
    axis = axes.ravel()[0]
    y = np.arange(len(table))[::-1]
    for name, colour, lift in (("hindcast", "#0072B2", 0.15), ("persistence", style.FAINT, -0.15)):
        middle = table[name] - table["observed"]
        axis.errorbar(
            middle, y + lift, xerr=1.645 * table[f"{name}_sd"], fmt="o", ms=2.5, lw=1, color=colour, label=name
        )
    axis.axvline(0, color=style.INK, lw=0.8)
    axis.set_yticks(y, [f"{_named(r.series)}, {r.year}: {r.observed:.1f}" for r in table.itertuples()], fontsize=5.8)
    axis.set_xlabel("forecast less record, points, with 90% interval")
    axis.legend(loc="upper right", frameon=False, fontsize=7)
    note = "made at the end of 2022; errors of 2018 to 2022 as a random walk, for persistence its own; of 2026 January"
    return style.finish(figure, "Shares of US imports held out since 2023", note)


def _named(series: str) -> str:
    """Return the name of a series with that of its origin in the place of the code."""
    what, _, origin = series.rpartition(", ")
    return f"{what}, {NAMES.get(origin, origin)}"


def draw_causes(table: pd.DataFrame, width: float) -> Figure:
    """Draw the share of the squared error that each cause takes away."""
    part = table[table["cause"] != "law and growth"]
    figure, axes = style.canvas(width, 2.6, 1, 1)
    axis = axes.ravel()[0]
    y = np.arange(len(part))[::-1]
    axis.barh(y, 100 * part["share_of_error"], color="#0072B2", height=0.6)
    axis.set_yticks(y, [CAUSES.get(str(cause), str(cause)) for cause in part["cause"]])
    axis.axvline(0, color=style.INK, lw=0.8)
    axis.set_xlabel("% of squared error")
    note = "shares of US imports held out since 2023; each cause switched on alone beside law and growth"
    return style.finish(figure, "What each cause takes off the error", note)


def _verdicts(table: pd.DataFrame) -> str:
    judged = table[(table["kind"] == "outside") & table["verdict"].isin(["holds", "falls short"])]
    closer = table["closer"].value_counts()
    return (
        f"Of {len(judged)} dated figures that nothing was fitted to {(judged['verdict'] == 'holds').sum()} hold within "
        f"their tolerance; the model is nearer to the record than persistence in {closer.get('ours', 0)} of "
        f"{closer.get('ours', 0) + closer.get('persistence', 0)}; {(table['verdict'] == 'out of reach').sum()} more "
        f"have no counterpart in the hindcast."
    )


def _coverage(table: pd.DataFrame) -> str:
    judged = table[(table["kind"] == "outside") & (table["ours_high"] > table["ours_low"])]
    inside = ((judged["observed"] >= judged["ours_low"]) & (judged["observed"] <= judged["ours_high"])).sum()
    return (
        f"{inside} of {len(judged)} observed figures lie in the interval of published elasticities and luck, which "
        f"has no error of the model's own."
    )


def _errors(table: pd.DataFrame) -> str:
    def at(forecast: str, kind: str, years: range) -> float:
        of = (table["forecast"] == forecast) & (table["kind"] == kind)
        row = table[of & (table["years"] == patterns.span(years))]
        return float(row["all"].iloc[0])

    change = "change since 2017"
    return (
        f"Import shares, root mean squared error in points: {at('defaults', change, FITTED):.1f} in {FITTED[0]} to "
        f"{FITTED[-1]} (persistence {at('persistence', 'of 2017', FITTED):.1f}), "
        f"{at('defaults', change, TESTED):.1f} in {TESTED[0]} to {TESTED[-1]} (persistence of 2017 "
        f"{at('persistence', 'of 2017', TESTED):.1f}, of {FITTED[-1]} "
        f"{at('persistence', f'of {FITTED[-1]}', TESTED):.1f})."
    )
