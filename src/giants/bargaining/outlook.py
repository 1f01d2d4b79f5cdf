"""What firms foresee: mean and variance of the US tariff on Mexican goods over the life of a project.

A project lives for L years in the mean, exponentially, so that δ = 1/L is the rate at which its future counts.  What it
pays is a chain over measures (none, the one at hand, one yet to come), a chain over postures in Washington by term, and
the end of the treaty; the three are taken as independent of each other.  One channel: location reads the mean of
ln(1 + t), waiting reads its variance.
"""

from typing import NamedTuple

import numpy as np

from giants.bargaining.beliefs import in_general, of_any_threat
from giants.bargaining.losses import LegalContext
from giants.bargaining.model import BargainingModel
from giants.bargaining.parameters import Parameters
from giants.bargaining.signals import FORMS
from giants.bargaining.state import BargainingState
from giants.bargaining.tariffs import MeasuresInForce
from giants.bargaining.treaty import FIRST_REVIEW, Treaty, review_chance
from giants.duties import paid
from giants.politics import Ahead
from giants.symbols import MEX, USA, Array
from giants.world import World

_PROCESS = FORMS.index("process")
NEVER = np.full(1, 1e-9)
"""Share of a life under tariffs where none can be announced."""
NONE, AT_HAND, TO_COME = range(3)
"""Measures: none in force; that of the open dispute; one of a threat yet to be made."""


class Spells(NamedTuple):
    """How measures come and go: chances, and shares of a project's life."""

    odds: float
    """chance that the measure at hand is in force, or will be within weeks"""
    at_hand: float
    """share of a life that it covers then"""
    to_come: Array
    """(tariffs,) same of each tariff yet to come"""
    arrivals: Array
    """(states,) tariffs yet to come, a year, by posture"""


def outlook(w: World, model: BargainingModel, s: BargainingState, legal: LegalContext, force: MeasuresInForce,
            pact: Treaty, ahead: Ahead) -> tuple[Array, Array]:  # fmt: skip
    """Return exp(E[X]) - 1 and Var[X] (j,), X = δ ∫ e^{-δτ} ln(1 + t(τ)) dτ the life's mean of log tariffs.

    E[X] = E_measures + (E[π] - π_0) g + b m,  Var[X] = Var_measures + Var[π] g² + Var[b] m²

    t tariffs above the base; g log points of measures yet to come, π the share of life under them by posture
    (`of_postures`), π_0 if the present one stays; m log points of the preference, b the share of life after its end
    (`of_treaty`).  `pact` and `force` are treaty and measures after the month, `ahead` the terms ahead.
    """
    p, rate, tariffs = model.p, 1 / model.p.project_life, _tariffs(model, legal)
    spells = _spells(w, model, s, legal, tariffs, ahead)
    log = np.log1p(_rates(w, model, s, legal, force, pact, tariffs, spells.to_come))
    quiet, measures, bare = log[0], log[:3], log[3]
    ends, later = (rate / share - rate for share in (spells.at_hand, float(spells.to_come.mean())))
    comes = float(spells.arrivals[0])
    generator = np.array([[-comes, 0.0, comes], [ends, -ends, 0.0], [later, 0.0, -later]])
    mean, second = moments(generator, measures, rate)
    begun = np.array([1 - spells.odds, spells.odds, 0.0])
    now = begun @ mean
    share = spells.arrivals / (spells.arrivals + later)
    foreseen, unsure = of_postures(share, ahead, rate)
    end, doubt = of_treaty(p, pact, *_end(w, model, s, pact, spells, ends), rate)
    more, lost = measures[TO_COME] - quiet, bare - quiet
    expected = now + (foreseen - share[0]) * more + end * lost
    variance = np.maximum(begun @ second - now * now, 0.0) + unsure * more * more + doubt * lost * lost
    return np.expm1(expected), variance


def moments(generator: Array, reward: Array, rate: float) -> tuple[Array, Array]:
    """Return mean and second moment (states, j) of δ ∫ e^{-δτ} r(τ) dτ along a Markov chain, by state at the start.

    (δ I - G) m = δ r,  (2 δ I - G) q = 2 δ r m

    generator G (states, states) and rate δ a year; reward r (states, j).  Source: Norberg (1995), Hattendorff's theorem
    and Thiele's differential equation generalised; the moments of present values of a Markov chain.
    """
    eye = np.eye(len(generator))
    mean = np.linalg.solve(rate * eye - generator, rate * reward)
    second = np.linalg.solve(2 * rate * eye - generator, 2 * rate * reward * mean)
    return mean, second


