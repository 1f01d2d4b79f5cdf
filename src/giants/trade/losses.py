"""What a threat would cost: welfare under a batch of tariff changes solved together.

Losses are positive, as shares of the loser's own GDP a year, at the elasticity of the chosen horizon.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from giants.symbols import Array
from giants.trade.equilibrium import Solver
from giants.trade.shock import Shock
from giants.trade.threats import Cells, solve


class Threat(Protocol):
    """One threatened measure."""

    @property
    def importer(self) -> int:
        """Row of the economy that would raise its tariffs."""

    @property
    def exporter(self) -> int:
        """Row of the economy they would hit."""

    @property
    def sectors(self) -> tuple[int, ...]:
        """Sectors hit; empty for all goods."""

    @property
    def size(self) -> float:
        """Added ad valorem rate; zero where the preference is withdrawn instead."""

    @property
    def preference(self) -> bool:
        """Whether treaty preferences are withdrawn."""

    @property
    def both(self) -> bool:
        """Whether those of the target for the sender's goods go too; a third member's stay as they are."""


def cells_under(
    t: Array, threats: Sequence[Threat], goods: NDArray[np.bool_], without_preference: Array, due: Array | None = None
) -> Cells:
    """Return the tariffs that each threat changes, given those in force and those without the preference.

    `due` (..., N, N, J) is the share of an added tariff that is paid, all of it if None.
    """
    hit = np.zeros((len(threats), len(goods)))
    for row, one in enumerate(threats):
        hit[row, list(one.sectors) if one.sectors else goods] = 1.0
    importer, exporter = np.array([one.importer for one in threats]), np.array([one.exporter for one in threats])
    withdrawn = np.array([one.preference for one in threats])[:, None] * hit
    present = t[..., importer, exporter, :]
    lost = np.maximum(without_preference[..., importer, exporter, :] - present, 0.0)
    size = np.array([one.size for one in threats])[:, None]
    size = size * (1.0 if due is None else due[..., importer, exporter, :])
    mine = Cells(np.arange(len(threats)), importer, exporter, present + withdrawn * lost + hit * size)
    answered = np.flatnonzero([one.both for one in threats])
    back, to = exporter[answered], importer[answered]
    standing = t[..., back, to, :]
    gone = np.maximum(without_preference[..., back, to, :] - standing, 0.0) * hit[answered]
    ours = Cells(answered, back, to, standing + gone * (1.0 if due is None else due[..., back, to, :]))
    return _joined((mine, ours))


def raised(t: Array, goods: NDArray[np.bool_], rate: float, *pairs: tuple[int, int]) -> Cells:
    """Return the cells of one threat: `rate` above tariffs t on all goods, for each pair of importer and exporter.

    t' = t + rate in the cells, (..., N, N, J).  Definition.
    """
    importer, exporter = np.array(pairs).T
    return Cells(np.zeros(len(pairs), int), importer, exporter, t[..., importer, exporter, :] + rate * goods)


def together(*cells: Cells) -> Cells:
    """Return threats, each given by its cells, as one batch."""
    return _joined([one._replace(threat=one.threat + row) for row, one in enumerate(cells)])


def _joined(cells: Sequence[Cells]) -> Cells:
    threat, importer, exporter, t = zip(*cells, strict=True)
    return Cells(np.concatenate(threat), np.concatenate(importer), np.concatenate(exporter), np.concatenate(t, -2))


class Losses(NamedTuple):
    """What threats cost, and how far each moved the unknowns: where its next solve may start."""

    losses: Array
    """(..., B, N) shares of own GDP a year, positive = loss"""
    path: Array
    """(..., M, B) zeros where chord steps did not suffice"""


def losses(solver: Solver, now: Shock, t: Array, start: Array | None = None) -> Array:
    """Return losses (B, N) of moving from `now` to tariffs t (B, N, N, J), all else as it is.

    L_n = (1 - W_n(t) / W_n(now)) I_n / GDP_n, W real income, I spending, GDP factor income and tariff revenue.
    `start` warm-starts both.  Raises ConvergenceError naming the largest threat.
    Definition.
    """
    base = solver.solve(now, start)
    threatened = solver.solve(replace(now, t=t), base.u)
    gdp = base.factor_income + base.revenue
    out: Array = (1 - threatened.real_income_hat / base.real_income_hat) * base.income / gdp
    return out


def losses_in_cells(solver: Solver, now: Shock, cells: Cells, start: Array, path: Array | None = None) -> Losses:
    """Return `losses` where each threat changes a few cells: the same numbers within the solver's tolerance, faster.

    `start` (..., M) warm-starts the status quo, and with the last `path` (..., M, B) the threats.
    """
    move = np.zeros((*start.shape, cells.threat.max() + 2))
    if path is not None:
        move[..., :-1] = path
    with np.errstate(all="ignore"):
        u, point, found = solve(solver, now, cells, start[..., None] + move)
        real = np.log(point.income) - point.price
        lost = 1 - np.exp(real[..., :-1] - real[..., -1:])
        lost = lost * point.income[..., -1:] / point.gdp[..., -1:]
    out = Losses(lost.swapaxes(-1, -2), u[..., :-1] - u[..., -1:])
    for k in map(tuple, np.argwhere(~found)):  # too far for chord steps
        one = now.case(k)
        assert one.t is not None
        out.losses[k] = losses(solver, one, cells._replace(t=cells.t[k]).cube(one.t), start[k])
        out.path[k] = 0.0
    return out


def at_horizon(taste: Array, relative_price: Array, theta: Array, theta_h: Array) -> Array:
    """Return the tastes that keep today's equilibrium unchanged when the elasticity is th_h instead of th.

    b_h = b + (th_h - th)(ln p - ln P): shares pi0 exp(b_h) (p/P)^-th_h are today's, so are all prices.
    Elementwise (N, N, J).  Definition.
    """
    return np.asarray(taste + (theta_h - theta) * relative_price)
