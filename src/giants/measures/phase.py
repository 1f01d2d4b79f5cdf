"""The measures phase: read the month's world, return every pillar, indicator and companion."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from giants.measures import agency, concentration, dealings, pillars, power, relations, sovereignty, structure
from giants.measures.dealings import Event, Sums
from giants.measures.exposure import Exposure as Exposure
from giants.measures.yardstick import Yardstick
from giants.rates import rate
from giants.symbols import CHN, GOODS_ROWS, IS_GOODS, ISSUES, MANUFACTURE_ROWS, MEX, PARTNER_ROWS, USA, Array
from giants.world import World

_SENDERS = slice(USA, CHN + 1)
_THREAT = 1  # stage of an episode whose threat is open; above it the instrument is in force
_QUARTERLY = (
    "value_at_risk",
    "value_at_risk_reference",
    "sensitivity",
    "adjustability",
    "counter_leverage",
    "break_loss",
    "break_loss_cn",
    "asymmetry",
    "market_power_us",
    "market_power_cn",
)
_IDENTITY = ISSUES.index("foreign_policy_identity")
_YEAR = 12  # months over which lumpy investment is smoothed


@dataclass(frozen=True, slots=True)
class MeasuresResult:
    """What the measures phase writes; each field is a symbol of ``symbols.Measures``."""

    structural: Array
    agency: Array
    relations: Array
    sovereignty: Array
    relations_us: Array
    relations_cn: Array
    relations_la: Array
    index: Array
    regime: Array
    value_at_risk: float
    value_at_risk_reference: float
    sensitivity: float
    adjustability: float
    expected_coercion: float
    counter_leverage: float
    break_loss: float
    break_loss_cn: float
    asymmetry: float
    market_power_us: float
    market_power_cn: float
    hhi_exports: float
    hhi_imports: float
    domestic_value: float
    power_us: float
    power_cn: float
    own_line: float
    concession: float
    consistency: float
    symmetry: float
    refusal: float
    contested: float
    us_tariff: float
    china_import_share: float
    china_fdi_share: float
    china_transparent: float
    latam_export_share: float
    latam_trust: float
    deals_working: float
    voting_distance: float
    homicide_rate: float
    law_index: float
    free_population: float
    regional_gini: float
    regional_variation: float
    capture_base: float
    fdi_china_mean: float
    fdi_all_mean: float
    since_pressed: Array
    demands_closed: float
    refused_free: float
    moved_giants: float
    moved_mexico: float


def advance(
    w: World, yard: Yardstick, exposure: Exposure | None = None, events: Iterable[Event] = ()
) -> MeasuresResult:
    """Return all measures of the month, given the bargaining log of the month.

    `exposure` is given in the months in which threats were solved again.
    Without it the last exposure stands; before the first, value at risk and counter-leverage are missing and the
    structural pillar rests on its other indicators.
    """
    found = _exposed(w, yard, exposure) | _structure(w, yard) | _agency(w, yard, events)
    found |= _relations(w, yard) | _inside(w, yard)
    raw = raw_indicators(found, w, yard)
    above = pillars.china_above(raw, yard.table, yard.scale.codes)
    p = yard.parameters
    got = pillars.profile(raw, yard.scale, china_above=above, weights=np.array(p.weights), r=p.order, floor=p.floor)
    return MeasuresResult(
        structural=got.structural,
        agency=got.agency,
        relations=got.relations,
        sovereignty=got.sovereignty,
        relations_us=got.relations_us,
        relations_cn=got.relations_cn,
        relations_la=got.relations_la,
        index=got.cai,
        regime=got.regime,
        since_pressed=_since(w),
        **found,
    )


def _since(w: World) -> Array:
    """Months since each demand was pressed: 0 while it is asked, and at the start, when those of 2025-26 are open."""
    if int(w.calendar.month) < 0:
        return np.zeros_like(w.measures.since_pressed)
    return np.where(w.bargaining.asked > 0, 0, w.measures.since_pressed + 1)


def raw_indicators(found: dict[str, float], w: World, yard: Yardstick) -> Array:
    """Return the raw indicators (m) in the order of the anchors; those that need twin runs are not among them."""
    by_code = {
        "S1": found["value_at_risk"],
        "S2": found["counter_leverage"],
        "S3": found["hhi_exports"],
        "S4": found["hhi_imports"],
        "S5": found["domestic_value"],
        "S6": max(found["power_us"], found["power_cn"]),
        "A1": found["own_line"],
        "A3": found["refusal"],
        "A5": found["symmetry"],
        "RU1": found["us_tariff"],
        "RU2": float(w.bargaining.treaty_horizon) * float(w.bargaining.treaty_in_force),
        "RU3": float(w.bargaining.cooperation),
        "RC1": found["china_import_share"],
        "RC2": found["china_fdi_share"],
        "RL1": found["latam_export_share"],
        "RL2": found["voting_distance"],
        "RL3": found["latam_trust"],
        "I1": found["homicide_rate"],
        "I2": found["law_index"],
        "I3": found["free_population"],
    }
    return np.array([by_code[code] for code in yard.scale.codes])


def _exposed(w: World, yard: Yardstick, exposure: Exposure | None) -> dict[str, float]:
    """Exposure in percent of GDP: this month's if it was computed, else the last one."""
    if exposure is None:
        return {name: float(getattr(w.measures, name)) for name in _QUARTERLY} | {"expected_coercion": _expected(w)}
    e = exposure
    risk = structure.value_at_risk(e.loss_mexico, e.loss_sender, e.legal, yard.parameters.sender_tolerance)
    return {
        "value_at_risk": 100 * float(risk),
        "value_at_risk_reference": 100 * e.reference,
        "sensitivity": 100 * e.sensitivity,
        "adjustability": float(structure.adjustability(e.sensitivity, e.reference)),
        "counter_leverage": 100 * float(structure.counter_leverage(e.break_usa)),
        "break_loss": 100 * e.break_mexico,
        "break_loss_cn": 100 * e.break_china,
        "asymmetry": float(structure.asymmetry(e.break_mexico, e.break_usa)),
        "market_power_us": 100 * e.market_usa,
        "market_power_cn": 100 * e.market_china,
        "expected_coercion": _expected(w),
    }