def of_postures(share: Array, ahead: Ahead, rate: float) -> tuple[float, float]:
    """Return mean and variance of the share of a project's life under measures yet to come, as postures change by term.

    A_n = w_n π + P_n A_{n+1},  B_n = (w_n π)² + 2 w_n π P_n A_{n+1} + P_n B_{n+1},  w_n the share of life in term n

    share π (states,): of time under measures while a posture governs.  The same recursion as `moments`, on dates.
    """
    edges = np.append(np.exp(-rate * ahead.starts), 0.0)
    spans = edges[:-1] - edges[1:]
    first = spans[-1] * share
    second = first * first
    for span, move in zip(spans[-2::-1], ahead.moves[::-1], strict=True):
        own, later = span * share, move @ first
        first, second = own + later, own * own + 2 * own * later + move @ second
    return float(first[0]), max(float(second[0] - first[0] ** 2), 0.0)


def of_treaty(p: Parameters, pact: Treaty, renewal: float, leaves: float, rate: float) -> tuple[float, float]:
    """Return mean and variance of the share of a project's life after the preference ends.

    b = e^{-δT} with the chance (1 - leaves)(1 - renewal)^n, e^{-δν} with the chance `leaves`

    T years to the end as the law stands, n reviews before it, ν years of notice.  Joint reviews are annual once the
    treaty has ten years left (USMCA Article 34.7), each with the chance that the last would have; a renewed treaty is
    taken to outlive the project.
    """
    if not pact.in_force:
        return 0.0, 0.0  # the ordinary rates are paid already
    reviews = np.floor(min(pact.horizon, p.extension - FIRST_REVIEW) + 1e-6)
    expires = (1 - leaves) * (1 - renewal) ** reviews
    end, exit_ = np.exp(-rate * pact.horizon), np.exp(-rate * (pact.notice or p.notice) / 12)
    mean = expires * end + leaves * exit_
    return float(mean), max(float(expires * end**2 + leaves * exit_**2 - mean**2), 0.0)


def arrival(p: Parameters, pressure: Array, odds: float) -> Array:
    """Return measures a year that threats yet to come bring, while none is in force, by pressure.

    12 odds / (1 / (start rate · pressure) + months of a threat + rest),  months = deadline / (1 - extend)

    odds: that a threat is carried out as a tariff.
    """
    process = p.form_odds[_PROCESS] / sum(p.form_odds)
    lasts = (p.window + process * (p.process_window - p.window)) / max(1 - p.extend, 1e-6)
    start = p.start_rate * pressure
    return np.asarray(12 * odds * start / (1 + start * (lasts + p.rest)))


def covered(p: Parameters, concede: float, void: Array, months: Array, kept: Array, rate: float) -> Array:
    """Return the share of a project's life that a measure in force covers: δ (1 - e^{-(δ + φ) M}) / (δ + φ).

    φ the rate a year at which it is relented, settled or struck down (`void`, a month), M = months / 12 to where the
    law ends it; where it is `kept` for protection, what remains after exclusions, which take φ a year of it.
    """
    ends = np.where(kept, 1 - p.exclusion, 1 - p.relent - p.settle * concede - void)
    gone = rate - 12 * np.log(np.maximum(ends, 1e-9))
    return np.asarray(rate / gone * -np.expm1(-gone * np.maximum(months, 0.5) / 12))


