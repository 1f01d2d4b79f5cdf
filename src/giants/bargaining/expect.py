"""What is in force because of bargaining, and what firms expect to be."""

from typing import NamedTuple

import numpy as np

from giants.bargaining.board import Board
from giants.bargaining.stakes import Day
from giants.bargaining.table import Desk
from giants.duties import claims, ended, law_paid
from giants.symbols import ASIA, CHN, ECONOMIES, IS_GOODS, ISSUES, MEX, USA, Array, mask
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
_SCOPE = np.outer(ASIA_SHARE * mask(ASIA, ECONOMIES), IS_GOODS)
_SCOPE[CHN] = IS_GOODS
_FULL = ALIGNED_RATE * _SCOPE


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
    """(n,) whether the target answers in kind"""
    exempt: Array
    """(n,) share of claimed trade that the tariffs leave out"""


def in_force(w: World, board: Board, desk: Desk, day: Day, lever: Array) -> Force:
    """Return the tariffs and other measures that episodes and aligned policies have put in force.

    A US tariff is (t - t_law)^+ (1 - relief), as written, where t_law is what the same duty levies already; the share
    of the target's retaliation answers it in kind.  The trade phase leaves out the exempt share of claimed trade.
    """
    o, relief = board.options, 1 - float(lever[_RELIEF])
    tariff = np.zeros_like(w.bargaining.added_tariff)
    measure = {"preference": 0.0, "remittance": 0.0, "border": 0.0, "subsidy": 0.0, "capital": 0.0, "cooperation": 0.0}
    answered, exempt, retaliation = np.zeros(len(ECONOMIES)), np.zeros(len(ECONOMIES)), w.actions.retaliation
    for s in np.flatnonzero(desk.stage == 2):
        option = int(desk.option[s])
        if desk.age[s] < o.delay[option]:
            continue
        channel, size = o.channel[option], float(o.size[option])
        if channel == "tariff":
            if s == USA:
                tariff[USA, MEX] += np.maximum(board.rates.full[option] - day.levied[option], 0.0) * relief
            else:
                tariff[s, o.target[option]] += board.rates.full[option]
            exempt[s] = desk.spared[s]
            answer = float(retaliation[s]) if s in (USA, CHN) else 0.0
            answered[s] = float(answer > 0)
            tariff[o.target[option], s] += answer * board.rates.full[option]
        elif channel in measure:
            measure[channel] = size
    kept, open_ = desk.standing * relief, tariff[USA, MEX].copy()
    tariff[USA, MEX] += kept
    total = float(tariff[USA, MEX].sum())
    if total > 0:
        exempt[USA] = (float(open_.sum()) * exempt[USA] + float(kept @ board.spared)) / total
    # relief that was conceded also takes off what the law of the day added
    tariff[USA, MEX] -= (1 - relief) * np.maximum(law_paid(w, claims(w))[MEX], 0.0)
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
        exempt=exempt,
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
    tariff = law * min(z / z0, 1.0) + beyond * np.maximum(_FULL - law, 0.0)
    return np.maximum(tariff - access * _SCOPE, 0.0) if access > 0 else tariff


def expected_tariff(
    w: World, board: Board, desk: Desk, day: Day, force: Force, preferred: Array
) -> tuple[Array, Array]:
    """Return mean and variance (j,) of the added US tariff on Mexican goods that firms expect a year ahead.

    An open threat is carried out with q = (1 - s) μ; with none open one comes with the start rate over a year, and
    one in force stays with the odds that it is neither settled nor lifted:
    E = t_law + t + q (t_new - t)^+,  V = q (1 - q) ((t_new - t)^+)²

    Rates are net of the share of trade that claims the preference where the instrument spares it.  preferred (i,) says
    whose preference stands (`giants.duties.standing`): where it does not, nothing claims, and t_law holds the ordinary
    rates that return.
    """
    p, use = board.p, w.trade.preference_use * preferred[:, None]
    law = (law_paid(w, use) + ended(w, preferred))[MEX]
    use = use[MEX]
    now = force.tariff[USA, MEX]
    now = now - np.maximum(now, 0.0) * force.exempt[USA] * use
    if desk.stage[USA] == 2:
        ends = 1 - (1 - p.relent - p.settle * float(desk.concede[USA])) ** 6
        kept = desk.standing * (1 - board.spared * use)
        passing = np.maximum(now - kept, 0.0)
        return law + now - ends * passing, ends * (1 - ends) * passing * passing
    if desk.stage[USA] == 1:
        odds = (1 - float(desk.concede[USA])) * float(desk.belief[USA])
        new = _announced(board, day, use)[int(desk.option[USA])]
    elif board.threats:
        could = (board.rates.aimed & day.legal).astype(float)
        comes = 1 - (1 - p.start_rate * float(w.actions.us_pressure)) ** 12
        odds = comes * float(desk.belief[USA]) * 0.5
        new = could @ _announced(board, day, use) / max(float(could.sum()), 1.0)
    else:
        odds, new = 0.0, np.zeros_like(now)
    extra = np.maximum(new - now, 0.0)
    return law + now + odds * extra, odds * (1 - odds) * extra * extra


def _announced(board: Board, day: Day, use: Array) -> Array:
    """Return the tariffs as paid (O, j) that each option would add to the law of the day."""
    added = np.maximum(board.rates.full - day.levied, 0.0)
    return np.asarray(added * (1 - board.options.exempt[:, None] * use))
