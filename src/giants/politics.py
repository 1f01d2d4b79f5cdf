"""Who governs in Washington: a chain over postures by party, drawn by seed and election date and by nothing else.

So strategies, twins and branches on one seed meet the same presidents.  At a general election the party in the White
House changes with the chance of that election; a new party's posture is drawn from its mixture, and a party that stays
keeps its posture with the chance `keep` or draws anew.  The posture changes in the January that follows.  Mexico's own
elections depend on approval and are the society phase's; this module only says which votes are open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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

    def chain(self, party: str) -> "Chain":
        """Return the chain over postures and parties as `party` governs; made once."""
        return self._chains[party]

    @cached_property
    def _chains(self) -> Mapping[str, "Chain"]:
        return {party: _chain(self, party) for party in self.mixture}

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
    for election, month in enumerate(votes):
        u_party, u_keep, u_posture = u[election]
        chance = p.change[min(election, len(p.change) - 1)]
        changed = p.rule == "alternating" or u_party < chance
        if changed:
            party = next(name for name in p.mixture if name != party)
        if changed or (p.rule == "drawn" and u_keep >= p.keep):
            posture = 1 + int(np.searchsorted(np.cumsum(_odds(p, party))[:-1], u_posture, side="right"))
        out.append(Term(month, (month // 12 + 1) * 12, posture, party, bool(changed)))
    return tuple(out)


def _odds(p: Politics, party: str) -> Array:
    """Return the chance of each posture (postures,) of a new president of `party`: where parties alternate, of one."""
    weights = np.array([p.mixture[party].get(name, 0.0) for name in p.postures])
    if p.rule == "alternating":
        weights = np.eye(len(weights))[np.argmax(weights)]
    return np.asarray(weights / weights.sum())


class Ahead(NamedTuple):
    """The terms ahead as they can be foreseen; states are a posture and its party, the present ones first."""

    starts: Array
    """(terms,) years from now at which they begin, the present one at 0"""
    moves: Array
    """(terms - 1, states, states) chance of each state in the term that follows"""
    pressure: Array
    """(states,) readiness to threaten, NaN for that of the present"""


class Chain(NamedTuple):
    """What an election does to who governs: the present posture, then all postures of both parties."""

    states: tuple[tuple[str, str], ...]
    """party and posture; no name for the present one"""
    other: Array
    """(states, states) chances if the party changes"""
    same: Array
    """(states, states) if it stays"""
    pressure: Array
    """(states,) as in `Ahead`"""


def _chain(p: Politics, party: str) -> Chain:
    """Return the chain as `party` governs with a posture of whatever kind."""
    states = ((party, ""), *((name, posture) for name in p.mixture for posture in p.postures))
    fresh = {
        name: np.concatenate([np.zeros(1), *(_odds(p, name) * (of == name) for of in p.mixture)]) for name in p.mixture
    }
    keep = 1.0 if p.rule == "alternating" else p.keep
    other = np.array([fresh[next(name for name in p.mixture if name != of)] for of, _ in states])
    same = keep * np.eye(len(states)) + (1 - keep) * np.array([fresh[of] for of, _ in states])
    pressure = np.array([getattr(p.postures.get(name), "pressure", np.nan) for _, name in states], float)
    return Chain(states, other, same, pressure)


FORESEEN = 4
"""Terms beyond the present one that are foreseen; the last is taken to stay."""
STAYS = Ahead(np.zeros(1), np.zeros((0, 1, 1)), np.full(1, np.nan))
"""Who governs stays."""


def ahead(p: Politics, path: Sequence[Term], month: int) -> Ahead:
    """Return the terms ahead as they look in absolute `month`: a vote that has been held is known, later ones are not.

    P(state -> state') = c new(other party) + (1 - c) (k [state' = state] + (1 - k) new(own party))

    c the chance of a change, k of keeping the posture, new(party) its mixture.  A rule of which
    no `pressure` is known is foreseen to press like the present one.
    """
    if p.rule == "fixed":
        return STAYS
    party = next((term.party for term in reversed(path) if term.inaugurated <= month), p.party)
    chain = p.chain(party)
    starts, moves = [0.0], []
    for election, term in enumerate(path):
        if term.inaugurated <= month:
            continue
        starts.append((term.inaugurated - month) / 12)
        chance = 1.0 if p.rule == "alternating" else p.change[min(election, len(p.change) - 1)]
        moves.append(chance * chain.other + (1 - chance) * chain.same)
        if term.elected <= month:
            moves[-1] = np.tile(np.eye(len(chain.states))[_elected(p, path, month, chain.states)], (len(moves[-1]), 1))
        if len(moves) == FORESEEN:
            break
    return Ahead(np.array(starts), np.array(moves).reshape(-1, *chain.same.shape), chain.pressure)


def _elected(p: Politics, path: Sequence[Term], month: int, states: Sequence[tuple[str, str]]) -> int:
    """Return the state of the president-elect: the first where the posture stays."""
    last = max((term for term in path if term.elected <= month), key=lambda term: term.elected)
    if last.posture == posture(path, month):
        return 0
    return states.index((last.party, p.names[last.posture]))


def posture(path: Sequence[Term], month: int) -> int:
    """Return the code of the posture in Washington in absolute `month`: 0 until an election has brought another."""
    return next((term.posture for term in reversed(path) if term.inaugurated <= month), 0)


def turnover(p: Politics, path: Sequence[Term], month: int) -> Array:
    """Return (n,) the share of governments that changes at this month's elections, BY_VOTE where the vote decides."""
    out = NOBODY.copy()
    out[USA] = float(any(term.elected == month and term.changed for term in path))
    out[MEX] = {"fixed": 0.0, "alternating": 1.0, "drawn": BY_VOTE}[p.rule]
    return out
