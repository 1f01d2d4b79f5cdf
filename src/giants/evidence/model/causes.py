"""What the hindcast of law and growth alone leaves out, each cause a switch.

Dated paths are given, after 2022 too, and are listed as given; what they do to shares is not fitted, and what had to be
estimated (who supplies hardware) rests on 2017 to 2022.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from giants import duties, tables
from giants.scenario import month_number
from giants.symbols import ECONOMIES, GOODS, IS_GOODS, MEX, SECTORS, USA, Array
from giants.trade.adjustment import monthly_rate
from giants.trade.data import TradeData
from giants.trade.parameters import TradeParameters

ELE = GOODS.index("ELE")
LIKELY = 0.5
"""Prior [0.25, 0.75]: with which buyers who move suppliers count on a tariff that has been announced for later."""
WORDS = {
    "hardware": "demand for AI hardware as imported since 2023, supplied as computers were in addition in 2017-22",
    "ahead": "stocks built ahead of duties and run down after",
    "expected": "announced duties as a cost of choosing suppliers since 2018",
    "deficits": "the US goods deficit as recorded, not fixed in world income",
    "collected": "duties of 2025 on China, the European Union and the rest of Asia as collected, not as estimated",
}
"""The causes, in words."""
GIVEN = (
    "duties by the dated law, those of 2025 on China, the European Union and Asia as collected; use of the preference",
    "imports of AI hardware in all (Census, to May 2026), not by origin",
    "announcements of duties by their dates",
    "the US goods deficit over GDP (Census, to 2025)",
    "growth of endowments",
)
"""What the hindcast is given after 2022."""


@dataclass(frozen=True)
class Causes:
    """Which causes are switched on beside law and growth; WORDS says what each is."""

    hardware: bool = False
    ahead: bool = False
    expected: bool = False
    deficits: bool = False
    collected: bool = False


NONE = Causes()
ALL = Causes(*(True for _ in fields(Causes)))


def alone() -> Mapping[str, Causes]:
    """Return each cause switched on alone, by name."""
    return {name: Causes(**{name: True}) for name in WORDS}


@lru_cache(maxsize=1)
def suppliers() -> Array:
    """Return (i,) shares of each origin in what was added to US imports of computers from 2017 to 2022, of gainers.

    s_i = max(dM_i, 0) / sum_i max(dM_i, 0).  China, which lost, supplies none of what comes in addition.
    """
    name = "history/us_imports_of_computers.csv"
    table = tables.read(name, ("year", "imports_usd_mn"), ("partner", "origin"))
    tables.known(name, "origin", list(table["origin"]), ECONOMIES)
    wide = table.pivot_table(index=["partner", "origin"], columns="year", values="imports_usd_mn")
    gained = (wide[2022] - wide[2017]).clip(lower=0.0).groupby("origin").sum().reindex(ECONOMIES, fill_value=0.0)
    return np.asarray(gained / gained.sum())


@lru_cache(maxsize=1)
def _hardware() -> Mapping[int, float]:
    """Return, by absolute month, AI imports over their mean of 2023 and over other imports of that month, less one.

    k_t = (A_t / O_t) / (A_2023 / O_2023) - 1 in units of the share A_2023 / (A_2023 + O_2023); zero before 2024.
    """
    table = tables.read("history/us_ai_imports.csv", ("ai_imports_usd_bn", "imports_usd_bn"), ("month",))
    ai = table["ai_imports_usd_bn"].to_numpy(float)
    rest = table["imports_usd_bn"].to_numpy(float) - ai
    month = [month_number(m) for m in table["month"]]
    first = np.array([m < month_number("2024-01") for m in month])
    usual = ai[first].sum() / rest[first].sum()
    share = ai[first].sum() / (ai[first] + rest[first]).sum()
    extra = np.where(first, 0.0, (ai / rest - usual) / usual * share)
    return dict(zip(month, extra.tolist(), strict=True))


def hardware(month: int, bought: Array) -> Array:
    """Return (i, j) what the boom of AI hardware adds to US goods imports `bought` (i, j), in their unit.

    Added_i,ELE = s_i k_t sum_ij bought: the rise of hardware over all other imports since 2023, supplied by
    `suppliers`, whatever it costs; its effect on factor prices abroad is left out (1% of Asian product in 2025).  After
    the last month of the record the boom stays as it is.
    """
    path = _hardware()
    k = 0.0 if month < min(path) else path[min(month, max(path))]
    out = np.zeros_like(bought)
    out[:, ELE] = suppliers() * k * bought.sum()
    return out


@lru_cache(maxsize=1)
def _announced() -> tuple[tuple[int, str, float], ...]:
    table = tables.read("history/expected_us_tariffs.csv", ("level",), ("since", "origin"))
    return tuple((duties.since(str(r.since)), str(r.origin), float(r.level)) for r in table.itertuples())


def announced(month: int) -> Array:
    """Return (i,) the level of duties on all goods of each origin that stood announced in absolute `month`."""
    out = np.zeros(len(ECONOMIES))
    for origin in ("*", *ECONOMIES):
        level = [level for since, who, level in _announced() if who == origin and since <= month]
        rows = np.arange(len(out)) != USA if origin == "*" else np.arange(len(out)) == ECONOMIES.index(origin)
        if level:
            out[rows] = np.maximum(out[rows], level[-1])
    return out


def lean(month: int, tariff: Array, paid: Array, p: TradeParameters) -> Array:
    """Return (i, j) what to add to last month's tastes of US buyers so that suppliers are chosen by expected duties.

    e = LIKELY ln((1 + max(announced, t)) / (1 + t)) on goods, against its mean over purchases `paid` (i, j);
    adds  -rate / (1 - rate) (th_L - th_S) (e - mean e), of which this month's step of `rate` keeps what it would
    have made of prices that were higher by e.  Only lasting choices move: nothing is paid.
    """
    rate = monthly_rate(p.adjustment_years)
    level = np.maximum(announced(month)[:, None], tariff)
    e = LIKELY * np.log((1 + level) / (1 + tariff)) * IS_GOODS
    e -= (e * paid).sum(0) / np.maximum(paid.sum(0), 1e-300)
    return np.asarray(-rate / (1 - rate) * (p.theta_long.array - p.theta_short) * e)


@lru_cache(maxsize=1)
def _deficit() -> tuple[Array, Array]:
    table = tables.read("history/us_goods_deficit.csv", ("year", "goods_deficit_usd_bn", "gdp_usd_bn"))
    over = (table["goods_deficit_usd_bn"] / table["gdp_usd_bn"]).to_numpy(float)
    return table["year"].to_numpy(float) + 0.5, over


def borrowed(year: float, data: TradeData) -> Array:
    """Return (n,) income received from abroad beyond the deficits of 2023, shares of world factor income, sum zero.

    The United States: its goods deficit over GDP less that of 2023, interpolated between middles of years, at its share
    of world income; lent by all others but Mexico by their size.
    """
    when, over = _deficit()
    more = float((np.interp(year, when, over) - np.interp(2023.5, when, over)) * data.VA[USA])
    lend = data.VA.copy()
    lend[[USA, MEX]] = 0.0
    out = -more * lend / lend.sum()
    out[USA] = more
    return np.asarray(out)


@lru_cache(maxsize=1)
def _collected() -> Mapping[int, Array]:
    """Return, by absolute month, duties over imports less those of 2024, (i, j); missing where there is no row."""
    name = "history/us_duties_collected_abroad_2025.csv"
    table = tables.read(name, ("imports_usd_mn", "duty_usd_mn"), ("month", "origin", "sector"))
    rate = (table["duty_usd_mn"] / table["imports_usd_mn"]).where(table["imports_usd_mn"] > 0)
    wide = table.assign(rate=rate).pivot_table(index="month", columns=["origin", "sector"], values="rate")
    out = {}
    for month, row in (wide.drop(index="2024") - wide.loc["2024"]).iterrows():
        cells = row.dropna()
        added = np.full((len(ECONOMIES), len(SECTORS)), np.nan)
        added[[ECONOMIES.index(o) for o, _ in cells.index], [SECTORS.index(j) for _, j in cells.index]] = cells
        out[month_number(str(month))] = added
    return out


def collected(month: int, law: Array) -> Array:
    """Return US tariffs above the base (i, j) in absolute `month`: as collected where that is known, else `law`."""
    known = _collected().get(month)
    return law if known is None else np.where(np.isfinite(known), known, law)
