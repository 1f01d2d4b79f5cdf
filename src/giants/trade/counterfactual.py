"""Answer "what if these tariffs or trade costs changed?" in one call.

At rest all prices and quantities have adjusted; on average over the first year factor prices have given way in part,
and what they have not taken is slack.  Use of trade preferences stays as in the base, deficits stay fixed shares of
world factor income (the numeraire), tariff revenue goes to households.
"""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from giants.errors import InputError
from giants.schema import short
from giants.symbols import IS_MEMBER, MEX, Array
from giants.trade.closure import Sticky, mean_share
from giants.trade.data import TradeData, abroad, bundled, is_bundled
from giants.trade.deferral import solve
from giants.trade.equilibrium import Solution, Solver, solver
from giants.trade.parameters import HIGHEST, configured
from giants.trade.shock import Shock
from giants.trade.welfare import first_order

if TYPE_CHECKING:
    import pandas as pd

OWN_DATA = 1e-6
"""Largest gap of an identity in a base of one's own: larger ones would be answered as if a shock had made them."""

Changes = Mapping[tuple[str, str, str], float]
Elasticity = float | Sequence[float] | Mapping[str, float] | Array


class Horizon(NamedTuple):
    """What is assumed of a horizon unless something else is asked for."""

    elasticity: float
    closure: str


HORIZONS = {"long_run": Horizon(4.0, "instant"), "first_year": Horizon(0.25, "sticky")}
CLOSURES: dict[str, Sticky | None] = {"instant": None, "sticky": Sticky(mean_share(12.0, 24.0), 0.2)}
"""With the means of a year of the month's parameters, as in conf/trade (short-run elasticity, closure)."""

PERCENT = 5.0
"""Ad valorem rates from here on are taken for percent: no tariff on all goods of a sector has been fivefold."""


def counterfactual(
    tariff_changes: Changes,
    *,
    data: TradeData | None = None,
    elasticity: Elasticity | None = None,
    trade_cost: Changes | None = None,
    retaliation: Changes | str | None = None,
    horizon: str = "long_run",
    closure: str | None = None,
    deferral: bool = True,
) -> "pd.DataFrame":
    """Return the effects of a trade-policy change on every region, indexed by region.

    tariff_changes: (importer, exporter, sector) -> ad valorem rate added to the base tariff (0.25 is 25
        percentage points); "*" stands for every other region, or for all goods sectors; entries add up.  A mapping,
        or a Series of that index.
    data: the base; the bundled 10 x 11 world of 2023 if None.
    elasticity: trade elasticity, one value, or one per sector (sequence in sector order; mapping or Series by code);
        that of the horizon if None.  At most 70.
    horizon: "long_run" or "first_year"; gives elasticity and closure where none is asked for.
    closure: "instant" or "sticky".  Sticky is meant for elasticities of the first year (below 1); with
        higher ones slack and losses are several times those at rest (see `giants.trade.closure`).
    trade_cost: like tariff_changes, to a factor on iceberg costs (0.9 is 10% cheaper); entries multiply.
    retaliation: further tariff changes, or "same_rate": each target answers each added tariff by the same
        rate on the same sectors.
    deferral: whether duties that Mexico adds are deferred on inputs of its exports, as in the model's months
        (`giants.trade.deferral`, shares of conf/trade); if False, and with data of one's own, they are paid in full.

    Columns, percent unless said: real_income_pct (exact change of income over the consumer price index),
    real_income_first_order_pct with its parts terms_of_trade_pct, volume_of_trade_pct and slack_pct (the local formula
    of Caliendo and Parro 2015, and income of what is idle), jobs_pct (the domestic factor in use),
    borrowed_pct_of_gdp (to keep up spending under slack; no part of real income), real_gdp_pct (factor income and
    tariff revenue over consumer prices), real_wage_pct, exports_pct and imports_pct (value of goods and services net
    of tariffs, in units of world factor income), industrial_value_added_pct (goods sectors, in the same units),
    cpi_pct, tariff_revenue_pct_of_gdp (level after), us_goods_import_share_pct (level after; NaN without a USA).
    `attrs` holds iterations, the largest residual and the gap of the redundant market.

    Raises InputError for unknown names or impossible rates, ConvergenceError if no equilibrium is found.
    """
    base = bundled() if data is None else data
    if not isinstance(base, TradeData):
        raise InputError(f"data must be a TradeData (see giants.trade.from_flows), not {type(base).__name__}")
    if not is_bundled(base):
        base.check(OWN_DATA)
    added = expand(base, tariff_changes, "tariff_changes", own=False)
    if isinstance(retaliation, str):
        if retaliation != "same_rate":
            raise InputError(f'retaliation must be "same_rate" or a mapping, not {shown(retaliation)}')
        added = added + np.swapaxes(np.maximum(added, 0), 0, 1)
    elif retaliation is not None:
        added = added + expand(base, retaliation, "retaliation", own=False)
    t = base.t0 + added
    _reject_impossible(base, t)
    d = None if trade_cost is None else np.exp(expand(base, trade_cost, "trade_cost", own=True))
    usual, sticky = _horizon(horizon, closure)
    chosen = _solver(base, theta_of(base, usual if elasticity is None else elasticity), sticky)
    if not (deferral and is_bundled(base)):
        return table(base, chosen.solve(Shock(t=t, d=d)))
    return table(base, solve(chosen, t, MEX, IS_MEMBER, 1.0, configured(), d=d))


