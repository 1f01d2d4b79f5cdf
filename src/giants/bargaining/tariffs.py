"""What is in force because of bargaining."""

from typing import NamedTuple

import numpy as np

from giants.bargaining.losses import LegalContext
from giants.bargaining.model import MEASURES, SENDERS, TARGET, BargainingModel
from giants.bargaining.reprisals import reprisal
from giants.bargaining.state import PARTIAL, BargainingState
from giants.batch import column, one_row
from giants.duties import claims, law_paid
from giants.symbols import ASIA, CHN, ECONOMIES, IS_GOODS, ISSUES, MEX, SECTORS, USA, Array, mask
from giants.world import World

_ALIGNMENT, _ACCESS = ISSUES.index("china_tariff_alignment"), ISSUES.index("china_market_access")
_RELIEF = ISSUES.index("tariff_relief")
_FARM_ACCESS, _METALS_LIMIT, _WATER = (
    ISSUES.index(name) for name in ("agriculture_access", "metals_restraint", "water_deliveries")
)
_FOOD, _METALS, _SERVICES = (SECTORS.index(name) for name in ("AGF", "MET", "SRV"))
SENDING = np.arange(SENDERS)
_ANSWERED = SENDING != MEX
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
    preference_lost: Array
    remittance_tax: Array
    border_friction: Array
    barrier: Array
    """(n, i, j) factor on the cost of trade"""
    us_force: Array
    local_subsidy: Array
    capital_hold: Array
    cooperation: Array
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
    o, lever, r = model.options, s.policies.position, model.rates
    relief = column(1 - lever[..., _RELIEF])
    option, stage, age = (x[..., :SENDERS] for x in (s.disputes.option, s.disputes.stage, s.disputes.age))
    acts = (stage >= PARTIAL) & (age >= o.delay[option])
    in_force = np.max(acts[..., None] * r.measures[option], axis=-2)
    measure = {name: in_force[..., k] for k, name in enumerate(MEASURES)}
    answer_to_less = reprisal(w, measure["cooperation"])
    barrier = agreed_barriers(w, model, lever)
    if (banned := acts[..., None] * r.banned[option]).any():
        barrier[..., SENDING, TARGET, :] *= 1 + model.p.ban_barrier * banned
    barrier[..., USA, MEX, _SERVICES] *= 1 + model.p.reprisal_visas * answer_to_less
    tariff, exempt, answered = _tariffs(w, model, s, acts & model.kinds.tariff[option], relief, legal)
    exempt[..., USA] *= 1 - model.p.reprisal_exemptions * answer_to_less
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


def _tariffs(w: World, model: BargainingModel, s: BargainingState, acts: Array, relief: Array,
             legal: LegalContext) -> tuple[Array, Array, Array]:  # fmt: skip
    """Return added tariffs (n, i, j), the share that each sender's spare of claimed trade, and who is answered (n,).

    acts (SENDERS,): whose tariffs are in force; relief (1,): share of US ones that is left.
    """
    tariff, exempt, answered = _of_disputes(w, model, s, acts, relief, legal)
    law, lever, usa = w.calendar.mexican_law, s.policies.position, tariff[..., USA, MEX, :]
    open_, kept = usa.sum(axis=-1), s.standing_tariff * relief
    usa += kept
    total = usa.sum(axis=-1)
    spared = open_ * exempt[..., USA] + np.vecdot(kept, model.spared)
    exempt[..., USA] = np.where(total > 0, spared / np.where(total > 0, total, 1.0), exempt[..., USA])
    if (relief < 1).any():  # what was conceded also takes off what the law of the day added
        usa -= (1 - relief) * np.maximum(law_paid(w, claims(w))[..., MEX, :], 0.0)
    tariff[..., MEX, :, :] += mexican_tariff(law, lever, model)
    return tariff, exempt, answered


def _of_disputes(w: World, model: BargainingModel, s: BargainingState, acts: Array, relief: Array,
                 legal: LegalContext) -> tuple[Array, Array, Array]:  # fmt: skip
    """Return the same of the disputes alone."""
    shape, option = s.disputes.stage.shape, s.disputes.option[..., :SENDERS]
    tariff, exempt, answered = np.zeros(w.bargaining.added_tariff.shape), np.zeros(shape), np.zeros(shape)
    if not acts.any():
        return tariff, exempt, answered
    rate = model.rates.full[option] * acts[..., None]
    added, levied = rate.copy(), one_row(legal.levied, option[..., USA])
    added[..., USA, :] = np.maximum(rate[..., USA, :] - levied, 0.0) * relief
    answer = acts * _ANSWERED * w.actions.retaliation[..., :SENDERS]
    tariff[..., SENDING, TARGET, :] += added
    tariff[..., TARGET, SENDING, :] += answer[..., None] * rate
    partly = s.disputes.stage[..., :SENDERS] == PARTIAL
    exempt[..., :SENDERS] = acts * np.where(partly, 1.0, model.options.exempt[option])
    answered[..., :SENDERS] = answer > 0
    return tariff, exempt, answered


def agreed_barriers(w: World, model: BargainingModel, lever: Array) -> Array:
    """Return what agreements on single goods make of the cost of trade (n, i, j), 1 under the policies of the start.

    d = 1 - b Δz for US food in Mexico, 1 + m Δz for Mexican metals in the United States, 1 + c Δz for Mexican food
    everywhere, Δz the change of each policy.  Prior form.
    """
    p, moved = model.p, lever - model.issues.initial
    barrier = np.ones(w.bargaining.added_tariff.shape)
    barrier[..., MEX, USA, _FOOD] -= p.food_barrier * moved[..., _FARM_ACCESS]
    barrier[..., USA, MEX, _METALS] += p.metals_limit * moved[..., _METALS_LIMIT]
    barrier[..., :, MEX, _FOOD] += p.water_cost * column(moved[..., _WATER])
    return barrier


def mexican_tariff(law: Array, lever: Array, model: BargainingModel) -> Array:
    """Return Mexico's tariffs on non-treaty goods (i, j) from the law as written and the policies in force.

    t = law min(z/z0, 1) + max(0, z - z0)/(1 - z0) max(full - law, 0) - access,  not below zero:
    z0 is the alignment that the law of January 2026 stands for, z = 1 is the full rate on every good.
    Prior form, linear between the law and its ends.
    """
    start, z = model.issues.initial, lever[..., _ALIGNMENT, None, None]
    z0 = max(float(start[_ALIGNMENT]), 1e-9)
    beyond = np.maximum(z - z0, 0.0) / max(1.0 - z0, 1e-9)
    access = ACCESS_RATE * np.maximum(lever[..., _ACCESS, None, None] - start[_ACCESS], 0.0)
    tariff = law * np.minimum(z / z0, 1.0) + beyond * np.maximum(_FULL - law, 0.0)
    return np.asarray(np.maximum(tariff - access * _SCOPE, 0.0))
