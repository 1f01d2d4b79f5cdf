"""Liberation-day tariffs in Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), JIE 157, 104138.

One sector, 194 countries, elastic labour supply, entry (scale) effects, and income tax cut by the tariff
revenue; with `beta` below one also round-about production.  Inputs are the authors' published files
(trade_cepii.csv, gdp.csv, tariffs.csv, country_labels.csv), read from a folder the user names.
The tariff file puts Mexico at 17% where the article says 10%; the published map uses the file.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import fsolve

from giants.errors import ConvergenceError, InputError
from giants.symbols import Array
from giants.trade.anderson import mix
from giants.trade.data import TradeData, from_flows

EPS = 4.0
"""Trade elasticity."""
KAPPA = 0.5
"""Labour supply elasticity."""
PSI = 0.67 / EPS
"""Scale elasticity."""
BETA = 0.49
"""Value-added share with round-about production."""
SHARE_WORLD, SHARE_USA = 0.12, 0.26
"""Average share of local factor income in sales at which nu is calibrated, rest of the world and USA."""


@dataclass(frozen=True, eq=False)
class CalibratedWorld:
    """The calibrated base; flows[n, i] are sales of origin i to importer n."""

    codes: tuple[str, ...]
    flows: Array
    E: Array
    """(N,) gross expenditure."""
    Y: Array
    """(N,) factor income."""
    T: Array
    """(N,) transfers that close the deficits."""
    share: Array
    """(N, N) expenditure shares."""
    nu: Array
    """(N,) share of each sale that is earned where it is sold."""
    phi: Array
    """(N,) elasticity of delivered prices to the tariff factor."""
    beta: float

    def at(self, code: str) -> int:
        """Return the row of a country.  Raises InputError if it is unknown."""
        if code not in self.codes:
            raise InputError(f"unknown country {code!r} in the published data")
        return self.codes.index(code)


@dataclass(frozen=True, eq=False)
class TariffOutcome:
    """Changes in percent, by country, money in units of the average price; revenue in percent of expenditure."""

    welfare: Array
    deficit: Array
    """Change of the deficit over its size in the base."""
    exports_gdp: Array
    imports_gdp: Array
    employment: Array
    prices: Array
    revenue: Array
    iterations: int


def load(folder: Path, beta: float = 1.0) -> tuple[CalibratedWorld, Array]:
    """Return the base and the announced tariffs t[n, i] (zero except for the importer USA)."""
    codes = tuple(_table(folder, "country_labels.csv")["iso3"])
    raw = _table(folder, "trade_cepii.csv").apply(pd.to_numeric, errors="coerce").to_numpy(float)
    Z = np.nan_to_num(raw).T
    gdp = _table(folder, "gdp.csv")["gdp"].to_numpy(float) / 1000
    usa = codes.index("USA")
    nu = _local_shares(Z, gdp, usa)
    T = (1 - nu) * (Z.sum(1) - ((1 - nu)[:, None] * Z).sum(0))
    home = np.arange(len(codes))
    Z[home, home] = np.maximum(gdp + T - Z.sum(1), 0) / beta
    E = Z.sum(1)
    sales = ((1 - nu)[:, None] * Z).sum(0)
    Y = beta * sales + nu * E
    theta = EPS / 0.67
    phi = (1 + theta) / ((1 - nu) * theta) - 1 / theta
    t = np.zeros_like(Z)
    t[usa] = np.maximum(0.1, _table(folder, "tariffs.csv")["applied_tariff"].to_numpy(float))
    t[usa, usa] = 0.0
    world = CalibratedWorld(codes, Z, E, Y, E - Y - (1 - beta) * sales, Z / E[:, None], nu, phi, beta)
    return world, t


def as_trade_data(folder: Path) -> TradeData:
    """Return the same 194 countries as an ordinary base of one sector: no local shares, scale or labour supply."""
    world, _ = load(folder)
    N = len(world.codes)
    zeros = np.zeros((N, N, 1))
    return from_flows(world.codes, ("ALL",), np.ones(1, bool), world.flows[..., None], zeros, np.zeros((N, 1, 1)))


def solve(w: CalibratedWorld, t: Array, lump_sum: bool = False) -> TariffOutcome:
    """Return the equilibrium under tariffs t[n, i]; unknowns ln (w, E, L, P) relative to the base.

    share' ~ share (c_i (L_i e_i)^-psi)^-eps (1+t)^(-eps phi_n), c = w^beta P^(1-beta), e = (w/P)^(1-beta);
    P = (E/w)^(1-phi) (sum of the above)^(-1/eps);  L = (tau w/P)^kappa, tau = 1/(1 - R/Y') or 1;
    w L Y = beta sum_n (1-nu_n) Z'_ni + nu_i sum_k Z'_ik;  E' = R + w L Y + T Y'_world/Y_world + inputs.
    Raises ConvergenceError if the equations are not solved.
    """
    N = len(w.E)
    damping = np.concatenate([np.full(N, 0.15), np.full(N, 0.6), np.full(N, 0.6), np.full(N, 0.6)])
    u, steps = mix(lambda v: _equations(w, t, lump_sum, v)[0], np.zeros(4 * N), 1e-9, damping, limit=800)
    residual, outcome = _equations(w, t, lump_sum, u, steps)
    if not np.abs(residual).max() < 1e-7:
        raise ConvergenceError(f"tariffs up to {t.max():g}: not solved, residual {np.abs(residual).max():.2g}")
    return outcome


def reciprocal(w: CalibratedWorld, t: Array) -> Array:
    """Return t with every country answering the tariff of the USA at the same rate."""
    usa = w.at("USA")
    both = t.copy()
    both[:, usa] = t[usa]
    return both


def optimal_usa(w: CalibratedWorld) -> Array:
    """Return the uniform optimal tariff of the USA, 1 / ((1 + eps delta) phi - 1), delta the mean foreign share."""
    usa = w.at("USA")
    sold = w.flows[:, usa] * (1 - w.nu) * (1 - w.share[:, usa])
    delta = (sold.sum() - sold[usa]) / ((1 - w.nu[usa]) * (w.E[usa] - w.flows[usa, usa]))
    t = np.zeros_like(w.flows)
    t[usa] = 1 / ((1 + delta * EPS) * w.phi[usa] - 1)
    t[usa, usa] = 0.0
    return t


def optimal_retaliation(w: CalibratedWorld, t: Array) -> Array:
    """Return t with every country answering by the tariff that is optimal for them as one bloc."""
    usa = w.at("USA")
    others = np.arange(len(w.E)) != usa
    foreign = w.flows[usa, others].sum()
    nu_world = w.nu[others][0]
    sold = foreign * (1 - w.nu[usa]) * (1 - foreign / w.E[usa])
    bought = w.Y[others].sum() - w.flows[np.ix_(others, others)].sum()
    delta = sold / ((1 - nu_world) * bought)
    both = t.copy()
    both[others, usa] = 1 / ((1 + delta * EPS) * w.phi[others] - 1)
    return both


def mean(w: CalibratedWorld, values: Array, without: str = "USA") -> float:
    """Return the mean over all other countries, weighted by expenditure."""
    rest = np.arange(len(w.E)) != w.at(without)
    return float((values * w.E)[rest].sum() / w.E[rest].sum())


def _equations(w: CalibratedWorld, t: Array, lump_sum: bool, u: Array, steps: int = 0) -> tuple[Array, TariffOutcome]:
    N = len(w.E)
    lnw, lnE, lnL, lnP = u.reshape(4, N)
    entry = (1 - w.beta) * (lnw - lnP) + lnL
    cost = w.beta * lnw + (1 - w.beta) * lnP - PSI * entry
    weight = w.share * np.exp(-EPS * cost) * (1 + t) ** (-EPS * w.phi[:, None])
    total = weight.sum(1)
    spent = np.exp(lnE) * w.E
    Z = weight / total[:, None] * spent[:, None] / (1 + t)
    revenue = (t * Z).sum(1)
    earned = np.exp(lnw + lnL) * w.Y
    sales = ((1 - w.nu)[:, None] * Z).sum(0)
    relief = np.zeros(N) if lump_sum else revenue / earned
    world = earned.sum() / w.Y.sum()
    final = revenue + earned + w.T * world
    residual = np.concatenate(
        [
            np.log(earned / (w.beta * sales + w.nu * Z.sum(1))),
            lnE - np.log((final + (1 - w.beta) * sales) / w.E),
            lnL - KAPPA * (lnw - lnP - np.log1p(-relief)),
            lnP - (1 - w.phi) * (lnE - lnw) + np.log(total) / EPS,
        ]
    )
    # World factor income is the numeraire: it replaces the factor market that Walras' law leaves over.
    residual[:N] += np.log(world)
    return residual, _outcome(w, Z, earned, final, relief, revenue, lnL, lnP, steps)


def _outcome(
    w: CalibratedWorld,
    Z: Array,
    earned: Array,
    final: Array,
    relief: Array,
    revenue: Array,
    lnL: Array,
    lnP: Array,
    steps: int,
) -> TariffOutcome:
    P = np.exp(lnP)
    base = w.Y + w.T
    weight = base / (base - KAPPA * (1 - relief) * w.Y / (1 + KAPPA))
    welfare = weight * final / base / P + (1 - weight) * earned / w.Y / P
    unit = (P * w.E).sum() / w.E.sum()
    P, Z, revenue, earned = P / unit, Z / unit, revenue / unit, earned / unit
    off = 1 - np.eye(len(P))
    gap0, gap = w.flows.sum(1) - w.flows.sum(0), Z.sum(1) - Z.sum(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        exports = ((Z * off).sum(0) / earned) / ((w.flows * off).sum(0) / w.Y)
        imports = ((Z * off).sum(1) / earned) / ((w.flows * off).sum(1) / w.Y)
        deficit = (gap - gap0) / np.abs(gap0)
    return TariffOutcome(
        welfare=100 * (welfare - 1),
        deficit=100 * deficit,
        exports_gdp=100 * (exports - 1),
        imports_gdp=100 * (imports - 1),
        employment=100 * (np.exp(lnL) - 1),
        prices=100 * (P - 1),
        revenue=100 * revenue / w.E,
        iterations=steps,
    )


def _local_shares(Z: Array, gdp: Array, usa: int) -> Array:
    """Calibrate nu so that local factor income is 12% of sales outside the USA and 26% inside."""
    inside = np.arange(len(gdp)) == usa
    groups = np.stack([~inside, inside]).astype(float)
    X, Y = groups @ Z.T @ groups.T, groups @ gdp

    def gaps(nu: Array) -> list[float]:
        E = Y + (1 - nu) * (X.sum(1) - ((1 - nu)[:, None] * X).sum(1))
        home_rest = (E[0] - X[1, 0]) / (E[0] - X[1, 0] + X[0, 1])
        home_usa = (E[1] - X[0, 1]) / (E[1] - X[0, 1] + X[1, 0])
        return [
            (1 - home_rest) * nu[1] + home_rest * nu[0] - SHARE_WORLD,
            home_usa * nu[1] + (1 - home_usa) * nu[0] - SHARE_USA,
        ]

    rest, home = np.maximum(fsolve(gaps, [0.1, 0.24], xtol=1e-12), 0)
    values: Array = np.where(inside, home, rest)
    return values


def _table(folder: Path, name: str) -> pd.DataFrame:
    path = Path(folder) / name
    if not path.is_file():
        raise InputError(f"{path} is missing: expected the published file {name} of Ignatenko et al. 2025")
    return pd.read_csv(path)
