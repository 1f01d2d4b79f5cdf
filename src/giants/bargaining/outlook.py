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
from giants.bargaining.losses import LegalContext
from giants.bargaining.model import BargainingModel
from giants.bargaining.parameters import Parameters
from giants.bargaining.signals import FORMS
from giants.bargaining.state import QUIET, BargainingState, Disputes, Policies
from giants.bargaining.tariffs import MeasuresInForce
from giants.bargaining.treaty import FIRST_REVIEW, Treaty, review_chance
from giants.batch import chosen, column, shared
from giants.duties import paid
from giants.politics import Ahead
from giants.symbols import MEX, USA, Array, Scalar
from giants.world import World

_PROCESS = FORMS.index("process")
NEVER = 1e-9
"""Share of a life under tariffs where none can be announced."""
_MOMENTS = np.array([[1.0], [2.0]])
AT_HAND_ROW = -2
"""of `Rates.foreseen`"""
NONE, AT_HAND, TO_COME = range(3)
"""Measures: none in force; that of the open dispute; one of a threat yet to be made."""


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


def moments(odds: Scalar, comes: Scalar, ends: Scalar, later: Scalar, reward: Array,
            rate: float) -> tuple[Array, Array]:  # fmt: skip
    """Return mean and second moment (j,) of δ ∫ e^{-δτ} r(τ) dτ along the chain over measures.

    (δ I - G) m = δ r,  (2 δ I - G) q = 2 δ r m

    G: from none to one to come at the rate `comes`, back from it at `later`, from the one at hand at `ends`, a year,
    where it begins with the chance `odds`; reward r (3, j).  Source: Norberg (1995), Hattendorff's theorem and Thiele's
    differential equation generalised; the moments of present values of a Markov chain.
    """
    odds, comes, ends, later = (column(number) for number in (odds, comes, ends, later))

    def solved(d: float, none: Array, at_hand: Array, to_come: Array) -> tuple[Array, Array, Array]:
        """Return x of (d I - G) x = d y, for y by measure."""
        back, over = later / (d + later), ends / (d + ends)
        stays = d / (d + comes * (1 - back))
        x = stays * none + (1 - stays) * to_come
        return x, over * x + (1 - over) * at_hand, back * x + (1 - back) * to_come

    rewards = [reward[..., k, :] for k in (NONE, AT_HAND, TO_COME)]
    mean = solved(rate, *rewards)
    second = solved(2 * rate, *(r * m for r, m in zip(rewards, mean, strict=True)))
    first, then = ((1 - odds) * x[NONE] + odds * x[AT_HAND] for x in (mean, second))
    return first, then


def of_postures(share: Array, ahead: Ahead, rate: float) -> tuple[Array, Array]:
    """Return mean and variance of the share of a project's life under measures yet to come, as postures change by term.

    A_n = w_n π + P_n A_{n+1},  B_n = (w_n π)² + 2 w_n π P_n A_{n+1} + P_n B_{n+1},  w_n the share of life in term n

    share π (states,): of time under measures while a posture governs.  The same recursion as `moments`, on dates.
    Definition of the first two moments.
    """
    left = np.exp(-rate * ahead.starts)
    spans = left.copy()
    spans[:-1] -= left[1:]
    both = np.empty((*share.shape, 2))
    first, second = both[..., 0], both[..., 1]
    first[...] = spans[-1] * share
    second[...] = first * first
    for n in reversed(range(len(spans) - 1)):
        own, later = spans[n] * share, ahead.moves[..., n, :, :] @ both
        first[...] = own + later[..., 0]
        second[...] = own * (own + 2 * later[..., 0]) + later[..., 1]
    return first[..., 0], np.maximum(second[..., 0] - first[..., 0] * first[..., 0], 0.0)


