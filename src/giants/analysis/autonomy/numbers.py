"""Autonomy by strategy: the index and its pillars, regimes over time, and how much of it is a choice of weights."""

import numpy as np
import pandas as pd

from giants.analysis import intervals, words
from giants.analysis.autonomy import parts
from giants.analysis.ensemble import Ensemble
from giants.config import default_settings
from giants.errors import InputError
from giants.evidence.measures import uncertainty
from giants.measures import frames, twins
from giants.measures.calibration import build_calibration
from giants.measures.regimes import FAIL, PASS, REGIMES, label
from giants.symbols import Array
from giants.twins import STEP

SCORES = ("index", "index_outcomes", "structural", "agency", "relations", "sovereignty", "relations_us", "relations_cn",
          "relations_la")  # fmt: skip
RESAMPLES, SEED = 400, 2036
MOST = 300
"""Runs of each strategy behind the uncertainty of the index; more of them, evenly spaced, change little."""


def headline(runs: Ensemble, when: str = "last12") -> pd.DataFrame:
    """Return mean and 95% interval of the index, its pillars and partnerships by strategy.

    The unit of replication is a future with its seed; intervals are missing with a single one.
    """
    frame = runs.numbers(SCORES, when)
    rows = []
    for strategy, part in frame.groupby("strategy", sort=False):
        for score in SCORES:
            mean, low, high = intervals.mean_interval(part[score])
            rows.append((strategy, score, mean, low, high, int(part[score].notna().sum())))
    return pd.DataFrame(rows, columns=["strategy", "score", "mean", "low", "high", "n"])


def regime_shares(runs: Ensemble) -> pd.DataFrame:
    """Return the share of runs with each label by strategy and year, with Wilson intervals.

    Runs are classified one by one and shares are taken after, never the other way round.
    """
    frame = runs.table("measures", ["month", "year", "regime"])
    frame["year"] = np.floor(frame["year"].astype(float) + 1e-3)
    counted = frame.groupby(["strategy", "year"], observed=True, sort=False)["regime"]
    rows = []
    for (strategy, year), codes in counted:
        n = len(codes)
        count = np.bincount(codes.to_numpy(int), minlength=len(REGIMES))
        low, high = intervals.wilson(count, n)
        rows += [(strategy, int(year), r, count[k] / n, low[k], high[k], n) for k, r in enumerate(REGIMES)]
    return pd.DataFrame(rows, columns=["strategy", "year", "regime", "share", "low", "high", "n"])


def last_regime(runs: Ensemble, fail: float = FAIL, passing: float = PASS) -> Array:
    """Return the code of the regime of each run in its last month, in the order of `runs.runs`.

    Classified from the pillars of that month by the rule of :func:`giants.measures.regimes.label`.
    """
    pillars = ("structural", "agency", "relations", "sovereignty", "relations_us", "relations_cn")
    frame = runs.numbers([*pillars, "china_import_share", "china_fdi_share"], "end")
    posts = parts.posts()
    above = (frame["china_import_share"] > posts["RC1"].posts[2]) | (frame["china_fdi_share"] > posts["RC2"].posts[2])
    s, a, r, i, us, cn = (frame[p].to_numpy(float) for p in pillars)
    return label(s, a, r, i, us, cn, above.to_numpy(bool), fail, passing)


def plane(runs: Ensemble, when: str = "last12") -> pd.DataFrame:
    """Return structural dependence (1 - structural freedom) and partnership with the US, one row a run."""
    frame = runs.numbers(["structural", "relations_us", "index"], when)
    return frame.assign(dependence=1 - frame["structural"])[
        ["run_id", "strategy", "seed", "dependence", "relations_us", "index"]
    ]


def causality(runs: Ensemble) -> pd.DataFrame:
    """Return coercion wedge and causal agency by strategy with 95% bootstrap intervals (needs twins).

    Both are ratios of sums over all runs of a strategy, never means of ratios of single runs.  Demands are weighed as
    in the default configuration of the measures.
    """
    settings = default_settings()
    yard = build_calibration(settings.measures, settings.issues)
    levers = frames.demand_columns(yard.demands)
    columns = ["month", "twin", "contested", *levers]
    table = runs.table("twins", columns, every=1).sort_values(["run_id", "month"], kind="stable")
    x, y = yard.parameters.reference_ideal, yard.parameters.giant_ideal
    rows = []
    for strategy, part in table.groupby("strategy", observed=True, sort=False):
        n = part["run_id"].nunique()
        by_twin = {str(name): rest for name, rest in part.groupby("twin", observed=True)}
        shape = (n, -1, len(levers))
        z = {name: rest[levers].to_numpy(float).reshape(shape) for name, rest in by_twin.items()}
        disputed = by_twin["base"]["contested"].to_numpy(float).reshape(n, -1, 1) > 0
        got = twins.parts(z, x, y, disputed * yard.demand_weight, STEP)
        u = np.random.default_rng(SEED).random((RESAMPLES, n))
        for measure, statistic in (("coercion_wedge", twins.Parts.wedge), ("causal_agency", twins.Parts.agency)):
            rows.append((strategy, measure, statistic(got), *twins.interval(got, statistic, u), n))
    return pd.DataFrame(rows, columns=["strategy", "measure", "value", "low", "high", "n"])


def raw_by_strategy(runs: Ensemble, when: str = "last12") -> dict[str, Array]:
    """Return raw indicators (run, m) of each strategy, of at most MOST evenly spaced runs."""
    values = parts.raw(runs, when)
    out = {}
    for strategy, part in values.groupby(runs.runs["strategy"], sort=False):
        pick = intervals.evenly(len(part), MOST)
        out[str(strategy)] = part.to_numpy()[pick]
    return out


def index_bands(raw: dict[str, Array], draws: int = 255) -> pd.DataFrame:
    """Return by strategy the 5%, 50% and 95% quantiles of the mean index over choices of weights and goalposts."""
    every = np.concatenate(list(raw.values()))
    choices = uncertainty.draw(uncertainty.uniforms(draws, len(parts.posts())), ~np.isnan(every).all(0))
    rows = []
    for strategy, values in raw.items():
        mean = np.nanmean(uncertainty.index_under(values, parts.posts(), choices), 1)
        rows.append((strategy, *np.nanquantile(mean, [0.05, 0.5, 0.95]), draws))
    return pd.DataFrame(rows, columns=["strategy", "q05", "q50", "q95", "draws"])


def reversals(raw: dict[str, Array], draws: int = 255) -> pd.DataFrame:
    """Return how often a draw of the choices turns the order of two strategies round.

    Raises InputError with fewer than two strategies.
    """
    if len(raw) < 2:
        raise InputError("an order needs at least two strategies")
    return uncertainty.rank_reversal(raw, parts.posts(), draws)


def weighed(runs: Ensemble, when: str = "last12") -> pd.DataFrame:
    """Return effective against nominal importance of each pillar over all runs of the ensemble.

    Raises InputError with fewer than eight runs whose index is known.
    """
    frame = runs.numbers(["index", *words.PILLARS], when)
    return uncertainty.importance(frame[list(words.PILLARS)].to_numpy(float), frame["index"].to_numpy(float))


def swayed(raw: dict[str, Array], draws: int = 128) -> pd.DataFrame:
    """Return first-order and total Sobol indices of the index on the choices behind it, for the mean run.

    `draws` is a power of two.
    """
    every = np.concatenate(list(raw.values()))
    known = np.isfinite(every)
    mean = np.where(known, every, 0.0).sum(0) / np.where(known.any(0), known.sum(0), np.nan)
    return uncertainty.choice_indices(mean, parts.posts(), draws)
