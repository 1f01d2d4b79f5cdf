"""What a target can read in a threat at its start, and in the sender's record of earlier threats."""

import numpy as np
from numpy.typing import ArrayLike

from giants.symbols import Array

FORMS = ("statement", "process", "order", "letter")
"""Types of act by which a threat is made, not rungs of a ladder; a leak counts as a statement."""
NO_STATUTE = ("", "none", "unspecified")
HALF_LIFE = 12.0
"""Months; half-life of what one dispute says about resolve (prior, range 6 to 36)."""
BOUND = 1.0
"""Most that a record can say, in disputes (prior, range 0.5 to 2)."""
CONCAVITY = 0.7
"""Elasticity of the demand to the stick: large sticks go with large demands (prior, range 0.4 to 0.9)."""
REFERENCE_RATE = 0.25
"""Rate at which exposure equals dependence."""


def protective(statute: ArrayLike, conditional: ArrayLike) -> Array:
    """Return 1 where the measure protects producers whatever the target does, read from the statute, else 0.

    Section 232 and antidumping protect; Section 301 does where no act of the target would stop it.

    statute: codes; conditional: 1 if an act that stops the measure was named.  Source: the rule of the coded threats.
    The issue does not say it: a broad duty attached to a demand on trade rules is not wanted for its own sake.
    Elementwise (...,).
    """
    statute = np.asarray(statute)
    open_ended = (statute == "301") & (np.asarray(conditional, float) == 0)
    return np.asarray((statute == "232") | (statute == "AD") | open_ended, float)


def statute_named(statute: ArrayLike) -> Array:
    """Return 1 where the threat names the law, or the instrument, by which it would be carried out, else 0."""
    return 1.0 - np.isin(np.asarray(statute), NO_STATUTE)


def exposure(dependence: ArrayLike, scope: ArrayLike, rate: ArrayLike) -> Array:
    """Return how much of its income the target has at stake, in units of what a demand of matching size costs it.

    E = D (scope · rate / 0.25)^(1-γ)

    dependence D: sender's imports from the target over the target's GDP; scope: share of them that is hit;
    rate: ad valorem.  Source: the loss is of first order in all three; γ is CONCAVITY.
    Elementwise (...,).
    """
    stick = np.asarray(scope, float) * np.asarray(rate, float) / REFERENCE_RATE
    return np.asarray(np.asarray(dependence, float) * stick ** (1 - CONCAVITY))


def news(acted: ArrayLike, withdrawn: ArrayLike, explicit: ArrayLike, protects: ArrayLike) -> Array:
    """Return what the end of a threat says about resolve: 1 carried out, -1 dropped by the sender, 0 nothing.

    Nothing is said by a threat that was not spoken, by one that has not ended or ended in a deal, and by a measure
    that protects whatever the target does, since senders of both types impose it.

    news = acted - withdrawn where explicit and not protects, elementwise (...,).  Definition.
    """
    said = np.asarray(acted, float) - np.asarray(withdrawn, float)
    return np.asarray(said * (np.asarray(explicit, float) == 1) * (1 - np.asarray(protects, float)))


def record(said: ArrayLike, cluster: ArrayLike, age: ArrayLike, half_life: float = HALF_LIFE,
           bound: float = BOUND) -> Array:  # fmt: skip
    """Return the sender's record, between -bound (drops its threats) and bound (carries them out).

    r = clip(Σ_c mean over the news of c of n 2^(-age/half_life), -bound, bound)

    said: news n of E ended threats of the sender on anyone; cluster: code of the dispute of each, (E,); age: months
    since each ended, (..., E), negative where it had not ended or must not count.  A dispute speaks once, however many
    targets it has.  Prior form: reputations are bounded and fade.
    """
    said, age = np.asarray(said, float), np.asarray(age, float)
    _, code = np.unique(np.asarray(cluster), return_inverse=True)
    of = (code[:, None] == np.arange(code.max(initial=-1) + 1)).astype(float)
    live = (age >= 0) & (said != 0)
    worth = np.where(live, said * 0.5 ** (np.maximum(age, 0.0) / half_life), 0.0)
    return np.clip(np.sum(worth @ of / np.maximum(live @ of, 1.0), axis=-1), -bound, bound)
