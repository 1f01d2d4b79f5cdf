"""What each instrument would cost whom this month, and what law and actions leave to be announced."""

from typing import NamedTuple

import numpy as np

from giants.bargaining import instruments
from giants.bargaining.model import BargainingModel
from giants.batch import column, matvec, shared
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
    answer = actions.retaliation[..., USA]
    if model.mirror >= 0 and answer.any():
        # an answer on the same goods costs the sender what it would lose under it, and the target what answering costs
        bought = sales(w, MEX, USA)
        share = matvec(o.sectors, bought) / bought.sum(-1, keepdims=True)
        scale = column(answer) * share * (o.size / 0.25) ** instruments.CONCAVITY * model.kinds.broad
        mine, theirs = (column(x[..., model.mirror]) for x in (target, sender))
        target, sender = target + scale * theirs, sender + scale * mine
    relief = p.coalition_relief * actions.coalition * actions.latam_coalition.sum(-1) / len(PARTNERS)
    target = target * (1 - column(relief) * (o.target == MEX))
    benefit = model.kinds.protecting * matvec(o.sectors, actions.us_protection)
    return OptionLosses(target, sender, benefit * length, legal.legal)


def legal_context(w: World, model: BargainingModel) -> LegalContext:
    """Return what the law of the day levies already, and what law and actions leave to be announced.

    US tariffs set a rate, they do not stack: each adds, row by row of the table of duties, what it exceeds the rate in
    force by (`giants.duties.levied`);  left = Σ_j s_j h_j (added_j - standing_j)^+ / (size Σ_j s_j h_j), s_j what is
    sold of it in the month, 1 for what is no US tariff or hits nothing sold.  Where a tariff spares what claims the
    preference, what does not claim it is compared, else all trade.
    """
    rates, c, o = model.rates, w.calendar, model.options
    standing, rate, reach = (x[..., None, :] for x in (w.bargaining.standing_tariff, c.sector_rate, c.sector_reach))
    full, paid = (x[..., None, :] for x in (c.added_tariff[..., USA, MEX, :], law_paid(w, claims(w))[..., MEX, :]))
    mean = np.maximum(paid + o.exempt[:, None] * (full - paid), 0.0)
    law = rates.aimed_sectors * levied(o.size[:, None], mean, rate, reach)
    missing = np.maximum(rates.full - law - rates.protecting * standing, 0.0)
    sold = sales(w, USA, MEX)
    whole = matvec(rates.full, sold)
    left = np.where(model.kinds.broad & (whole > 0), matvec(missing, sold) / np.maximum(whole, 1e-12), 1.0)
    return LegalContext(law, left, _lawful(w, model, left))


def _lawful(w: World, model: BargainingModel, left: Array) -> Array:
    """Return which options (O,) law and actions leave on the table: Mexico's need a will to answer or to link.

    left (O,): share of each tariff that is not levied already; one that would add nothing is no threat.
    """
    kinds, actions, year = model.kinds, w.actions, shared(w.calendar.year)
    legal = (model.options.legal_from <= year) & (year < model.options.legal_to)
    if not model.threats:
        legal &= model.options.protects
    answers, links, treaty = actions.retaliation[..., USA], actions.linkage, w.bargaining.treaty_in_force
    for kind, needs in ((kinds.answer, answers), (kinds.withdrawal, links), (kinds.treaty, treaty)):
        legal = legal & ~(kind & (column(needs) <= 0))
    return np.asarray(legal & ~(kinds.broad & (left * model.options.size <= 0.01)))


def claimed(w: World, model: BargainingModel) -> Array:
    """Return the share (O,) of US imports from Mexico, where each option hits, that claims: v = Σ_j h s u / Σ_j h s."""
    sold = sales(w, USA, MEX)
    hit, claim = model.options.sectors, sold * claims(w)[..., MEX, :]
    return matvec(hit, claim) / np.maximum(matvec(hit, sold), 1e-12)


def sales(w: World, importer: int, exporter: int) -> Array:
    """Return the month's sales of goods of one economy in another (j,), alike in all sectors before trade is set."""
    sold = w.trade.flows[..., importer, exporter, :] * IS_GOODS
    return np.where(sold.any(axis=-1, keepdims=True), sold, IS_GOODS)


def _dead_weight(w: World, model: BargainingModel) -> Array:
    """Return what each option (O,) costs its sender in a year, share of GDP; nothing for a preference withdrawn.

    L_o = d(size_o) Σ_j h_oj M_j / Y:  M_j imports of the sender from the target, Y its product
    """
    o = model.options
    flows = w.trade.flows
    pairs = flows.reshape(*flows.shape[:-3], -1, flows.shape[-1]).take(o.sender * flows.shape[-2] + o.target, -2)
    hit = np.sum(o.sectors * pairs, axis=-1) / np.maximum(w.trade.gdp.take(o.sender, -1), 1e-12)
    return np.asarray(instruments.dead_weight(o.size, model.p.import_elasticity) * hit)
