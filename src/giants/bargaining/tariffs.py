"""What is in force because of bargaining."""

from typing import NamedTuple

import numpy as np

from giants.bargaining.losses import LegalContext
from giants.bargaining.model import BargainingModel
from giants.bargaining.reprisals import reprisal
from giants.bargaining.state import PARTIAL, BargainingState
from giants.duties import claims, law_paid
from giants.symbols import ASIA, CHN, ECONOMIES, IS_GOODS, ISSUES, MEX, SECTORS, USA, Array, mask
from giants.world import World

_ALIGNMENT, _ACCESS = ISSUES.index("china_tariff_alignment"), ISSUES.index("china_market_access")
_RELIEF = ISSUES.index("tariff_relief")
_FARM_ACCESS, _METALS_LIMIT, _WATER = (
    ISSUES.index(name) for name in ("agriculture_access", "metals_restraint", "water_deliveries")
)
_FOOD, _METALS, _SERVICES = (SECTORS.index(name) for name in ("AGF", "MET", "SRV"))
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


class MeasuresInForce(NamedTuple):
    """What instruments and aligned policies have put in force."""

    tariff: Array
    """(n, i, j) added by bargaining and law"""
    preference_lost: float
    remittance_tax: float
    border_friction: float
    barrier: Array
    """(n, i, j) factor on the cost of trade"""
    us_force: float
    local_subsidy: float
    capital_hold: float
    cooperation: float
    retaliation: Array
    """(n,) whether the target answers in kind"""
    exempt: Array
    """(n,) share of claimed trade that the tariffs leave out"""


def measures_in_force(w: World, model: BargainingModel, s: BargainingState, legal: LegalContext) -> MeasuresInForce:
    """Return the tariffs and other measures that disputes and aligned policies have put in force.

    A US tariff is (t - t_law)^+ (1 - relief), as written, where t_law is what the same duty levies already; the share
    of the target's retaliation answers it in kind.  The trade phase leaves out the exempt share of claimed trade.
    Cooperation that Mexico withholds costs it exemptions, visitors and remittances too (`reprisals.reprisal`).
    """
    o, lever, d = model.options, s.policies.position, s.disputes
    relief, tariff = 1 - float(lever[_RELIEF]), np.zeros(w.bargaining.added_tariff.shape)
    measure = dict.fromkeys(
        ("preference", "remittance", "border", "subsidy", "capital", "cooperation", "ban", "force"), 0.0
    )
    barrier = agreed_barriers(w, model, lever)
    answered, exempt, retaliation = np.zeros(len(ECONOMIES)), np.zeros(len(ECONOMIES)), w.actions.retaliation
    for sender in np.flatnonzero(d.in_force & (d.age >= o.delay[d.option])):
        option = int(d.option[sender])
        channel, target = o.channel[option], o.target[option]
        if channel != "tariff":
            measure[channel] = float(o.size[option])
            barrier[sender, target] *= 1 + model.p.ban_barrier * measure["ban"] * o.banned[option]
            continue
        rate = model.rates.full[option]
        put = np.maximum(rate - legal.levied[option], 0.0) * relief if sender == USA else rate
        answer = float(retaliation[sender]) if sender in (USA, CHN) else 0.0
        tariff[sender, target] += put
        tariff[target, sender] += answer * rate
        answered[sender] = float(answer > 0)
        exempt[sender] = 1.0 if d.stage[sender] == PARTIAL else o.exempt[option]
    kept, open_ = s.standing_tariff * relief, tariff[USA, MEX].copy()
    tariff[USA, MEX] += kept
    total = float(tariff[USA, MEX].sum())
    if total > 0:
        exempt[USA] = (float(open_.sum()) * exempt[USA] + float(kept @ model.spared)) / total
    if relief < 1:  # what was conceded also takes off what the law of the day added
        tariff[USA, MEX] -= (1 - relief) * np.maximum(law_paid(w, claims(w))[MEX], 0.0)
    tariff[MEX] += mexican_tariff(w.calendar.mexican_law, lever, model)
    answer_to_less = reprisal(w, measure["cooperation"])
    barrier[USA, MEX, _SERVICES] *= 1 + model.p.reprisal_visas * answer_to_less
    exempt[USA] *= 1 - model.p.reprisal_exemptions * answer_to_less
    return MeasuresInForce(
        tariff=tariff,
        preference_lost=measure["preference"],
        remittance_tax=FULL_REMITTANCE_TAX * measure["remittance"] + model.p.reprisal_finance * answer_to_less,
        border_friction=1 + (FULL_FRICTION - 1) * measure["border"],
        barrier=barrier,
        us_force=measure["force"],
        local_subsidy=measure["subsidy"],
        capital_hold=measure["capital"],
        cooperation=1 - measure["cooperation"],
        retaliation=answered,
        exempt=exempt,
    )


def agreed_barriers(w: World, model: BargainingModel, lever: Array) -> Array:
    """Return what agreements on single goods make of the cost of trade (n, i, j), 1 under the policies of the start.

    d = 1 - b Δz for US food in Mexico, 1 + m Δz for Mexican metals in the United States, 1 + c Δz for Mexican food
    everywhere, Δz the change of each policy.  Prior form.
    """
    p, moved = model.p, lever - model.issues.initial
    barrier = np.ones(w.bargaining.added_tariff.shape)
    barrier[MEX, USA, _FOOD] -= p.food_barrier * moved[_FARM_ACCESS]
    barrier[USA, MEX, _METALS] += p.metals_limit * moved[_METALS_LIMIT]
    barrier[:, MEX, _FOOD] += p.water_cost * moved[_WATER]
    return barrier


def mexican_tariff(law: Array, lever: Array, model: BargainingModel) -> Array:
    """Return Mexico's tariffs on non-treaty goods (i, j) from the law as written and the policies in force.

    t = law min(z/z0, 1) + max(0, z - z0)/(1 - z0) max(full - law, 0) - access,  not below zero:
    z0 is the alignment that the law of January 2026 stands for, z = 1 is the full rate on every good.
    Prior form, linear between the law and its ends.
    """
    start = model.issues.initial
    z, z0 = float(lever[_ALIGNMENT]), max(float(start[_ALIGNMENT]), 1e-9)
    beyond = max(z - z0, 0.0) / max(1.0 - z0, 1e-9)
    access = ACCESS_RATE * max(float(lever[_ACCESS] - start[_ACCESS]), 0.0)
    tariff = law * min(z / z0, 1.0) + beyond * np.maximum(_FULL - law, 0.0)
    return np.maximum(tariff - access * _SCOPE, 0.0) if access > 0 else tariff
