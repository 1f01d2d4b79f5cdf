"""A hindcast of trade and investment from January 2017: what the dated law and growth alone would have brought.

The 2017 state is the long-run equilibrium of the 2023 data with the tariffs of January 2017 and endowments and labour
costs scaled back along their sourced paths; tastes start settled there.  From then on the model steps month by month
under the dated law, with bargaining at rest and crime as in the base.  Nothing is fitted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
import yaml  # type: ignore[import-untyped]

from giants import tables
from giants.blocks import Blocks
from giants.compose import conf_dir
from giants.config import Settings
from giants.evidence.model.causes import ALL, Causes, borrowed, collected, hardware, lean
from giants.evidence.model.stock import factor
from giants.history import law
from giants.load import HISTORY, base_world, law_only_policy
from giants.measures.concentration import hhi
from giants.records.tables import claimed
from giants.scenario import DatedShock, month_name, month_number
from giants.schema import ByCode
from giants.symbols import CHN, ECONOMIES, GOODS, GOODS_ROWS, MEX, USA, Array, Base
from giants.trade.data import bundled
from giants.world import World

SINCE, UNTIL = "2017-01", "2026-08"
"""First month, and the one after the last."""
RECORDED = {2025: 11, 2026: 1}
"""Months of a year that the Census series of US imports have, where not all twelve."""
STEPS_END = "2020-02"
"""The month from which the tariffs on China of 2018-20 stood as in the base year."""
DRAWN = {"short": "trade.theta_short", "long": "trade.theta_long", "years": "trade.adjustment_years"}
"""Elasticities and the lag between them, by their names in conf/uncertainty/core.yaml."""
CAN, RAS = ECONOMIES.index("CAN"), ECONOMIES.index("RAS")
AUT, ELE, MCH = (GOODS.index(j) for j in ("AUT", "ELE", "MCH"))
NON_OIL = [k for k, j in enumerate(GOODS) if j not in ("EXT", "FUE")]
OTHERS = [GOODS.index(j) for j in ("CHM", "MET", "MCH", "ELE", "OMF")]


def history(settings: Settings, luck: int = 1, written: float = 1.0, causes: Causes = ALL) -> pd.DataFrame:
    """Return the months from SINCE as rows (index: absolute month) and the quantities of `observe` as columns.

    `causes` are switched on beside law and growth.

    The tariffs on China of 2018-20 rise as the law wrote them at the imports of 2017 (`written` = 1) or as duties were
    collected (0).  What exceeds the duties is a trade cost, so that revenue stays as collected.
    """
    past = replace(HISTORY, shocks=hidden(written))
    b = Blocks(replace(settings, scenario=past, run=replace(settings.run, start=UNTIL)), seed=luck)
    first = month_number(SINCE) - b.clock.start
    w = base_world(b, first)
    profits = w.base.profits.copy()
    w.base.update(_holding(w, b, causes, profits))
    w.trade.update(b.trade_model.settled(w))
    seen = []
    for month in range(first, 0):
        w.calendar.update(b.clock.at(month))
        if causes.collected:
            w.calendar.added_tariff[USA] = collected(b.clock.start + month, w.calendar.added_tariff[USA])
        w.bargaining.update(law_only_policy(w, b, month))
        w.invest.update(b.invest(w))
        w.base.update(_holding(w, b, causes, profits))
        w.trade.taste[USA] += _lean(w, b, causes, b.clock.start + month)
        w.trade.update(b.trade(w))
        seen.append(TradedMonth.of(w))
    months = range(month_number(SINCE), month_number(UNTIL))
    ahead = factor(np.stack([m.tariff for m in seen])) if causes.ahead else np.ones((len(seen), *seen[0].tariff.shape))
    rows = []
    for month, now, early in zip(months, seen, ahead, strict=True):
        added = hardware(month, now.bought) if causes.hardware else 0.0
        rows.append(now.told(now.bought * early + added))
    return pd.DataFrame(rows, index=months)


def _holding(w: World, b: Blocks, causes: Causes, profits: Array) -> Base:
    """Return what deficits hold, so that the United States borrow as recorded: less there is more received.

    Where factor prices give way slowly, part of a change waits as saving, so that flows follow over years.
    """
    if not causes.deficits:
        return w.base
    data = b.trade_model.data
    return replace(w.base, profits=profits - borrowed(float(w.calendar.year), data) * data.world_income / 1e3)


def _lean(w: World, b: Blocks, causes: Causes, month: int) -> Array:
    """Return (i, j) what expected duties add to the tastes of US buyers in absolute `month`."""
    if not causes.expected:
        return np.zeros_like(w.trade.tariff[USA])
    paid = w.trade.flows[USA] * (1 + w.trade.tariff[USA])
    return lean(month, w.trade.tariff[USA], paid, b.settings.trade)


class TradedMonth(NamedTuple):
    """What is kept of a month: goods bought by the United States (i, j) and sold by Mexico (n, j), duties, the rest."""

    bought: Array
    sold: Array
    tariff: Array
    """(i, j) US duties on goods"""
    rest: dict[str, float]

    @classmethod
    def of(cls, w: World) -> "TradedMonth":
        """Read a World; flows are in bn USD a year at prices of 2023, zero at home."""
        bought = w.trade.flows[USA].take(GOODS_ROWS, axis=-1)
        bought[USA] = 0.0
        sold = w.trade.flows[:, MEX, GOODS_ROWS]
        sold[MEX] = 0.0
        rest = {"imports from China": 100.0 * float(w.trade.import_share[CHN]), "claims": 100.0 * claimed(w),
                "FDI": float(w.invest.fdi_state.sum())}  # fmt: skip
        return cls(bought, sold, w.trade.tariff[USA].take(GOODS_ROWS, axis=-1), rest)

    def told(self, bought: Array) -> dict[str, float]:
        """Return what is compared with the record if the United States bought `bought` (i, j) instead."""
        sold = self.sold.copy()
        sold[USA] += bought[MEX] - self.bought[MEX]
        return (
            _shares(bought)
            | _exports(sold)
            | self.rest
            | {"duties": 100.0 * float(self.tariff[MEX] @ bought[MEX] / bought[MEX].sum())}
        )


def observe(w: World) -> dict[str, float]:
    """Return what is compared with the record: shares in percent, flows in bn USD a year at prices of 2023."""
    now = TradedMonth.of(w)
    return now.told(now.bought)


def _shares(bought: Array) -> dict[str, float]:
    share = 100.0 * bought / bought.sum(0)
    total = 100.0 * bought.sum(1) / bought.sum()
    out = {f"US imports, {ECONOMIES[n]}": float(total[n]) for n in (MEX, CHN, CAN)}
    out["US imports, others"] = 100.0 - sum(out.values())
    out["US imports, RAS"] = float(total[RAS])  # part of the others
    for j, name in ((AUT, "transport"), (ELE, "electronics"), (MCH, "machinery")):
        out |= {f"US imports of {name}, {ECONOMIES[n]}": float(share[n, j]) for n in (MEX, CHN)}
    return out


def _exports(sold: Array) -> dict[str, float]:
    return {
        "exports to the US": 100.0 * float(sold[USA].sum() / sold.sum()),
        "exports to the US, without oil": 100.0 * float(sold[USA, NON_OIL].sum() / sold[:, NON_OIL].sum()),
        "HHI": float(hhi(np.delete(sold.sum(1), MEX))),  # raw: norming nine partners would take off what 193 do not
        "exports": float(sold.sum()),
        "exports, cars": float(sold[:, AUT].sum()),
        "exports, other manufactures": float(sold[:, OTHERS].sum()),
    }


@dataclass(frozen=True)
class Histories:
    """The history under the defaults, and under draws of luck and of the declared ranges."""

    usual: pd.DataFrame
    draws: tuple[pd.DataFrame, ...]

    def interval(self, pick: Callable[[pd.DataFrame], float], coverage: float = 0.9) -> tuple[float, float]:
        """Return the central interval of `pick` over the draws and the defaults."""
        values = [pick(path) for path in (self.usual, *self.draws)]
        tail = (1.0 - coverage) / 2.0
        low, high = np.quantile(values, [tail, 1.0 - tail])
        return float(low), float(high)


def ranges() -> dict[str, tuple[float, float]]:
    """Return the declared range of each of DRAWN."""
    factors = yaml.safe_load((conf_dir() / "uncertainty" / "core.yaml").read_text(encoding="utf-8"))["factors"]
    return {name: (float(factors[path]["low"]), float(factors[path]["high"])) for name, path in DRAWN.items()}


def ensemble(settings: Settings, draws: int) -> Histories:
    """Return the default history and `draws` of a Latin hypercube over `ranges`, each with a luck of its own."""
    rng, declared = np.random.default_rng(2017), ranges()
    strata = np.stack([rng.permutation(draws) for _ in declared], axis=1)
    unit = (strata + rng.random(strata.shape)) / draws
    built = []
    for luck, row in enumerate(unit, start=2):
        value = {k: low + u * (high - low) for u, (k, (low, high)) in zip(row, declared.items(), strict=True)}
        built.append(history(with_elasticities(settings, **value), luck))
    return Histories(history(settings), tuple(built))


def with_elasticities(
    settings: Settings, short: float, long: float | None = None, years: float | None = None
) -> Settings:
    """Return settings with other trade elasticities: one long-run value for all sectors of goods, if given."""
    t = settings.trade
    theta = t.theta_long if long is None else ByCode(t.theta_long | dict.fromkeys(GOODS, long))
    lag = t.adjustment_years if years is None else years
    return replace(settings, trade=replace(t, theta_short=short, theta_long=theta, adjustment_years=lag))


def yearly(path: pd.DataFrame, column: str, years: Sequence[int]) -> Array:
    """Return the annual means of one column over the months that the record has."""
    return np.array([float(path.loc[12 * y : 12 * y + RECORDED.get(y, 12) - 1, column].mean()) for y in years])


def hidden(written: float) -> tuple[DatedShock, ...]:
    """Return the trade costs of Chinese goods in the United States by which the law's rise exceeds that of duties.

    Before the base year d = (1 + t0 + a + h) / (1 + t0 + a): a < 0 is what duties lay below the base, h = `written`
    (law / rise - 1) a what buyers saved beside that.  One shock for each sector and spell of the law.
    """
    table = tables.read("history/us_tariff_rise_2017_2024.csv", ("rise", "law"), ("origin", "sector"))
    china = table[table["origin"] == "CHN"].set_index("sector")
    beyond = written * (china["law"] / china["rise"] - 1.0)
    base = bundled().t0[USA, CHN]
    months = range(month_number(SINCE) - 1, month_number(STEPS_END) + 1)
    added = [law().added(month)[USA, CHN] for month in months]
    turns = [k for k in range(1, len(months)) if k == 1 or not np.array_equal(added[k], added[k - 1])]
    shocks = []
    for start, end in pairwise(turns):
        spell = month_name(months[start]), month_name(months[end])
        for j, good in enumerate(GOODS):
            paid = added[start][j]
            cost = 1.0 + float(beyond[good] * paid / (1.0 + base[j] + paid))
            shocks.append(DatedShock("trade_cost", ("USA", "CHN", good), *spell, multiply=cost))
    return tuple(shocks)
