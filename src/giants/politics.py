"""Who governs in Washington: a chain over postures by party, drawn by seed and election date and by nothing else.

So strategies, twins and branches on one seed meet the same presidents.  At a general election the party in the White
House changes with the chance of that election; a new party's posture is drawn from its mixture, and a party that stays
keeps its posture with the chance `keep` or draws anew.  The posture changes in the January that follows.  Mexico's own
elections depend on approval and are the society phase's; this module only says which votes are open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from pydantic import Field

from giants.symbols import ECONOMIES, MEX, USA, Array

FIRST = "first"
"""What names the posture of the run's own `usa` where postures are listed."""
BY_VOTE = -1.0
"""Turnover where the vote decides."""
NOBODY = np.where(np.isin(ECONOMIES, ("MEX", "USA")), 0.0, BY_VOTE)
"""(n,) turnover in the past, whose changes are in the table of elections."""
DRAWS = 3
"""Uniform draws of an election."""
Chance = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True)
class Politics:
    """Whether and how governments change."""

    rule: Literal["fixed", "alternating", "drawn"]
    """fixed: who governs stays; alternating: the party changes at every general election of both countries; drawn"""
    postures: Mapping[str, Any]
    """rules of the United States that elections may bring, by a name of their own"""
    party: str
    """in the White House at the start, with the posture that the run names"""
    change: tuple[Chance, ...]
    """chance that the party changes, by general election from the first on; the last serves all later ones"""
    keep: Chance
    """chance that the posture stays when the party does"""
    mixture: Mapping[str, Mapping[str, Chance]]
    """posture of a president, by party; weights"""
    successor: Any
    """Strategy whose rules a successor in Mexico puts in the place of planks that it drops"""

    def __post_init__(self) -> None:
        """Raise ValueError for parties that are not two, and for a name that is taken, unknown or without weight."""
        if FIRST in self.postures:
            raise ValueError(f"postures.{FIRST}: that is the posture which the run names; call yours otherwise")
        if self.party not in self.mixture or len(self.mixture) != 2:
            raise ValueError(f"mixture needs two parties, one of them {self.party!r}, not {sorted(self.mixture)}")
        if not self.change:
            raise ValueError("change needs one chance at least")
        for name, weights in self.mixture.items():
            unknown = sorted(set(weights) - set(self.postures))
            if unknown:
                raise ValueError(f"mixture.{name}: {unknown[0]!r} is none of the postures {', '.join(self.postures)}")
            if not sum(weights.values()) > 0:
                raise ValueError(f"mixture.{name}: all weights are zero")

    @property
    def names(self) -> tuple[str, ...]:
        """What the codes of the posture in Washington mean."""
        return (FIRST, *self.postures)


class Term(NamedTuple):
    """One presidency, or the wait for it."""

    elected: int
    """absolute month of the vote"""
    inaugurated: int
    """absolute month from which its posture rules"""
    posture: int
    """position in `Politics.names`"""
    party: str
    changed: bool
    """whether the party did"""


def terms(p: Politics, votes: Sequence[int], u: Array) -> tuple[Term, ...]:
    """Return the presidencies that general elections in the absolute months `votes` bring, in order.

    `u` (votes, DRAWS) are uniform draws: of the party, of whether a posture stays, and of the posture.
    """
    out: list[Term] = []
    party, posture = p.party, 0
    for election, month in enumerate(votes if p.rule != "fixed" else ()):
        u_party, u_keep, u_posture = u[election]
        chance = p.change[min(election, len(p.change) - 1)]
        changed = p.rule == "alternating" or u_party < chance
        if changed:
            party = next(name for name in p.mixture if name != party)
        if changed or (p.rule == "drawn" and u_keep >= p.keep):
            posture = 1 + _drawn(p, party, float(u_posture))
        out.append(Term(month, (month // 12 + 1) * 12, posture, party, bool(changed)))
    return tuple(out)


def _drawn(p: Politics, party: str, u: float) -> int:
    """Return the position of a posture of `party`: the likeliest one where parties alternate, else a draw."""
    weights = np.array([p.mixture[party].get(name, 0.0) for name in p.postures])
    if p.rule == "alternating":
        return int(np.argmax(weights))
    return int(np.searchsorted(np.cumsum(weights) / weights.sum(), u, side="right"))


def posture(path: Sequence[Term], month: int) -> int:
    """Return the code of the posture in Washington in absolute `month`: 0 until an election has brought another."""
    return next((term.posture for term in reversed(path) if term.inaugurated <= month), 0)


def turnover(p: Politics, path: Sequence[Term], month: int) -> Array:
    """Return (n,) the share of governments that changes at this month's elections, BY_VOTE where the vote decides."""
    out = NOBODY.copy()
    out[USA] = float(any(term.elected == month and term.changed for term in path))
    out[MEX] = {"fixed": 0.0, "alternating": 1.0, "drawn": BY_VOTE}[p.rule]
    return out
