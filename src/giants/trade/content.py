"""Where the value in a country's output comes from: value added by origin, regional content, and bridges."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from giants.symbols import Array, Scalar

Mask = NDArray[np.bool_]

_TINY = 1e-300
"""What stands for a total of nothing, of which every part is zero too."""


def value_added(b: Array, g: Array, flows: Array, own: tuple[int, Array] | None = None) -> Array:
    """Return V[o, n, j], the share of the value of output (n, j) that was added in o; sums to one over o.

    A_(ik),(nj) = (Z_nik / sum_i Z_nik) g_n,kj;  V = b (I - A)^-1, summed over the sectors of each origin o.
    Sourcing shares are net of tariffs, so that the shares add up to one.  b (N, J), g (N, J, J), flows (n, i, j).
    All users of k in n buy alike, but for one producer whose sourcing by user is known: `own` is its row and its
    shares (user j, i, k).
    Source: Johnson and Noguera (2012), Journal of International Economics 86(2), 224-236.
    """
    N, J = b.shape
    lead = flows.shape[:-3]
    source = flows / np.maximum(flows.sum(-2, keepdims=True), _TINY)
    # Row (n, j), column (i, k) of the transposed system I - A'.
    leontief = np.empty((*lead, N, J, N, J))
    np.multiply(source[..., :, None, :, :], -g.transpose(0, 2, 1)[:, :, None], out=leontief)
    if own is not None:
        np.multiply(own[1], -g[own[0]].T[:, None], out=leontief[..., own[0], :, :, :])
    system = leontief.reshape(*lead, N * J, N * J)
    system.reshape(*lead, -1)[..., :: N * J + 1] += 1.0
    origin = np.zeros((N, J, N))
    origin[np.arange(N), :, np.arange(N)] = b
    V: Array = np.linalg.solve(system, origin.reshape(N * J, N)).swapaxes(-1, -2).reshape(*lead, N, N, J)
    return V


def embodied(V: Array, flows: Array, exporter: int, importer: int | None, sectors: Mask) -> Array:
    """Return (N,) value added by origin in the exports of `exporter`, in the units of `flows` (n, i, j).

    `importer` None means all destinations abroad; `sectors` selects sectors.
    """
    all_sold = flows[..., exporter, :]
    sold = all_sold.sum(-2) - all_sold[..., exporter, :] if importer is None else all_sold[..., importer, :]
    out: Array = (V[..., exporter, :] * (sold * sectors)[..., None, :]).sum(-1)
    return out


def regional(V: Array, producer: int, members: Array) -> Array:
    """Return (J,) the share of regional value in a unit of output of `producer`, by sector.

    r_j = Σ_m V_m,producer,j over members m, V (N, N, J) value added by origin.  Definition.
    """
    share: Array = V[..., producer, :].take(members, -2).sum(-2)
    return share


@dataclass(frozen=True, eq=False)
class Content:
    """What is in the exports of one country, as shares unless said."""

    to_partner: Array
    """(N,) value added by origin in its goods exports to the partner."""
    domestic: Scalar
    """domestic value added in its goods exports to all destinations."""
    bridge: Scalar
    """value added in Asia and Latin America that passes through it to the partner, in the units of the flows."""


def of_exports(V: Array, flows: Array, goods: Mask, exporter: int, partner: int, far: Sequence[int] | Array) -> Content:
    """Return the content of the goods exports of `exporter` to `partner` and to all; `far` are bridged origins."""
    present = embodied(V, flows, exporter, partner, goods)
    everywhere = embodied(V, flows, exporter, None, goods)
    return Content(
        to_partner=present / present.sum(-1, keepdims=True),
        domestic=everywhere[..., exporter] / everywhere.sum(-1),
        bridge=present.take(far, -1).sum(-1),
    )