def of_treaty(p: Parameters, pact: Treaty, renewal: Array, exits: Array, ahead: Ahead) -> tuple[Array, Array]:
    """Return mean and second moment of the share b of a project's life after the preference ends.

    b = e^{-δT},  T the first exit, at the rate ε of the posture in force, or the end H unless a review has renewed:
    E[b^m] = A_0 + B_0,  A_n = (1 - k_n) ε/(ε + mδ) + k_n P_n A_{n+1},  B_n = (1 - ρ)^{r_n} k_n P_n B_{n+1},
    k_n = e^{-(ε + mδ)Δ_n};  at the end B = mδ/(ε + mδ)

    for term n of Δ_n years up to H and r_n reviews, each with the chance ρ (states,) `renewal` of the posture in force.
    Joint reviews are annual once the treaty has ten years left (USMCA Article 34.7); a renewed treaty is taken to
    outlive the project, but for an exit.
    Definition of the first two moments.
    """
    end, starts = column(pact.horizon), ahead.starts
    span = np.full(len(starts), np.inf)
    span[:-1] = starts[1:] - starts[:-1]
    within = np.minimum(span, end - starts)  # of each term, up to the end
    reviews = np.floor(np.minimum(np.maximum(end - starts, 0.0), p.extension - FIRST_REVIEW) + 1e-6)
    reviews[..., :-1] -= reviews[..., 1:]
    gone = exits[..., None, :] + _MOMENTS / p.project_life  # (moments, states), as all that follows
    at_once = exits[..., None, :] / gone
    both = np.concatenate([at_once, 1 - at_once], axis=-2)
    leaves, expires = both[..., :2, :], both[..., 2:, :]
    held = reviews[..., None] + np.zeros(exits.shape[-1])  # one exponent for all states would be another power
    years = within[..., None, None]
    outlives = np.power(1 - renewal[..., None, :], held)[..., None, :] * np.exp(-gone[..., None, :, :] * years)
    stays = np.exp(-gone[..., None, :, :] * span[:-1, None, None])
    begins, goes_on = years > 0, years == span[:, None, None]
    for n in reversed(range(len(starts))):
        later = expires
        if n < len(starts) - 1:
            moved = both @ ahead.moves[..., n, :, :].swapaxes(-1, -2)
            leaves[...] = at_once + stays[..., n, :, :] * (moved[..., :2, :] - at_once)
            later = np.where(goes_on[..., n, :, :], moved[..., 2:, :], expires)
        expires[...] = np.where(begins[..., n, :, :], outlives[..., n, :, :] * later, expires)
    total = (leaves + expires)[..., 0]
    return total[..., 0], total[..., 1]


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


def arrival(p: Parameters, pressure: Array, odds: Array) -> Array:
    """Return measures a year that threats yet to come bring, while none is in force, by pressure.

    12 odds / (1 / (start rate · pressure) + months of a threat + rest),  months = deadline / (1 - extend)

    odds: that a threat is carried out as a tariff.
    odds (...,).  Definition: the rate of a renewal process.
    """
    process = p.form_odds[_PROCESS] / sum(p.form_odds)
    lasts = (p.window + process * (p.process_window - p.window)) / max(1 - p.extend, 1e-6)
    start = p.start_rate * pressure
    return np.asarray(12 * odds * start / (1 + start * (lasts + p.rest)))


def covered(p: Parameters, concede: Array, void: Array, months: Array, kept: Array, ahead: Ahead) -> Array:
    """Return the share (...,) of a project's life that a measure in force covers, up to where the law ends it.

    φ the rate a year at which it is relented, settled or struck down (`void`, a month), M = months / 12 to where the
    law ends it; where it is `kept` for protection, what remains after exclusions, which take φ a year of it.
    Definition.
    """
    ends = np.where(kept, 1 - p.exclusion, 1 - p.relent - p.settle * concede - void)
    return outlasts(-12 * np.log(np.maximum(ends, 1e-9)), np.maximum(months, 0.5) / 12, ahead, 1 / p.project_life)


def outlasts(ends: Array, years: Array, ahead: Ahead, rate: float) -> Array:
    """Return the share of a project's life (...,) under what ends at a rate, after `years` or with a new posture.

    δ/(δ + φ) Σ_n K_n (e^{-(δ + φ) T_n} - e^{-(δ + φ) min(T_{n+1}, M)}),  K_n the share that outlives n changes of term

    ends φ (...,) a year, years M (...,); T_n the dates of terms.
    Definition.
    """
    gone = rate + ends
    last = np.exp(-gone * years)
    if not ahead.kept.shape[-1]:
        return np.asarray(rate / gone * (1 - last))
    drops = np.maximum(np.exp(-gone[..., None] * ahead.starts[1:]) - last[..., None], 0.0)
    lives = np.ones((*ahead.kept.shape[:-1], ahead.kept.shape[-1] + 1))
    np.cumprod(ahead.kept, axis=-1, out=lives[..., 1:])
    lost = lives[..., :-1] - lives[..., 1:]
    return np.asarray(rate / gone * (1 - last - np.vecdot(drops, lost[..., None, :])))


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
        rows, levied = column(option), chosen(legal.levied, option)[..., None, :]
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
