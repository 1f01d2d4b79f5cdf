"""The anchors of every indicator, and one vectorised score for all of them.

An anchor is a goalpost seen in the world (or a prior, and its source says so).  Anchors are fixed before any run:
goalposts that moved with the runs would let a strategy look good by making the others look bad.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from giants import tables
from giants.errors import InputError
from giants.measures import goalposts
from giants.symbols import Array

GROUPS = ("S", "A", "R_US", "R_CN", "R_LA", "I")
BASES = ("ten regions", "194 countries")
HANDS = ("own", "outcome")
_LOG_OFFSET = 0.1  # of the distance between the goalposts, so that a goalpost at zero has a logarithm


@dataclass(frozen=True)
class Anchor:
    """Goalposts of one indicator: (a, b) = (worst, best), or a trapezoid (a, b, c, d)."""

    code: str
    group: str
    transform: str
    posts: tuple[float, ...]
    unit: str
    source: str
    lever: str = ""
    """Mexico's own policy lever that it is read back from; none for an outcome in which others have a hand"""
    lever_sourced: bool = True
    """the effect of that lever has a source or is a definition, no prior"""

    @property
    def own(self) -> bool:
        """Whether Mexico's own hand sets it."""
        return bool(self.lever)

    def score(self, x: Array | float, *, log: bool = False) -> Array:
        """Return the score of `x` in [0, 1]; `log` asks for logarithmic goalposts where they are linear."""
        if self.transform == "trapezoid":
            return goalposts.trapezoid(x, *self.posts)
        worst, best = self.posts
        if log:
            offset = _LOG_OFFSET * abs(best - worst) - min(worst, best, 0.0)
            return goalposts.logarithmic(x, worst, best, offset)
        return goalposts.linear(x, worst, best)

    def stretched(self, low: float, high: float) -> "Anchor":
        """Return the anchor with its worst side and its best side scaled by (1 + low) and (1 + high).

        A goalpost at zero moves by the same fraction of the distance between the goalposts, so that every anchor moves.
        """
        if self.transform == "trapezoid":
            a, b, c, d = self.posts
            return replace(self, posts=(a * (1 + low), b * (1 + low), c * (1 + high), d * (1 + high)))
        worst, best = self.posts
        reach = abs(best - worst)
        return replace(
            self,
            posts=(
                worst + low * (worst if worst else -reach * np.sign(best)),
                best + high * (best if best else -reach * np.sign(worst)),
            ),
        )


@lru_cache(maxsize=4)
def bundled(basis: str = "ten regions") -> Mapping[str, Anchor]:
    """Return the anchors by code, in the order of the table; `basis` chooses those of partner concentration.

    Partner shares over ten regions are more concentrated than over 194 countries for most economies, so each basis
    has its own goalposts.  Source: data/history/cai_anchors.csv, a source for each row.
    """
    if basis not in BASES:
        raise InputError(f"unknown basis {basis!r} for the anchors; it is one of {', '.join(BASES)}")
    name = "history/cai_anchors.csv"
    text = ("code", "group", "transform", "basis", "unit", "hands", "lever", "lever_basis", "source")
    table = tables.read(name, columns=("a", "b"), text=text)
    tables.known(name, "group", list(table["group"]), GROUPS)
    tables.known(name, "hands", list(table["hands"]), HANDS)
    result = {}
    for row in table.itertuples():
        if row.basis in ("any", basis):
            posts = (row.a, row.b) if row.transform == "linear" else (row.a, row.b, row.c, row.d)
            lever = row.lever if row.hands == "own" else ""
            result[row.code] = Anchor(
                row.code,
                row.group,
                row.transform,
                tuple(map(float, posts)),
                row.unit,
                row.source,
                lever,
                row.lever_basis != "prior",
            )
    return result


@dataclass(frozen=True)
class Scale:
    """All anchors as arrays: one expression, s = clip(min(r0 + r1 x, f0 + f1 x), 0, 1), scores all indicators."""

    codes: tuple[str, ...]
    r0: Array
    r1: Array
    f0: Array
    f1: Array
    groups: Array  # (group, indicator), 1 where the indicator belongs to the group
    own: Array  # (indicator), true where Mexico's own hand sets it

    @classmethod
    def of(cls, anchors: Mapping[str, Anchor]) -> "Scale":
        """Build the arrays from `anchors`, in their order."""
        rise, fall = [], []
        for anchor in anchors.values():
            a, b = anchor.posts[:2]
            rise.append((-a / (b - a), 1 / (b - a)))
            trapezoid = anchor.transform == "trapezoid"
            c, d = anchor.posts[2:] if trapezoid else (0.0, 1.0)
            fall.append((d / (d - c), -1 / (d - c)) if trapezoid else (1.0, 0.0))
        r, f = np.array(rise).T, np.array(fall).T
        member = np.array([[a.group == g for a in anchors.values()] for g in GROUPS], float)
        own = np.array([a.own for a in anchors.values()])
        return cls(tuple(anchors), r[0], r[1], f[0], f[1], member, own)

    def score(self, x: Array) -> Array:
        """Return scores (..., m) of raw indicators `x` (..., m); missing (nan) stays missing."""
        return np.maximum(np.minimum(np.minimum(self.r0 + self.r1 * x, self.f0 + self.f1 * x), 1.0), 0.0)  # type: ignore[no-any-return]
