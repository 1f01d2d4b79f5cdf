"""The measures phase: read the month's world, return every pillar, indicator and companion."""

from typing import NamedTuple

import numpy as np

from giants.batch import column, joined, shared
from giants.measures import agency, concentration, dealings, pillars, power, relations, sovereignty, structure
from giants.measures.calibration import MeasuresCalibration
from giants.measures.dealings import NOTHING, Sums
from giants.measures.ratio import ratio
from giants.rates import rate
from giants.symbols import (
    CHN,
    IS_GOODS,
    ISSUES,
    MANUFACTURE_ROWS,
    MEX,
    PARTNER_ROWS,
    USA,
    Array,
    Measures,
    Scalar,
    reads,
)
from giants.world import World

_SENDERS = slice(USA, CHN + 1)
_IDENTITY = ISSUES.index("foreign_policy_identity")
_YEAR = 12  # months over which lumpy investment is smoothed


class Exposed(NamedTuple):
    """What the giants could take and what a break would cost, in percent of GDP; it stands until read again."""

    value_at_risk: Scalar
    value_at_risk_reference: Scalar
    sensitivity: Scalar
    adjustability: Scalar
    counter_leverage: Scalar
    break_loss: Scalar
    break_loss_cn: Scalar
    asymmetry: Scalar
    market_power_us: Scalar
    market_power_cn: Scalar


class Structure(NamedTuple):
    """Concentration, content and import-side power."""

    hhi_exports: Scalar
    hhi_imports: Scalar
    domestic_value: Scalar
    power_us: Scalar
    power_cn: Scalar


class Agency(NamedTuple):
    """Whose line outcomes follow, and who moved."""

    own_line: Scalar
    concession: Scalar
    consistency: Scalar
    symmetry: Scalar
    refusal: Scalar
    contested: Scalar
    sums: Sums
    by_history: tuple[Scalar, ...]
    """own line, refusals and symmetry where demands not in dispute fare as in history"""
    by_threat: tuple[Scalar, ...]
    """the same where they fare as the strongest legal threat of the day would make them"""


class Relations(NamedTuple):
    """Partnerships with the giants and with Latin America, percentages where the anchors are percentages."""

    us_tariff: Scalar
    china_import_share: Scalar
    china_fdi_share: Scalar
    china_transparent: Scalar
    latam_export_share: Scalar
    latam_trust: Scalar
    deals_working: Scalar
    voting_distance: Scalar
    fdi_china_mean: Scalar
    fdi_all_mean: Scalar


class Inside(NamedTuple):
    """Internal sovereignty, and the gap between states."""

    homicide_rate: Scalar
    law_index: Scalar
    free_population: Scalar
    regional_gini: Scalar
    regional_variation: Scalar


