"""The month: what each lever of the World does to tariffs, use of preferences, income and content."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import yaml

from giants import duties
from giants.errors import InputError
from giants.scenario import month_number
from giants.schema import build as parse
from giants.symbols import ECONOMIES, ISSUES, SECTORS
from giants.trade import Shock, policy, solver
from giants.trade.model import build
from giants.trade.parameters import TradeParameters
from giants.trade.phase import advance, initial, refresh_jacobians, settled
from giants.trade.pressure import losses
from giants.trade.world_shock import crime, present_shock, unknowns
from giants.world import World

VALUES = yaml.safe_load((Path(__file__).parents[2] / "conf/trade/caliendo_parro.yaml").read_text())
VALUES["closure"] = "instant"  # identities of cleared markets; slack has its own tests
MEX, USA, CHN, CAN, BRA = (ECONOMIES.index(c) for c in ("MEX", "USA", "CHN", "CAN", "BRA"))
GOODS = slice(0, 9)
AUT, ELE = SECTORS.index("AUT"), SECTORS.index("ELE")


class Threat(NamedTuple):
    importer: int
    exporter: int
    sectors: tuple[int, ...] = ()
    size: float = 0.25
    preference: bool = False
    both: bool = False


@pytest.fixture(scope="module")
def block():
    return build(parse(TradeParameters, VALUES, "trade"))


@pytest.fixture
def world(block):
    w = World()
    w.trade.update(initial(w, block))
    return w


def months(w, block, count):
    for _ in range(count):
        w.trade.update(advance(w, block))
    return w.trade


def test_regions_and_sectors_are_those_of_the_symbols(block):
    assert block.data.regions == ECONOMIES
    assert block.data.sectors == SECTORS


def test_the_base_is_2023_and_stays_there(world, block):
    first = months(world, block, 1)
    np.testing.assert_allclose(first.real_income, 1, atol=1e-9)
    np.testing.assert_allclose(first.tariff, block.data.t0, atol=1e-12)
    np.testing.assert_allclose(first.output, 1, atol=1e-9)
    assert first.us_export_content[CHN] == pytest.approx(0.0913, abs=1e-4)
    assert first.flows[USA, MEX, GOODS].sum() == pytest.approx(459.1, rel=0.01)
    assert first.us_import_share.sum() == pytest.approx(1)


def test_a_us_tariff_lowers_mexican_income_earnings_and_exports(world, block):
    world.bargaining.added_tariff[USA, MEX, GOODS] = 0.25
    t = months(world, block, 1)
    assert t.real_income[MEX] < 0.98
    assert t.wage[MEX] * t.utilisation[MEX] / t.price[MEX] < 0.98
    assert (t.exports[MEX, GOODS] < 1).all()
    np.testing.assert_allclose(t.us_tariff[GOODS], 0.25, atol=1e-9)


def test_trade_adjusts_over_years_and_settles_on_the_long_run_solution():
    quick = build(parse(TradeParameters, {**VALUES, "adjustment_years": 1.0}, "trade"))
    w = World()
    w.society.remittances[...] = w.base.remittances[...] = 0.0  # dollars would buy less than they did
    w.trade.update(initial(w, quick))
    w.bargaining.added_tariff[USA, MEX, GOODS] = 0.25
    share = [float(months(w, quick, 6).us_import_share[MEX]) for _ in range(5)]
    assert (np.diff(share) < 0).all()
    months(w, quick, 300)
    static = solver(quick.data, quick.theta_L).solve(Shock(t=w.trade.tariff))
    np.testing.assert_allclose(w.trade.real_income, static.real_income_hat, rtol=1e-5)


def test_exempted_tariffs_raise_claims_with_a_lag_and_spare_claimed_trade(world, block):
    world.bargaining.added_tariff[USA, MEX, GOODS] = 0.25
    world.bargaining.exempt[USA] = 1.0
    first = months(world, block, 1)
    use, paid = first.preference_use[MEX, ELE].copy(), first.us_tariff[ELE].copy()
    later = months(world, block, 12)
    assert 0.2857 < use < later.preference_use[MEX, ELE]
    assert later.preference_use[MEX, ELE] == pytest.approx(0.93, abs=0.03)
    assert later.us_tariff[ELE] < 0.4 * paid


def test_a_surcharge_of_the_law_moves_claims_without_being_paid_twice(world, block):
    world.calendar.added_tariff[USA, MEX, GOODS] = world.calendar.claim_margin[MEX, GOODS] = 0.24
    world.calendar.duty_scope[MEX, GOODS] = 1.0
    t = months(world, block, 24)
    assert t.preference_use[MEX, ELE] == pytest.approx(0.93, abs=0.03)
    assert t.us_tariff[ELE] < 0.24 * 0.1


def test_losing_the_preference_costs_most_favoured_nation_rates(world, block):
    world.bargaining.preference_lost[...] = 1
    t = months(world, block, 1)
    low, mfn = block.statute.claims.low[0], block.statute.mfn[USA, MEX]
    np.testing.assert_allclose(t.us_tariff, low * mfn, atol=1e-3)
    assert t.real_income[MEX] < 1
    np.testing.assert_allclose(t.tariff[USA, CAN], block.data.t0[USA, CAN], atol=1e-3)


def test_the_end_of_the_treaty_raises_tariffs_both_ways(world, block):
    world.bargaining.treaty_in_force[...] = 0
    t = months(world, block, 1)
    assert t.tariff[USA, MEX, AUT] > block.data.t0[USA, MEX, AUT] + 0.01
    assert t.tariff[USA, CAN, AUT] > block.data.t0[USA, CAN, AUT] + 0.01
    due = (1 - t.deferred[USA, AUT]) * (block.data.t0[MEX, CHN] - block.data.t0[MEX, USA])[AUT]
    assert t.tariff[MEX, USA, AUT] == pytest.approx(block.data.t0[MEX, USA, AUT] + due)
    np.testing.assert_allclose(t.tariff[MEX, CAN], block.data.t0[MEX, CAN])


def test_higher_required_content_lowers_the_use_of_the_preference(world, block):
    before = policy.claim_target(world, block.statute, block.parameters)
    world.bargaining.position[ISSUES.index("regional_content")] = 1.0
    after = policy.claim_target(world, block.statute, block.parameters)
    dear = (block.statute.claims.cost > 0.01)[:, GOODS]  # elsewhere the margin still exceeds the cost of claiming
    assert (after <= before).all()
    assert (after[:, GOODS] < before[:, GOODS])[dear].all()
    assert (before[:, GOODS] - after[:, GOODS])[0, ELE] > (before - after)[0, 0]


def test_policies_of_the_base_are_in_the_observed_use_already(world, block):
    before = policy.claim_target(world, block.statute, block.parameters)
    world.base.position[[ISSUES.index("regional_content"), ISSUES.index("agreed_standards")]] = 0.25, 0.1
    world.bargaining.position[...] = world.base.position
    np.testing.assert_array_equal(policy.claim_target(world, block.statute, block.parameters), before)
    world.bargaining.position[ISSUES.index("regional_content")] = 0.5
    assert (policy.claim_target(world, block.statute, block.parameters) < before)[:, ELE].all()


def test_agreed_standards_soften_the_weight_of_chinese_content(world, block):
    world.trade.content[CHN, MEX] += 0.1
    suspicious = policy.claim_target(world, block.statute, block.parameters)
    world.bargaining.position[ISSUES.index("agreed_standards")] = 1.0
    assert (policy.claim_target(world, block.statute, block.parameters) >= suspicious)[:, GOODS].all()


def test_a_mexican_tariff_on_china_lowers_chinese_content_and_raises_regional_content(world, block):
    before = world.trade.us_export_content.copy(), world.trade.regional_content.copy(), float(world.trade.bridge)
    world.bargaining.added_tariff[MEX, CHN, GOODS] = 0.35
    t = months(world, block, 36)
    assert t.us_export_content[CHN] < before[0][CHN]
    assert (t.regional_content[GOODS] > before[1][GOODS]).all()
    assert float(t.bridge) < before[2]
    assert t.import_share[CHN] < 0.15


def test_profits_paid_abroad_lower_national_income_more_than_product(world, block):
    world.invest.profits[USA] = 20.0
    t = months(world, block, 1)
    loss, product = 1 - t.real_income[MEX], 1 - t.real_gdp[MEX]
    assert loss > 0.9 * 20 / t.gdp[MEX]
    assert product < 0.6 * loss
    assert t.gdp[MEX] - t.gni[MEX] == pytest.approx(20.0)
    assert t.gni.sum() == pytest.approx(t.gdp.sum())


@pytest.mark.parametrize("closure", ["instant", "sticky"])
def test_imports_beyond_exports_are_what_is_received_less_what_is_paid(closure):
    """In the numeraire, at last month's dollars: deficit = D - F0 / (dollars of 2023) + F / dollars + borrowing."""
    block, world = build(parse(TradeParameters, {**VALUES, "closure": closure}, "trade")), World()
    world.trade.update(initial(world, block))
    world.bargaining.added_tariff[USA, MEX, GOODS] = 0.25
    world.society.remittances[...], world.invest.profits[USA], world.invest.profits[CHN] = 80.0, 20.0, 5.0
    months(world, block, 3)
    world_income = block.data.world_income / 1e3
    last = world_income / world.trade.price[USA]
    t = months(world, block, 1)
    abroad = t.flows.sum(2) / (world_income / t.price[USA])
    deficit = abroad[MEX].sum() - abroad[:, MEX].sum()
    held = world.base.remittances / world_income
    borrowed = t.borrowed * t.gdp / (world_income / t.price[USA])
    assert (borrowed[MEX] > 1e-4) == (closure == "sticky")
    assert borrowed.sum() == pytest.approx(0.0, abs=1e-10)
    expected = block.data.D[MEX] - held + (80.0 - 25.0) / last + borrowed[MEX]
    assert deficit == pytest.approx(float(expected), abs=1e-8)
    everyone = abroad.sum(1) - abroad.sum(0)
    assert everyone.sum() == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(("closure", "least", "most"), [("instant", 0.75, 0.9), ("sticky", 0.95, 1.0)])
