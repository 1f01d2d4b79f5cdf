"""What firms foresee: mean and variance of the US tariff on Mexican goods over the life of a project.

A project lives for L years in the mean, exponentially, so that δ = 1/L is the rate at which its future counts.  What it
pays is a chain over measures (none, the one at hand, one yet to come), a chain over postures in Washington by term, and
the end of the treaty, by a review or an exit under those postures; the three are taken as independent of each other.
One channel: location reads the mean of ln(1 + t), waiting reads its variance.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from giants.bargaining.beliefs import in_general, of_any_threat
from giants.bargaining.lifetimes import TO_COME, arrival, covered, moments, of_postures, of_treaty
from giants.bargaining.losses import LegalContext
from giants.bargaining.model import BargainingModel
from giants.bargaining.state import QUIET, BargainingState, Disputes, Policies
from giants.bargaining.tariffs import MeasuresInForce
from giants.bargaining.treaty import Treaty, review_chance
from giants.batch import column, one_row, shared
from giants.duties import paid
from giants.politics import Ahead
from giants.symbols import MEX, USA, Array
from giants.world import World

NEVER = 1e-9
"""Share of a life under tariffs where none can be announced."""
AT_HAND_ROW = -2
"""of `Rates.foreseen`"""


class Spells(NamedTuple):
    """How measures come and go: chances, and shares of a project's life."""

    odds: Array
    """chance that the measure at hand is in force, or will be within weeks"""
    at_hand: Array
    """share of a life that it covers then"""
    to_come: Array
    """(tariffs,) same of each tariff yet to come, 0 for what the law does not leave to be announced"""
    usual: Array
    """mean of those that it leaves"""
    arrivals: Array
    """(states,) tariffs yet to come, a year, by posture"""
    exits: Array
    """(states,) exits from the treaty yet to come, a year, by posture"""
    protected: Array
    """share of a life that a tariff kept for protection covers, as exclusions take it away"""


def outlook(w: World, model: BargainingModel, s: BargainingState, legal: LegalContext, force: MeasuresInForce,
            pact: Treaty, ahead: Ahead) -> tuple[Array, Array]:  # fmt: skip
    """Return exp(E[X]) - 1 and Var[X] (j,), X = δ ∫ e^{-δτ} ln(1 + t(τ)) dτ the life's mean of log tariffs.

    E[X] = E_measures + (E[π] - π_0) g + b m,  Var[X] = Var_measures + Var[π] g² + Var[b] m²

    t tariffs above the base; g log points of measures yet to come, π the share of life under them by posture
    (`of_postures`), π_0 if the present one stays; m log points of the preference, b the share of life after its end
    (`of_treaty`).  `pact` and `force` are treaty and measures after the month, `ahead` the terms ahead.
    Definition, the three chains being independent.
    """
    rate, usa = 1 / model.p.project_life, Disputes._make(values[..., USA] for values in s.disputes)
    ahead = ahead._replace(starts=ahead.starts[(0,) * (ahead.starts.ndim - 1)])  # dates are those of all Worlds
    spells = _spells(w, model, usa, legal, ahead)
    logs = np.log1p(_rates(w, model, s, usa, legal, force, pact, spells))
    quiet, to_come, bare = logs[..., 0, :], logs[..., TO_COME, :], logs[..., 3, :]
    ends, later = (rate / covers - rate for covers in (spells.at_hand, spells.usual))
    now, second = moments(spells.odds, spells.arrivals[..., 0], ends, later, logs[..., :3, :], rate)
    share = spells.arrivals / (spells.arrivals + column(later))
    foreseen, unsure = of_postures(share, ahead, rate)
    end, doubt = _end(w, model, usa, s.policies, pact, spells._replace(exits=spells.exits * (1 - share)), ahead, ends)
    more, lost = to_come - quiet, bare - quiet
    expected = now + column(foreseen - share[..., 0]) * more + column(end) * lost
    variance = np.maximum(second - now * now, 0.0) + column(unsure) * more * more + column(doubt) * lost * lost
    return np.expm1(expected), variance


def _end(w: World, model: BargainingModel, usa: Disputes, y: Policies, pact: Treaty, spells: Spells, ahead: Ahead,
         ends: Array) -> tuple[Array, Array]:  # fmt: skip
    """Return mean and variance of the share of a project's life after the preference ends.

    An exit at hand is carried through its notice of ν months, e^{-ends ν/12}, as one yet to come is; else `of_treaty`.
    Once it has ended the ordinary rates are paid already.
    """
    p, notice = model.p, np.where(pact.notice != 0, pact.notice, model.p.notice) / 12
    leaves = model.kinds.exit[usa.option] * spells.odds * np.exp(-ends * notice)
    salience = np.where(np.isnan(ahead.salience), w.actions.us_salience[..., None, :], ahead.salience)
    renewal = review_chance(model, salience, y.position[..., None, :], int(shared(w.calendar.treaty_forced)))
    exits = spells.exits * column(np.exp(-ends * (p.notice / 12)))
    first, second = of_treaty(p, pact, renewal, exits, ahead)
    gone, stands = np.exp(-notice / p.project_life), pact.in_force != 0
    mean = leaves * gone + (1 - leaves) * first
    variance = np.maximum(leaves * gone * gone + (1 - leaves) * second - mean * mean, 0.0)
    return mean * stands, variance * stands