def _spells(w: World, model: BargainingModel, s: BargainingState, legal: LegalContext, tariffs: Array,
            ahead: Ahead) -> Spells:  # fmt: skip
    """Return how the open dispute and later measures come and go.

    A threat yet to come is one of those that the law leaves, all alike, and is carried out with the chance of threats
    in general.  Prior form.
    """
    p, o, d, rate = model.p, model.options, s.disputes, 1 / model.p.project_life
    option, kept = int(d.option[USA]), model.kinds.protecting & model.kinds.broad
    odds = 1.0 if d.in_force[USA] else float(d.carried_out[USA]) if d.threatened[USA] else 0.0
    left = o.longest[option] - d.age[USA] * d.in_force[USA]
    follow = float(in_general(model, d.record)[USA])
    carried = of_any_threat(w, model, follow)
    pressure = np.where(np.isnan(ahead.pressure), float(w.actions.us_pressure), ahead.pressure)
    of_all = len(tariffs) / max(int((model.rates.aimed & legal.legal).sum()), 1)
    to_come = covered(p, 1 - carried / follow, o.void[tariffs], o.longest[tariffs], kept[tariffs], rate)
    return Spells(
        odds=odds,
        at_hand=float(covered(p, float(d.concede[USA]), o.void[option], left, kept[option], rate)) if odds else 1.0,
        to_come=to_come if len(tariffs) else NEVER,
        arrivals=arrival(p, pressure, carried * of_all * model.threats),
    )


def _tariffs(model: BargainingModel, legal: LegalContext) -> Array:
    """Return the rows of the options that are US tariffs on Mexican goods and that the law leaves to be announced."""
    return np.flatnonzero(model.kinds.broad & legal.legal)


def _rates(w: World, model: BargainingModel, s: BargainingState, legal: LegalContext, force: MeasuresInForce,
           pact: Treaty, tariffs: Array, weight: Array) -> Array:  # fmt: skip
    """Return tariffs above the base (4, j) without a measure, under the one at hand, one to come, and without a treaty.

    Net of the share of trade that claims the preference where a measure spares it.  Tariffs kept for protection fade
    by exclusions, so that a part of the life is under them; the one to come is the mean of `tariffs`, by the share of a
    life `weight` that each covers.
    """
    p, d, use = model.p, s.disputes, w.trade.preference_use[MEX]
    c, ordinary = w.calendar, w.trade.ordinary_margin[MEX]
    bare = c.added_tariff[USA, MEX] + ordinary
    law = paid(bare - ordinary, c.claim_margin[MEX], c.duty_scope[MEX], use) if pact.in_force else bare
    option = int(d.option[USA])
    acts = bool(d.in_force[USA]) and d.age[USA] >= model.options.delay[option]
    stands = pact.in_force * (1 - force.preference_lost)
    added = force.tariff[USA, MEX]
    added = added - np.maximum(added, 0.0) * force.exempt[USA] * use * stands
    kept = s.standing_tariff * (1 - model.spared * use * stands)
    passing = np.maximum(added - kept, 0.0) if acts else 0.0 * added
    fades = p.project_life * -12 * np.log1p(-min(p.exclusion, 0.999999))
    lasting = added - passing - np.minimum(kept, np.maximum(added, 0.0)) * fades / (1 + fades)
    announced = np.maximum(model.rates.full - legal.levied, 0.0)
    announced = announced * (1 - model.options.exempt[:, None] * use * pact.in_force)
    again = kept * (model.kinds.protecting & model.kinds.broad)[:, None]  # is in force already
    announced = np.maximum(announced - again, 0.0)
    to_come = weight @ announced[tariffs] / weight.sum() if len(tariffs) else 0.0 * law
    at_hand = law
    if acts:
        at_hand = (bare if stands == 0 else law) + passing
    elif d.threatened[USA] or d.in_force[USA]:
        preference = model.options.channel[option] == "preference"
        at_hand = bare if preference else law + announced[option] * model.rates.aimed[option]
    rates = np.stack([law, at_hand, law + to_come, bare])
    return np.asarray(np.maximum(rates + lasting, -0.99))


def _end(w: World, model: BargainingModel, s: BargainingState, pact: Treaty, spells: Spells,
         ends: float) -> tuple[float, float]:  # fmt: skip
    """Return the chance that a review renews the treaty, and that an exit at hand is carried through its notice."""
    d = s.disputes
    leaving = model.options.channel[int(d.option[USA])] == "exit"
    leaves = leaving * spells.odds * np.exp(-ends * (pact.notice or model.p.notice) / 12)
    chance = review_chance(model, w.actions.us_salience, s.policies.position, int(w.calendar.treaty_forced))
    return chance, float(leaves)