def test_a_tariff_on_one_sector_is_passed_on_in_full_and_one_on_all_goods_nearly(closure, least, most):
    # Amiti, Redding and Weinstein (2019): complete among goods of one origin; Jeanne and Son (2020): the origin's
    # currency gives way when all of its goods pay.
    block = build(parse(TradeParameters, {**VALUES, "closure": closure}, "trade"))

    def passed_on(sectors):
        t = block.data.t0.copy()
        t[USA, CHN, sectors] += 0.2
        s = block.short_run.solve(Shock(t=t))
        rise = np.log((1 + t[USA, CHN, sectors]) / (1 + block.data.t0[USA, CHN, sectors]))
        return 1 + np.mean((np.log(s.c[CHN, sectors]) - np.log(s.cpi[USA])) / rise)

    for sector in range(9):
        assert passed_on([sector]) > 0.9
    assert passed_on([SECTORS.index("MET")]) > 0.98
    assert least < passed_on(list(range(9))) < most


def test_foreign_productivity_raises_product(world, block):
    world.invest.productivity[MEX, AUT] = 1.1
    t = months(world, block, 1)
    assert t.real_gdp[MEX] > 1
    assert t.exports[MEX, AUT] > 1
    assert t.unit_cost[MEX, AUT] < 1


def test_remittances_raise_income(world, block):
    world.society.remittances += 10.0
    t = months(world, block, 1)
    assert t.real_income[MEX] - 1 == pytest.approx(10 / t.gdp[MEX], rel=0.8)


