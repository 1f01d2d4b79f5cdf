import numpy as np
import pytest

from giants.invest import capacity, screening
from giants.symbols import CHN, MEX, SECTORS, USA


def test_productivity_follows_growth_accounting():
    phi = capacity.elasticity(np.array([30.0]), np.array([100.0]), 0.4, 3.0, 0.4)
    assert phi[0] == pytest.approx(0.04)
    assert capacity.productivity(np.array([33.0]), np.array([30.0]), phi)[0] == pytest.approx(1.1**0.04)
    assert capacity.elasticity(np.array([1e4]), np.array([1.0]), 0.4, 3.0, 0.4)[0] == 0.4


def test_where_there_is_no_mobile_capital_productivity_is_left_alone():
    np.testing.assert_array_equal(capacity.productivity(np.zeros(2), np.zeros(2), np.ones(2)), 1.0)


def test_foreign_capital_matters_more_to_mexican_cars_than_to_chinese_ones(base):
    car = SECTORS.index("AUT")
    assert base.phi[MEX, car] > 0.1
    assert base.phi[CHN, car] < 0.02
    assert base.phi[MEX, car] > base.phi[MEX, SECTORS.index("SRV")]


def test_shortfall_is_what_suppliers_cannot_meet():
    assert capacity.shortfall(0.5, 0.2, 0.6, 0.0) == pytest.approx(0.3)
    assert capacity.shortfall(0.5, 0.2, 0.6, 0.5) == pytest.approx(0.0)
    assert capacity.shortfall(0.1, 0.2, 0.6, 0.0) == 0.0


def test_supplier_depth_spares_cost_on_domestic_inputs_and_on_no_others(base, parameters):
    saved = parameters.capacity.supplier_cost.array
    assert not capacity.input_saving(0.0, saved, np.zeros(11)).any()
    deep = capacity.input_saving(1.0, saved, np.zeros(11))
    np.testing.assert_allclose(deep[MEX], saved)
    assert not np.delete(deep, MEX, axis=0).any()


def test_a_domestic_rule_favours_mexico_and_a_regional_one_all_members(base):
    domestic = capacity.input_rule(1.0, 0.1, 0.0, 0.05, base.goods)
    assert domestic[MEX, SECTORS.index("AUT")] == 0.1
    assert domestic[MEX, SECTORS.index("SRV")] == domestic[USA].max() == domestic[CHN].max() == 0.0
    regional = capacity.input_rule(0.0, 0.1, 1.0, 0.05, base.goods)
    np.testing.assert_array_equal(regional[MEX], regional[USA])
    assert regional[USA, SECTORS.index("AUT")] == 0.05
    assert not regional[CHN].any()


def test_plants_come_under_a_new_content_rule_by_halves():
    rule = 0.0
    for _ in range(18):
        rule = capacity.complied(rule, 0.8, 18.0)
    assert rule == pytest.approx(0.4)


def test_known_joint_ventures_teach_in_proportion_to_the_chinese_stake():
    stake = np.array([0.0, 0.1])
    np.testing.assert_allclose(capacity.spillover(stake, 1.0, 0.1), [0.0, 0.01])
    assert not capacity.spillover(stake, 0.0, 0.1).any()


def test_skills_serve_goods_and_infrastructure_serves_all(base):
    factor = capacity.know_how(1.0, 0.0, base.goods, (0.06, 0.04), 0.0)
    np.testing.assert_allclose(np.log(factor), 0.06 * base.goods)
    factor = capacity.know_how(0.0, 1.0, base.goods, (0.06, 0.04), 0.0)
    np.testing.assert_allclose(np.log(factor), 0.04)


def test_a_content_rule_beyond_suppliers_lowers_productivity_of_goods_alone(base):
    factor = capacity.know_how(0.0, 0.0, base.goods, (0.06, 0.04), 0.1)
    np.testing.assert_allclose(factor, np.where(base.goods, np.exp(-0.1), 1.0))


def test_profits_belong_to_the_owners_of_capital(base, parameters):
    earned = capacity.profits(base.owners, parameters.capacity.profit_rate, 1.0)
    assert earned.sum() == pytest.approx(parameters.capacity.profit_rate * parameters.stock.mexico)
    assert earned[MEX] == 0.0
    np.testing.assert_allclose(
        capacity.profits(2.0 * base.owners, 0.06, 1.0), 2.0 * capacity.profits(base.owners, 0.06, 1.0)
    )


def test_screening_needs_strictness_and_works_better_with_capacity():
    sensitive = np.array([0.8, 0.1])

    def chance(s=1.0, k=0.0, t=0.0):
        return screening.block_chance(s, k, t, sensitive, 0.3, 0.5)

    np.testing.assert_array_equal(chance(s=0.0, k=1.0), 0.0)
    np.testing.assert_allclose(chance(k=1.0), sensitive)
    assert np.all(chance(k=0.0) < chance(k=1.0))
    np.testing.assert_allclose(chance(t=1.0), 0.5 * chance(t=0.0))


def test_disclosure_makes_part_of_the_chinese_stake_known(base):
    hidden = screening.opaque_stake(base.chinese, 0.0, 0.7)
    np.testing.assert_allclose(screening.opaque_stake(base.chinese, 1.0, 0.7), 0.3 * hidden)
    assert 0.01 < hidden[SECTORS.index("ELE")] < 0.1


def test_chinese_plants_bring_chinese_inputs(base):
    stake = base.chinese
    assert not capacity.supplier_ties(stake, stake, 1.0).any()
    assert np.all(capacity.supplier_ties(3.0 * stake, stake, 1.0) > 0.0)
    assert not capacity.supplier_ties(3.0 * stake, stake, 0.0).any()
