"""Which uncertainties drive an outcome: Morris, Sobol and PAWN through SALib, and the share of luck.

Factors are mapped to the unit interval by their own distribution (ranks), so that a range on a logarithmic scale
counts as it was sampled.  Sources: Morris (1991), Technometrics 33(2); Saltelli et al. (2010), Computer Physics
Communications 181(2); Pianosi and Wagener (2015), Environmental Modelling & Software 67.
"""

import warnings
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from giants.analysis import words
from giants.analysis.ensemble import Ensemble
from giants.analysis.labels import aligned
from giants.errors import InputError
from giants.schema import build
from giants.sweep.design import DesignSettings, Uncertainty, problem, sample, values_at
from giants.symbols import Array

LEAST = 30
"""Points below which no analysis of many factors means anything."""
SMOOTH = 1000
"""Points up to which a Gaussian process is tried beside boosted trees."""
LEARNT = 150
"""Points from which the lengths of a Gaussian process are learnt."""
MANY = 5000
"""Points, evenly spaced, beyond which more of them change little."""
EMULATED = 1024
"""Base sample of the Sobol indices of an emulator."""
SEED = 20260801
STRUCTURED = ("morris", "saltelli")
"""Designs whose points belong together in the order in which they were planned."""


class Design(NamedTuple):
    """The points that were planned, as far as they have an outcome."""

    kind: str
    """how they were drawn; "" if that is not known"""
    x: pd.DataFrame
    """(point, k) factors in [0, 1], by point_id"""
    y: Array
    """(point,)"""
    lost: int
    """points planned without an outcome"""
    block: int
    """points that belong together: those of a trajectory or of a base point; 1 if each stands alone"""
    levels: int = 4
    """of Morris's lattice"""
    second_order: bool = False
    """whether a Saltelli design has the points for it"""

    def whole(self) -> tuple["Design", int]:
        """Return the blocks of which no point was lost, and how many were planned."""
        wanted = (len(self.y) + self.lost) // self.block
        full = pd.Series(self.x.index // self.block).value_counts() == self.block
        keep = np.isin(self.x.index // self.block, full.index[full])
        return self._replace(x=self.x[keep], y=self.y[keep]), wanted


def chosen(
    runs: Ensemble, strategy: str = "", where: Mapping[str, str] | None = None, average: bool = False
) -> pd.DataFrame:
    """Return the runs of one strategy and one future of those that the design does not draw itself.

    With `average` several of them may stay, to be averaged on purpose.  Raises InputError if several are left, or none.
    """
    frame = runs.runs
    chosen_labels = {**({"strategy": strategy} if strategy else {}), **(where or {})}
    for label, value in chosen_labels.items():
        if label not in runs.labels:
            raise InputError(f"no label {label!r} here; there are: {', '.join(runs.labels)}")
        present = frame[label].astype(str)
        if value not in set(present):
            raise InputError(f"no {label} {value!r} here; there are: {', '.join(dict.fromkeys(present))}")
        frame = frame[present == value]
    mixed = runs.apart(frame)
    if mixed and not average:
        several = words.listed(list(dict.fromkeys(frame[mixed[0]].astype(str))), 4)
        say = "--strategy NAME" if mixed[0] == "strategy" else f"--where {mixed[0]}=VALUE"
        raise InputError(f"the runs differ in {mixed[0]} ({several}): say {say}, or --average for the mean over them")
    return frame


def table_of(
    runs: Ensemble,
    measure: str,
    strategy: str = "",
    when: str = "last12",
    where: Mapping[str, str] | None = None,
    average: bool = False,
) -> Design:
    """Return the planned points and the outcome at each, averaged over seeds (and what else `average` allows).

    A point of which one of the strategies or futures to be averaged failed is lost: a mean over the others would be
    one of something else.  Raises InputError if the runs have no design, a design that does not fit what was computed,
    or too few points.
    """
    factors = [*runs.factors, *runs.choices]
    if not factors:
        raise InputError(
            f"{runs.path} varies no uncertainty, so there is nothing to attribute; sweep with uncertainty=core "
            "design=lhs (or morris, saltelli)"
        )
    ids = chosen(runs, strategy, where, average)["run_id"]
    frame = runs.numbers([measure], when)
    frame = frame[frame["run_id"].isin(ids)]
    others = [c for c in runs.labels if c not in factors]
    means = frame.dropna(subset=measure).groupby(["point_id", *others], observed=True)[measure].mean()
    cells = means.groupby(level="point_id")
    y = cells.mean()[cells.count() == len(frame[others].drop_duplicates())]
    planned = int(runs.manifest.get("points", frame["point_id"].max() + 1))
    planned_design = runs.manifest.get("design", {})
    kind = str(planned_design.get("kind", "")).replace("none", "")
    if kind in STRUCTURED:
        x = _coordinates(runs).loc[y.index]
    else:
        x = frame.groupby("point_id")[factors].first().loc[y.index]
        x = x[[c for c in x if len(x[c].unique()) > 1]].apply(_unit)
    if len(y) < LEAST:
        raise InputError(f"{len(y)} points are too few for {x.shape[1]} factors; compute at least {LEAST}")
    if y.std() == 0:
        raise InputError(f"{measure} is the same in every run, so nothing drives it")
    second = bool(planned_design.get("second_order"))
    block = {"morris": x.shape[1] + 1, "saltelli": (1 + second) * x.shape[1] + 2}.get(kind, 1)
    return Design(kind, x, y.to_numpy(float), planned - len(y), block, int(planned_design.get("levels", 4)), second)


def _coordinates(runs: Ensemble) -> pd.DataFrame:
    """Return the coordinates (point, k) in the unit cube at which a sweep was planned, drawn again.

    Factors that are choices or that never vary are among them.  Raises InputError if the sweep holds other values.
    """
    design = build(DesignSettings, runs.manifest["design"], "design")
    factors = build(Uncertainty, runs.manifest["uncertainty"], "uncertainty").factors
    u = sample(design, factors)
    at = runs.runs["point_id"].to_numpy(int)
    if at.max() >= len(u):
        raise InputError(f"{runs.path}: point {at.max()} is none of the {len(u)} that its design has")
    for column, values in values_at(factors, u).items():
        name = column if column in runs.runs else column.replace(".", "/")
        ours, theirs = runs.runs["strategy" if column == "mexico" else name].to_numpy(), np.array(values)[at]
        number = np.issubdtype(theirs.dtype, np.number)
        if not (np.allclose(ours.astype(float), theirs) if number else (ours.astype(str) == theirs.astype(str)).all()):
            raise InputError(f"{runs.path}: {column} has other values than its design gives; was it drawn elsewhere?")
    return pd.DataFrame(u, columns=problem(factors)["names"])


def _unit(column: pd.Series) -> pd.Series:
    """Return mid-ranks in (0, 1); few distinct values keep equal distances from 0 to 1, as on a lattice."""
    codes = column.astype(str) if not pd.api.types.is_numeric_dtype(column) else column
    distinct = np.unique(codes.to_numpy())
    if len(distinct) <= 12:
        return pd.Series(np.searchsorted(distinct, codes.to_numpy()) / max(1, len(distinct) - 1), column.index)
    return pd.Series((rankdata(codes.to_numpy()) - 0.5) / len(codes), column.index)


def _problem(x: pd.DataFrame) -> dict[str, Any]:
    """Return the problem as SALib wants it, on the unit cube."""
    return {"num_vars": x.shape[1], "names": list(x.columns), "bounds": [[0.0, 1.0]] * x.shape[1]}


def morris(x: pd.DataFrame, y: Array, levels: int = 4) -> pd.DataFrame:
    """Return elementary effects of a Morris design: mean of absolute values mu*, its 95% half width, sd sigma.

    Rows must be whole trajectories in order; raises InputError otherwise.
    """
    from SALib.analyze import morris as method

    y = aligned(y, x, "outcome")
    if len(y) % (x.shape[1] + 1):
        raise InputError(f"{len(y)} points are not whole trajectories of {x.shape[1]} factors; was a run lost?")
    got = method.analyze(_problem(x), x.to_numpy(float), y, num_levels=levels, seed=SEED)
    table = pd.DataFrame({"factor": x.columns, "value": np.ma.filled(got["mu_star"], np.nan)})
    half = np.asarray(got["mu_star_conf"], float)
    table["low"], table["high"] = table["value"] - half, table["value"] + half
    table["sigma"] = np.ma.filled(got["sigma"], np.nan)
    return table.assign(method="Morris", index="mu*")


def sobol(x: pd.DataFrame, y: Array, second_order: bool = False) -> pd.DataFrame:
    """Return first-order and total Sobol indices with 95% intervals of a complete Saltelli design."""
    return _sobol(x, aligned(y, x, "outcome"), second_order)


def _sobol(x: pd.DataFrame, y: Array, second_order: bool = False) -> pd.DataFrame:
    from SALib.analyze import sobol as method

    got = method.analyze(_problem(x), y, calc_second_order=second_order, seed=SEED)
    rows = [
        (name, got[key][k], got[key][k] - got[f"{key}_conf"][k], got[key][k] + got[f"{key}_conf"][k], key)
        for key in ("S1", "ST")
        for k, name in enumerate(x.columns)
    ]
    return pd.DataFrame(rows, columns=["factor", "value", "low", "high", "index"]).assign(method="Sobol")


def emulator(x: pd.DataFrame, y: Array) -> tuple[Any, float]:
    """Return the better of a Gaussian process (up to SMOOTH points) and boosted trees, and its R2 on held-out folds.

    R2 = 1 - sum (y - y_held_out)^2 / sum (y - mean y)^2 over five folds.
    """
    from sklearn.model_selection import KFold

    at = x.to_numpy(float)
    folds = list(KFold(5, shuffle=True, random_state=0).split(at))
    best, score = _trees, -np.inf
    for fit in (_trees, _process)[: 2 if len(y) <= SMOOTH else 1]:
        miss = sum(float(((y[out] - fit(at[used], y[used]).predict(at[out])) ** 2).sum()) for used, out in folds)
        r2 = 1 - miss / float(((y - y.mean()) ** 2).sum())
        if r2 > score:
            best, score = fit, r2
    return best(at, y), score


def _trees(at: Array, y: Array) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(max_iter=120, learning_rate=0.1, max_leaf_nodes=15, random_state=0)
    return model.fit(at, y)


def _process(at: Array, y: Array) -> Any:
    """Return a Gaussian process with a length for each factor, found on at most LEARNT of the points it is given."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    kernel = ConstantKernel(1.0) * RBF(np.full(at.shape[1], 1.5), (0.1, 30.0)) + WhiteKernel(0.1, (1e-6, 2.0))
    few = _evenly(len(y), LEARNT)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a length at its bound: a direction that is flat
        learnt = GaussianProcessRegressor(kernel, optimizer=_climb, normalize_y=True).fit(at[few], y[few]).kernel_
    return GaussianProcessRegressor(learnt, optimizer=None, normalize_y=True).fit(at, y)


def _climb(objective: Any, start: Array, bounds: Array) -> tuple[Array, float]:
    """Return the best hyperparameters after a bounded number of steps, in the form that scikit-learn asks for."""
    from scipy.optimize import minimize

    got = minimize(objective, start, method="L-BFGS-B", jac=True, bounds=bounds, options={"maxiter": 30})
    return got.x, float(got.fun)


def _evenly(n: int, most: int) -> Array:
    """Return at most `most` of n rows, evenly spaced."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(int))


def sobol_emulated(x: pd.DataFrame, y: Array) -> tuple[pd.DataFrame, float]:
    """Return Sobol indices of an emulator of the runs, and its held-out R2: read them only as far as that is high."""
    from SALib.sample import sobol as sampler

    y, few = aligned(y, x, "outcome"), _evenly(len(x), MANY)
    model, r2 = emulator(x.iloc[few], y[few])
    points = sampler.sample(_problem(x), EMULATED, calc_second_order=False, seed=SEED)
    return _sobol(x, np.asarray(model.predict(points), float)).assign(method="Sobol of an emulator"), r2


def pawn(x: pd.DataFrame, y: Array, intervals: int = 10, draws: int = 40) -> pd.DataFrame:
    """Return PAWN indices (median Kolmogorov-Smirnov distance over slices) with bootstrap 95% intervals.

    The last row is a dummy that moves nothing: an index at or below its upper end is no evidence of influence.
    """
    rng = np.random.default_rng(SEED)
    y, few = aligned(y, x, "outcome"), _evenly(len(x), MANY)
    wide, y = with_dummy(x.iloc[few]), y[few]
    slices = int(np.clip(len(y) // 15, 3, intervals))
    at = wide.to_numpy(float)
    again = []
    for _ in range(draws):
        pick = rng.integers(0, len(y), len(y))
        again.append(median_distance(at[pick], y[pick], slices))
    low, high = np.nanquantile(again, [0.025, 0.975], axis=0)
    table = pd.DataFrame({"factor": wide.columns, "value": median_distance(at, y, slices), "low": low, "high": high})
    return table.assign(method="PAWN", index="median KS")


def with_dummy(x: pd.DataFrame) -> pd.DataFrame:
    """Return the factors and one more that moves nothing."""
    rng = np.random.default_rng(SEED)
    return x.assign(dummy=rng.permutation((np.arange(len(x)) + 0.5) / len(x)))


def median_distance(at: Array, y: Array, slices: int) -> Array:
    """Return for each factor the median over its slices of the distance max |F(y | slice) - F(y)|; `at` is (point, k).

    The index of SALib's PAWN, all slices at once.  A factor of few distinct values has a slice for each of them.
    """
    n = len(y)
    order = np.argsort(y, kind="stable")
    last = np.append(np.flatnonzero(np.diff(y[order])), n - 1)  # steps of F(y): equal outcomes are one step
    whole = (last + 1) / n
    out = np.empty(at.shape[1])
    for k, column in enumerate(at.T):
        distinct, code = np.unique(column, return_inverse=True)
        if len(distinct) > slices:
            code = np.empty(n, int)
            code[np.argsort(column, kind="stable")] = np.arange(n) * slices // n
        inside = np.eye(min(len(distinct), slices))[code[order]].cumsum(0)
        out[k] = np.median(np.abs(inside[last] / inside[-1] - whole[:, None]).max(0))
    return out


def drivers(
    runs: Ensemble,
    measure: str,
    strategy: str = "",
    where: Mapping[str, str] | None = None,
    average: bool = False,
) -> pd.DataFrame:
    """Return PAWN indices by year, factor and a dummy, seeds averaged: what drives a measure early, and what late.

    Raises InputError if the runs kept no table over time, or as :func:`table_of` does.
    """
    x = table_of(runs, measure, strategy, where=where, average=average).x
    ids = chosen(runs, strategy, where, average)["run_id"]
    frame = runs.table("measures", ["month", "year", measure])
    frame = frame[frame["run_id"].isin(ids)]
    frame["point_id"] = frame["run_id"].map(runs.runs.set_index("run_id")["point_id"])
    rows = []
    for year, part in frame.groupby(np.floor(frame["year"].astype(float) + 1e-3)):
        y = part.groupby("point_id")[measure].mean().reindex(x.index)
        present = np.flatnonzero(np.isfinite(y.to_numpy(float)))
        present = present[_evenly(len(present), MANY)] if len(present) else present
        if len(present) < LEAST or y.std() == 0:
            continue
        wide = with_dummy(x.iloc[present])
        index = median_distance(
            wide.to_numpy(float), y.to_numpy(float)[present], int(np.clip(len(present) // 15, 3, 10))
        )
        rows += [(int(year), f, v) for f, v in zip(wide.columns, index, strict=True)]
    return pd.DataFrame(rows, columns=["year", "factor", "value"])


def luck(runs: Ensemble, measure: str, when: str = "last12") -> pd.DataFrame:
    """Return the shares of variance of strategy, of futures and of seeds: Var = E[Var | all but seed] + Var(E).

    Var(E | strategy, future) is split into strategy and the rest; needs at least two seeds.
    """
    if runs.seeds < 2:
        raise InputError(f"the share of luck needs at least two seeds; {runs.path} has one")
    frame = runs.numbers([measure], when)
    keys = ["strategy", *(c for c in runs.conditions if c not in runs.factors), "point_id"]
    cells = frame.groupby(keys, observed=True, sort=False)[measure]
    if cells.count().max() < 2:
        raise InputError(f"no future of {runs.path} was met by two seeds, so luck cannot be told from it")
    within = float(cells.var(ddof=1).mean())
    n = float(cells.count().mean())
    means = cells.mean()
    between = max(0.0, float(means.var(ddof=1)) - within / n) if len(means) > 1 else 0.0
    by_strategy = means.groupby(level="strategy").mean()
    strategy = min(between, float(by_strategy.var(ddof=1))) if len(by_strategy) > 1 else 0.0
    total = within + between
    if total == 0:
        raise InputError(f"{measure} is the same in every run, so nothing drives it")
    parts = {"strategy": strategy, "future": between - strategy, "seed (luck)": within}
    return pd.DataFrame({"source": list(parts), "share": [v / total for v in parts.values()]}).assign(measure=measure)