def _horizon(horizon: str, closure: str | None) -> tuple[float, Sticky | None]:
    """Return the elasticity of a horizon and its closure.  Raises InputError for what is not there."""
    usual = HORIZONS[choose("horizon", horizon, HORIZONS)]
    name = usual.closure if closure is None else choose("closure", closure, CLOSURES)
    if horizon == "long_run" and name == "sticky":
        raise InputError("closure sticky needs horizon first_year: in the long run factor prices have adjusted")
    return usual.elasticity, CLOSURES[name]


def choose[T: str](name: str, given: T, known: Iterable[str]) -> T:
    """Return what is given if it is one of the known.  Raises InputError, in one line, for anything else."""
    if not (isinstance(given, str) and given in known):
        raise InputError(f"{name} must be {' or '.join(known)}, not {shown(given)}")
    return given


def shown(given: object) -> str:
    """Return what was given as one short line for a message."""
    return short(" ".join(repr(given).split()))


def expand(data: TradeData, changes: Changes, name: str, *, own: bool) -> Array:
    """Spread a mapping of changes over (N, N, J); rates are added, factors are returned as summed logs.

    `own` marks factors, which may also apply to domestic trade.  Raises InputError for what it cannot read.
    """
    out = np.zeros_like(data.t0)
    regions, sectors = data.regions, data.sectors
    for key, value in _labelled(changes, name).items():
        if not (isinstance(key, tuple) and len(key) == 3):
            raise InputError(f"{name}: key {shown(key)} is not (importer, exporter, sector)")
        importer, exporter, sector = key
        _check_number(name, key, value, factor=own)
        n = _find(importer, regions, name, "importer")
        i = _find(exporter, regions, name, "exporter")
        j = np.flatnonzero(data.goods) if sector == "*" else _find(sector, sectors, name, "sector")
        if importer == exporter != "*" and not own:
            raise InputError(f"{name}: {importer} cannot levy a tariff on itself")
        cell = np.zeros_like(out)
        cell[np.ix_(n, i, j)] = np.log(value) if own else value
        if "*" in (importer, exporter):
            home = np.arange(len(regions))
            cell[home, home] = 0.0
        out += cell
    return out


def theta_of(data: TradeData, elasticity: Elasticity) -> Array:
    """Return the elasticity of every sector, (J,).  Raises InputError if one is missing or impossible."""
    import pandas as pd

    if isinstance(elasticity, pd.Series | pd.DataFrame):
        elasticity = _labelled(elasticity, "elasticity")
    if isinstance(elasticity, Mapping):
        for sector in elasticity:
            _find(sector, data.sectors, "elasticity", "sector")
        missing = [s for s in data.sectors if s not in elasticity]
        if missing:
            raise InputError(f"elasticity gives no value for sector {', '.join(missing)}")
        elasticity = [elasticity[s] for s in data.sectors]
    parsed = np.asarray(elasticity, object)
    if not all(_is_number(value) for value in parsed.flat):
        raise InputError(f"elasticity must be a positive number or one per sector, not {shown(elasticity)}")
    values = parsed.astype(float)
    J = len(data.sectors)
    if values.shape not in ((), (J,)):
        raise InputError(f"elasticity needs one value or {J} (one per sector), not {values.size}")
    if not ((values > 0) & (values <= HIGHEST)).all():
        raise InputError(f"elasticity must be positive and at most {HIGHEST:g}, not {shown(elasticity)}")
    return np.broadcast_to(values, (J,)).copy()