def test_crime_raises_domestic_costs_relative_to_exports(world, block):
    world.security.extortion[:] = 0.02
    t = months(world, block, 1)
    assert t.real_income[MEX] < 0.99
    assert (t.exports[MEX, GOODS] / t.domestic_sales[MEX, GOODS]).mean() > 1


def test_crime_of_the_start_is_in_the_base(block):
    w = World()
    w.security.extortion[:] = 0.02
    w.base.crime_cost[...], w.base.crime_freight[...] = crime(w)
    assert float(w.base.crime_cost) == pytest.approx(0.02)
    w.trade.update(initial(w, block))
    np.testing.assert_allclose(months(w, block, 1).real_income, 1, atol=1e-9)


def test_regional_deals_move_trade_towards_the_region(world, block):
    before = world.trade.export_share[BRA].copy()
    world.society.regional_cost[:] = 0.85
    t = months(world, block, 60)
    assert t.export_share[BRA] > before
    assert t.real_income[MEX] > 1


def test_a_subsidy_is_paid_by_the_united_states_and_hurts_mexico_unless_it_is_eligible(world, block):
    world.actions.us_subsidy[AUT] = 0.1
    eligible = months(world, block, 1).exports[MEX, AUT].copy()
    assert world.trade.tariff[USA, USA, AUT] == pytest.approx(-0.1)
    assert world.trade.revenue[USA] < block.short_run.solve().revenue[USA]
    world.bargaining.local_subsidy[...] = 1
    assert months(world, block, 1).exports[MEX, AUT] < eligible


