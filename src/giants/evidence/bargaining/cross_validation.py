"""Forecasts of threats by estimates that have not seen their cluster, baselines beside, and the choice of a model."""

from collections.abc import Callable, Iterable
from itertools import combinations

import numpy as np
import pandas as pd

from giants.bargaining import estimated
from giants.bargaining.estimated import GRID
from giants.evidence.bargaining.coded_threats import CodedThreats, at_start, join, take
from giants.evidence.bargaining.scores import ThreatForecast, by_row
from giants.evidence.bargaining.threat_fit import (
    SIGNALLING,
    SPECIFICATIONS,
    Cases,
    Prior,
    Specification,
    coefficients,
    fit,
    mode,
    predict,
    weights,
)
from giants.symbols import Array

CHOICE = ("Brier of imposition", "CRPS of concession")
"""Scores by which a specification is chosen."""

type Maker = Callable[[CodedThreats, CodedThreats, CodedThreats], ThreatForecast]
"""From rows to train on, rows whose ends are known, and rows to predict, to the forecast of the latter."""


def cases(train: CodedThreats, history: CodedThreats) -> Cases:
    """Return what is estimated on, the record of the sender from `history`."""
    return Cases(at_start(train, history), train.concession, train.imposed, weights(train.cluster))


def model(spec: Specification, prior: Prior) -> Maker:
    """Return the maker of forecasts by one specification."""

    def make(train: CodedThreats, history: CodedThreats, rows: CodedThreats) -> ThreatForecast:
        return ThreatForecast(*predict(fit(spec, cases(train, history), prior), at_start(rows, history)))

    return make


def means(by_class: bool) -> Maker:
    """Return the maker of forecasts that repeat what was seen, in the row's class of demand or in all rows."""

    def make(train: CodedThreats, history: CodedThreats, rows: CodedThreats) -> ThreatForecast:
        weight = weights(train.cluster)
        like = np.broadcast_to(weight, (len(rows.id), len(weight)))
        if by_class:
            same = like * (rows.known.kind[:, None] == train.known.kind)
            like = np.where(same.any(axis=1, keepdims=True), same, like)
        acts, shares = (like * np.isfinite(seen) for seen in (train.imposed, train.concession))
        cell = np.rint(np.nan_to_num(train.concession) / GRID[1]).astype(int)
        chance = (acts @ np.nan_to_num(train.imposed)) / acts.sum(axis=1)
        return ThreatForecast(chance, shares @ np.eye(len(GRID))[cell] / shares.sum(axis=1, keepdims=True))

    return make


def forecast(rows: CodedThreats, train: CodedThreats, makers: dict[str, Maker]) -> dict[str, ThreatForecast]:
    """Return forecasts of `rows`, each by estimates on `train` without the clusters that share its cause.

    Ends of threats in both tables feed the record of the sender.
    """
    history = join([train, rows])
    parts: dict[str, list[ThreatForecast]] = {name: [] for name in makers}
    order, left_out = [], _left_out(rows, train)
    for clusters in sorted(set(left_out)):
        mine = np.flatnonzero([one == clusters for one in left_out])
        kept = take(train, ~np.isin(train.cluster, clusters))
        past = take(history, ~np.isin(history.cluster, clusters))
        order.append(mine)
        for name, make in makers.items():
            parts[name].append(make(kept, past, take(rows, mine)))
    back = np.argsort(np.concatenate(order))
    return {
        name: ThreatForecast(
            np.concatenate([p.imposed for p in part])[back], np.concatenate([p.share for p in part])[back]
        )
        for name, part in parts.items()
    }


def beside_baselines(rows: CodedThreats, train: CodedThreats, prior: Prior) -> dict[str, ThreatForecast]:
    """Return forecasts of `rows` by the model, form only, class means and the grand mean; of `train` the rows count."""
    makers = {
        "model": model(SIGNALLING, prior),
        "form only": model(SPECIFICATIONS[0], prior),
        "class means": means(True),
        "grand mean": means(False),
    }
    return forecast(rows, take(train, train.counted), makers)


def _left_out(rows: CodedThreats, train: CodedThreats) -> list[tuple[str, ...]]:
    """Return, for each row, the clusters of `train` that share its cause.

    These are the cluster of its name, that of the same row, and where a row has no cluster but the month of its start,
    those of all rows that start in this month.
    """
    same = (rows.cluster[:, None] == train.cluster) | (rows.id[:, None] == train.id)
    same |= (rows.cluster == rows.month)[:, None] & (rows.month[:, None] == train.month)
    return [tuple(np.unique(train.cluster[row])) for row in same]


def nested(
    rows: CodedThreats, prior: Prior, specifications: tuple[Specification, ...] = SPECIFICATIONS,
    progress: Callable[[Iterable[tuple[str, str]]], Iterable[tuple[str, str]]] = iter,
) -> pd.DataFrame:  # fmt: skip
    """Return, for each cluster left out, the mean scores of each specification over the other clusters.

    Each of those is predicted by the mode estimated without it and without the cluster left out, so that what a
    cluster says plays no part in the choice of the model that predicts it.  Columns cluster, specification,
    Brier of imposition, CRPS of concession.
    """
    names = np.unique(rows.cluster)
    full = {spec.name: mode(spec, cases(rows, rows), prior) for spec in specifications}
    lines = []
    for pair in progress(list(combinations(names, 2))):
        kept = take(rows, ~np.isin(rows.cluster, pair))
        for spec in specifications:
            found = mode(spec, cases(kept, kept), prior, [full[spec.name]])
            for outer, inner in (pair, pair[::-1]):
                held = take(rows, rows.cluster == inner)
                c, known = coefficients(found), at_start(held, kept)
                score = by_row(
                    ThreatForecast(estimated.carried_out(c, known), estimated.share(c, known)),
                    held.concession,
                    held.imposed,
                )
                lines.append((outer, spec.name, *(_mean(score[s]) for s in CHOICE)))
    table = pd.DataFrame(lines, columns=["cluster", "specification", *CHOICE])
    return table.groupby(["cluster", "specification"], as_index=False, sort=False).mean()


def _mean(values: Array) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else np.nan


def chosen(
    inner: pd.DataFrame, outer: dict[str, ThreatForecast], cluster: Array
) -> tuple[ThreatForecast, pd.DataFrame]:
    """Return forecasts by the specification that each row's cluster had no part in choosing, and how often each is.

    inner: the table of `nested`; outer: forecasts of the rows by specification, each without the row's cluster.
    Imposition and concession are chosen apart.
    """
    best = {
        score: inner.loc[inner.groupby("cluster")[score].idxmin()].set_index("cluster")["specification"]
        for score in CHOICE
    }
    imposed = np.array([outer[best[CHOICE[0]][name]].imposed[row] for row, name in enumerate(cluster)])
    share = np.array([outer[best[CHOICE[1]][name]].share[row] for row, name in enumerate(cluster)])
    counts = pd.DataFrame({score: best[score].value_counts() for score in CHOICE}).fillna(0).astype(int)
    return ThreatForecast(imposed, share), counts.rename_axis("specification").reset_index()
