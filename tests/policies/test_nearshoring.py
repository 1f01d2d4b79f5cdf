"""A nearshoring wave: what it leaves in Mexico with and without supplier policy, and with and without screening."""

import pytest

from giants.config import default_settings
from giants.model import Giants
from giants.symbols import CHN, ISSUES, MEX

WAVE = ["scenario.shocks=[{symbol:investment_wave,where:[],start:2026-08,end:2036-07,multiply:2.0}]"]
UNPRESSED = ["seed=7", "mexico=status_quo", "threats=false", "usa.pressure=0", "usa.unilateral_measures.protection=0"]
OPEN = ["mexico.china.china_openness=1", "china.push=2", "mexico.china.fdi_screening=0"]
SCREENED = [*OPEN[:2], "mexico.china.fdi_screening=1", "mexico.china.screening=1"]
SCREENING = ISSUES.index("china_fdi_screening")


def lived(*overrides, months=36):
    model = Giants(default_settings([*UNPRESSED, *overrides]))
    for _ in range(months):
        model.step()
    return model.world


@pytest.fixture(scope="module")
def calm():
    return lived()


@pytest.fixture(scope="module")
def wave():
    return lived(*WAVE)


def test_a_wave_alone_dilutes_domestic_value_and_supplier_policy_turns_it(calm, wave):
    backed = lived(*WAVE, "mexico.industry.supplier=1")
    assert wave.invest.capital_mexico.sum() > 1.005 * calm.invest.capital_mexico.sum()
    assert wave.trade.domestic_content < calm.trade.domestic_content < backed.trade.domestic_content
    assert backed.trade.domestic_content - wave.trade.domestic_content > 0.002
    assert backed.trade.gni[MEX] > wave.trade.gni[MEX]


def test_a_wave_pays_its_owners_and_leaves_less_income_than_product(calm, wave):
    product, income = (float(getattr(wave.trade, n)[MEX] / getattr(calm.trade, n)[MEX]) for n in ("gdp", "gni"))
    assert product > 1.0
    assert product > income > 0.999
    assert wave.invest.profits.sum() > calm.invest.profits.sum()
    assert float(wave.trade.gdp[MEX] - wave.trade.gni[MEX]) == pytest.approx(float(wave.invest.profits.sum()))


@pytest.mark.slow
def test_within_declared_ranges_a_wave_can_raise_product_and_hardly_any_national_income():
    enclave = [f"invest.capacity.{p}" for p in ("capital_share=0.3", "capital_output=4", "profit_rate=0.09")]
    calm, wave = lived(*enclave, months=119), lived(*WAVE, *enclave, months=119)
    product = float(wave.trade.real_gdp[MEX] / calm.trade.real_gdp[MEX] - 1.0)
    income = float(wave.trade.real_income[MEX] / calm.trade.real_income[MEX] - 1.0)
    assert product > 0.0005
    assert income < 0.3 * product


def test_screening_keeps_chinese_capital_and_content_and_us_demands_down():
    open_, screened = lived(*WAVE, *OPEN), lived(*WAVE, *SCREENED)
    assert screened.invest.owners[CHN].sum() < 0.99 * open_.invest.owners[CHN].sum()  # new plants alone are screened
    assert screened.trade.us_export_content[CHN] < open_.trade.us_export_content[CHN]
    assert screened.trade.suspect_content < open_.trade.suspect_content
    assert screened.actions.us_salience[SCREENING] < open_.actions.us_salience[SCREENING]


def test_disclosure_of_owners_teaches_and_calms_washington_and_keeps_some_chinese_capital_away(calm):
    known = lived("mexico.china.venture_transparency=1")
    assert known.trade.transit_caught > calm.trade.transit_caught
    assert known.trade.transit_value.sum() < calm.trade.transit_value.sum()
    assert known.trade.suspect_content < calm.trade.suspect_content
    assert 1.0 < float(known.trade.real_income[MEX] / calm.trade.real_income[MEX]) < 1.003
    assert known.invest.owners[CHN].sum() < calm.invest.owners[CHN].sum()


def test_a_content_rule_raises_domestic_content_and_costs_exports_beyond_capability(calm):
    modest, harsh = (lived(f"mexico.industry.local_content={rule}") for rule in (0.2, 0.8))
    assert calm.trade.domestic_content < modest.trade.domestic_content < harsh.trade.domestic_content
    assert modest.trade.real_income[MEX] == pytest.approx(calm.trade.real_income[MEX], rel=0.005)
    assert harsh.trade.real_income[MEX] < 0.995 * calm.trade.real_income[MEX]
    assert harsh.trade.exports[MEX, :9].sum() < modest.trade.exports[MEX, :9].sum()


@pytest.mark.slow
def test_a_higher_regional_requirement_raises_regional_content():
    plain = lived(months=24)
    model = Giants(default_settings(UNPRESSED))
    for _ in range(24):
        model.world.bargaining.promised[ISSUES.index("regional_content")] = 1.0
        model.step()
    assert model.world.bargaining.position[ISSUES.index("regional_content")] > 0.5
    assert model.world.trade.regional_content[:9].mean() > plain.trade.regional_content[:9].mean()
    assert model.world.trade.us_export_content[CHN] < plain.trade.us_export_content[CHN]