def _expected(w: World) -> float:
    """Loss in percent of GDP that Mexico must expect from the giants' open threats and instruments in force."""
    p = w.bargaining
    chance = np.where(p.stage == _THREAT, (1 - p.concede) * p.belief, p.stage > _THREAT)
    return 100 * float(structure.expected_coercion(chance[_SENDERS], p.threat_loss[_SENDERS]))


def _structure(w: World, yard: Yardstick) -> dict[str, float]:
    """Partner concentration and import-side power; services by partner are imputed and count as home supply."""
    spending = power.services_at_home(w.trade.flows[MEX], MEX, IS_GOODS)
    p = yard.parameters
    if spending.sum() > 0:
        giants = 100 * power.giants_over(spending, MEX, (USA, CHN), p.sigma, p.eta)
    else:
        giants = np.full(2, np.nan)
    return {
        "hhi_exports": float(concentration.hhi(w.trade.export_share)),
        "hhi_imports": float(concentration.hhi(w.trade.import_share)),
        "domestic_value": _domestic_value(w),
        "power_us": float(giants[0]),
        "power_cn": float(giants[1]),
    }


def _domestic_value(w: World) -> float:
    """Mexican value added in manufacturing exports, from this month's content of output and sales abroad."""
    abroad = w.trade.flows[:, MEX, MANUFACTURE_ROWS].sum(0) - w.trade.flows[MEX, MEX, MANUFACTURE_ROWS]
    if not abroad.any():
        return float("nan")
    return structure.domestic_value_added(w.trade.content[:, MEX, MANUFACTURE_ROWS].T, abroad, MEX)


