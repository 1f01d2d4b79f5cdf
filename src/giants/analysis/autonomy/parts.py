"""Which pillar and which indicator a difference of the index rests on, and whether Mexico sets it by its own hand."""

from functools import cache

import numpy as np
import pandas as pd

from giants.analysis import intervals, shapley, words
from giants.analysis.compare.numbers import reference_of
from giants.analysis.ensemble import Ensemble
from giants.measures import anchors, frames, pillars
from giants.measures.index import PILLARS, RELATION_WEIGHTS, power_mean
from giants.symbols import Array

EXTRA = ("power_us", "power_cn", "treaty_horizon", "treaty_in_force")
MEMBERS = {"structural": ("S",), "agency": ("A",), "relations": ("R_US", "R_CN", "R_LA"), "sovereignty": ("I",)}
MUCH = 0.4
"""Share of a difference beyond which one lever without a source is named in the sentence that tells it."""


MOST = 1000
"""Pairs of runs of a strategy that are decomposed, evenly spaced; more of them change little."""


@cache
def posts() -> dict[str, anchors.Anchor]:
    """Return the anchors of the model's ten regions, by code."""
    return dict(anchors.bundled("ten regions"))


def name(code: str) -> str:
    """Return an indicator in words."""
    made = {"S6": "import-side power of the strongest giant", "RU2": "treaty horizon"}
    return made.get(code) or words.named(frames.COLUMNS.get(code, code))


def raw(runs: Ensemble, when: str = "last12") -> pd.DataFrame:
    """Return the raw indicators of all runs, one column per code, in the order of `runs.runs`."""
    columns = [*frames.COLUMNS.values(), *EXTRA]
    frame = runs.numbers(list(dict.fromkeys(columns)), when)
    return pd.DataFrame(frames.raw(frame, posts()), columns=list(posts()), index=frame.index)


def decomposed(low: Array, high: Array, scale: anchors.Scale, r: float = 0.0) -> Array:
    """Return what each indicator (m) adds to the index of raw indicators `high` (..., m) over that of `low`: (m, ...).

    The Owen value with pillars as groups: exact for every order r of the power mean and with floored scores.  An
    indicator that is missing on both sides adds nothing.
    """
    groups = [
        [k for k in range(len(scale.codes)) if any(scale.groups[anchors.GROUPS.index(g), k] for g in MEMBERS[p])]
        for p in PILLARS
    ]
    scores = scale.score(low), scale.score(high)
    whole = [np.stack([_pillar(p, s, scale) for p in PILLARS], -1) for s in scores]

    def value(g: int, rows: Array, others: Array) -> Array:
        mixed = np.repeat(scores[0][None], len(rows), 0)
        for j, k in enumerate(groups[g]):
            mixed[..., k] = np.where(_tall(rows[:, j], low), scores[1][..., k], scores[0][..., k])
        four = np.repeat(np.where(others, whole[1], whole[0])[None], len(rows), 0)
        four[..., g] = _pillar(PILLARS[g], mixed, scale)
        return power_mean(four, None, r)

    return shapley.nested(groups, value)


def _tall(column: Array, like: Array) -> Array:
    return column.reshape(-1, *(1,) * (like.ndim - 1))


def _pillar(pillar: str, scores: Array, scale: anchors.Scale) -> Array:
    """Return one pillar of scores (..., m)."""
    rows = [anchors.GROUPS.index(g) for g in MEMBERS[pillar]]
    means = pillars.group_means(scores, scale.groups[rows])
    return means[..., 0] if len(rows) == 1 else power_mean(means, RELATION_WEIGHTS)


def parts(runs: Ensemble, reference: str = "", when: str = "last12", by: str = "strategy") -> pd.DataFrame:
    """Return what each indicator adds to the difference of the index from the reference, with its 95% interval.

    Columns: strategy, reference, pillar, code, indicator, hands, lever, sourced, part, low, high, share, pairs.  Runs
    are paired on everything but the strategy, or the label `by`; `share` is the part over the whole difference, missing
    where that does not differ from nothing.  The index is that of the mean indicators of the year;
    of more than MOST pairs, so many evenly spaced ones are taken.
    """
    base = reference_of(runs, reference) if by == "strategy" else reference
    scale, values = anchors.Scale.of(posts()), raw(runs, when)
    keys = [c for c in dict.fromkeys(("strategy", *runs.conditions)) if c != by and c not in runs.factors]
    keys += ["point_id", "seed"]
    at = runs.runs[[*keys, by]].reset_index(drop=True)
    groups = {str(s): part.set_index(keys).index for s, part in at.groupby(by, sort=False)}
    numbers = {s: values.to_numpy()[(at[by].astype(str) == s).to_numpy()] for s in groups}
    tables = []
    for name_ in (s for s in groups if s != base):
        common = groups[name_].intersection(groups[base])
        common = common[intervals.evenly(len(common), MOST)]
        one, other = (numbers[s][groups[s].get_indexer(common)] for s in (base, name_))
        tables.append(_table(name_, base, decomposed(one, other, scale), common))
    return pd.concat(tables, ignore_index=True)


