"""What is in force because of bargaining, and what firms expect to be."""

from typing import NamedTuple

import numpy as np

from giants.bargaining.board import Board
from giants.bargaining.stakes import Stakes
from giants.bargaining.table import Desk
from giants.bargaining.treaty import Treaty
from giants.symbols import CHN, ECONOMIES, GOODS, ISSUES, MEX, SECTORS, USA, Array
from giants.world import World

_ALIGNMENT, _ACCESS = ISSUES.index("china_tariff_alignment"), ISSUES.index("china_market_access")
_RELIEF = ISSUES.index("tariff_relief")
ALIGNED_RATE = 0.35
"""Tariff on Chinese goods at full alignment; the Mexican law of January 2026 levies 5 to 50% on 1,463 lines."""
ACCESS_RATE = 0.20
"""Points of that tariff given up at full Chinese access; prior."""
ASIA_SHARE = 0.5
"""Share of the goods of the rest of Asia that comes from economies without a treaty with Mexico; prior."""
FULL_REMITTANCE_TAX, FULL_FRICTION = 0.10, 1.25
_SCOPE = np.zeros((len(ECONOMIES), len(SECTORS)))
_SCOPE[CHN, : len(GOODS)] = 1.0
_SCOPE[ECONOMIES.index("RAS"), : len(GOODS)] = ASIA_SHARE


class Force(NamedTuple):
    """Instruments in force."""

    tariff: Array
    """(n, i, j) added by bargaining and law"""
    preference_lost: float
    remittance_tax: float
    border_friction: float
    local_subsidy: float
    capital_hold: float
    cooperation: float
    retaliation: Array


def in_force(w: World, board: Board, desk: Desk, lever: Array) -> Force:
    """Return the tariffs and other measures that episodes and aligned policies have put in force.

    A US tariff is t (1 - exempt) (1 - relief); the share of Mexico's stance answers it in kind.
    """
    o = board.options
    tariff = np.zeros_like(w.policy.added_tariff)
    measure = {"preference": 0.0, "remittance": 0.0, "border": 0.0, "subsidy": 0.0, "capital": 0.0, "cooperation": 0.0}
    answered = np.zeros(len(desk.stage))
    for s in np.flatnonzero(desk.stage == 2):
        option = int(desk.option[s])
        if desk.age[s] < o.delay[option]:
            continue
        channel, size = o.channel[option], float(o.size[option])
        if channel == "tariff":
            use = 1 - float(o.exempt[option]) * w.trade.preference_use[MEX]
            relief = 1 - float(lever[_RELIEF]) * (s == USA)
            tariff[s, o.target[option]] += size * (1 - desk.exempt[s]) * relief * o.sectors[option] * use
            answer = float(w.stance.retaliation[s]) if s in (USA, CHN) else 0.0
            answered[s] = float(answer > 0)
            tariff[o.target[option], s] += answer * size * o.sectors[option]
        elif channel in measure:
            measure[channel] = size
    tariff[USA, MEX] += desk.standing * (1 - float(lever[_RELIEF]))
    tariff[MEX] += mexican_tariff(w.calendar.mexican_law, lever, board)
    return Force(
        tariff=tariff,
        preference_lost=measure["preference"],
        remittance_tax=FULL_REMITTANCE_TAX * measure["remittance"],
        border_friction=1 + (FULL_FRICTION - 1) * measure["border"],
        local_subsidy=measure["subsidy"],
        capital_hold=measure["capital"],
        cooperation=1 - measure["cooperation"],
        retaliation=answered,
    )


def mexican_tariff(law: Array, lever: Array, board: Board) -> Array:
    """Return Mexico's tariffs on non-treaty goods (i, j) from the law as written and the policies in force.

    t = law min(z/z0, 1) + max(0, z - z0)/(1 - z0) max(full - law, 0) - access,  not below zero:
    z0 is the alignment that the law of January 2026 stands for, z = 1 is the full rate on every good.
    """
    start = board.issues.initial
    z, z0 = float(lever[_ALIGNMENT]), max(float(start[_ALIGNMENT]), 1e-9)
    beyond = max(z - z0, 0.0) / max(1.0 - z0, 1e-9)
    access = ACCESS_RATE * max(float(lever[_ACCESS] - start[_ACCESS]), 0.0)
    tariff = law * min(z / z0, 1.0) + beyond * np.maximum(ALIGNED_RATE * _SCOPE - law, 0.0) - access * _SCOPE
    return np.maximum(tariff, 0.0)


def expected_tariff(board: Board, desk: Desk, priced: Stakes, tariff: Array, pact: Treaty,
                    w: World) -> tuple[Array, Array]:  # fmt: skip
    """Return mean and variance (j,) of the added US tariff on Mexican goods that firms expect a year ahead.

    An open threat is carried out with q = (1 - s) μ; with none open one comes with the start rate over a year:
    E = t + q (t_new - t),  V = q (1 - q) t_new²
    """
    p, o = board.p, board.options
    now = tariff[USA, MEX]
    if desk.stage[USA] == 2 or (not board.threats and desk.stage[USA] == 0):
        stays = (1 - p.relent - p.settle * float(desk.concede[USA])) ** 6
        return stays * now, stays * (1 - stays) * now * now
    if desk.stage[USA] == 1:
        option = int(desk.option[USA])
        odds = (1 - float(desk.concede[USA])) * float(desk.belief[USA])
        new = o.size[option] * o.sectors[option]
    else:
        rows = (o.sender == USA) & priced.legal
        comes = 1 - (1 - p.start_rate * float(w.stance.us_pressure)) ** 12
        odds = comes * float(desk.belief[USA]) * 0.5
        new = (
            (o.size[rows, None] * o.sectors[rows] * (1 - o.exempt[rows, None])).mean(axis=0) if rows.any() else 0 * now
        )
    extra = np.maximum(new - now, 0.0)
    gone = 0.0 if pact.in_force else 1.0
    return now + odds * extra, odds * (1 - odds) * extra * extra * (1 + gone)
