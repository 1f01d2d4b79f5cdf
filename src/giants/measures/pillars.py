"""From raw indicators to pillars, index and label in one pass; used every month, by the ensemble and for today."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from giants.measures import anchors, index, regimes
from giants.measures.ratio import ratio
from giants.symbols import Array


class Profile(NamedTuple):
    """Pillars, partnerships, index and label; arrays of the leading shape of the indicators."""

    structural: Array
    agency: Array
    relations: Array
    sovereignty: Array
    relations_us: Array
    relations_cn: Array
    relations_la: Array
    cai: Array
    regime: Array


def group_means(scores: Array, member: Array, floor: float = index.FLOOR) -> Array:
    """Return the geometric mean of the scores (..., m) present in each group: result (..., groups).

    g = exp(sum_present ln max(s, floor) / #present), `member` (groups, m) of 0/1; a group without any score is missing.
    A definition; weights as in the table of anchors.
    """
    missing = np.isnan(scores)
    count = np.vecdot(member, (~missing).astype(float)[..., None, :])
    logs = np.log(np.where(missing, 1.0, np.maximum(scores, floor)))
    return np.exp(ratio(np.vecdot(member, logs[..., None, :]), count))


def profile(
    raw: Array,
    scale: anchors.Scale,
    *,
    china_above: Array | bool = False,
    weights: Array | None = None,
    r: float = 0.0,
    floor: float = index.FLOOR,
) -> Profile:
    """Return the profile of raw indicators (..., m) in the order of `scale.codes`.

    `china_above` says whether a Chinese share lies above its band; see :func:`giants.measures.regimes.label`.
    """
    means = group_means(scale.score(raw), scale.groups, floor)
    s, a, us, cn, la, i = np.moveaxis(means, -1, 0)
    rel = index.power_mean(means[..., 2:5], index.RELATION_WEIGHTS, 0.0, floor=floor)
    four = means.take((0, 1, 2, 5), -1)  # S, A, R, I
    four[..., 2] = rel
    cai = index.power_mean(four, weights, r, floor=floor)
    code = regimes.label(s, a, rel, i, us, cn, china_above)
    return Profile(s, a, rel, i, us, cn, la, cai, code)


def china_above(raw: Array, table: Mapping[str, anchors.Anchor], codes: tuple[str, ...]) -> Array:
    """Return whether a Chinese share (RC1 of imports or RC2 of investment) lies above the top of its band."""
    imports, investment = (raw[..., codes.index(c)] > table[c].posts[2] for c in ("RC1", "RC2"))
    return imports | investment  # type: ignore[no-any-return]