def test_subsidies_for_local_content_alone_hurt_mexico(world, block):
    world.bargaining.local_subsidy[...] = 1
    t = months(world, block, 1)
    rate = block.parameters.local_subsidy_rate
    np.testing.assert_allclose(t.tariff[USA, USA, [ELE, AUT]], -rate)
    assert t.tariff[USA, MEX, AUT] == pytest.approx(block.data.t0[USA, MEX, AUT])
    assert t.exports[MEX, AUT] < 1
    assert settled(world, block).real_income[MEX] < 1


def test_friction_at_the_border_is_a_loss(world, block):
    world.bargaining.border_friction[...] = 1.05
    assert months(world, block, 1).real_income[MEX] < 0.999


def test_growth_of_all_endowments_is_growth_of_real_income(world, block):
    world.calendar.endowment[:] = 1.1
    np.testing.assert_allclose(months(world, block, 1).real_income, 1.1, rtol=1e-7)


def test_the_same_world_gives_the_same_month_whatever_the_block_solved_before(block):
    def month(busy):
        w = World()
        w.trade.update(initial(w, block))
        if busy:
            block.short_run.solve(Shock(t=block.data.t0 + 0.3))
        w.bargaining.added_tariff[USA, MEX, GOODS] = 0.1
        return months(w, block, 3)

    quiet, busy = month(False), month(True)
    for name in ("wage", "flows", "taste", "content"):
        assert np.array_equal(getattr(quiet, name), getattr(busy, name))


def test_the_phase_writes_nothing_itself(world, block):
    for name in ("calendar", "bargaining", "invest", "security", "society", "trade", "actions", "labour"):
        getattr(world, name).freeze()
    advance(world, block)
    losses(world, block, [Threat(USA, MEX)])


def test_recentring_changes_the_steps_and_not_the_answer(world, block):
    world.bargaining.added_tariff[USA, MEX, GOODS] = 0.5
    world.calendar.endowment[:] = np.linspace(0.9, 1.4, 10)
    months(world, block, 3)
    near = refresh_jacobians(world, block)
    world.bargaining.added_tariff[USA, MEX, GOODS] = 0.48
    far, close = advance(world, block), advance(world, near)
    assert close.iterations < far.iterations
    np.testing.assert_allclose(close.wage, far.wage, rtol=1e-7)
    threats = [Threat(USA, MEX)]
    one, other = losses(world, near, threats).losses, losses(world, block, threats).losses
    np.testing.assert_allclose(one, other, atol=1e-5)


