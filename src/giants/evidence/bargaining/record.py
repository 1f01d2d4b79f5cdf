"""What is asked, threatened and done in runs, beside the coded threats on Mexico of 2017 to April 2025."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from giants import tables
from giants.bargaining import log
from giants.bargaining.issues import TOPICS, Issue
from giants.symbols import Array

TABLE = "episodes/us_threats_mexico.csv"
TOPIC_OF = {
    "migration": "migration",
    "security": "drugs",
    "agriculture": "agriculture",
    "steel_aluminum": "metals",
    "trade_rules": "trade rules",
    "sovereignty": "sovereignty",
    "energy": "energy",
    "china_alignment": "China",
    "water": "water",
}
"""Issue group of the coded threats -> matter of the model."""
MONTHS = 99
"""January 2017 to April 2025."""
ENDS = {"imposed": "imposed", "notice": "imposed", "deal": "deal", "withdrawn": "withdrawn"}
"""Outcome of the log -> first outcome of a dispute."""


class Dispute(NamedTuple):
    """A spoken threat and what first became of it."""

    topic: str
    instrument: str
    form: str
    first: str
    """imposed, deal or withdrawn, empty while nothing has happened"""
    months: int
    """to the first outcome"""
    share: float
    """most that was granted, of the full demand"""
    share_of_asked: float
    """same of what was asked"""


def disputes(lines: Iterable[log.Episode], defined: dict[str, Issue], sender: str = "USA") -> list[Dispute]:
    """Return the disputes that a log of one run tells of, in order."""
    out: list[Dispute] = []
    for e in lines:
        if e.sender != sender or not e.instrument:
            continue
        if e.outcome in log.BEGIN:
            begun, out = e.month, [*out, Dispute(defined[e.issue].topic, e.instrument, e.form, "", 0, 0.0, 0.0)]
        elif out and e.outcome in (*ENDS, "pocketed"):
            one, asked = out[-1], max(e.asked_share, 1e-12)
            first = one.first or ENDS.get(e.outcome, "")
            out[-1] = one._replace(
                first=first,
                months=one.months if one.first else e.month - begun,
                share=max(one.share, e.share),
                share_of_asked=max(one.share_of_asked, min(e.share / asked, 1.0)),
            )
    return out


def coded_topics() -> Array:
    """Return how many of the coded threats were on each matter (topics,)."""
    rows = tables.read(TABLE, text=("issue_group",))
    tables.known(TABLE, "issue_group", list(rows["issue_group"]), tuple(TOPIC_OF))
    return _counts([TOPIC_OF[group] for group in rows["issue_group"]])


def topics(told: Sequence[Dispute]) -> Array:
    """Return how many disputes were on each matter (topics,)."""
    return _counts([one.topic for one in told])


def likelihood_ratio(counts: Array, simulated: Array, draws: int = 20_000) -> tuple[float, float]:
    """Return the likelihood ratio of `counts` (topics,) against the shares of `simulated` ones, and its chance.

    G = 2 Σ_t n_t ln(n_t / (n p_t)),  p_t = (m_t + 1/2) / Σ (m_t + 1/2) over matters of either

    The chance of a larger G is that of multinomial draws, since counts are small.  Source: Wilks 1938.
    """
    either = (counts + simulated) > 0
    n, p = counts[either], simulated[either] + 0.5
    p = p / p.sum()

    def ratio(x: Array) -> Array:
        expected = x.sum(axis=-1, keepdims=True) * p
        return np.asarray(2 * np.sum(np.where(x > 0, x * np.log(np.maximum(x, 1) / expected), 0.0), axis=-1))

    drawn = np.random.default_rng(0).multinomial(int(n.sum()), p, draws)
    found = float(ratio(n))
    return found, float(np.mean(ratio(drawn) >= found - 1e-12))


def interval(counts: Array) -> Array:
    """Return shares with their 90% intervals (K, 3) by the Jeffreys posterior, Dirichlet(n + 1/2)."""
    drawn = np.random.default_rng(0).dirichlet(counts + 0.5, 20_000)
    low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
    return np.stack([counts / counts.sum(), low, high], axis=1)


def _counts(names: Sequence[str]) -> Array:
    return np.array([names.count(name) for name in TOPICS], float)
