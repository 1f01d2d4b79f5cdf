"""NAFTA in Caliendo and Parro (2015), Review of Economic Studies 82(1), 1-44: 31 countries, 40 sectors.

Inputs are the authors' published files (B, GO, IO, T, tariffs1993, tariffs2005, xbilat1993), read from a
folder the user names; they are not part of the package.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from giants.errors import InputError
from giants.symbols import Array
from giants.trade.data import TradeData
from giants.trade.equilibrium import Solution, solver
from giants.trade.shock import Shock
from giants.trade.welfare import FirstOrder, first_order, rebase

_CODES = (
    "ARG AUS AUT BRA CAN CHL CHN DNK FIN FRA DEU GRC HUN IND IDN IRL ITA JPN KOR MEX NLD NZL NOR PRT "
    "ZAF ESP SWE TUR GBR USA ROW"
)
COUNTRIES = tuple(_CODES.split(" "))
SERVICE_THETA = 8.22
"""Elasticity of the twenty non-traded sectors in the authors' programs (it does not matter: no trade)."""
NAFTA = ("MEX", "CAN", "USA")


@dataclass(frozen=True, eq=False)
class Experiment:
    """NAFTA's tariff cuts on the balanced base without deficits."""

    data: TradeData
    theta: Array
    t: Array
    """(N, N, J) tariffs of 2005 among the three, of 1993 elsewhere."""

    def solve(self) -> tuple[Solution, FirstOrder]:
        """Return the equilibrium and its first-order welfare decomposition."""
        s = solver(self.data, self.theta).solve(Shock(t=self.t))
        return s, first_order(self.data, s)


def along_path(e: Experiment, steps: int) -> Array:
    """Return the first-order formula summed over `steps` equal steps of the tariffs' logs, (N,).

    Each step starts from the equilibrium of the last; as steps grow the sum tends to the exact change in logs.
    """
    total = np.zeros(len(e.data.VA))
    data, ratio = e.data, np.log((1 + e.t) / (1 + e.data.t0))
    for step in range(1, steps + 1):
        t = (1 + e.data.t0) * np.exp(ratio * step / steps) - 1
        s = solver(data, e.theta).solve(Shock(t=t))
        total += first_order(data, s).total
        data = rebase(data, s, t=t)
    return total


def load(folder: Path) -> Experiment:
    """Read the inputs in `folder` and return the experiment.  Raises InputError if a file is missing."""
    N, J, G = 31, 40, 20
    Z = np.zeros((N, N, J))
    Z[..., :G] = np.moveaxis(_read(folder, "xbilat1993").reshape(G, N, N), 0, -1) * 1000
    t0, t1 = np.zeros((N, N, J)), np.zeros((N, N, J))
    t0[..., :G] = np.moveaxis(_read(folder, "tariffs1993").reshape(G, N, N), 0, -1) / 100
    t1[..., :G] = np.moveaxis(_read(folder, "tariffs2005").reshape(G, N, N), 0, -1) / 100
    b = _read(folder, "B").T
    output = np.maximum(_read(folder, "GO").T, Z.sum(0))
    home = np.arange(N)
    Z[home, home] += output - Z.sum(0)
    io = _read(folder, "IO").reshape(N, J, J)
    used = io.sum(1)
    b = np.where(used > 0.5, b, 1.0)
    g = io / np.where(used > 0.5, used, 1.0)[:, None, :] * (1 - b)[:, None, :]
    theta = np.concatenate([_read(folder, "T").ravel(), np.full(J - G, SERVICE_THETA)])
    base = _without_deficits(Z, t0, b, g, theta)
    three = [COUNTRIES.index(c) for c in NAFTA]
    t = t0.copy()
    t[np.ix_(three, three)] = t1[np.ix_(three, three)]
    return Experiment(base, theta, t)


def _without_deficits(Z: Array, t0: Array, b: Array, g: Array, theta: Array) -> TradeData:
    """Solve the observed world with all deficits removed, and return it as the base."""
    X = ((1 + t0) * Z).sum(1)
    Y = Z.sum(0)
    final = np.maximum(X - np.einsum("njk,nk->nj", g, Y), 0)
    VA = (b * Y).sum(1)
    world = VA.sum()
    observed = TradeData(
        regions=COUNTRIES,
        sectors=tuple(f"S{j + 1:02d}" for j in range(b.shape[1])),
        goods=np.arange(b.shape[1]) < 20,
        pi0=(1 + t0) * Z / X[:, None, :],
        t0=t0,
        X0=X / world,
        Y0=Y / world,
        b=b,
        g=g,
        a=final / final.sum(1, keepdims=True),
        VA=VA / world,
        D=np.zeros(len(VA)),
        world_income=float(world),
    )
    return rebase(observed, solver(observed, theta, tolerance=1e-11).solve())


def _read(folder: Path, name: str) -> Array:
    path = folder / f"{name}.txt"
    if not path.is_file():
        raise InputError(f"{path} is missing: expected the published Caliendo-Parro file {name}.txt")
    values: Array = np.loadtxt(path)
    return values
