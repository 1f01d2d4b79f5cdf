import numpy as np
import pytest

from giants.measures import concentration, power, relations, sovereignty, structure


def test_concentration_has_its_two_limits():
    assert concentration.hhi([1, 1, 1, 1]) == pytest.approx(0.25)
    assert concentration.hhi([0, 7, 0]) == pytest.approx(1)
    assert np.isnan(concentration.hhi([0.0, 0.0]))


def test_merging_partners_never_lowers_concentration():
    x = np.array([5.0, 3.0, 2.0, 1.0])
    assert concentration.hhi([5, 5, 1]) > concentration.hhi(x)


def test_gini_and_variation_agree_with_the_pairwise_definition():
    y, p = np.array([1.0, 4.0, 2.0, 8.0]), np.array([3.0, 1.0, 2.0, 2.0])
    q = p / p.sum()
    pairs = (q[:, None] * q * np.abs(y[:, None] - y)).sum() / (2 * (q @ y))
    assert concentration.gini(y, p) == pytest.approx(pairs)
    assert concentration.gini(np.ones(4), p) == pytest.approx(0)
    assert concentration.variation(y, p) == pytest.approx(np.sqrt(q @ (y - q @ y) ** 2) / (q @ y))
    assert concentration.gini(10 * y, 7 * p) == pytest.approx(pairs)


def test_value_at_risk_counts_only_credible_and_legal_threats():
    loss, own, legal = np.array([0.06, 0.03, 0.01]), np.array([0.02, -0.001, 0.0]), np.array([True, True, True])
    assert structure.value_at_risk(loss, own, legal, theta=0.05) == pytest.approx(0.03)
    assert structure.value_at_risk(loss, own, legal, theta=0.5) == pytest.approx(0.06)
    assert structure.value_at_risk(loss, own, [False, False, True], theta=0.05) == pytest.approx(0.01)
    assert structure.value_at_risk(loss, own, [False] * 3, theta=0.05) == 0
    assert structure.value_at_risk([-0.01], [-0.02], [True], theta=1.0) == 0


def test_sensitivity_vulnerability_and_coercion():
    assert structure.adjustability(0.04, 0.01) == pytest.approx(0.75)
    assert np.isnan(structure.adjustability(0.0, 0.0))
    assert structure.expected_coercion([0.5, 0.1], [0.02, 0.10]) == pytest.approx(0.02)
    assert structure.asymmetry(6.01, 0.36) == pytest.approx(16.7, abs=0.05)


def test_one_nest_power_is_the_gains_from_trade_statistic():
    phi, omega = np.array([0.4, 0.9]), np.array([0.3, 0.6])
    assert power.sector_power(phi, omega, 5.0, 5.0) == pytest.approx(-np.log(1 - phi * omega) / 4)


def test_power_is_convex_in_the_giants_share():
    omega = np.linspace(0, 0.99, 100)
    p = power.sector_power(0.5, omega)
    assert (np.diff(p) > 0).all()
    assert (np.diff(p, 2) > 0).all()


def test_power_over_sectors_tends_to_the_cobb_douglas_case_and_is_lower_when_sectors_substitute():
    w, phi, omega = [0.5, 0.3, 0.2], [0.2, 0.5, 0.8], [0.7, 0.1, 0.5]
    one = power.import_power(w, phi, omega)
    assert power.import_power(w, phi, omega, rho=1 + 1e-7) == pytest.approx(float(one), rel=1e-5)
    assert power.import_power(w, phi, omega, rho=3.0) < one


def test_power_from_a_spending_table_equals_power_from_shares():
    e = np.array([[6.0, 2.0], [3.0, 1.0], [1.0, 1.0]])  # home, giant, other
    got = power.giants_over(e, 0, [1, 2])
    share = e.sum(0) / e.sum()
    phi = 1 - e[0] / e.sum(0)
    want = power.import_power(share, phi, e[1] / e[1:].sum(0))
    assert got[0] == pytest.approx(float(want))
    assert power.giants_over(np.array([[1.0, 1.0], [0.0, 0.0]]), 0, [1]) == pytest.approx([0.0])


def test_domestic_value_added_weights_sectors_by_exports():
    content = np.array([[0.9, 0.1], [0.5, 0.5]])
    assert structure.domestic_value_added(content[:, 0], [1.0, 3.0]) == pytest.approx(0.6)


def test_internal_sovereignty_indicators():
    assert sovereignty.homicide_rate([100.0, 50.0], [1e6, 1e6]) == pytest.approx(90.0)
    assert sovereignty.free_population([1.0, 0.0], [1.0, 3.0]) == pytest.approx(0.75)
    assert sovereignty.rule_of_law(0.42, 0.0, gain=0.2) == pytest.approx(0.42)
    assert sovereignty.rule_of_law(0.42, 0.5, gain=0.2) == pytest.approx(0.52)


def test_relations_indicators():
    assert relations.tariff_faced([0.25, 0.0], [1.0, 3.0]) == pytest.approx(6.25)
    assert np.isnan(relations.tariff_faced([0.25, 0.0], [0.0, 0.0]))
    assert relations.share_percent(2.0, 8.0) == pytest.approx(25)
    assert np.isnan(relations.share_percent(0.0, 0.0))
    assert relations.voting_distance(-0.1332, -0.1955, 2.2062, -0.8535) == pytest.approx(0.0204, abs=2e-4)