def _table(strategy: str, base: str, found: Array, pairs: pd.Index) -> pd.DataFrame:
    """Return the rows of one strategy from what each indicator adds, (m, pair), averaged within point and seed."""
    frame = pd.DataFrame(found.T, index=pairs).dropna()
    frame = frame.groupby(level=["point_id", "seed"]).mean()
    _, low, high = intervals.mean_interval(frame.sum(axis=1))
    told = bool(low > 0 or high < 0)
    rows = []
    for k, (code, anchor) in enumerate(posts().items()):
        mean, least, most = intervals.mean_interval(frame[k])
        share = mean / frame.sum(axis=1).mean() if told else np.nan
        pillar = next(p for p in PILLARS if anchor.group in MEMBERS[p])
        hands = "own" if anchor.own else "outcome"
        rows.append((strategy, base, pillar, code, name(code), hands, anchor.lever, anchor.lever_sourced,
                     mean, least, most, share, len(frame)))  # fmt: skip
    columns = ["strategy", "reference", "pillar", "code", "indicator", "hands", "lever", "sourced", "part", "low",
               "high", "share", "pairs"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def by_pillar(table: pd.DataFrame) -> pd.DataFrame:
    """Return the parts of :func:`parts` added up by strategy and pillar, and by whose hands."""
    return table.groupby(["strategy", "pillar", "hands"], sort=False)["part"].sum().reset_index()


def leaning(table: pd.DataFrame, strategy: str) -> pd.Series | None:
    """Return the row of the lever without a source on which more than two fifths of a difference rest, if any."""
    part = table[(table["strategy"] == strategy) & (table["hands"] == "own") & ~table["sourced"]]
    worst = part.sort_values("share").tail(1)
    return worst.iloc[0] if len(worst) and worst["share"].iloc[0] > MUCH else None


def told(table: pd.DataFrame, strategy: str) -> str:
    """Return the difference of a strategy as a sentence: how large, on what it rests, and whose hands those are."""
    part = table[table["strategy"] == strategy]
    whole = part["part"].sum()
    head = f"{words.words(strategy)} against {words.words(part['reference'].iloc[0])}: {whole:+z.3f} of the index"
    doubt = " (no more than luck makes)" if part["share"].isna().all() else ""
    own = part.loc[part["hands"] == "own", "part"].sum()
    pillar = part.groupby("pillar", sort=False)["part"].sum()
    most = str(pillar.abs().idxmax())
    text = (
        f"{head}{doubt}, {pillar[most]:+z.3f} by {words.named(most)}; Mexico's own hand sets {own:+z.3f}, and "
        f"{whole - own:+z.3f} is outcome"
    )
    leans = leaning(table, strategy)
    if leans is None:
        return f"{text}."
    return (
        f"{text}. {leans['share']:.0%} of it is {leans['indicator']}, read back from one lever whose effect has no "
        f"source: {leans['lever']}."
    )


def hands(runs: Ensemble, when: str = "last12") -> pd.DataFrame:
    """Return the share of each indicator's variance over all runs that Mexico's strategy alone makes.

    Var E[x | strategy] / Var x, the check of the column `hands`: near one nobody else and no luck has a hand in it.
    Missing for an indicator that never moves.
    """
    values = raw(runs, when)
    strategy = runs.runs["strategy"].reset_index(drop=True)
    rows = []
    for code, anchor in posts().items():
        x = values[code].reset_index(drop=True).dropna()
        spread = float(((x - x.mean()) ** 2).sum())
        between = float(((x.groupby(strategy).transform("mean") - x.mean()) ** 2).sum())
        share = between / spread if spread > 1e-18 else np.nan
        rows.append((code, name(code), "own" if anchor.own else "outcome", anchor.lever, share, len(x)))
    return pd.DataFrame(rows, columns=["code", "indicator", "hands", "lever", "by_strategy", "n"])
