"""Measures that need a second world: twin runs on the same seed that differ in one thing.

Outcomes are positions z (run, ..., issue) of a base run and of its twins with the same keyed draws.  Ratios are taken
of ensemble means, never averaged over per-run ratios, whose denominators may vanish.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from giants.symbols import Array


def coercion_wedge(
    z_on: ArrayLike, z_off: ArrayLike, x: ArrayLike, y: ArrayLike, w: ArrayLike, *, signed: bool = True
) -> float:
    """Return the part of the gap to a giant's line that Mexico crosses only because of threats.

    wedge = sum_K w (z_on - z_off) sgn(y - x) / sum_K w |x - y|, sums over runs, months and contested issues; `z_off` is
    the twin without conditional threats and without their anticipation, so that concessions made in advance count.
    `signed=False` uses |z_on - z_off| (the upper bound that also counts movement away).  Missing if nothing is
    contested.  A threatened run that ends nearer to Mexico's line gives a negative wedge; scores clip it at zero.
    A definition.
    """
    on, off, x, y, w = np.broadcast_arrays(*(np.asarray(v, float) for v in (z_on, z_off, x, y, w)))
    gap = (w * np.abs(x - y)).sum()
    if not gap > 0:
        return float("nan")
    shift = (on - off) * np.sign(y - x) if signed else np.abs(on - off)
    return float((w * shift).sum() / gap)


def influence(z: ArrayLike, z_shifted: ArrayLike, step: float, w: ArrayLike) -> float:
    """Return how far outcomes follow one actor's ideal, dz/dideal by a finite difference on the same seed.

    d = sum w (z_shifted - z) / (step sum w): 1 if outcomes move one for one, 0 if they ignore the actor.
    A definition.
    """
    z0, z1, w = np.broadcast_arrays(*(np.asarray(v, float) for v in (z, z_shifted, w)))
    total = w.sum()
    return float((w * (z1 - z0)).sum() / (step * total)) if total > 0 else float("nan")


def causal_agency(
    z: ArrayLike, z_own: ArrayLike, z_giants: Mapping[str, ArrayLike], step: float, w: ArrayLike
) -> float:
    """Return Mexico's share of influence on contested outcomes.

    agency = |dz/dx| / (|dz/dx| + sum_g |dz/dy_g|), each derivative a mean over the ensemble (:func:`influence`);
    `z_own` is the twin with Mexico's reference ideal shifted by `step`, `z_giants` those with each giant's ideal
    shifted alike.  Missing if nothing is contested or nobody moves anything.
    A definition.
    """
    own = abs(influence(z, z_own, step, w))
    others = sum(abs(influence(z, shifted, step, w)) for shifted in z_giants.values())
    total = own + others
    return own / total if total > 0 else float("nan")


class Parts(NamedTuple):
    """Sums over the months and issues of each run, (run) each; ratios are taken after summing over runs."""

    coerced: Array
    """movement towards the giants' line that disappears with threats"""
    gap: Array
    """distance between the lines"""
    own: Array
    """movement per unit of Mexico's ideal"""
    usa: Array
    china: Array

    def wedge(self) -> float:
        """Return the coercion wedge of all runs together."""
        return float(_over(self.coerced.sum(), self.gap.sum()))

    def agency(self) -> float:
        """Return causal agency of all runs together."""
        own, usa, china = (abs(x.sum()) for x in (self.own, self.usa, self.china))
        return float(_over(own, own + usa + china))

    def drawn(self, rows: Array) -> "Parts":
        """Return the parts of the runs in `rows`, e.g. of a bootstrap sample."""
        return Parts(*(part[rows] for part in self))


def parts(z: Mapping[str, Array], x: ArrayLike, y: ArrayLike, w: Array, step: float) -> Parts:
    """Return the parts of every run from positions z (run, month, issue) of `base` and of its twins by name.

    Twins that were not run give missing parts.  `w` (run, month, issue) weighs the contested set.
    """
    none = np.full_like(w, np.nan)
    distance = np.asarray(y, float) - np.asarray(x, float)
    off = z.get("threats_off", none)
    moved = {name: (z.get(f"{name}_shifted", none) - z["base"]) / step for name in ("own", "usa", "china")}
    return Parts(
        coerced=_total(w * (z["base"] - off) * np.sign(distance)),
        gap=_total(w * np.abs(distance)),
        **{name: _total(w * change) for name, change in moved.items()},
    )


def interval(
    of: Parts, statistic: Callable[[Parts], float], uniforms: Array, level: float = 0.95
) -> tuple[float, float]:
    """Return the bootstrap percentile interval of a ratio over runs; `uniforms` (repeats, run) pick the runs."""
    estimates = [statistic(of.drawn((u * len(u)).astype(int))) for u in uniforms]
    low, high = np.quantile(estimates, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _total(values: Array) -> Array:
    return np.asarray(values.sum(axis=(1, 2)))


def _over(top: float, bottom: float) -> float:
    return top / bottom if bottom > 0 else np.nan
