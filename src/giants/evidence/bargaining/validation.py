"""Stylised facts of coercion, published and ours: threats of many senders simulated with the mechanism itself.

A crisis is one sender, one target and one demand.  The sender's share of the target's market, the market's weight in
the target's income, the class of the demand, the target's unknown cost and the sender's type vary; nothing is fitted
to the published values.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from giants.bargaining import threat
from giants.bargaining.nash import one_issue
from giants.bargaining.threat import logistic
from giants.evidence.bargaining import episode_model, episodes
from giants.evidence.rows import Band, Benchmark, among, sample, table
from giants.symbols import Array

COSTS = (0.43, 0.75, 4.5)
"""Cost of a demand, percent of GDP, by class: the estimate on the episodes of 2017-2025."""
ALPHA, ACT_TOUGH, ACT_SOFT, BASE, PRECISION = 0.362, 0.9, 0.3, episodes.BASE_BELIEF, 6.0
SETTLE, RELENT = 0.12, 0.05
MODELS = "published range and a third of it to either side"


class Crises(NamedTuple):
    """An ensemble of simulated threats, (N,)."""

    share: Array
    """sender's share of the target's trade"""
    asymmetry: Array
    """log of the target's dependence on the sender over the sender's on the target"""
    kind: Array
    belief: Array
    threatened: Array
    conceded: Array
    """at the threat stage"""
    imposed: Array
    settled: Array
    """conceded after imposition"""
    lifted: Array
    months: Array
    """until the threat, or the instrument, ended"""
    x: Array
    """concession, share of the demand"""


def crises(n: int, seed: int, belief: float | None = None) -> Crises:
    """Return `n` simulated threats; `belief` fixes the target's prior instead of drawing it around its base.

    L = openness · s · (1 - s/2) / 10: what the target loses when the share s of its trade is hit and what remains can
    be turned to others less and less easily as s grows;  the sender loses in proportion to the same trade.
    """
    rng = np.random.default_rng(seed)
    share, openness, size = rng.beta(1.5, 2.5, n), rng.uniform(0.2, 0.8, n), rng.lognormal(0.0, 1.2, n)
    kind = rng.choice(3, n, p=[0.4, 0.5, 0.1])
    L = 10 * openness * share * (1 - share / 2)
    own = 0.3 * L / np.maximum(size, 0.05)
    ask = 0.83  # elasticity of the demand to the stick, the estimate on the episodes
    C = np.array(COSTS)[kind] * np.maximum(L, 1e-3) ** ask * rng.lognormal(0.0, 0.5, n)
    v = C / size * rng.lognormal(0.2, 0.6, n)
    mu = np.full(n, belief) if belief is not None else np.clip(rng.normal(BASE, 0.15, n), 0.05, 0.95)
    tough = rng.random(n) < mu
    stage = threat.logit(mu, C, L, v, ALPHA * v, PRECISION)
    gain, risk = stage.concede * v, 1 - stage.concede
    worth = gain - risk * np.where(tough, own, ALPHA * v)
    threatened = rng.random(n) < logistic(PRECISION * worth / (v + own))
    conceded = threatened & (rng.random(n) < stage.concede)
    acts = rng.random(n) < np.where(tough, ACT_TOUGH, ACT_SOFT)
    imposed = threatened & ~conceded & acts
    # those who resisted a threat revise the same cost; only settlements better than bearing the loss are struck
    later = logistic(PRECISION * (L - C) / (L + C)) * stage.concede
    settle, relent = SETTLE * later, np.full(n, RELENT)
    first = rng.random(n) < settle / (settle + relent)
    waited = rng.geometric(np.clip(settle + relent, 1e-3, 1))
    believed = np.where(imposed, 1.0, stage.tough)
    deal, _ = one_issue(0.5, believed * L, C, believed * own + (1 - believed) * ALPHA * v, v)
    months = np.where(imposed, waited, rng.integers(1, 5, n))
    return Crises(share, np.log(L) - np.log(own), kind, mu, threatened, conceded, imposed, imposed & first,
                  imposed & ~first, months, np.where(conceded | (imposed & first), deal, 0.0))  # fmt: skip


def rows(n: int = 60_000, seed: int = 1) -> pd.DataFrame:
    """Return the stylised facts S1 to S10 (without S9), columns as in :func:`giants.evidence.rows.table`."""
    facts = sorted([*_ensemble(crises(n, seed)), _reputation(n, seed), *_episodes()], key=lambda r: int(r.id[1:]))
    return table(facts)


def _published(key: str, fact: str, published: str, ours: float, low: float, high: float | None = None) -> Benchmark:
    return Benchmark(key, fact, "outside", published, ours, among(low, high), MODELS)


def _bound(key: str, fact: str, published: str, ours: float, band: Band) -> Benchmark:
    return Benchmark(key, fact, "outside", published, ours, band, "what is published")


def _ensemble(c: Crises) -> list[Benchmark]:
    """Return the facts that are shares, slopes and medians of one ensemble."""
    t = c.threatened
    early, late, acted = _mean(c.conceded, t), _mean(c.settled, c.imposed), _mean(c.imposed, t)
    rare = min(early, acted, _mean(t & ~c.conceded & ~c.imposed, t))
    success = (c.conceded | c.settled)[t].astype(float)
    peak, slope = _peak(c.share[t], success), _slope(c.asymmetry[t], success)
    lasting = float(np.median(c.months[c.imposed]) / np.median(c.months[t & ~c.imposed]))
    by = [float(c.x[t & (c.kind == k)].mean()) for k in range(2)]
    error = 0.025 / 0.496  # of the published slope: p .62 is z .496
    return [
        _published("S1", "acquiescence: threats", "0.43 (TIES), 0.56 (Section 301)", early, 0.43, 0.56),
        _published("S1", "acquiescence: after imposition", "0.29 (TIES), 0.33", late, 0.29, 0.33),
        _published("S2", "market share at which success peaks", "0.46 to 0.52", peak, 0.46, 0.52),
        _bound("S3", "effect of raw log asymmetry", "-0.025, p .62 (TIES)", slope,
               (-0.025 - 1.96 * error, -0.025 + 1.96 * error)),
        _published("S5", "months in force over months of threat", "2 (medians, TIES)", lasting, 2.0),
        _coded("S6", "concession, executive", 0.56, 8, by[0]),
        _coded("S6", "concession, structural", 0.37, 11, by[1]),
        _bound("S7", "rarest of conceding, imposing, backing down", "0.2 or more", rare, (0.2, 1.0)),
    ]  # fmt: skip


def _coded(key: str, fact: str, published: float, cases: int, ours: float) -> Benchmark:
    """Return a row on episodes that the costs and the model of episodes were estimated on."""
    band = sample(published, cases)
    return Benchmark(
        key, fact, "calibrated", f"{published:.2f} ({cases} episodes)", ours, band, "95% of luck, at most half"
    )


def _reputation(n: int, seed: int) -> Benchmark:
    """Return how acquiescence changes when the same senders have just backed down."""
    low, high = (crises(n, seed, belief=b) for b in (_after_backing_down(), BASE))
    drop = _mean(low.conceded, low.threatened) - _mean(high.conceded, high.threatened)
    fact = "change of acquiescence after backing down"
    return _bound("S4", fact, "negative (Peterson 2013)", drop, (-1.0, -1e-3))


def _episodes() -> list[Benchmark]:
    """Return the facts that single dated episodes stand for, against what the hindcast expects of those episodes."""
    coded = episodes.read()
    verified = coded[(episodes.flag(coded, "verified") == 1)].reset_index(drop=True)
    estimate = episode_model.fit(episodes.features(verified, verified), episodes.outcomes(verified))
    mean = episode_model.predict(estimate, episodes.features(verified, verified)).mean
    observed = episodes.outcomes(verified).concession
    silent = ((verified["sender"] == "USA") & (episodes.flag(verified, "explicit_threat") == 0)).to_numpy()
    reverse = ((verified["sender"] == "MEX") & (verified["issue_group"] == "security")).to_numpy()
    china = (verified["sender"] == "CHN").to_numpy()
    apart, published = mean[reverse].mean() - mean[china].mean(), observed[reverse].mean() - observed[china].mean()
    quiet, fact = float(mean[silent].mean()), "Mexico's coercion on security less China's"
    cases = int((reverse | china).sum())
    return [
        _coded("S8", "concession without a stated threat", float(observed[silent].mean()), int(silent.sum()), quiet),
        _coded("S10", fact, float(published), cases, float(apart)),
    ]


def _after_backing_down() -> float:
    """Return the belief of a target that has just seen the sender back down."""
    return float(threat.bayes(BASE, False, ACT_TOUGH, ACT_SOFT))


def _mean(event: Array, condition: Array) -> float:
    """Return the share of `event` among `condition`."""
    return float(event[condition].mean())


def _slope(x: Array, y: Array) -> float:
    """Return the slope of a linear probability model."""
    return float(np.polyfit(x, y, 1)[0])


def _peak(x: Array, y: Array) -> float:
    """Return where a quadratic fit peaks, NaN if it does not bend down."""
    bend, slope, _ = np.polyfit(x, y, 2)
    return float(-slope / (2 * bend)) if bend < 0 else float("nan")
