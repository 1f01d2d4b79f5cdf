"""The measures phase: read the month's world, return every pillar, indicator and companion."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from giants.measures import agency, concentration, dealings, pillars, power, relations, sovereignty, structure
from giants.measures.dealings import Event, Sums
from giants.measures.yardstick import Yardstick
from giants.rates import rate
from giants.symbols import (
    CHN,
    GOODS_ROWS,
    IS_GOODS,
    ISSUES,
    MANUFACTURE_ROWS,
    MEX,
    PARTNER_ROWS,
    USA,
    Array,
    Measures,
    reads,
)
from giants.world import World

_SENDERS = slice(USA, CHN + 1)
_THREAT = 1  # stage of an episode whose threat is open; above it the instrument is in force
_IDENTITY = ISSUES.index("foreign_policy_identity")
_YEAR = 12  # months over which lumpy investment is smoothed


class Exposed(NamedTuple):
    """What the giants could take and what a break would cost, in percent of GDP; it stands until read again."""

    value_at_risk: float
    value_at_risk_reference: float
    sensitivity: float
    adjustability: float
    counter_leverage: float
    break_loss: float
    break_loss_cn: float
    asymmetry: float
    market_power_us: float
    market_power_cn: float


class Structure(NamedTuple):
    """Concentration, content and import-side power."""

    hhi_exports: float
    hhi_imports: float
    domestic_value: float
    power_us: float
    power_cn: float


class Agency(NamedTuple):
    """Whose line outcomes follow, and who moved."""

    own_line: float
    concession: float
    consistency: float
    symmetry: float
    refusal: float
    contested: float
    sums: Sums


class Relations(NamedTuple):
    """Partnerships with the giants and with Latin America, percentages where the anchors are percentages."""

    us_tariff: float
    china_import_share: float
    china_fdi_share: float
    china_transparent: float
    latam_export_share: float
    latam_trust: float
    deals_working: float
    voting_distance: float
    fdi_china_mean: float
    fdi_all_mean: float


class Inside(NamedTuple):
    """Internal sovereignty, and the gap between states."""

    homicide_rate: float
    law_index: float
    free_population: float
    regional_gini: float
    regional_variation: float


READS = reads(
    bargaining="asked belief concede cooperation lever stage threat_loss treaty_horizon treaty_in_force",
    base="governed",
    calendar="month",
    invest="fdi_origin opaque_stake owners",
    labour="jobs real_wage",
    measures="""
        adjustability asymmetry break_loss break_loss_cn counter_leverage demands_closed fdi_all_mean fdi_china_mean
        market_power_cn market_power_us moved_giants moved_mexico refused_free sensitivity since_pressed
        value_at_risk value_at_risk_reference
    """,
    security="capture homicides",
    society="deal rule_of_law trust",
    threat_losses="fresh lasting legal sender sudden target",
    trade="content export_share flows import_share us_tariff",
)
"""What the phase reads."""


def advance(w: World, yard: Yardstick, aimed: Array, events: Iterable[Event] = ()) -> Measures:
    """Return all measures of the month, given the bargaining log of the month.

    `aimed` (a,) says which options are Washington's.  Exposure is read anew in the months in which losses are fresh,
    and else stands; before the first, value at risk and counter-leverage are missing and the structural pillar rests
    on its other indicators.
    """
    exposed, structure_, agency_ = _exposed(w, yard, aimed), _structure(w, yard), _agency(w, yard, events)
    ties, inside = _relations(w, yard), _inside(w, yard)
    raw = raw_indicators(w, yard, exposed, structure_, agency_, ties, inside)
    above = pillars.china_above(raw, yard.table, yard.scale.codes)
    p = yard.parameters
    got = pillars.profile(raw, yard.scale, china_above=above, weights=np.array(p.weights), r=p.order, floor=p.floor)
    return Measures(
        structural=got.structural,
        agency=got.agency,
        relations=got.relations,
        sovereignty=got.sovereignty,
        relations_us=got.relations_us,
        relations_cn=got.relations_cn,
        relations_la=got.relations_la,
        index=got.cai,
        regime=got.regime,
        value_at_risk=exposed.value_at_risk,
        value_at_risk_reference=exposed.value_at_risk_reference,
        sensitivity=exposed.sensitivity,
        adjustability=exposed.adjustability,
        expected_coercion=_expected(w),
        counter_leverage=exposed.counter_leverage,
        break_loss=exposed.break_loss,
        break_loss_cn=exposed.break_loss_cn,
        asymmetry=exposed.asymmetry,
        market_power_us=exposed.market_power_us,
        market_power_cn=exposed.market_power_cn,
        hhi_exports=structure_.hhi_exports,
        hhi_imports=structure_.hhi_imports,
        domestic_value=structure_.domestic_value,
        power_us=structure_.power_us,
        power_cn=structure_.power_cn,
        own_line=agency_.own_line,
        concession=agency_.concession,
        consistency=agency_.consistency,
        symmetry=agency_.symmetry,
        refusal=agency_.refusal,
        contested=agency_.contested,
        us_tariff=ties.us_tariff,
        china_import_share=ties.china_import_share,
        china_fdi_share=ties.china_fdi_share,
        china_transparent=ties.china_transparent,
        latam_export_share=ties.latam_export_share,
        latam_trust=ties.latam_trust,
        deals_working=ties.deals_working,
        voting_distance=ties.voting_distance,
        homicide_rate=inside.homicide_rate,
        law_index=inside.law_index,
        free_population=inside.free_population,
        regional_gini=inside.regional_gini,
        regional_variation=inside.regional_variation,
        fdi_china_mean=ties.fdi_china_mean,
        fdi_all_mean=ties.fdi_all_mean,
        since_pressed=_since(w),
        demands_closed=agency_.sums.demands,
        refused_free=agency_.sums.free,
        moved_giants=agency_.sums.moved_giants,
        moved_mexico=agency_.sums.moved_mexico,
    )


def governed(w: World, yard: Yardstick) -> float:
    """Return the share of people under criminal governance."""
    return 1 - float(sovereignty.free_population(w.security.capture, yard.population))


def _since(w: World) -> Array:
    """Months since each demand was pressed: 0 while it is asked, and at the start, when those of 2025-26 are open."""
    if int(w.calendar.month) < 0:
        return np.zeros_like(w.measures.since_pressed)
    return np.where(w.bargaining.asked > 0, 0, w.measures.since_pressed + 1)


def raw_indicators(
    w: World, yard: Yardstick, exposed: Exposed, structure_: Structure, agency_: Agency, ties: Relations, inside: Inside
) -> Array:
    """Return the raw indicators (m) in the order of the anchors; those that need twin runs are not among them."""
    by_code = {
        "S1": exposed.value_at_risk,
        "S2": exposed.counter_leverage,
        "S3": structure_.hhi_exports,
        "S4": structure_.hhi_imports,
        "S5": structure_.domestic_value,
        "S6": max(structure_.power_us, structure_.power_cn),
        "A1": agency_.own_line,
        "A3": agency_.refusal,
        "A5": agency_.symmetry,
        "RU1": ties.us_tariff,
        "RU2": float(w.bargaining.treaty_horizon) * float(w.bargaining.treaty_in_force),
        "RU3": float(w.bargaining.cooperation),
        "RC1": ties.china_import_share,
        "RC2": ties.china_fdi_share,
        "RL1": ties.latam_export_share,
        "RL2": ties.voting_distance,
        "RL3": ties.latam_trust,
        "I1": inside.homicide_rate,
        "I2": inside.law_index,
        "I3": inside.free_population,
    }
    return np.array([by_code[code] for code in yard.scale.codes])


def _exposed(w: World, yard: Yardstick, aimed: Array) -> Exposed:
    """Exposure of this month if it was computed, else the last one."""
    if not w.threat_losses.fresh:
        return Exposed(*(float(getattr(w.measures, name)) for name in Exposed._fields))
    t = w.threat_losses
    reference, cut, market, china_cut, china_market = t.lasting
    risk = structure.value_at_risk(t.target[aimed], t.sender[aimed], t.legal[aimed], yard.parameters.sender_tolerance)
    return Exposed(
        value_at_risk=100 * float(risk),
        value_at_risk_reference=100 * float(reference[MEX]),
        sensitivity=100 * float(t.sudden[MEX]),
        adjustability=float(structure.adjustability(t.sudden[MEX], reference[MEX])),
        counter_leverage=100 * float(structure.counter_leverage(cut[USA])),
        break_loss=100 * float(cut[MEX]),
        break_loss_cn=100 * float(china_cut[MEX]),
        asymmetry=float(structure.asymmetry(cut[MEX], cut[USA])),
        market_power_us=100 * float(market[MEX]),
        market_power_cn=100 * float(china_market[MEX]),
    )


def _expected(w: World) -> float:
    """Loss in percent of GDP that Mexico must expect from the giants' open threats and instruments in force."""
    p = w.bargaining
    chance = np.where(p.stage == _THREAT, (1 - p.concede) * p.belief, p.stage > _THREAT)
    return 100 * float(structure.expected_coercion(chance[_SENDERS], p.threat_loss[_SENDERS]))


