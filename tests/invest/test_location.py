import numpy as np
import pytest

from giants.invest import location, phase
from giants.symbols import CHN, GOODS, SECTORS, STATES, USA

GOODS_ROWS = [SECTORS.index(g) for g in GOODS]


def test_choice_frequencies_are_the_odds():
    weight = np.array([0.5, 1.5, 2.0])
    u = np.random.default_rng(5).random((40_000, 3))
    chosen = np.bincount(location.choose(np.tile(weight, (40_000, 1)), u), minlength=3) / 40_000
    np.testing.assert_allclose(chosen, weight / weight.sum(), atol=0.01)


def test_the_race_of_clocks_is_the_gumbel_choice():
    rng = np.random.default_rng(6)
    weight, u = rng.random((500, 7)), rng.random((500, 7))
    gumbel = np.log(weight) - np.log(-np.log(u))
    np.testing.assert_array_equal(location.choose(weight, u), gumbel.argmax(1))


def test_a_better_place_never_loses_a_firm_it_had():
    rng = np.random.default_rng(7)
    weight, u = rng.random((500, 7)), rng.random((500, 7))
    before = location.choose(weight, u)
    weight[:, 2] *= 2.0
    after = location.choose(weight, u)
    assert np.all(after[before == 2] == 2)
    assert np.all((after == before) | (after == 2))


def test_places_without_odds_are_never_chosen():
    weight = np.array([[0.0, 1.0]])
    assert all(location.choose(weight, np.array([[u, 0.001]]))[0] == 1 for u in (0.1, 0.9, 0.999999))


def test_without_changes_the_odds_are_the_base(base, parameters, start):
    np.testing.assert_allclose(phase.pulls(start(), base, parameters), 0.0, atol=1e-12)


def pull(base, parameters, w):
    return phase.pulls(w, base, parameters)


def test_an_expected_tariff_repels_in_proportion_to_american_sales(base, parameters, start):
    w = start()
    w.bargaining.expected_tariff[...] = 0.1
    v = pull(base, parameters, w)
    expected = -parameters.location.tariff * base.us_bound * np.log(1.1)
    np.testing.assert_allclose(v[:, :32], np.tile(expected[:, None], 32))
    np.testing.assert_allclose(v[:, 32:], 0.0, atol=1e-12)


def test_a_tariff_on_china_repels_from_china_alone(base, parameters, start):
    w = start()
    w.calendar.added_tariff[USA, CHN, :9] = 0.2
    v = pull(base, parameters, w)
    assert np.all(v[GOODS_ROWS][:, 32 + CHN] <= 0)
    assert v[SECTORS.index("ELE"), 32 + CHN] < -0.3
    others = np.delete(v, 32 + CHN, axis=1)
    np.testing.assert_allclose(others, 0.0, atol=1e-12)


@pytest.mark.parametrize("stock", ["supplier_depth", "skills", "infrastructure", "rule_of_law"])
def test_each_stock_attracts(base, parameters, start, stock):
    w = start()
    getattr(w.society, stock)[...] = 0.5
    v = pull(base, parameters, w)
    assert np.all(v[GOODS_ROWS, :32] > 0)
    np.testing.assert_allclose(v[:, 32:], 0.0, atol=1e-12)


def test_criminal_groups_deter_services_and_leave_manufacturing_alone(base, parameters, start):
    # Ashby and Ramos (2013): no effect in manufacturing; Garriga and Phillips (2023): groups deter new investment.
    w = start()
    w.security.groups[3] += 10.0
    v = pull(base, parameters, w)
    manufacturing = [SECTORS.index(s) for s in ("CHM", "MET", "MCH", "ELE", "AUT", "OMF")]
    np.testing.assert_allclose(v[manufacturing], 0.0, atol=1e-12)
    assert v[SECTORS.index("SRV"), 3] < -0.1
    np.testing.assert_allclose(np.delete(v, 3, axis=1), 0.0, atol=1e-12)


def test_homicides_do_not_enter(base, parameters, start):
    w = start()
    w.security.homicides[...] = 500.0
    np.testing.assert_allclose(pull(base, parameters, w), 0.0, atol=1e-12)


def test_domestic_content_asked_beyond_capability_repels_and_suppliers_make_it_bearable(base, parameters, start):
    w = start()
    w.actions.local_content[...] = parameters.capacity.capability
    np.testing.assert_allclose(pull(base, parameters, w), 0.0, atol=1e-12)
    w.actions.local_content[...] = 0.8
    alone = pull(base, parameters, w)[SECTORS.index("AUT"), 0]
    w.society.supplier_depth[...] = 1.0
    assert alone < 0 < pull(base, parameters, w)[SECTORS.index("AUT"), 0]


def test_a_state_that_courts_investors_draws_them_from_others(base, parameters, start):
    w = start()
    w.actions.local_incentives[STATES.index("21")] = 1.0
    v = pull(base, parameters, w)
    np.testing.assert_allclose(v[:, STATES.index("21")], parameters.location.incentives)
    np.testing.assert_allclose(np.delete(v, STATES.index("21"), axis=1), 0.0, atol=1e-12)


def test_slack_attracts_to_its_state_and_crowds_agglomerate(base, parameters, start):
    w = start()
    w.labour.slack[STATES.index("05")] = 0.05
    w.invest.capacity[STATES.index("19")] = 1.5
    v = pull(base, parameters, w)
    assert np.all(v[:, STATES.index("05")] > 0)
    assert np.all(v[:, STATES.index("19")] > 0)
    assert np.all(v[:, STATES.index("01")] == 0)


def test_readiness_to_reconsider_loosens_the_hold_of_old_places():
    np.testing.assert_allclose(location.rooted(0.6, np.array([0.0, 1.0, 2.0])), [1.0, 0.6, 0.36])
