"""How much of the index is a choice: weights, goalposts, aggregation and indicators are drawn, not defended.

Source of the procedure: OECD and JRC Handbook (2008), chapter on uncertainty and sensitivity; Saisana, Saltelli and
Tarantola (2005).  Uniforms come from the caller or from an unscrambled Sobol sequence, so that results repeat.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import gamma, qmc, sobol_indices

from giants.errors import InputError
from giants.measures import index
from giants.measures.anchors import GROUPS, Anchor
from giants.measures.pillars import group_means
from giants.symbols import Array

CHOICES = ("weights", "anchors", "goalposts", "aggregation", "dropped indicator")
DIRICHLET, STRETCH, ORDER = 4.0, 0.2, (-2.0, 0.5)


@dataclass(frozen=True)
class Draw:
    """`n` draws of all choices: weights (n, 4), stretches (n, 2, m), log goalposts (n), order r (n), dropped (n)."""

    weights: Array
    stretch: Array
    log: Array
    order: Array
    dropped: Array  # position of the indicator that is left out, or m for none


def columns(m: int) -> dict[str, slice]:
    """Return which columns of a uniform design (n, 2 m + 7) each choice reads."""
    return {
        "weights": slice(0, 4),
        "anchors": slice(4, 4 + 2 * m),
        "goalposts": slice(4 + 2 * m, 5 + 2 * m),
        "aggregation": slice(5 + 2 * m, 6 + 2 * m),
        "dropped indicator": slice(6 + 2 * m, 7 + 2 * m),
    }


def uniforms(n: int, m: int) -> Array:
    """Return `n` points of an unscrambled Sobol sequence in 2 m + 7 dimensions, the corner at zero left out."""
    points: Array = qmc.Sobol(2 * m + 7, scramble=False).random(n + 1)[1:]
    return points


def draw(u: Array, present: Array) -> Draw:
    """Turn uniforms (n, 2 m + 7) into choices; `present` (m) marks the indicators that have values.

    Weights Dirichlet(4, 4, 4, 4) through gammas; worst and best goalposts +-20% each; linear or logarithmic with equal
    chance; r uniform on [-2, 0.5]; one indicator dropped, or none, with equal chance.
    """
    m = len(present)
    if u.shape[-1] != 2 * m + 7:
        raise InputError(f"a design for {m} indicators needs {2 * m + 7} columns, got {u.shape[-1]}")
    cols = columns(m)
    g = gamma.ppf(np.clip(u[:, cols["weights"]], 1e-9, 1 - 1e-9), DIRICHLET)
    candidates = np.append(np.flatnonzero(present), m)
    return Draw(
        weights=g / g.sum(1, keepdims=True),
        stretch=(STRETCH * (2 * u[:, cols["anchors"]] - 1)).reshape(len(u), 2, m),
        log=u[:, cols["goalposts"]][:, 0] >= 0.5,
        order=ORDER[0] + (ORDER[1] - ORDER[0]) * u[:, cols["aggregation"]][:, 0],
        dropped=candidates[np.minimum((u[:, cols["dropped indicator"]][:, 0] * len(candidates)).astype(int), m)],
    )


def index_under(raw: Array, table: Mapping[str, Anchor], choices: Draw) -> Array:
    """Return the index (n, ...) of raw indicators (..., m) under each of `n` draws of the choices.

    Months or runs in which agency is missing give a missing index; average over runs after this function.
    """
    anchors = list(table.values())
    member = np.array([[a.group == g for a in anchors] for g in GROUPS], float)
    out = np.empty((len(choices.order), *raw.shape[:-1]))
    for k in range(len(choices.order)):
        low, high = choices.stretch[k]
        scores = np.stack(
            [
                a.stretched(float(low[c]), float(high[c])).score(raw[..., c], log=bool(choices.log[k]))
                for c, a in enumerate(anchors)
            ],
            -1,
        )
        if choices.dropped[k] < len(anchors):
            scores[..., choices.dropped[k]] = np.nan
        out[k] = _aggregate(scores, member, choices.weights[k], float(choices.order[k]))
    return out


def _aggregate(scores: Array, member: Array, weights: Array, r: float) -> Array:
    s, a, us, cn, la, i = np.moveaxis(group_means(scores, member), -1, 0)
    return index.calibrated_autonomy(s, a, index.relations(us, cn, la), i, weights=weights, r=r)


def band(
    raw: Array, table: Mapping[str, Anchor], n: int = 1023, levels: tuple[float, ...] = (0.05, 0.5, 0.95)
) -> Array:
    """Return quantiles (levels, ...) of the index of raw indicators (..., m) over the choices."""
    present = ~np.isnan(raw.reshape(-1, raw.shape[-1])).all(0)
    values = index_under(raw, table, draw(uniforms(n, len(table)), present))
    return np.quantile(values, levels, axis=0)  # type: ignore[no-any-return]


def rank_reversal(raw: Mapping[str, Array], table: Mapping[str, Anchor], n: int = 255) -> pd.DataFrame:
    """Return, for each pair of strategies, how often a draw of the choices turns their order round.

    `raw` maps a strategy to its runs (run, m).  The order is that of the mean index over runs; columns: better and
    worse under the default choices, gap, probability of reversal.
    """
    names = list(raw)
    every = np.concatenate([raw[s] for s in names])
    choices = draw(uniforms(n, len(table)), ~np.isnan(every).all(0))
    neutral = _neutral(len(table))
    mean = {s: np.nanmean(index_under(raw[s], table, choices), 1) for s in names}
    base = {s: float(np.nanmean(index_under(raw[s], table, neutral))) for s in names}
    rows = []
    for a, first in enumerate(names):
        for second in names[a + 1 :]:
            better, worse = (first, second) if base[first] >= base[second] else (second, first)
            reversed_share = float((mean[better] < mean[worse]).mean())
            rows.append((better, worse, base[better] - base[worse], reversed_share))
    return pd.DataFrame(rows, columns=["better", "worse", "gap", "reversal_probability"])


def _neutral(m: int) -> Draw:
    """Return the default choices as one draw."""
    return Draw(np.full((1, 4), 0.25), np.zeros((1, 2, m)), np.array([False]), np.zeros(1), np.array([m]))


def choice_indices(raw: Array, table: Mapping[str, Anchor], n: int = 512) -> pd.DataFrame:
    """Return first-order and total Sobol indices of the index of one indicator vector (m) on each kind of choice.

    S_c = Var(E[CAI | c]) / Var CAI, T_c = 1 - Var(E[CAI | all but c]) / Var CAI; a choice is a group of columns of the
    design, moved together.  `n` is a power of two.  Source: Saltelli et al. (2010) through scipy.stats.
    """
    m = len(table)
    present = ~np.isnan(raw)
    width = 2 * m + 7
    both: Array = qmc.Sobol(2 * width, scramble=False).random(2 * n)[n:]  # a whole block that skips the origin
    a, b = both[:, :width], both[:, width:]

    def evaluate(u: Array) -> Array:
        return index_under(raw, table, draw(u, present))

    swapped = []
    for cols in columns(m).values():
        mixed = a.copy()
        mixed[:, cols] = b[:, cols]
        swapped.append(evaluate(mixed)[None])
    result = sobol_indices(
        func={"f_A": evaluate(a)[None], "f_B": evaluate(b)[None], "f_AB": np.stack(swapped)},
        n=n,
    )
    return pd.DataFrame(
        {"first_order": result.first_order.ravel(), "total": result.total_order.ravel()},
        index=pd.Index(CHOICES, name="choice"),
    )


def importance(pillars: Array, cai: Array, weights: tuple[float, ...] = (0.25,) * 4) -> pd.DataFrame:
    """Return effective against nominal importance of each pillar over runs: pillars (run, 4), index (run).

    `pearson2` is the squared correlation with the index, `main_effect` the share of its variance that a cubic in the
    pillar explains, `effective` that share normalised to one.  Correlated pillars make nominal weights misleading.
    Source: Paruolo, Saisana and Saltelli (2013); Becker et al. (2017).
    """
    keep = np.isfinite(cai) & np.isfinite(pillars).all(1)
    x, y = pillars[keep], cai[keep]
    if len(y) < 8 or y.std() == 0:
        raise InputError("importance needs at least 8 runs with a finite index that varies")
    pearson, effect = np.zeros(4), np.zeros(4)
    for k in range(4):
        if x[:, k].std() > 0:
            pearson[k] = np.corrcoef(x[:, k], y)[0, 1] ** 2
            z = (x[:, k] - x[:, k].mean()) / x[:, k].std()
            basis = np.vander(z, 4)
            fit = basis @ np.linalg.lstsq(basis, y, rcond=None)[0]
            effect[k] = fit.var() / y.var()
    return pd.DataFrame(
        {"nominal": weights, "pearson2": pearson, "main_effect": effect, "effective": effect / effect.sum()},
        index=pd.Index(index.PILLARS, name="pillar"),
    )
