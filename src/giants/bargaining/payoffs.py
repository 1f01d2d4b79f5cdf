"""What concessions are worth and cost this month, and the policies that addressees follow by themselves."""

from typing import NamedTuple

import numpy as np

from giants.bargaining import instruments
from giants.bargaining.losses import sales
from giants.bargaining.model import BargainingModel
from giants.batch import column
from giants.symbols import ISSUES, MEX, USA, Actions, Array, neutral_value
from giants.world import World

_AT = {name: d for d, name in enumerate(ISSUES)}
_VOICE, _SHARING, _OPENNESS = (
    neutral_value(Actions, name) for name in ("voiced", "intelligence_sharing", "china_openness")
)


class Payoffs(NamedTuple):
    """Payoffs of further concession, each as a share of the GDP of the side that bears it."""

    a: Array
    """(SENDERS, d) worth to each sender, zero on issues that are not its own"""
    c: Array
    g: Array
    given: Array
    """(d,) what is promised or bought over the reservation policy"""
    room: Array
    """(d,) how far each policy can still move within the red line, which only the addressee knows"""
    wanted: Array
    """(d,) how far it can still move toward the proposer's ideal"""


def payoffs(w: World, model: BargainingModel, reservation: Array) -> Payoffs:
    """Return the payoffs of concessions over those already promised, which stand over its `reservation` policy.

    z_k = reservation_k + promised_k + bought_k,  a_k = salience_k value_k (proposer's ideal_k - z_k)/(1 - z_k)
    c_k = cost_k + g_k (promised_k + bought_k - own ideal_k) + other giant's offer lost_k,
    room_k = min(x̄_k, proposer's ideal_k) - z_k

    The last factor of a is 1 but in twin runs: an ideal that comes to meet the addressee takes worth away from every
    step that is left, in proportion, as with quadratic preferences.
    """
    horizon, table, actions = model.p.horizon / 12, model.issues, w.actions
    given = w.bargaining.promised + w.bargaining.bought
    left, wanted = 1.0 - reservation - given, np.maximum(model.theirs - reservation - given, 0.0)
    part = np.divide(wanted, left, out=np.ones(left.shape), where=left > 0)
    a = model.value * part[..., None, :] * horizon
    a[..., USA, :] *= actions.us_salience
    a[..., MEX, :] *= actions.voiced / _VOICE
    a[..., MEX, _AT["tariff_relief"]] *= relief_worth(w)
    a[..., MEX, _AT["treaty_renewal"]] *= renewal_worth(w, model.p.extension)
    red = np.minimum(table.red_line, np.where(model.own[MEX] > 0, 1.0, actions.red_line))
    return Payoffs(
        a=a,
        c=(domestic_cost(model, given) + offer_lost(w, model)) * horizon,
        g=table.curvature * horizon,
        given=given,
        room=np.maximum(np.minimum(red, model.theirs) - reservation - given, 0.0),
        wanted=wanted,
    )


def domestic_cost(model: BargainingModel, given: Array) -> Array:
    """Return what the next step of each policy costs its addressee at home (d,), share of its GDP a year.

    c_k = max(cost_k + g_k (given_k - own ideal_k), 0)
    """
    return np.asarray(np.maximum(model.issues.cost + model.issues.curvature * (given - model.mine), 0.0))


def offer_lost(w: World, model: BargainingModel) -> Array:
    """Return what the giant who wants the opposite would take back for each step (d,), share of Mexico's GDP a year.

    The worth of the opposite to it, times China's inducement on US demands and the US salience on Chinese ones;
    nothing where menus are off.  Source: the slope of a truthful menu, Bernheim and Whinston 1986.
    """
    if not model.common_agency.offers:
        return np.zeros(len(ISSUES))
    told = model.own[USA] * column(w.actions.china_inducement) + (1 - model.own[USA]) * w.actions.us_salience
    return np.asarray(np.maximum(-model.issues.rival, 0.0) * told)


def relief_worth(w: World) -> Array:
    """Return the worth of full tariff relief to Mexico, relative to that from 25% on all goods.

    (t / 0.25)^0.7,  t = Σ_j s_j t_j / (1 - relief in force):  mean added US tariff as paid, by exports s
    """
    sold = sales(w, USA, MEX)
    paid = np.vecdot(sold, w.trade.us_tariff) / sold.sum(-1)
    gross = paid / np.maximum(1 - w.bargaining.position[..., _AT["tariff_relief"]], 0.05)
    return np.asarray(np.power(np.maximum(gross, 0.0) / 0.25, instruments.CONCAVITY))


def renewal_worth(w: World, term: float) -> Array:
    """Return the worth of renewal relative to a treaty about to end: w = 1 - horizon/term, 0 if it has ended."""
    return w.bargaining.treaty_in_force * np.maximum(1 - w.bargaining.treaty_horizon / term, 0.0)


def reservation_policy(w: World, model: BargainingModel) -> Array:
    """Return the policies that each addressee follows by itself, from their actions (0..1)."""
    s = w.actions
    line = np.empty(w.bargaining.position.shape)
    line[...] = model.issues.initial
    line[..., _AT["fentanyl_enforcement"]] *= s.intelligence_sharing / _SHARING
    line[..., _AT["china_tariff_alignment"]] *= s.non_fta_tariff
    line[..., _AT["china_market_access"]] *= s.china_openness / _OPENNESS
    line[..., _AT["china_port_telecom"]] *= s.china_openness / _OPENNESS
    for name, least in (("china_fdi_screening", s.fdi_screening), ("arms_control", s.us_arms_control)):
        line[..., _AT[name]] = np.maximum(line[..., _AT[name]], least)
    return np.asarray(np.minimum(np.maximum(line + model.mine, 0.0), 1.0))
