"""What firms foresee: mean and variance of the US tariff on Mexican goods over the life of a project.

A project lives for L years in the mean, exponentially, so that δ = 1/L is the rate at which its future counts.  What it
pays is a chain over measures (none, the one at hand, one yet to come), a chain over postures in Washington by term, and
the end of the treaty, by a review or an exit under those postures; the three are taken as independent of each other.
One channel: location reads the mean of ln(1 + t), waiting reads its variance.
"""

from math import exp, floor
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
NEVER = 1e-9
"""Share of a life under tariffs where none can be announced."""
_MOMENTS = np.array([[1.0], [2.0]])
AT_HAND_ROW = -2
"""of `Rates.foreseen`"""
NONE, AT_HAND, TO_COME = range(3)
"""Measures: none in force; that of the open dispute; one of a threat yet to be made."""


class Spells(NamedTuple):
    """How measures come and go: chances, and shares of a project's life."""

    odds: float
    """chance that the measure at hand is in force, or will be within weeks"""
    at_hand: float
    """share of a life that it covers then"""
    to_come: Array
    """(tariffs,) same of each tariff yet to come, 0 for what the law does not leave to be announced"""
    usual: float
    """mean of those that it leaves"""
    arrivals: Array
    """(states,) tariffs yet to come, a year, by posture"""
    exits: Array
    """(states,) exits from the treaty yet to come, a year, by posture"""
    protected: float
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
    rate, tariffs = 1 / model.p.project_life, legal.legal[model.rates.broad]
    spells = _spells(w, model, s, legal, tariffs, ahead)
    logs = np.log1p(_rates(w, model, s, legal, force, pact, spells))
    quiet, measures, bare = logs[0], logs[:3], logs[3]
    ends, later = (rate / covers - rate for covers in (spells.at_hand, spells.usual))
    now, second = moments(spells.odds, float(spells.arrivals[0]), ends, later, measures, rate)
    share = spells.arrivals / (spells.arrivals + later)
    foreseen, unsure = of_postures(share, ahead, rate)
    end, doubt = _end(w, model, s, pact, spells._replace(exits=spells.exits * (1 - share)), ahead, ends)
    more, lost = measures[TO_COME] - quiet, bare - quiet
    expected = now + (foreseen - share[0]) * more + end * lost
    variance = np.maximum(second - now * now, 0.0) + unsure * more * more + doubt * lost * lost
    return np.expm1(expected), variance


def moments(odds: float, comes: float, ends: float, later: float, reward: Array, rate: float) -> tuple[Array, Array]:
    """Return mean and second moment (j,) of δ ∫ e^{-δτ} r(τ) dτ along the chain over measures.

    (δ I - G) m = δ r,  (2 δ I - G) q = 2 δ r m

    G: from none to one to come at the rate `comes`, back from it at `later`, from the one at hand at `ends`, a year,
    where it begins with the chance `odds`; reward r (3, j).  Source: Norberg (1995), Hattendorff's theorem and Thiele's
    differential equation generalised; the moments of present values of a Markov chain.
    """

    def stays(d: float) -> Array:
        """Return d (d I - G)^{-1}."""
        back, over = later / (d + later), ends / (d + ends)
        none = d / (d + comes * (1 - back))
        come = 1 - none
        return np.array([[none, 0.0, come], [over * none, 1 - over, over * come], [back * none, 0.0, 1 - back * none]])

    begun = np.array([1 - odds, odds, 0.0])
    mean = stays(rate) @ reward
    return begun @ mean, begun @ stays(2 * rate) @ (reward * mean)


def of_postures(share: Array, ahead: Ahead, rate: float) -> tuple[float, float]:
    """Return mean and variance of the share of a project's life under measures yet to come, as postures change by term.

    A_n = w_n π + P_n A_{n+1},  B_n = (w_n π)² + 2 w_n π P_n A_{n+1} + P_n B_{n+1},  w_n the share of life in term n

    share π (states,): of time under measures while a posture governs.  The same recursion as `moments`, on dates.
    Definition of the first two moments.
    """
    left = np.exp(-rate * ahead.starts)
    spans = left.copy()
    spans[:-1] -= left[1:]
    first = spans[-1] * share
    second = first * first
    for span, move in zip(spans[-2::-1], ahead.moves[::-1], strict=True):
        own, later = span * share, move @ first
        first, second = own + later, own * own + 2 * own * later + move @ second
    return float(first[0]), max(float(second[0] - first[0] ** 2), 0.0)