READS = reads(
    bargaining="asked carried_out cooperation position threat_loss treaty_horizon treaty_in_force",
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


def advance(w: World, calibration: MeasuresCalibration, aimed: Array, dealt: Sums = NOTHING) -> Measures:
    """Return all measures of the month, given what was `dealt` in it: the tally of its bargaining log.

    `aimed` (a,) says which options are Washington's.  Exposure is read anew in the months in which losses are fresh,
    and else stands; before the first, value at risk and counter-leverage are missing and the structural pillar rests
    on its other indicators.
    """
    exposed = _exposed(w, calibration, aimed)
    structure_, agency_ = _structure(w, calibration), _agency(w, calibration, exposed, dealt)
    ties, inside = _relations(w, calibration), _inside(w, calibration)
    raw = raw_indicators(w, calibration, exposed, structure_, agency_, ties, inside)
    above = pillars.china_above(raw, calibration.table, calibration.scale.codes)
    p = calibration.parameters
    profile = pillars.profile(
        _readings(raw, calibration, agency_),
        calibration.scale,
        china_above=column(above),
        weights=np.array(p.weights),
        r=p.order,
        floor=p.floor,
    )
    return Measures(
        structural=profile.structural[..., 0],
        agency=profile.agency[..., 0],
        relations=profile.relations[..., 0],
        sovereignty=profile.sovereignty[..., 0],
        relations_us=profile.relations_us[..., 0],
        relations_cn=profile.relations_cn[..., 0],
        relations_la=profile.relations_la[..., 0],
        index=profile.cai[..., 0],
        index_outcomes=profile.cai[..., 1],
        agency_history=profile.agency[..., 2],
        index_history=profile.cai[..., 2],
        agency_threat=profile.agency[..., 3],
        index_threat=profile.cai[..., 3],
        index_outcomes_history=profile.cai[..., 4],
        regime=profile.regime[..., 0],
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


def _since(w: World) -> Array:
    """Months since each demand was pressed: 0 while it is asked, and at the start, when those of 2025-26 are open."""
    if shared(w.calendar.month) < 0:
        return np.zeros_like(w.measures.since_pressed)
    return np.where(w.bargaining.asked > 0, 0, w.measures.since_pressed + 1)


def raw_indicators(
    w: World,
    calibration: MeasuresCalibration,
    exposed: Exposed,
    structure_: Structure,
    agency_: Agency,
    ties: Relations,
    inside: Inside,
) -> Array:
    """Return the raw indicators (m) in the order of the anchors; those that need twin runs are not among them."""
    by_code = {
        "S1": exposed.value_at_risk,
        "S2": exposed.counter_leverage,
        "S3": structure_.hhi_exports,
        "S4": structure_.hhi_imports,
        "S5": structure_.domestic_value,
        "S6": np.maximum(structure_.power_us, structure_.power_cn),
        "A1": agency_.own_line,
        "A3": agency_.refusal,
        "A5": agency_.symmetry,
        "RU1": ties.us_tariff,
        "RU2": w.bargaining.treaty_horizon * w.bargaining.treaty_in_force,
        "RU3": w.bargaining.cooperation,
        "RC1": ties.china_import_share,
        "RC2": ties.china_fdi_share,
        "RL1": ties.latam_export_share,
        "RL2": ties.voting_distance,
        "RL3": ties.latam_trust,
        "I1": inside.homicide_rate,
        "I2": inside.law_index,
        "I3": inside.free_population,
    }
    return joined([by_code[code] for code in calibration.scale.codes])


def _readings(raw: Array, calibration: MeasuresCalibration, agency_: Agency) -> Array:
    """Return raw indicators (5, m) in five readings.

    As they are; outcomes only; agency by history; agency by the strongest threat; outcomes only with agency by history.
    """
    scale = calibration.scale
    rows = np.repeat(raw[..., None, :], 5, -2)
    at = [scale.codes.index(code) for code in ("A1", "A3", "A5")]
    rows[..., 2, at] = rows[..., 4, at] = joined(agency_.by_history)
    rows[..., 3, at] = joined(agency_.by_threat)
    rows[..., 1, scale.own] = rows[..., 4, scale.own] = np.nan
    return rows


def _exposed(w: World, calibration: MeasuresCalibration, aimed: Array) -> Exposed:
    """Exposure of this month where losses are fresh, else the last one."""
    last, fresh = Exposed(*(getattr(w.measures, name) for name in Exposed._fields)), w.threat_losses.fresh
    if not np.any(fresh):
        return last
    return Exposed(
        *(np.where(fresh, new, old) for new, old in zip(_exposure(w, calibration, aimed), last, strict=True))
    )


def _exposure(w: World, calibration: MeasuresCalibration, aimed: Array) -> Exposed:
    """Exposure by the month's losses under threats and pressures."""
    t = w.threat_losses
    reference, cut, market, china_cut, china_market = np.moveaxis(t.lasting, -2, 0)
    target, sender, legal = t.target[..., aimed], t.sender[..., aimed], t.legal[..., aimed]
    sudden = t.sudden[..., MEX]
    return Exposed(
        value_at_risk=100 * structure.value_at_risk(target, sender, legal, calibration.parameters.sender_tolerance),
        value_at_risk_reference=100 * reference[..., MEX],
        sensitivity=100 * sudden,
        adjustability=structure.adjustability(sudden, reference[..., MEX]),
        counter_leverage=100 * structure.counter_leverage(cut[..., USA]),
        break_loss=100 * cut[..., MEX],
        break_loss_cn=100 * china_cut[..., MEX],
        asymmetry=structure.asymmetry(cut[..., MEX], cut[..., USA]),
        market_power_us=100 * market[..., MEX],
        market_power_cn=100 * china_market[..., MEX],
    )


def _expected(w: World) -> Scalar:
    """Loss in percent of GDP that Mexico must expect from the giants' open threats and instruments in force."""
    p = w.bargaining
    chance = p.carried_out
    return 100 * structure.expected_coercion(chance[..., _SENDERS], p.threat_loss[..., _SENDERS])


def _structure(w: World, calibration: MeasuresCalibration) -> Structure:
    """Partner concentration and import-side power; services by partner are imputed and count as home supply."""
    p, spending = calibration.parameters, power.services_at_home(w.trade.flows[..., MEX, :, :], MEX, IS_GOODS)
    giants = 100 * power.giants_over(spending, MEX, (USA, CHN), p.sigma, p.eta)
    return Structure(
        hhi_exports=concentration.hhi(w.trade.export_share),
        hhi_imports=concentration.hhi(w.trade.import_share),
        domestic_value=_domestic_value(w),
        power_us=giants[..., 0],
        power_cn=giants[..., 1],
    )


def _domestic_value(w: World) -> Scalar:
    """Mexican value added in manufacturing exports, from this month's content of output and sales abroad."""
    sold = w.trade.flows[..., MEX, :].take(MANUFACTURE_ROWS, -1)
    home = w.trade.content[..., MEX, MEX, :].take(MANUFACTURE_ROWS, -1)
    return structure.domestic_value_added(home, sold.sum(-2) - sold[..., MEX, :])


def _agency(w: World, calibration: MeasuresCalibration, exposed: Exposed, dealt: Sums) -> Agency:
    """Agency on the giants' demands that are in dispute, against the one reference ideal; missing if none is.

    Beside it, by two conventions for demands that are not: they fare as explicit threats did in history, or as the
    strongest credible and legal threat of the day would make those of Washington fare.
    """
    p, m = calibration.parameters, w.measures
    z, asked, since = (
        a.take(calibration.demand_rows, -1) for a in (w.bargaining.position, w.bargaining.asked, m.since_pressed)
    )
    x, y = p.reference_ideal, p.giant_ideal
    live = (asked > 0) | (since < p.contested_window)
    weight = calibration.demand_weight * agency.contested(x, y, live, p.contested_gap)
    contested = weight.sum(-1)
    before = Sums(m.demands_closed, m.refused_free, m.moved_giants, m.moved_mexico)
    sums = before.after(dealt, 1 - rate(p.contested_window))
    symmetry = dealings.symmetry(sums, p.symmetry_base, p.history_weight)
    refusal = dealings.refusal(sums, p.refusal_base, p.history_weight)
    own = agency.own_line(z, x, y, weight)
    obtained = agency.obtainable(exposed.value_at_risk / 100, *calibration.yielding)
    kept, every = 1 - column(obtained) * calibration.washington, calibration.demand_weight
    return Agency(
        own_line=own,
        concession=agency.concession(z, x, y, weight),
        consistency=agency.consistency(z, x, calibration.giants_line, 1.0 * (weight > 0)),
        symmetry=np.where(contested > 0, symmetry, np.nan),
        refusal=np.where(contested > 0, refusal, np.nan),
        contested=contested,
        sums=sums,
        by_history=(agency.completed(own, weight, every, p.line_base), refusal, symmetry),
        by_threat=(agency.completed(own, weight, every, kept), refusal, symmetry),
    )


def _smoothed(last: Scalar, new: Scalar) -> Scalar:
    """Return a mean over the last year that fades, or what is `new` where there is none yet."""
    return np.where(np.isfinite(last), last + (new - last) / _YEAR, new)


def _relations(w: World, calibration: MeasuresCalibration) -> Relations:
    """Partnership indicators, percentages where the anchors are percentages."""
    p, fdi, owners = calibration.parameters, w.invest.fdi_origin, w.invest.owners
    chinese = _smoothed(w.measures.fdi_china_mean, fdi[..., CHN])
    total = _smoothed(w.measures.fdi_all_mean, fdi.sum(-1))
    sold = w.trade.flows[..., USA, MEX, :] * IS_GOODS
    opaque = ratio(np.vecdot(w.invest.opaque_stake, owners.sum(-2)), owners[..., CHN, :].sum(-1))
    mexico, region, span = calibration.voting
    aligned = mexico + p.voting_shift * w.bargaining.position[..., _IDENTITY]
    return Relations(
        us_tariff=100 * p.base_tariff + relations.tariff_faced(w.trade.us_tariff, sold),
        china_import_share=100 * w.trade.import_share[..., CHN],
        china_fdi_share=relations.share_percent(chinese, total),
        china_transparent=1 - np.minimum(opaque, 1.0),
        latam_export_share=100 * w.trade.export_share.take(PARTNER_ROWS, -1).sum(-1),
        latam_trust=w.society.trust.mean(-1),
        deals_working=w.society.deal.mean((-2, -1)),
        voting_distance=np.abs(aligned - region) / span,
        fdi_china_mean=chinese,
        fdi_all_mean=total,
    )


def _inside(w: World, calibration: MeasuresCalibration) -> Inside:
    """Internal sovereignty and the gap between states."""
    p, people = calibration.parameters, calibration.population
    income = w.labour.real_wage * w.labour.jobs.sum(-1) / people
    return Inside(
        homicide_rate=sovereignty.homicide_rate(w.security.homicides, people),
        law_index=sovereignty.rule_of_law(p.law_anchor, w.society.rule_of_law, p.law_gain),
        free_population=sovereignty.free_population(w.security.capture, people),
        regional_gini=concentration.gini(income, people),
        regional_variation=concentration.variation(income, people),
    )