def _structure(w: World, yard: Yardstick) -> Structure:
    """Partner concentration and import-side power; services by partner are imputed and count as home supply."""
    spending = power.services_at_home(w.trade.flows[MEX], MEX, IS_GOODS)
    p = yard.parameters
    if spending.sum() > 0:
        giants = 100 * power.giants_over(spending, MEX, (USA, CHN), p.sigma, p.eta)
    else:
        giants = np.full(2, np.nan)
    return Structure(
        hhi_exports=float(concentration.hhi(w.trade.export_share)),
        hhi_imports=float(concentration.hhi(w.trade.import_share)),
        domestic_value=_domestic_value(w),
        power_us=float(giants[0]),
        power_cn=float(giants[1]),
    )


def _domestic_value(w: World) -> float:
    """Mexican value added in manufacturing exports, from this month's content of output and sales abroad."""
    abroad = w.trade.flows[:, MEX, MANUFACTURE_ROWS].sum(0) - w.trade.flows[MEX, MEX, MANUFACTURE_ROWS]
    if not abroad.any():
        return float("nan")
    return structure.domestic_value_added(w.trade.content[:, MEX, MANUFACTURE_ROWS].T, abroad, MEX)


def _agency(w: World, yard: Yardstick, events: Iterable[Event]) -> Agency:
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
    return Agency(
        own_line=float(agency.own_line(z, x, y, weight)),
        concession=float(agency.concession(z, x, y, weight)),
        consistency=float(agency.consistency(z[open_], x, yard.giants_line[open_])),
        symmetry=dealings.symmetry(sums, p.symmetry_base, p.history_weight) if contested > 0 else np.nan,
        refusal=dealings.refusal(sums, p.refusal_base, p.history_weight) if contested > 0 else np.nan,
        contested=contested,
        sums=sums,
    )


