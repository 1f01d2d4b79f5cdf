"""What a threat would cost: welfare under a batch of tariff changes solved together.

Losses are positive, as shares of the loser's own GDP a year, at the elasticity of the chosen horizon.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from giants.trade.equilibrium import Solution, Solver
from giants.trade.shock import Shock

Array = NDArray[np.float64]


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


def tariffs_under(t: Array, threats: Sequence[Threat], goods: NDArray[np.bool_], without_preference: Array) -> Array:
    """Return tariffs (B, N, N, J) under each threat, given those in force and those without the preference."""
    out = np.repeat(t[None], len(threats), axis=0)
    for row, one in enumerate(threats):
        hit = np.array(one.sectors, int) if one.sectors else np.flatnonzero(goods)
        cell = out[row, one.importer, one.exporter]
        if one.preference:
            cell[hit] = np.maximum(cell[hit], without_preference[one.importer, one.exporter, hit])
        cell[hit] += one.size
    return out


@dataclass
class Memory:
    """How far each threat moved the unknowns when it was last solved: where its next solve starts.

    It belongs to one run; it saves steps and cannot move a result beyond the solver's tolerance.
    """

    move: Array | None = None


def losses(solver: Solver, now: Shock, t: Array, start: Array | None = None, memory: Memory | None = None) -> Array:
    """Return losses (B, N) of moving from `now` to tariffs t (B, N, N, J), all else as it is.

    L_n = (1 - W_n(t) / W_n(now)) I_n / GDP_n, W real income, I spending, GDP factor income and tariff revenue.
    `start` warm-starts the status quo and `memory` the threats.  Raises ConvergenceError naming the largest threat.
    """
    base = solver.solve(now, start)
    known = memory is not None and memory.move is not None and len(memory.move) == len(t)
    threatened = solver.solve(replace(now, t=t), base.u + memory.move if known else base.u)  # type: ignore[union-attr,operator]
    if memory is not None:
        memory.move = threatened.u - base.u
    return losses_between(base, threatened)


def losses_between(base: Solution, threatened: Solution) -> Array:
    """Return the losses of `threatened` against `base` as shares of own GDP."""
    gdp = base.factor_income + base.revenue
    out: Array = (1 - threatened.real_income_hat / base.real_income_hat) * base.income / gdp
    return out


def at_horizon(taste: Array, relative_price: Array, theta: Array, theta_h: Array) -> Array:
    """Return the tastes that keep today's equilibrium unchanged when the elasticity is th_h instead of th.

    b_h = b + (th_h - th)(ln p - ln P): shares pi0 exp(b_h) (p/P)^-th_h are today's, so are all prices.
    """
    return np.asarray(taste + (theta_h - theta) * relative_price)
