"""Added duties are not paid on inputs of exports, by origin of the input and by the duty that the export meets."""

import numpy as np
import pytest

from giants.config import default_settings
from giants.evidence.trade.own_tariffs import gain
from giants.trade import bundled, solver
from giants.trade.deferral import Exporters, deferral, duty_met, relieved

H, P = 0.8, 0.35
G = np.array([[0.3, 0.1], [0.2, 0.4]])
MEMBER = np.array([True, False])
ADDED = np.full((2, 2), 0.25)


def exporters(beyond, within):
    return Exporters(np.full(2, beyond), np.full(2, within), np.full(2, 10.0), G)


def test_goods_of_partners_are_deferred_whatever_the_export_meets():
    for met in (0.0, 0.5):
        np.testing.assert_allclose(relieved(ADDED, np.full(2, met), MEMBER, exporters(1, 3), H, P)[0], H)


def test_goods_of_others_are_spared_by_sectoral_programmes_alone_where_the_export_enters_free():
    np.testing.assert_allclose(relieved(ADDED, np.zeros(2), MEMBER, exporters(0, 3), H, P)[1], P)


def test_goods_of_others_are_deferred_in_full_for_exports_beyond_the_region():
    np.testing.assert_allclose(relieved(ADDED, np.zeros(2), MEMBER, exporters(3, 0), H, P)[1], H)


def test_within_the_region_the_relief_is_the_lesser_of_two_duties():
    np.testing.assert_allclose(relieved(ADDED, np.full(2, 0.2), MEMBER, exporters(0, 3), H, P)[1], H * 0.2 / 0.25)
    np.testing.assert_allclose(relieved(ADDED, np.full(2, 0.9), MEMBER, exporters(0, 3), H, P)[1], H)


def test_the_duty_that_exports_meet_is_the_mean_over_what_they_sell_to_other_members():
    flows, t = np.zeros((3, 3, 2)), np.full((3, 3, 2), 0.9)
    flows[:, 0, 0] = 50.0, 30.0, 20.0  # at home, to the other member, and beyond the region
    t[1, 0] = 0.25, 0.25
    np.testing.assert_allclose(duty_met(t, flows, 0, np.array([True, True, False])), [0.25, 0.0])
    flows[2, 0, 0], t[2, 0] = 10.0, 0.05
    np.testing.assert_allclose(duty_met(t, flows, 0, np.array([True, True, True])), [0.2, 0.0])


def test_an_export_that_meets_more_duty_never_pays_more_on_its_inputs():
    met = np.linspace(0, 0.5, 11)
    relief = [relieved(ADDED, np.full(2, m), MEMBER, exporters(1, 3), H, P) for m in met]
    assert (np.diff(relief, axis=0) >= 0).all()
    assert relief[-1][1].min() > relief[0][1].max()


def test_where_nothing_is_added_nothing_changes():
    e = exporters(1, 3)
    relief = relieved(np.zeros((2, 2)), np.zeros(2), MEMBER, e, H, P)
    spared = deferral(np.full((2, 2), 0.03), np.zeros((2, 2)), relief, np.full((2, 2), 0.5), 20.0, e)
    assert not spared.sales_cost(3, 0).any()


def test_what_exporters_save_is_charged_at_home_and_the_average_lies_between_both_duties():
    e = exporters(1, 3)
    relief = relieved(ADDED, np.zeros(2), MEMBER, e, H, P)
    spared = deferral(np.zeros((2, 2)), ADDED, relief, np.full((2, 2), 0.5), 20.0, e)
    assert (spared.abroad < 0).all()
    assert spared.home > 0
    assert 4.0 * spared.abroad.sum() + 20.0 * np.expm1(spared.home) == pytest.approx(0.0, abs=1e-12)
    assert ((spared.share > 0) & (spared.share < relief)).all()


@pytest.mark.parametrize("theta", [0.35, 1.0, 4.0])
def test_deferral_lowers_what_mexico_gains_by_its_own_tariffs(theta):
    s, p = solver(bundled(), theta), default_settings().trade
    assert gain(s, "MEX", 0.25, p) < gain(s, "MEX", 0.25) - 0.1


@pytest.mark.parametrize("economy", ["USA", "MEX", "CHN"])
def test_a_higher_elasticity_leaves_less_to_gain_by_own_tariffs(economy):
    gains = [gain(solver(bundled(), theta), economy, 0.25) for theta in (0.25, 1.0, 4.0)]
    assert gains == sorted(gains, reverse=True)
