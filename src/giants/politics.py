"""Who governs in Washington: a chain over postures by party, drawn by seed and election date and by nothing else.

So strategies, twins and branches on one seed meet the same presidents.  At a general election the party in the White
House changes with the chance of that election; a new party's posture is drawn from its mixture, and a party that stays
keeps its posture with the chance `keep` or draws anew.  The posture changes in the January that follows, and keeps what
its predecessor left in force piece by piece with the chance `survival`.  Mexico's own elections depend on approval and
are the society phase's; this module only says which votes are open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from pydantic import Field

from giants.symbols import ECONOMIES, ISSUES, MEX, SECTORS, USA, Array

FIRST = "first"
"""What names the posture of the run's own `usa` where postures are listed."""
BY_VOTE = -1.0
"""Turnover where the vote decides."""
NOBODY = np.where(np.isin(ECONOMIES, ("MEX", "USA")), 0.0, BY_VOTE)
"""(n,) turnover in the past, whose changes are in the table of elections."""
DRAWS = 3
"""Uniform draws of an election."""
PIECES = 1 + len(SECTORS)
"""What a predecessor leaves: the dispute that is open, and the tariff kept on each sector."""
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
    survival: Chance
    """chance that a dispute or a sector's tariff outlives a change of the posture"""
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
    keeps: tuple[bool, ...] = (True,) * PIECES
    """which PIECES of the predecessor's stay in force: all where the posture does"""


def terms(p: Politics, votes: Sequence[int], u: Array, u_kept: Array) -> tuple[Term, ...]:
    """Return the presidencies that general elections in the absolute months `votes` bring, in order.

    `u` (votes, DRAWS) are uniform draws: of the party, of whether a posture stays, and of the posture; `u_kept`
    (votes, PIECES) those of what a new posture keeps.
    """
    out: list[Term] = []
    party, posture = p.party, 0
    for election, month in enumerate(votes):
        u_party, u_keep, u_posture = u[election]
        before = posture
        chance = p.change[min(election, len(p.change) - 1)]
        changed = p.rule == "alternating" or u_party < chance
        if changed:
            party = next(name for name in p.mixture if name != party)
        if changed or (p.rule == "drawn" and u_keep >= p.keep):
            posture = 1 + int(np.searchsorted(np.cumsum(_odds(p, party))[:-1], u_posture, side="right"))
        keeps = tuple(((u_kept[election] < p.survival) | (posture == before)).tolist())
        out.append(Term(month, (month // 12 + 1) * 12, posture, party, bool(changed), keeps))
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
    salience: Array
    """(states, d) multiplier on the weight of each demand, NaN for that of the present"""
    kept: Array
    """(terms - 1,) share of what is in force that outlives the start of each"""


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
    salience: Array
    """(states, d) likewise"""


def _chain(p: Politics, party: str) -> Chain:
    """Return the chain as `party` governs with a posture of whatever kind."""
    states = ((party, ""), *((name, posture) for name in p.mixture for posture in p.postures))
    fresh = {
        name: np.concatenate([np.zeros(1), *(_odds(p, name) * (of == name) for of in p.mixture)]) for name in p.mixture
    }
    keep = 1.0 if p.rule == "alternating" else p.keep
    other = np.array([fresh[next(name for name in p.mixture if name != of)] for of, _ in states])
    same = keep * np.eye(len(states)) + (1 - keep) * np.array([fresh[of] for of, _ in states])
    rules = [p.postures.get(name) for _, name in states]
    pressure = np.array([getattr(rule, "pressure", np.nan) for rule in rules], float)
    salience = np.array([getattr(rule, "foreseen", UNKNOWN) for rule in rules], float)
    return Chain(states, other, same, pressure, salience)


FORESEEN = 4
"""Terms beyond the present one that are foreseen; the last is taken to stay."""
UNKNOWN = np.full(len(ISSUES), np.nan)
"""(d,) saliences of the present, or of a rule of which none are known."""
STAYS = Ahead(np.zeros(1), np.zeros((0, 1, 1)), np.full(1, np.nan), UNKNOWN[None], np.ones(0))
"""Who governs stays."""


def ahead(p: Politics, path: Sequence[Term], month: int, known: dict[tuple[int, int], Ahead]) -> Ahead:
    """Return the terms ahead as they look in absolute `month`: a vote that has been held is known, later ones are not.

    P(state -> state') = c new(other party) + (1 - c) (k [state' = state] + (1 - k) new(own party)),
    kept = 1 - (1 - survival) P(another posture)

    c the chance of a change, k of keeping the posture, new(party) its mixture.  A rule of which
    no `pressure` is known is foreseen to press like the present one, and without `foreseen` saliences to want the same.
    What is foreseen changes with a vote or an inauguration only, and is looked up in what is `known` of this path.
    """
    if p.rule == "fixed":
        return STAYS
    begun = sum(term.inaugurated <= month for term in path)
    held = sum(term.elected <= month for term in path)
    if (begun, held) not in known:
        known[begun, held] = _era(p, path, begun, held)
    starts = [0.0, *((term.inaugurated - month) / 12 for term in path[begun : begun + FORESEEN])]
    return known[begun, held]._replace(starts=np.array(starts))


def _era(p: Politics, path: Sequence[Term], begun: int, held: int) -> Ahead:
    """Return the terms ahead, but for their dates, after `begun` inaugurations and `held` votes of `path`."""
    now = path[begun - 1] if begun else Term(0, 0, 0, p.party, False)
    chain = p.chain(now.party)
    names = [p.names[now.posture], *(name for _, name in chain.states[1:])]
    alike = np.array([[one == other for other in names] for one in names])
    moves, kept, odds = [], [], np.eye(len(names))[0]
    for election in range(begun, min(begun + FORESEEN, len(path))):
        chance = 1.0 if p.rule == "alternating" else p.change[min(election, len(p.change) - 1)]
        moves.append(chance * chain.other + (1 - chance) * chain.same)
        if election < held:
            moves[-1] = np.tile(np.eye(len(names))[_elected(p, path[election], now, chain.states)], (len(names), 1))
        kept.append(1 - (1 - p.survival) * float(odds @ (moves[-1] * ~alike).sum(axis=1)))
        odds = odds @ moves[-1]
    return Ahead(
        np.zeros(1), np.array(moves).reshape(-1, *chain.same.shape), chain.pressure, chain.salience, np.array(kept)
    )


def _elected(p: Politics, elect: Term, now: Term, states: Sequence[tuple[str, str]]) -> int:
    """Return the state of the president-elect: the first where the posture stays."""
    return 0 if elect.posture == now.posture else states.index((elect.party, p.names[elect.posture]))


def posture(path: Sequence[Term], month: int) -> int:
    """Return the code of the posture in Washington in absolute `month`: 0 until an election has brought another."""
    return next((term.posture for term in reversed(path) if term.inaugurated <= month), 0)


def keeps(path: Sequence[Term], month: int) -> tuple[bool, ...]:
    """Return which PIECES that were in force stay so through absolute `month`; all but where a new posture begins."""
    return next((term.keeps for term in path if term.inaugurated == month), (True,) * PIECES)


def turnover(p: Politics, path: Sequence[Term], month: int) -> Array:
    """Return (n,) the share of governments that changes at this month's elections, BY_VOTE where the vote decides."""
    out = NOBODY.copy()
    out[USA] = float(any(term.elected == month and term.changed for term in path))
    out[MEX] = {"fixed": 0.0, "alternating": 1.0, "drawn": BY_VOTE}[p.rule]
    return out
