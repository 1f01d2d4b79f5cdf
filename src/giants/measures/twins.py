"""Measures that need a second world: twin runs on the same seed that differ in one thing.

Outcomes are levers z (run, ..., issue) of a base run and of its twins with the same keyed draws.  Ratios are taken of
ensemble means, never averaged over per-run ratios, whose denominators may vanish.
"""

from collections.abc import Mapping

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
    """
    own = abs(influence(z, z_own, step, w))
    others = sum(abs(influence(z, shifted, step, w)) for shifted in z_giants.values())
    total = own + others
    return own / total if total > 0 else float("nan")


def bootstrap(statistic_runs: Array, repeats: int, uniforms: Array, level: float = 0.95) -> tuple[float, float]:
    """Return the percentile interval of a ratio of means, rows (run, 2) = numerator and denominator parts.

    `uniforms` (repeats, run) pick the resampled runs, so that the interval is reproducible.
    """
    runs = np.asarray(statistic_runs, float)
    pick = (uniforms[:repeats] * len(runs)).astype(int)
    means = runs[pick].mean(1)
    ratio = means[:, 0] / means[:, 1]
    low, high = np.quantile(ratio, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