def _agency(w: World, yard: Yardstick, events: Iterable[Event]) -> dict[str, float]:
    """Agency on the giants' demands that are in dispute, against the one reference ideal; missing if none is."""
    p, m = yard.parameters, w.measures
    rows = yard.demand_rows
    z = w.bargaining.lever[rows]
    x, y = p.reference_ideal, p.giant_ideal
    live = (w.bargaining.asked[rows] > 0) | (m.since_pressed[rows] < p.contested_window)
    weight = yard.demand_weight * agency.contested(x, y, live, p.contested_gap)
    contested, open_ = float(weight.sum()), weight > 0
    before = Sums(float(m.demands_closed), float(m.refused_free), float(m.moved_giants), float(m.moved_mexico))
    sums = before.after(events, 1 - rate(p.contested_window))
    return {
        "own_line": float(agency.own_line(z, x, y, weight)),
        "concession": float(agency.concession(z, x, y, weight)),
        "consistency": float(agency.consistency(z[open_], x, yard.giants_line[open_])),
        "symmetry": dealings.symmetry(sums, p.symmetry_base, p.history_weight) if contested > 0 else np.nan,
        "refusal": dealings.refusal(sums, p.refusal_base, p.history_weight) if contested > 0 else np.nan,
        "contested": contested,
        "demands_closed": sums.demands,
        "refused_free": sums.free,
        "moved_giants": sums.moved_giants,
        "moved_mexico": sums.moved_mexico,
    }


def _relations(w: World, yard: Yardstick) -> dict[str, float]:
    """Partnership indicators, percentages where the anchors are percentages."""
    p = yard.parameters
    chinese, total = float(w.invest.fdi_origin[CHN]), float(w.invest.fdi_origin.sum())
    last_chinese, last_total = float(w.measures.fdi_china_mean), float(w.measures.fdi_all_mean)
    if np.isfinite(last_total):
        chinese = last_chinese + (chinese - last_chinese) / _YEAR
        total = last_total + (total - last_total) / _YEAR
    sold = w.trade.flows[USA, MEX, GOODS_ROWS]
    added = relations.tariff_faced(w.trade.us_tariff[GOODS_ROWS], sold) if sold.any() else float("nan")
    owners = w.invest.owners
    chinese_stock = float(owners[CHN].sum())
    opaque = float((w.invest.opaque_stake * owners.sum(0)).sum())
    mexico, region, span = yard.voting
    aligned = mexico + p.voting_shift * float(w.bargaining.lever[_IDENTITY])
    return {
        "us_tariff": 100 * p.base_tariff + added,
        "china_import_share": 100 * float(w.trade.import_share[CHN]),
        "china_fdi_share": relations.share_percent(chinese, total),
        "china_transparent": 1 - min(opaque / chinese_stock, 1.0) if chinese_stock > 0 else float("nan"),
        "latam_export_share": 100 * float(w.trade.export_share[PARTNER_ROWS].sum()),
        "latam_trust": float(w.society.trust.mean()),
        "deals_working": float(w.society.deal.mean()),
        "voting_distance": abs(aligned - region) / span,
        "fdi_china_mean": chinese,
        "fdi_all_mean": total,
    }


def _inside(w: World, yard: Yardstick) -> dict[str, float]:
    """Internal sovereignty and the gap between states."""
    p, people = yard.parameters, yard.population
    free = float(sovereignty.free_population(w.security.capture, people))
    base = float(w.measures.capture_base)
    base = base if np.isfinite(base) else 1 - free
    income = w.labour.real_wage * w.labour.jobs.sum(1) / people
    paid = bool(income.any())
    return {
        "homicide_rate": sovereignty.homicide_rate(w.security.homicides, people),
        "law_index": sovereignty.rule_of_law(
            p.law_anchor, float(w.society.rule_of_law), 0.0, 1 - free - base, p.law_loss, p.law_gain
        ),
        "free_population": free,
        "regional_gini": float(concentration.gini(income, people)) if paid else float("nan"),
        "regional_variation": float(concentration.variation(income, people)) if paid else float("nan"),
        "capture_base": base,
    }
