"""Each rule answers by the equation that it states, in numbers worked out by hand."""

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from giants.config import choice
from giants.policies.base import CartelViews, FirmViews, StateViews
from giants.symbols import CHN, ECONOMIES, ISSUES, PARTNER_ROWS, USA

IDENTITY = ISSUES.index("foreign_policy_identity")
ALIGNED = [ISSUES.index(name) for name in ("china_tariff_alignment", "china_fdi_screening")]


def rule(group, name, **settings):
    return dataclasses.replace(choice(group, name), **settings)


def at(row, value, among=ECONOMIES):
    column = np.zeros(len(among))
    column[row] = value
    return column


@pytest.mark.parametrize(("rate", "enforcement", "kingpin"), [(20.0, 0.3, 1.0), (30.0, 0.55, 1.25), (80.0, 1.0, 2.5)])
def test_an_iron_fist_answers_violence_above_its_target_and_nothing_else(rate, enforcement, kingpin):
    iron = rule("mexico/security", "iron_fist", target_rate=20.0, response=0.5, enforcement=0.3, kingpin=1.0)
    plank = iron.decide(SimpleNamespace(homicide_rate=rate))
    assert (plank.enforcement, plank.kingpin) == pytest.approx((enforcement, kingpin))
    assert (plank.prevention, plank.institutions, plank.finance) == (0.0, 0.0, 0.0)
    below = iron.decide(SimpleNamespace(homicide_rate=10.0))
    assert (below.enforcement, below.kingpin) == (0.3, 1.0)


@pytest.mark.parametrize(("capture", "institutions"), [(0.0, 0.4), (0.25, 0.5), (0.5, 0.6), (1.0, 0.8)])
def test_a_dual_track_builds_institutions_by_what_is_captured(capture, institutions):
    dual = rule("mexico/security", "dual_track", institutions=0.4, response=0.4)
    assert dual.decide(SimpleNamespace(capture=capture)).institutions == pytest.approx(institutions)


def test_a_hedge_screens_content_above_what_is_tolerated_as_far_as_it_has_capacity():
    hedge = rule("mexico/china", "hedge", floor=0.2, response=4.0, tolerated=0.1)
    seen = {content: SimpleNamespace(chinese_content=content, screening_capacity=0.5) for content in (0.05, 0.15, 0.4)}
    screened = [hedge.decide(view).fdi_screening for view in seen.values()]
    assert screened == pytest.approx([0.2, 0.4, 0.7])  # the floor, floor + 4 (0.15 - 0.1), floor + capacity
    able = SimpleNamespace(chinese_content=0.9, screening_capacity=1.0)
    assert hedge.decide(able).fdi_screening == 1.0


def test_deepening_answers_the_shortfall_of_domestic_value_and_asks_what_suppliers_can_deliver():
    deepen = rule("mexico/industry", "deepen", target=0.6, response=2.0, supplier=0.5, skills=0.5, ambition=0.8)
    plank = deepen.decide(SimpleNamespace(domestic_value=0.5, supplier_depth=0.25))
    assert (plank.supplier, plank.skills, plank.local_content) == pytest.approx((0.7, 0.6, 0.2))
    enough = deepen.decide(SimpleNamespace(domestic_value=0.7, supplier_depth=1.0))
    assert (enough.supplier, enough.skills, enough.local_content) == pytest.approx((0.5, 0.5, 0.8))
    far = deepen.decide(SimpleNamespace(domestic_value=0.0, supplier_depth=0.0))
    assert (far.supplier, far.skills) == (1.0, 1.0)


def test_integration_goes_a_step_beyond_what_a_trusting_partner_has_and_no_further_than_its_ambition():
    integrate = rule("mexico/region", "integrate", ambition=0.8, step=0.3, threshold=0.5)
    deal = np.array([[0.2], [0.2], [0.7]])
    plank = integrate.decide(SimpleNamespace(trust=np.array([0.5, 0.4, 0.9]), deal=deal))
    assert plank.deal_offer[:, 0].tolist() == pytest.approx([0.5, 0.2, 0.8])


def groups(**columns):
    rows = len(next(iter(columns.values())))
    return CartelViews(**{f.name: np.zeros(rows) for f in dataclasses.fields(CartelViews)} | columns)


def test_adaptive_groups_move_and_avoid_fights_under_stronger_rivals_and_carry_cash_when_banks_are_full():
    adaptive = rule("cartels", "adaptive", response=0.5, chinese_network=0.6, trade_based=0.3)
    acts = adaptive.decide(groups(rivals=np.array([0.0, 0.5, 3.0]), unwashed=np.array([0.0, 0.5, 1.0])))
    assert acts.cartel_move.tolist() == pytest.approx([1.0, 1.25, 1.5])
    assert acts.cartel_fight.tolist() == pytest.approx([1.0, 0.8, 1 / 1.5])
    np.testing.assert_allclose(acts.cartel_launder, [[0.6, 0.3, 0.1], [0.3, 0.15, 0.55], [0.0, 0.0, 1.0]], atol=1e-12)


def test_diversified_groups_spread_with_their_reach_up_to_ten_states_and_bribe_instead_of_fighting():
    diversified = rule("cartels", "diversified", spread=0.4, bribe=0.3, chinese_network=0.5, trade_based=0.2)
    acts = diversified.decide(groups(states=np.array([0.0, 5.0, 30.0])))
    assert acts.cartel_move.tolist() == pytest.approx([1.0, 1.2, 1.4])
    assert acts.cartel_focus.tolist() == pytest.approx([1.0, 1 / 1.2, 1 / 1.4])
    assert acts.cartel_fight.tolist() == pytest.approx([0.7] * 3)
    assert acts.cartel_bribe.tolist() == [0.3] * 3
    np.testing.assert_allclose(acts.cartel_launder, [[0.5, 0.2, 0.3]] * 3)


