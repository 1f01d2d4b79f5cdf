"""What each instrument would cost whom this month, and what law and actions leave to be announced."""

from typing import NamedTuple

import numpy as np

from giants.bargaining import instruments
from giants.bargaining.model import BargainingModel
from giants.duties import claims, law_paid, levied
from giants.symbols import IS_GOODS, MEX, PARTNERS, USA, Array
from giants.world import World


class OptionLosses(NamedTuple):
    """OptionLosses and legality of every option, (O,)."""

    target: Array
    sender: Array
    benefit: Array
    """worth of imposing for its own sake, share of the sender's GDP"""
    legal: Array


class LegalContext(NamedTuple):
    """What the law of the month levies and allows."""

    levied: Array
    """(O, j) rate, as written, that it levies already where each US tariff would"""
    left: Array
    """(O,) share of each option's tariff that is not in force already"""
    legal: Array
    """(O,) which options law and actions leave on the table"""


def losses(w: World, model: BargainingModel, exposure: Array | None, legal: LegalContext | None = None) -> OptionLosses:
    """Return the losses of each option over the horizon, as the law, preferences, coalition and retaliation have it.

    L = L_year min(horizon, longest)/12 (1 - exempt · preference use) (1 - in force) (1 - relief · coalition)

    The sender's own L_year of what the trade block solves is at least the dead-weight loss at complete pass-through:
    no payoff holds a gain by tariffs of one's own, which is not found in the first year (`instruments.dead_weight`).
    """
    p, o, actions = model.p, model.options, w.actions
    legal = legal_context(w, model) if legal is None else legal
    target, sender = instruments.losses(o, exposure)
    if exposure is not None:
        sender = np.where(o.solved, np.maximum(sender, _dead_weight(w, model)), sender)
    length = model.length * (1 - o.exempt * claimed(w, model)) * legal.left
    target, sender = target * length, sender * length
    answer = float(actions.retaliation[USA])
    if model.mirror >= 0 and answer > 0:
        # an answer on the same goods costs the sender what it would lose under it, and the target what answering costs
        bought = sales(w, MEX, USA)
        share = o.sectors @ bought / bought.sum()
        scale = answer * share * (o.size / 0.25) ** instruments.CONCAVITY * model.kinds.broad
        target, sender = target + scale * sender[model.mirror], sender + scale * target[model.mirror]
    relief = p.coalition_relief * float(actions.coalition) * float(actions.latam_coalition.sum()) / len(PARTNERS)
    target = target * (1 - relief * (o.target == MEX))
    benefit = model.kinds.protecting * (o.sectors @ actions.us_protection)
    return OptionLosses(target, sender, benefit * length, legal.legal)


def legal_context(w: World, model: BargainingModel) -> LegalContext:
    """Return what the law of the day levies already, and what law and actions leave to be announced.

    US tariffs set a rate, they do not stack: each adds, row by row of the table of duties, what it exceeds the rate in
    force by (`giants.duties.levied`);  left = Σ_j s_j h_j (added_j - standing_j)^+ / (size Σ_j s_j h_j), s_j what is
    sold of it in the month, 1 for what is no US tariff or hits nothing sold.  Where a tariff spares what claims the
    preference, what does not claim it is compared, else all trade.
    """
    rates, c, o = model.rates, w.calendar, model.options
    full, paid = c.added_tariff[USA, MEX], law_paid(w, claims(w))[MEX]
    mean = np.maximum(paid + o.exempt[:, None] * (full - paid), 0.0)
    law = rates.aimed_sectors * levied(o.size[:, None], mean, c.sector_rate, c.sector_reach)
    missing = np.maximum(rates.full - law - rates.protecting * w.bargaining.standing_tariff, 0.0)
    sold = sales(w, USA, MEX)
    whole = rates.full @ sold
    left = np.where(model.kinds.broad & (whole > 0), missing @ sold / np.maximum(whole, 1e-12), 1.0)
    return LegalContext(law, left, _lawful(w, model, left))


def _lawful(w: World, model: BargainingModel, left: Array) -> Array:
    """Return which options (O,) law and actions leave on the table: Mexico's need a will to answer or to link.

    left (O,): share of each tariff that is not levied already; one that would add nothing is no threat.
    """
    kinds, actions, year = model.kinds, w.actions, float(w.calendar.year)
    legal = (model.options.legal_from <= year) & (year < model.options.legal_to)
    if not model.threats:
        legal &= model.options.protects
    if float(actions.retaliation[USA]) <= 0:
        legal &= ~kinds.answer
    if float(actions.linkage) <= 0:
        legal &= ~kinds.withdrawal
    if float(w.bargaining.treaty_in_force) <= 0:
        legal &= ~kinds.treaty
    return np.asarray(legal & ~(kinds.broad & (left * model.options.size <= 0.01)))


def claimed(w: World, model: BargainingModel) -> Array:
    """Return the share (O,) of US imports from Mexico, where each option hits, that claims: v = Σ_j h s u / Σ_j h s."""
    sold = sales(w, USA, MEX)
    hit, claim = model.options.sectors, sold * claims(w)[..., MEX, :]
    return np.asarray(np.vecdot(hit, claim[..., None, :]) / np.maximum(np.vecdot(hit, sold[..., None, :]), 1e-12))


def sales(w: World, importer: int, exporter: int) -> Array:
    """Return the month's sales of goods of one economy in another (j,), alike in all sectors before trade is set."""
    sold = w.trade.flows[..., importer, exporter, :] * IS_GOODS
    return np.where(sold.any(axis=-1, keepdims=True), sold, IS_GOODS)


def _dead_weight(w: World, model: BargainingModel) -> Array:
    """Return what each option (O,) costs its sender in a year, share of GDP; nothing for a preference withdrawn.

    L_o = d(size_o) Σ_j h_oj M_j / Y:  M_j imports of the sender from the target, Y its product
    """
    o = model.options
    hit = np.sum(o.sectors * w.trade.flows[o.sender, o.target], axis=-1) / np.maximum(w.trade.gdp[o.sender], 1e-12)
    return np.asarray(instruments.dead_weight(o.size, model.p.import_elasticity) * hit)