def _labelled(table: Any, name: str) -> Mapping[Any, Any]:
    """Return a mapping or a Series as a mapping by its labels.  Raises InputError for what has none, or one twice."""
    import pandas as pd

    if isinstance(table, pd.Series):
        if not table.index.is_unique:
            raise InputError(f"{name}: {table.index[table.index.duplicated()][0]!r} is given twice")
        return dict(table.items())
    if not isinstance(table, Mapping):
        raise InputError(f"{name}: expected a mapping or a Series by label, not {type(table).__name__}")
    return table


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def table(data: TradeData, s: Solution) -> "pd.DataFrame":
    """Return the columns of `counterfactual` for one solved shock."""
    import pandas as pd

    local = first_order(data, s)
    revenue0 = (data.t0 * data.flows).sum((1, 2))
    gdp0, gdp = data.VA + revenue0, s.factor_income + s.revenue
    industry0 = (data.b * data.Y0)[:, data.goods].sum(1)
    industry = (data.b * s.Y)[:, data.goods].sum(1)
    columns = {
        "real_income_pct": _pct(s.real_income_hat),
        "real_income_first_order_pct": 100 * local.total,
        "terms_of_trade_pct": 100 * local.terms_of_trade,
        "volume_of_trade_pct": 100 * local.volume_of_trade,
        "slack_pct": 100 * local.slack,
        "jobs_pct": _pct(s.utilisation),
        "borrowed_pct_of_gdp": 100 * s.borrowed / gdp,
        "real_gdp_pct": _pct(gdp / gdp0 / s.cpi),
        "real_wage_pct": _pct(s.w / s.cpi),
        "exports_pct": _pct(abroad(s.flows).sum((0, 2)) / abroad(data.flows).sum((0, 2))),
        "imports_pct": _pct(abroad(s.flows).sum((1, 2)) / abroad(data.flows).sum((1, 2))),
        "industrial_value_added_pct": _pct(industry / np.where(industry0 > 0, industry0, np.nan)),
        "cpi_pct": _pct(s.cpi),
        "tariff_revenue_pct_of_gdp": 100 * s.revenue / gdp,
        "us_goods_import_share_pct": us_goods_import_share(data, s.flows),
    }
    frame = pd.DataFrame(columns, index=pd.Index(data.regions, name="region"))
    gaps = {"residual": float(s.residual), "redundant_market": float(np.abs(s.redundant).max())}
    frame.attrs.update(iterations=int(s.iterations), **gaps)
    return frame


def us_goods_import_share(data: TradeData, flows: Array) -> Array:
    """Return each region's share of goods imports of the USA, percent (NaN if the data has no USA)."""
    if "USA" not in data.regions:
        return np.full(len(data.regions), np.nan)
    bought = abroad(flows)[data.regions.index("USA")][:, data.goods].sum(1)
    share: Array = 100 * bought / bought.sum()
    return share


def _pct(factor: Array) -> Array:
    return 100 * (factor - 1)


def _check_number(name: str, key: tuple[str, str, str], value: float, factor: bool) -> None:
    where = f"{name} {':'.join(map(str, key))}"
    if not _is_number(value) or not isfinite(value):
        raise InputError(f"{where}: {shown(value)} is not a finite number")
    if factor and value <= 0:
        raise InputError(f"{where}: a trade-cost factor must be above 0, not {value:g}")
    if not factor and value <= -1:
        raise InputError(f"{where}: an added rate must be above -1 (-100%), not {value:g}")
    if not factor and value >= PERCENT:
        raise InputError(f"{where}: {value:g} would be {value:.0%}; {value:g} percent is {value / 100:g}")


def _find(code: str, codes: tuple[str, ...], name: str, what: str) -> list[int]:
    if code == "*" and what != "sector":
        return list(range(len(codes)))
    if code in codes:
        return [codes.index(code)]
    near = get_close_matches(str(code).upper(), codes, 1, 0.3)
    hint = f"did you mean {near[0]}? " if near else ""
    raise InputError(f"{name}: unknown {what} {shown(code)}; {hint}known are {', '.join(codes)}")


def _reject_impossible(data: TradeData, t: Array) -> None:
    if (t <= -1).any():
        n, i, j = np.unravel_index(int(np.argmin(t)), t.shape)
        raise InputError(
            f"tariff of {data.regions[n]} on {data.regions[i]} in {data.sectors[j]} would be {t[n, i, j]:.3g}; "
            "tariffs must stay above -1"
        )


def _solver(data: TradeData, theta: Array, sticky: Sticky | None) -> Solver:
    return _bundled_solver(tuple(theta), sticky) if data is bundled() else solver(data, theta, sticky=sticky)


@lru_cache(maxsize=16)
def _bundled_solver(theta: tuple[float, ...], sticky: Sticky | None) -> Solver:
    return solver(bundled(), np.array(theta), sticky=sticky)
