"""How much of a project's life falls under measures that come and go: moments along chains and over dated terms.

A project lives for L years in the mean, exponentially, so that δ = 1/L is the rate at which its future counts.
"""

import numpy as np

from giants.bargaining.parameters import Parameters
from giants.bargaining.signals import FORMS
from giants.bargaining.treaty import FIRST_REVIEW, Treaty
from giants.batch import column
from giants.politics import Ahead
from giants.symbols import Array, Scalar

_PROCESS = FORMS.index("process")
_MOMENTS = np.array([[1.0], [2.0]])
NONE, AT_HAND, TO_COME = range(3)
"""Measures: none in force; that of the open dispute; one of a threat yet to be made."""


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
