"""Policies that are paid for or agreed, not extorted: menus of the giants, and deals with Latin American partners."""

import numpy as np

from giants.bargaining import agreements
from giants.bargaining.model import BargainingModel
from giants.bargaining.month import Month
from giants.bargaining.payoffs import Payoffs, domestic_cost, offer_lost
from giants.bargaining.state import BargainingState
from giants.batch import column, shared
from giants.symbols import CHN, ISSUES, MEX, USA, Actions, Array, Society, neutral_value
from giants.world import World

QUARTER = 3
"""Months between two looks at offers."""
_PORTS = ISSUES.index("china_port_telecom")
_OPENNESS, _TRUST = neutral_value(Actions, "latam_openness"), neutral_value(Society, "trust")


def look_again(m: Month, s: BargainingState) -> BargainingState:
    """Look again at deals, menus and agreements, once a quarter; positions on regional issues follow the deals."""
    at, position = m.model.at.regional, s.policies.position.copy()
    if int(shared(m.w.calendar.month)) % QUARTER == 0:
        held = m.w.bargaining.regional
        s = s._replace(regional=held + QUARTER * m.model.p.deal_speed * (regional(m.w, m.model) - held))
        s = agreements.strike(m, s)
        if m.model.common_agency.offers:
            bought, paid = menus(m.w, m.model, m.payoffs)
            s = s._replace(inducement=paid, policies=s.policies._replace(bought=bought))
    deep = s.regional.sum(axis=-2) / s.regional.shape[-2]
    position[..., at] = np.maximum(m.model.issues.initial[at], deep[..., at])
    return s._replace(policies=s.policies._replace(position=position))


def menus(w: World, model: BargainingModel, worth: Payoffs) -> tuple[Array, Array]:
    """Return policies (d,) that menus buy over what Mexico does and promises anyway, and payments by payer (n,).

    a_CHN = value_k Y_CHN/Y_MEX · inducement · ask_k,  a_USA = -(worth of keeping China out) · salience

    In shares of Mexico's GDP: China offers for its own demands and the United States against them, as in common
    agency; what China offers against demands of the United States it takes back as Mexico promises them.
    """
    table, s, at = model.issues, w.actions, model.at.menu
    y = w.bargaining
    bought, paid = np.zeros(y.promised.shape), np.zeros(y.inducement.shape)
    richer = w.trade.gdp[..., CHN] / np.maximum(w.trade.gdp[..., MEX], 1e-12)
    ask = np.where(at == _PORTS, column(np.minimum(2 * s.china_ports, 1.0)), 1.0)
    kept_out = np.minimum(table.rival[at], 0.0) * s.us_salience.take(at, -1)
    a = np.stack([kept_out, table.value[at] * column(richer * s.china_inducement) * ask], axis=-2)
    c, room = domestic_cost(model, y.promised).take(at, -1), (worth.room + y.bought).take(at, -1)
    bought[..., at], paid[..., [USA, CHN]] = model.common_agency.offer(a, c, table.curvature[at], room)
    paid[..., CHN] -= np.vecdot(model.own[USA] * offer_lost(w, model), y.promised)
    return bought, paid


def regional(w: World, model: BargainingModel) -> Array:
    """Return the regional deals (o, d) that partners and Mexico would now strike.

    x_ok = min(offer_ok, m_ok),  m_ok = ((1 + openness_o/openness* (1 + trust_o - trust*)) value_k - cost_k) / g_k

    m is the depth at which the joint surplus of Mexico (1) and the partner (1 at neutral openness* and trust*) is
    largest, before the rule for simultaneous deals; Mexico's offer bounds it.
    Definition: the first-order condition.
    """
    table, s, at = model.issues, w.actions, model.at.regional
    shape = (*s.deal_offer.shape[:-1], s.programme.shape[-1])
    offer = np.concatenate([s.deal_offer, np.broadcast_to(s.programme[..., None, :], shape)], axis=-1)
    want = (offer[..., None, :] * table.offers[at]).max(axis=-1)
    deals = np.zeros(w.bargaining.regional.shape)
    if not want.any():
        return deals
    worth = s.latam_openness / _OPENNESS * (1 - _TRUST + w.society.trust)
    m = ((1.0 + worth[..., None]) * table.value[at] - table.cost[at]) / table.curvature[at]
    field = model.simultaneous_deals.settle(np.maximum(m, 0.0).swapaxes(-1, -2), want.swapaxes(-1, -2))
    deals[..., at] = field.swapaxes(-1, -2)
    return deals