def test_territorial_groups_do_the_same_everywhere():
    territorial = rule("cartels", "territorial", chinese_network=0.5, trade_based=0.2)
    np.testing.assert_allclose(territorial.decide(groups(members=np.ones(2))).cartel_launder, [[0.5, 0.2, 0.3]] * 2)
    for one in ("diversified", "territorial"):
        with pytest.raises(ValueError, match="may not exceed 1 together"):
            rule("cartels", one, chinese_network=0.7, trade_based=0.4)


def states(**columns):
    rows = len(next(iter(columns.values())))
    return StateViews(**{f.name: np.ones(rows) for f in dataclasses.fields(StateViews)} | columns)


def test_coordinated_states_answer_their_own_violence_and_court_investors_where_wages_fell():
    coordinated = rule("states", "coordinated", normal_rate=20.0, response=0.5, limit=1.8, incentives=0.1)
    seen = states(homicide_rate=np.array([10.0, 30.0, 200.0]), real_wage=np.array([1.0, 0.9, 1.1]))
    acts = coordinated.decide(seen)
    assert acts.police.tolist() == acts.local_social_effort.tolist() == pytest.approx([1.0, 1.25, 1.8])
    assert acts.local_incentives.tolist() == [0.0, 0.1, 0.0]


def test_strained_states_give_way_as_they_are_captured():
    strained = rule("states", "strained", loss=0.4, resistance=0.5)
    acts = strained.decide(states(capture=np.array([0.0, 0.5, 1.0])))
    assert acts.police.tolist() == pytest.approx([1.0, 0.8, 0.6])
    assert acts.capture_resistance.tolist() == pytest.approx([0.5, 0.4, 0.3])
    assert acts.local_social_effort.tolist() == [1.0] * 3


def test_cautious_firms_wait_longer_the_more_they_would_sink():
    cautious = rule("firms", "cautious", caution=0.2, scale=3.0)
    view = FirmViews(np.zeros(3), np.array([0.0, 1.0, 9.0]), np.zeros(3), np.zeros(3))
    assert cautious.decide(view).firm_caution.tolist() == pytest.approx([0.2, 0.4, 0.8])


PARTNER = {"openness": 0.5, "coalition": 0.2, "leaning": 0.2, "turn": 2.0, "lure": 0.5, "bridge": 1.0}


def partner(**known):
    calm = {"leaning": 1.0, "tariff_faced": at(USA, 0.1), "export_share": at(CHN, 0.4), "bridge": 0.9}
    return SimpleNamespace(**(calm | {"economy": int(PARTNER_ROWS[0]), "own_trust": 0.5} | known))


def test_a_partner_is_ready_by_its_politics_the_tariffs_it_meets_and_what_china_and_mexico_buy():
    pragmatic = rule("latam", "pragmatic", **PARTNER)
    assert pragmatic.ready(partner()) == pytest.approx(0.5 * 1.2 * 1.2 * 0.8 * 0.9)
    assert pragmatic.ready(partner(tariff_faced=at(USA, -0.3))) == pytest.approx(0.5 * 1.2 * 0.8 * 0.9)
    assert pragmatic.ready(partner(bridge=9.0)) == 1.0


def test_integrationists_add_their_trust_and_fragmented_governments_close_before_votes_and_over_alignment():
    opened = rule("latam", "integrationist", **PARTNER, response=0.4).decide(partner(leaning=0.0, bridge=0.5))
    assert opened.latam_openness == pytest.approx(0.5 * 1.2 * 0.8 * 0.5 + 0.2)
    assert opened.latam_coalition == pytest.approx(0.4)
    fragmented = rule("latam", "fragmented", **PARTNER, dip=0.5, response=0.6, fade_months=10.0)
    seen = {"months_to_election": at(int(PARTNER_ROWS[0]), 10.0), "position": at(IDENTITY, 0.5, ISSUES)}
    clock = 1 - 0.5 * np.exp(-1.0)
    acts = fragmented.decide(partner(**seen))
    assert acts.latam_openness == pytest.approx(0.5 * 1.2 * 1.2 * 0.8 * 0.9 * clock * 0.7)
    assert acts.latam_coalition == pytest.approx(0.2 * clock)


def test_china_offers_and_pushes_by_what_it_gains_and_withdraws_from_who_aligns():
    gains = {"inducement": 0.2, "push": 1.0, "gain": 2.0, "precursor_control": 0.4, "laundering_control": 0.5}
    position = np.zeros(len(ISSUES))
    position[ALIGNED] = 0.2, 0.6
    view = SimpleNamespace(bridge=1.5, position=position)
    for name in ("patient_investor", "inward"):
        acts = rule("china", name, **gains).decide(view)
        assert (acts.china_inducement, acts.china_push) == pytest.approx((0.45, 2.25))
        assert (acts.precursor_control, acts.laundering_control) == (0.4, 0.5)
    acts = rule("china", "assertive", **gains, response=0.5).decide(view)  # goodwill 1 - 0.5 x 0.4 = 0.8
    assert (acts.china_inducement, acts.china_push) == pytest.approx((0.45, 1.8))
    assert (acts.precursor_control, acts.laundering_control) == pytest.approx((0.32, 0.4))
    eager = rule("china", "inward", **gains).decide(SimpleNamespace(bridge=4.0))
    assert (eager.china_inducement, eager.china_push) == (1.0, 5.0)