def _spells(w: World, model: BargainingModel, usa: Disputes, legal: LegalContext, ahead: Ahead) -> Spells:
    """Return how the open dispute and later measures come and go.

    A threat yet to come is one of those that the law leaves, all alike, and is carried out with the chance of threats
    in general; its measure meets the inaugurations ahead as one that is in force now.  Prior form.
    """
    p, r, tariffs = model.p, model.rates, legal.legal.take(model.rates.broad, -1)
    odds = np.where(usa.in_force, 1.0, usa.carried_out * usa.threatened)
    follow = in_general(model, usa.record)
    carried = of_any_threat(w, model, follow)
    pressure = np.where(np.isnan(ahead.pressure), column(w.actions.us_pressure), ahead.pressure)
    aimed, leaving = ((of & legal.legal).sum(axis=-1) for of in (r.aimed, r.leaving))
    rows = np.empty((*np.shape(odds), len(r.foreseen)), int)
    rows[...] = r.foreseen
    rows[..., AT_HAND_ROW] = usa.option
    concede, months = np.empty(rows.shape), r.longest[rows]
    concede[...] = column(1 - carried / follow)
    concede[..., AT_HAND_ROW] = usa.concede
    months[..., AT_HAND_ROW] -= usa.age * usa.in_force
    covers = covered(p, concede, r.void[rows], months, r.kept[rows], ahead)
    count = tariffs.sum(axis=-1)
    to_come = covers[..., :AT_HAND_ROW] * np.where(column(count > 0), tariffs, True)
    usual = np.where(count > 0, to_come.sum(axis=-1) / np.maximum(count, 1), NEVER)
    arrivals = arrival(p, pressure, column(carried * model.threats / np.maximum(aimed, 1)))
    at_hand = np.where(odds > 0, covers[..., AT_HAND_ROW], 1.0)
    return Spells(odds, at_hand, to_come, usual, arrivals * column(count), arrivals * column(leaving), covers[..., -1])


def _rates(w: World, model: BargainingModel, s: BargainingState, usa: Disputes, legal: LegalContext,
           force: MeasuresInForce, pact: Treaty, spells: Spells) -> Array:  # fmt: skip
    """Return tariffs above the base (4, j) without a measure, under the one at hand, one to come, and without a treaty.

    Net of the share of trade that claims the preference where a measure spares it.  Tariffs kept for protection fade
    by exclusions, so that a part of the life is under them; the one to come is the mean of those that can be announced,
    by the share of a life that each covers.
    """
    c, r, option, use = w.calendar, model.rates, usa.option, w.trade.preference_use[..., MEX, :]
    full, in_force = c.added_tariff[..., USA, MEX, :], column(pact.in_force)
    bare = full + w.trade.ordinary_margin[..., MEX, :]
    law = np.where(in_force > 0, paid(full, c.claim_margin[..., MEX, :], c.duty_scope[..., MEX, :], use), bare)
    acts = usa.in_force & (usa.age >= model.options.delay[option])
    stands = in_force * column(1 - force.preference_lost)
    added = force.tariff[..., USA, MEX, :]
    added = added - np.maximum(added, 0.0) * column(force.exempt[..., USA]) * use * stands
    kept = s.standing_tariff * (1 - model.spared * use * stands)
    fading = np.minimum(kept, np.maximum(added, 0.0)) * column(1 - spells.protected)
    passing = np.maximum(added - kept, 0.0) * column(acts)
    news = partial(_announced, model, use * in_force, kept)
    weight = spells.to_come[..., None]
    to_come = (weight * news(r.broad, legal.levied.take(r.broad, -2))).sum(axis=-2) / weight.sum(axis=-2)
    at_hand = np.where(column(acts), np.where(stands == 0, bare, law) + passing, law)
    if (waits := (usa.stage > QUIET) & ~acts).any():
        rows, levied = column(option), one_row(legal.levied, option)[..., None, :]
        promised = np.where(model.kinds.preference[rows], bare, law + news(rows, levied)[..., 0, :])
        at_hand = np.where(column(waits), promised, at_hand)
    out = np.empty((*law.shape[:-1], 4, law.shape[-1]))
    for k, rate in enumerate((law, at_hand, law + to_come, bare)):
        out[..., k, :] = rate + (added - fading - passing)
    return np.maximum(out, -0.99)


def _announced(model: BargainingModel, claims: Array, kept: Array, rows: Array, levied: Array) -> Array:
    """Return what US tariffs on Mexico would add (R, j) to the law and to tariffs that are `kept` (j,).

    rows (R,) of the options; levied (R, j): what the law levies already in each one's place; claims (j,).
    """
    r = model.rates
    again = kept[..., None, :] * r.kept[rows][..., None]  # is in force already
    spared = model.options.exempt[rows][..., None] * claims[..., None, :]
    new = np.maximum(r.full[rows] - levied, 0.0) * (1 - spared)
    return np.asarray(np.maximum(new - again, 0.0) * r.aimed[rows][..., None])