def of_treaty(p: Parameters, pact: Treaty, renewal: Array, exits: Array, ahead: Ahead) -> tuple[float, float]:
    """Return mean and second moment of the share b of a project's life after the preference ends.

    b = e^{-δT},  T the first exit, at the rate ε of the posture in force, or the end H unless a review has renewed:
    E[b^m] = A_0 + B_0,  A_n = (1 - k_n) ε/(ε + mδ) + k_n P_n A_{n+1},  B_n = (1 - ρ)^{r_n} k_n P_n B_{n+1},
    k_n = e^{-(ε + mδ)Δ_n};  at the end B = mδ/(ε + mδ)

    for term n of Δ_n years up to H and r_n reviews, each with the chance ρ (states,) `renewal` of the posture in force.
    Joint reviews are annual once the treaty has ten years left (USMCA Article 34.7); a renewed treaty is taken to
    outlive the project, but for an exit.
    Definition of the first two moments.
    """
    end, starts = pact.horizon, [*ahead.starts.tolist(), np.inf]
    left = [floor(max(min(end - start, p.extension - FIRST_REVIEW), 0.0) + 1e-6) for start in starts[:-1]] + [0]
    gone = exits + _MOMENTS / p.project_life  # (moments, states), as all that follows
    leaves = at_once = exits / gone
    expires = 1 - leaves
    for n in reversed(range(len(starts) - 1)):
        start, stop = starts[n], starts[n + 1]
        if n < len(ahead.moves):
            stays = np.exp(-gone * (stop - start))
            leaves = (1 - stays) * at_once + stays * (leaves @ ahead.moves[n].T)
        if start < end:
            later = expires @ ahead.moves[n].T if stop < end else expires
            expires = (1 - renewal) ** (left[n] - left[n + 1]) * np.exp(-gone * (min(stop, end) - start)) * later
    first, second = (leaves[:, 0] + expires[:, 0]).tolist()
    return first, second


def _end(w: World, model: BargainingModel, s: BargainingState, pact: Treaty, spells: Spells, ahead: Ahead,
         ends: float) -> tuple[float, float]:  # fmt: skip
    """Return mean and variance of the share of a project's life after the preference ends.

    An exit at hand is carried through its notice of ν months, e^{-ends ν/12}, as one yet to come is; else `of_treaty`.
    """
    if not pact.in_force:
        return 0.0, 0.0  # the ordinary rates are paid already
    p, notice = model.p, (pact.notice or model.p.notice) / 12
    leaving = model.options.channel[int(s.disputes.option[USA])] == "exit"
    leaves = leaving * spells.odds * exp(-ends * notice)
    salience = np.where(np.isnan(ahead.salience), w.actions.us_salience, ahead.salience)
    renewal = review_chance(model, salience, s.policies.position, int(w.calendar.treaty_forced))
    first, second = of_treaty(p, pact, renewal, spells.exits * exp(-ends * p.notice / 12), ahead)
    gone = exp(-notice / p.project_life)
    mean = leaves * gone + (1 - leaves) * first
    return mean, max(leaves * gone**2 + (1 - leaves) * second - mean**2, 0.0)


def arrival(p: Parameters, pressure: Array, odds: float) -> Array:
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
    if not len(ahead.kept):
        return np.asarray(rate / gone * (1 - last))
    drops = np.maximum(np.exp(-gone[..., None] * ahead.starts[1:]) - last[..., None], 0.0)
    lost = np.cumprod(np.append(1.0, ahead.kept[:-1])) * (1 - ahead.kept)
    return np.asarray(rate / gone * (1 - last - drops @ lost))


