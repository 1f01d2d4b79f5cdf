import numpy as np
import pytest

from giants.society import region
from giants.symbols import ISSUES, PARTNERS, PRODUCTS, SECTORS


def cost(deal, standards, share, **saved):
    terms = {"saved": 0.2, "saved_standards": 0.05, "saved_transport": 0.05} | saved
    return region.trade_cost(deal, standards, share, **terms)


def test_without_deals_nothing_changes(base):
    np.testing.assert_array_equal(cost(np.zeros((3, 4)), np.zeros(3), base.product_share), 1.0)


def test_a_deal_acts_on_its_own_cell_by_the_products_share(base):
    deal = np.zeros((3, 4))
    bra, fuels = PARTNERS.index("BRA"), list(PRODUCTS).index("biofuels")
    deal[bra, fuels] = 1.0
    factor = cost(deal, np.zeros(3), base.product_share)
    sector = SECTORS.index("FUE")
    assert factor[bra, sector] == pytest.approx(np.exp(-0.2 * base.product_share[bra, fuels]))
    factor[bra, sector] = 1.0
    np.testing.assert_array_equal(factor, 1.0)


def test_standards_save_on_goods_and_not_on_services(base):
    factor = cost(np.zeros((3, 4)), np.array([1.0, 0.0, 0.0]), base.product_share)
    np.testing.assert_allclose(factor[0, :9], np.exp(-0.10))
    np.testing.assert_array_equal(factor[0, 9:], 1.0)
    np.testing.assert_array_equal(factor[1:], 1.0)


def test_all_deals_and_standards_stay_within_what_transport_and_rules_could_save(base, parameters):
    p = parameters.region
    full = region.trade_cost(
        np.ones((3, 4)), np.ones(3), base.product_share, p.deal_cost, p.standards_cost, p.infrastructure_cost
    )
    goods = np.array([s in set(PRODUCTS.values()) for s in SECTORS])
    assert full[:, ~goods].min() >= np.exp(-0.15)


def test_an_issue_with_two_products_goes_to_the_one_that_mexico_offers(base):
    regional = np.zeros((3, len(ISSUES)))
    regional[0, ISSUES.index("batteries_deal")] = 0.6
    offer = np.zeros((3, 4))
    offer[0, :2] = [0.8, 0.4]
    depth = region.agreed(regional, offer, base.product_issue)
    np.testing.assert_allclose(depth[0, :2], [0.6, 0.3])
    assert not region.agreed(regional, np.zeros((3, 4)), base.product_issue).any()


def test_ratification_takes_its_half_life_and_lapses_slowly():
    deal = np.zeros((3, 4))
    for _ in range(18):
        deal = region.ratify(deal, np.full((3, 4), 0.8), 18.0, 36.0)
    np.testing.assert_allclose(deal, 0.4)
    np.testing.assert_allclose(region.ratify(deal, np.zeros((3, 4)), 18.0, 36.0), 0.4 * 0.5 ** (1 / 36))


def test_trust_rests_grows_with_cooperation_and_falls_with_turnover():
    resting = np.array([0.5, 0.6, 0.4])
    still = region.trust_next(resting, resting, 60.0, np.zeros(3), np.zeros(3), 0.35)
    np.testing.assert_allclose(still, resting)
    built = region.trust_next(resting, resting, 60.0, np.full(3, 0.12), np.zeros(3), 0.35)
    np.testing.assert_allclose(built, resting + 0.01)
    turned = region.trust_next(resting + 0.2, resting, 60.0, np.zeros(3), np.array([1.0, 0.0, 0.0]), 0.35)
    assert turned[0] < turned[1] - 0.05


def test_trust_answers_each_cause_with_the_sign_of_its_prior():
    deal = np.full((3, 4), 0.5)
    p = (0.1, 0.06, 0.05, 0.02, 0.05)

    def drift(effort=0.0, joint=0.0, violence=0.0, capture=0.0, p=p):
        return region.trust_drift(deal, effort, np.full(3, joint), violence, capture, p)

    np.testing.assert_allclose(drift(), 0.05)
    assert np.all(drift(effort=1.0) > drift())
    assert np.all(drift(joint=1.0) > drift())
    assert np.all(drift(violence=0.5) < drift())
    assert np.all(drift(capture=0.2) < drift())
    none = (0.1, 0.06, 0.0, 0.0, 0.0)  # inside every prior's range
    np.testing.assert_array_equal(drift(joint=1.0, violence=1.0, capture=1.0, p=none), drift(p=none))


def test_regional_effort_deepens_deals_and_its_absence_leaves_them_half_used(start, live):
    def deals(effort):
        w = start()
        w.bargaining.regional[...] = 0.5
        w.actions.deal_offer[...] = 1.0
        w.actions.programme[5:7] = effort
        return live(w, 120).society

    without, with_effort = deals(0.0), deals(1.0)
    assert 0.0 < without.deal.mean() < 0.4 * with_effort.deal.mean()
    assert with_effort.trust.mean() > without.trust.mean()
    assert with_effort.regional_cost.min() < without.regional_cost.min() < 1.0


def test_a_change_of_government_turns_the_part_of_the_leaning_that_votes():
    before = np.array([1.0, -0.4, -0.5])
    after = region.leaning_next(before, np.array([1.0, 0.35, 0.0]))
    np.testing.assert_allclose(after, [-1.0, -0.4 * 0.3, -0.5])


def test_partners_as_ready_as_usual_ratify_at_the_usual_pace_and_readier_ones_sooner():
    months = region.ratification(18.0, np.array([0.25, 0.5, 1.0]), 0.5)
    np.testing.assert_allclose(months, [36.0, 18.0, 9.0])