def test_threats_are_losses_from_where_the_world_stands(world, block):
    threats = [Threat(USA, MEX, (), s) for s in (0.1, 0.25)] + [Threat(USA, MEX, (), 0.0, True)]
    loss = losses(world, block, threats).losses
    assert loss.shape == (3, 10)
    assert 0 < loss[0, MEX] < loss[1, MEX] < 0.05
    assert 0 < loss[2, MEX] < loss[0, MEX]
    world.bargaining.added_tariff[USA, MEX, GOODS] = 0.25
    months(world, block, 60)
    assert 0 < losses(world, block, threats).losses[1, MEX] < loss[1, MEX]


@pytest.mark.parametrize(
    ("key", "value"), [("theta_short", 0.0), ("theta_long", "four"), ("chinese_threshold", 1.5), ("speed", 1.0)]
)
def test_wrong_parameters_are_named(key, value):
    with pytest.raises(InputError, match=key):
        parse(TradeParameters, {**VALUES, key: value}, "trade")


def test_duties_on_inputs_of_exports_are_deferred_and_their_buyers_sell_cheaper_abroad(world, block):
    world.bargaining.added_tariff[MEX, CHN, GOODS] = world.bargaining.added_tariff[MEX, USA, GOODS] = 0.25
    t = months(world, block, 1)
    paid = t.tariff[MEX] - block.data.t0[MEX]
    assert paid[USA, ELE] < paid[CHN, ELE] < 0.25
    assert (t.deferral_cost[USA, GOODS] < 0).all()
    assert (t.deferral_cost[MEX] > 0).all()


def test_the_loss_of_us_preferences_gives_deferral_of_chinese_inputs_back(world, block):
    world.bargaining.added_tariff[MEX, CHN, GOODS] = 0.25
    with_preference = months(world, block, 1).deferred[CHN, ELE]
    world.bargaining.added_tariff[USA, MEX, GOODS] = 0.25
    assert months(world, block, 1).deferred[CHN, ELE] > with_preference


def test_a_world_under_deferral_is_reproduced_by_the_shock_read_from_it(world, block):
    world.bargaining.added_tariff[MEX, CHN, GOODS] = 0.25
    months(world, block, 2)
    again = block.short_run.solve(present_shock(world, block), unknowns(world, block.short_run))
    np.testing.assert_allclose(again.real_income_hat, world.trade.real_income, rtol=1e-6)


def test_use_does_not_slide_while_the_margin_exceeds_the_cost_of_claiming(world, block):
    world.calendar.duty_scope[MEX, GOODS] = 1.0
    world.calendar.claim_margin[MEX, GOODS] = 0.25
    world.trade.preference_use[MEX, GOODS] = 0.9
    world.calendar.claim_margin[MEX, GOODS] = 0.10  # above the cost of claiming in electronics, .073
    assert months(world, block, 24).preference_use[MEX, ELE] >= 0.9
    world.calendar.claim_margin[MEX, GOODS] = 0.0
    assert months(world, block, 24).preference_use[MEX, ELE] < 0.8


@pytest.mark.parametrize("month", ["2024-06", "2025-09", "2026-03", "2026-08", "2028-01"])
def test_more_use_of_a_preference_never_pays_more(world, block, month):
    d = duties.in_force(month_number(month))
    world.calendar.added_tariff[USA] = d.full[USA]
    world.calendar.claim_margin[...], world.calendar.duty_scope[...] = d.spared, d.scope
    world.bargaining.added_tariff[USA, MEX, ELE], world.bargaining.exempt[USA] = 0.1, 0.5
    rates = [
        policy.tariffs(world, block.data, block.statute, np.full((2, len(SECTORS)), use), 0.0)[USA, [MEX, CAN]]
        for use in np.linspace(0, 1, 21)
    ]
    assert (np.diff(rates, axis=0) <= 1e-12).all()
    assert (np.array(rates) >= 0).all()