def _spells(w: World, model: BargainingModel, s: BargainingState, legal: LegalContext, tariffs: Array,
            ahead: Ahead) -> Spells:  # fmt: skip
    """Return how the open dispute and later measures come and go.

    A threat yet to come is one of those that the law leaves, all alike, and is carried out with the chance of threats
    in general; its measure meets the inaugurations ahead as one that is in force now.  Prior form.
    """
    p, d, r = model.p, s.disputes, model.rates
    option, in_force = int(d.option[USA]), bool(d.in_force[USA])
    odds = 1.0 if in_force else float(d.carried_out[USA]) if d.threatened[USA] else 0.0
    follow = float(in_general(model, d.record[USA]))
    carried = of_any_threat(w, model, follow)
    pressure = np.where(np.isnan(ahead.pressure), float(w.actions.us_pressure), ahead.pressure)
    aimed = max(int(np.count_nonzero(r.aimed & legal.legal)), 1)
    leaving = int(np.count_nonzero(r.leaving & legal.legal))
    rows = r.foreseen.copy()
    rows[AT_HAND_ROW] = option
    concede, months = np.full(len(rows), 1 - carried / follow), r.longest[rows]
    concede[AT_HAND_ROW] = d.concede[USA]
    months[AT_HAND_ROW] -= d.age[USA] * in_force
    covers = covered(p, concede, r.void[rows], months, r.kept[rows], ahead)
    to_come, at_hand, protected = covers[:AT_HAND_ROW], float(covers[AT_HAND_ROW]) if odds else 1.0, float(covers[-1])
    arrivals = arrival(p, pressure, carried * model.threats / aimed)
    count = int(np.count_nonzero(tariffs))
    to_come = to_come * tariffs if count else to_come
    usual = float(to_come.sum()) / count if count else NEVER
    return Spells(odds, at_hand, to_come, usual, arrivals * count, arrivals * leaving, protected)


def _rates(w: World, model: BargainingModel, s: BargainingState, legal: LegalContext, force: MeasuresInForce,
           pact: Treaty, spells: Spells) -> Array:  # fmt: skip
    """Return tariffs above the base (4, j) without a measure, under the one at hand, one to come, and without a treaty.

    Net of the share of trade that claims the preference where a measure spares it.  Tariffs kept for protection fade
    by exclusions, so that a part of the life is under them; the one to come is the mean of those that can be announced,
    by the share of a life that each covers.
    """
    d, r, use = s.disputes, model.rates, w.trade.preference_use[MEX]
    c, option = w.calendar, int(d.option[USA])
    full = c.added_tariff[USA, MEX]
    bare = full + w.trade.ordinary_margin[MEX]
    law = paid(full, c.claim_margin[MEX], c.duty_scope[MEX], use) if pact.in_force else bare
    claims = use * pact.in_force
    acts = bool(d.in_force[USA]) and d.age[USA] >= model.options.delay[option]
    stands = pact.in_force * (1 - force.preference_lost)
    added = force.tariff[USA, MEX]
    above = np.maximum(added, 0.0)
    added = added - above * force.exempt[USA] * use * stands
    kept = s.standing_tariff * (1 - model.spared * use * stands)
    fading = np.minimum(kept, np.maximum(added, 0.0)) * (1 - spells.protected)
    at_hand, lasting = law, added - fading
    weight, news = spells.to_come, _announced(model, legal, r.broad, claims, kept)
    to_come = weight @ news / weight.sum()
    if acts:
        passing = np.maximum(added - kept, 0.0)
        at_hand, lasting = (bare if stands == 0 else law) + passing, lasting - passing
    elif d.threatened[USA] or d.in_force[USA]:
        preference = model.options.channel[option] == "preference"
        at_hand = bare if preference else law + _announced(model, legal, np.array([option]), claims, kept)[0]
    return np.asarray(np.maximum(np.array([law, at_hand, law + to_come, bare]) + lasting, -0.99))


def _announced(model: BargainingModel, legal: LegalContext, rows: Array, claims: Array, kept: Array) -> Array:
    """Return what US tariffs on Mexico in `rows` of the options would add (rows, j) to law and tariffs `kept` (j,)."""
    again = kept * model.rates.kept[rows, None]  # is in force already
    new = np.maximum(model.rates.full[rows] - legal.levied[rows], 0.0)
    spared = model.options.exempt[rows, None] * claims
    return np.asarray(np.maximum(new * (1 - spared) - again, 0.0) * model.rates.aimed[rows, None])
