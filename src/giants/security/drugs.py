"""One month of the three drug markets: precursors, laboratories, routes, seizures, prices, deaths and income."""

from dataclasses import dataclass

import numpy as np

from giants.batch import column, matvec, vecmat
from giants.security import corridors, interdiction, market
from giants.security.calibration import SecurityCalibration
from giants.security.data import ALL_CROSSINGS, ALL_DRUGS, ALL_PORTS
from giants.security.inputs import SecurityInputs
from giants.symbols import Array, Scalar
from giants.symbols import Security as SecurityState


@dataclass(frozen=True)
class DrugMonth:
    """Names are those of the symbols, but for the last three."""

    police_share: Array
    crossing_risk: Array
    crossing_premium: Array
    port_risk: Array
    port_premium: Array
    crossing_flow: Array
    port_flow: Array
    flow: Array
    seizures: Array
    price: Array
    purity: Array
    supply_response: Array
    treatment_coverage: Array
    inflow_lost: Array
    overdose_deaths: Array
    by_crossing: Array  # (…, x) income, USD a month
    by_port: Array  # (…, q)
    rest: Scalar


@dataclass(frozen=True)
class Shipment:
    """What leaves ports and reaches the border."""

    at_crossing: Array  # (…, g, x) shares
    at_port: Array  # (…, g, q) shares
    port_rate: Array  # (…, q) share seized
    port_used: Array  # (…, q) traffic over that at the base
    shipped: Array  # (…, g) kg
    seized: Array  # (…, g) kg seized in Mexico
    inflow_lost: Array  # (…, g)


def ship(
    past: SecurityState,
    inputs: SecurityInputs,
    focus: Scalar,
    contested: Array,
    noise: Array,
    calibration: SecurityCalibration,
) -> Shipment:
    """Return routes chosen on last month's risks, and what is produced and shipped on them; `noise` (…, q) of ports."""
    p, base, places, d = calibration.parameters, calibration.base, calibration.data.places, calibration.data.drugs
    c, m = p.corridors, p.market
    contest_cost = c.contest_cost * (contested - base.contest)
    crossing_cost = corridors.route_cost(past.crossing_premium, past.crossing_risk, base.crossing_risk, c)
    port_cost = corridors.route_cost(past.port_premium, past.port_risk, np.asarray(c.port_rate), c)
    share = corridors.routes(
        base.routes,
        port_cost + contest_cost.take(places.port_state, -1),
        crossing_cost + contest_cost.take(places.crossing_state, -1),
        focus,
    )
    at_port = share @ ALL_CROSSINGS
    host = places.port_state
    effort = inputs.port_effort * np.maximum(0.0, 1 + c.intelligence * inputs.cooperation)
    port_rate = interdiction.port_rates(
        past.capture.take(host, -1), base.capture[host], inputs.port_integrity, effort, c
    )
    port_rate = interdiction.with_noise(port_rate, noise, c)
    passed = (1 - matvec(at_port, port_rate)) / base.port_passed
    lost = market.depleted(past.inflow_lost, market.lost_inflow(d.precursor_share, inputs.precursors, passed), m)
    again = market.made_again(past.seizures, past.flow, base.seized, m)
    produced = np.maximum(0.0, base.produced * market.output(lost, past.supply_response, inputs.supply, m) + again)
    money = np.vecdot(inputs.security_money, base.people)
    rate = np.minimum(0.9, base.seized_mexico * column(np.power(money, m.laboratories)))
    used = ALL_DRUGS @ at_port / base.port_use
    return Shipment(ALL_PORTS @ share, at_port, port_rate, used, produced * (1 - rate), produced * rate, lost)


def sell(
    past: SecurityState, inputs: SecurityInputs, way: Shipment, noise: Array, calibration: SecurityCalibration
) -> DrugMonth:
    """Return seizures at the border, prices, deaths and income; police and perceived risk for next month.

    `noise` (…, x) of the police at crossings.
    """
    p, base, d = calibration.parameters, calibration.base, calibration.data.drugs
    c, m = p.corridors, p.market
    hits = vecmat(d.price * base.border_rate * way.shipped, way.at_crossing)
    effort = inputs.crossing_effort * column(np.maximum(0.0, 1 + c.intelligence * inputs.cooperation))
    rate = interdiction.seizure_rates(base.border_rate, past.police_share, _share(hits), effort, c)
    rate = interdiction.with_noise(rate, noise[..., None, :], c)
    through = way.shipped[..., None] * way.at_crossing
    seized = through * rate
    worth = d.price @ seized
    value = d.price @ through
    risk = worth / np.maximum(value, 1e-9)
    used = _share(value) / base.crossing_use
    crossing_risk = corridors.perceived_risk(past.crossing_risk, risk, used, c)
    port_risk = corridors.perceived_risk(past.port_risk, way.port_rate, way.port_used, c)
    held = seized @ ALL_CROSSINGS
    flow = way.shipped - held
    quantity = flow / d.consumption
    coverage = market.treatment_coverage(past.treatment_coverage, inputs.treatment, m)
    demand = market.shifted_demand(inputs.demand, inputs.synthetic, base.income, m)
    price = market.price(quantity, demand, m)
    pure = market.purity(quantity, demand, m)
    using = market.users(quantity, demand, m)
    income = base.income * price * quantity
    return DrugMonth(
        police_share=interdiction.reallocate(past.police_share, base.crossing_flow, _share(worth), c),
        crossing_risk=crossing_risk,
        crossing_premium=corridors.risk_premium(past.crossing_premium, crossing_risk, base.crossing_risk, c),
        port_risk=port_risk,
        port_premium=corridors.risk_premium(past.port_premium, port_risk, c.port_rate, c),
        crossing_flow=through - seized,
        port_flow=way.at_port,
        flow=flow,
        seizures=held + way.seized,
        price=price,
        purity=pure,
        supply_response=market.supply_response(past.supply_response, quantity, demand, m),
        treatment_coverage=coverage,
        inflow_lost=way.inflow_lost,
        overdose_deaths=market.overdose_deaths(d.deaths, using, pure * inputs.potency, coverage, m),
        by_crossing=m.border_income * vecmat(income, way.at_crossing),
        by_port=m.port_income * vecmat(income, way.at_port),
        rest=(1 - m.border_income - m.port_income) * np.vecdot(income, ALL_DRUGS),
    )


def _share(at_crossing: Array) -> Array:
    """Return the share of each crossing (…, x)."""
    share: Array = at_crossing / column(np.vecdot(at_crossing, ALL_CROSSINGS))
    return share