def _relations(w: World, yard: Yardstick) -> Relations:
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
    return Relations(
        us_tariff=100 * p.base_tariff + added,
        china_import_share=100 * float(w.trade.import_share[CHN]),
        china_fdi_share=relations.share_percent(chinese, total),
        china_transparent=1 - min(opaque / chinese_stock, 1.0) if chinese_stock > 0 else float("nan"),
        latam_export_share=100 * float(w.trade.export_share[PARTNER_ROWS].sum()),
        latam_trust=float(w.society.trust.mean()),
        deals_working=float(w.society.deal.mean()),
        voting_distance=abs(aligned - region) / span,
        fdi_china_mean=chinese,
        fdi_all_mean=total,
    )


def _inside(w: World, yard: Yardstick) -> Inside:
    """Internal sovereignty and the gap between states."""
    p, people, under = yard.parameters, yard.population, governed(w, yard)
    income = w.labour.real_wage * w.labour.jobs.sum(1) / people
    paid = bool(income.any())
    return Inside(
        homicide_rate=sovereignty.homicide_rate(w.security.homicides, people),
        law_index=sovereignty.rule_of_law(
            p.law_anchor, float(w.society.rule_of_law), 0.0, under - float(w.base.governed), p.law_loss, p.law_gain
        ),
        free_population=1 - under,
        regional_gini=float(concentration.gini(income, people)) if paid else float("nan"),
        regional_variation=float(concentration.variation(income, people)) if paid else float("nan"),
    )
