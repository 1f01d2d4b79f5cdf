import numpy as np
import pytest

from giants.society import approval, elections, phase
from giants.symbols import ECONOMIES, MEX, PLANKS, PROGRAMMES, USA

BRA = ECONOMIES.index("BRA")
OPEN = np.full(10, -1.0)
"""Turnover where every vote decides."""


def month(year, number):
    return year * 12 + number - 1


def test_decimal_years_of_a_month_give_its_number():
    for fraction in (0.0, 0.5, 0.99):
        assert elections.absolute_month(2026 + (7 + fraction) / 12) == month(2026, 8)


def test_mexico_votes_in_2027_2030_2033_and_2036(base):
    of_mexico = base.election_month[base.election_economy == MEX]
    ahead = of_mexico[of_mexico >= month(2026, 8)]
    assert list(ahead[:4]) == [month(2027, 6), month(2030, 6), month(2033, 6), month(2036, 6)]


def test_the_united_states_vote_every_second_november(base):
    of_usa = base.election_month[base.election_economy == USA]
    ahead = of_usa[of_usa >= month(2026, 8)]
    assert list(ahead[:6]) == [month(year, 11) for year in range(2026, 2037, 2)]


def test_months_to_election_count_down_to_zero_and_then_to_the_next(base):
    assert elections.months_to_election(base, month(2026, 8))[USA] == 3
    assert elections.months_to_election(base, month(2026, 11))[USA] == 0
    assert elections.months_to_election(base, month(2026, 12))[USA] == 23
    assert elections.months_to_election(base, month(2026, 8))[ECONOMIES.index("CHN")] == elections.FAR


def test_a_popular_government_stays_more_often():
    assert elections.stays(0.5, 0.0, 8.0) == 0.5
    assert elections.stays(0.7, 0.6, 8.0) > elections.stays(0.4, 0.6, 8.0)


def test_only_general_elections_change_governments(base):
    lost, stay = np.ones(10), np.full(10, 0.5)
    assert elections.results(base, month(2027, 6), OPEN, stay, lost)[MEX] == 0.0  # a mid-term
    assert elections.results(base, month(2030, 6), OPEN, stay, lost)[MEX] == 1.0
    assert not np.any(elections.results(base, month(2030, 6), OPEN, stay, 0.0 * lost))
    assert not np.any(elections.results(base, month(2030, 7), OPEN, stay, lost))


def test_turnover_that_is_said_beforehand_is_not_voted_on(base):
    stay, vote = np.full(10, 0.5), month(2030, 6)
    assert elections.results(base, vote, np.zeros(10), stay, np.ones(10))[MEX] == 0.0
    assert elections.results(base, vote, np.ones(10), stay, np.zeros(10))[MEX] == 1.0


def test_what_happened_is_not_drawn_again(base):
    stay = np.full(10, 0.5)
    for u in (np.zeros(10), np.ones(10)):
        assert elections.results(base, month(2024, 6), OPEN, stay, u)[MEX] == 0.0
        assert elections.results(base, month(2024, 11), OPEN, stay, u)[USA] == 1.0


def test_a_group_of_countries_turns_over_in_part(base):
    changed = elections.results(base, month(2027, 10), OPEN, np.zeros(10), np.ones(10))
    assert changed[ECONOMIES.index("RLA")] == pytest.approx(0.45)


def test_planks_are_dropped_by_successors_as_drawn_and_return_with_their_authors():
    u, other = np.array([0.1, 0.3, 0.5, 0.7, 0.95]), np.full(5, 0.4)

    def pursued(held, governed, governs):
        return elections.pursued(np.array(held, float), np.array(governed), np.array(governs), 0.93, other, u).tolist()

    assert pursued([1, 1, 1, 1, 1], 1.0, 0.0) == [1, 1, 0, 0, 0]
    assert pursued([1, 1, 1, 1, 1], 1.0, 1.0) == [1, 1, 1, 1, 0]
    assert pursued([0, 1, 0, 0, 0], 0.0, 0.0) == [0, 1, 0, 0, 0]
    assert pursued([0, 1, 0, 0, 0], 0.0, 1.0) == [1, 1, 1, 1, 1]


def test_what_is_anchored_in_a_plank_protects_that_plank_alone():
    anchored = np.where(np.array(list(PROGRAMMES.values())) == "security", 0.5, 0.0)
    survival = elections.plank_survival(np.float64(0.4), anchored)
    assert survival[PLANKS.index("security")] == pytest.approx(0.7)
    assert np.delete(survival, PLANKS.index("security")).tolist() == [0.4] * 4
    assert np.all(elections.plank_survival(np.float64(0.0), np.ones(len(PROGRAMMES))) == 1.0)


def test_approval_rests_and_each_cause_moves_it_its_own_way():
    assert approval.next_standing(0.55, 0.55, 18.0, 0.0, 0.0) == pytest.approx(0.55)
    assert approval.next_standing(0.55, 0.55, 18.0, 0.0, 0.03) == pytest.approx(0.58, abs=0.001)
    assert approval.drift(0.015, 0.015, 1.2, ()) == 0.0
    assert approval.drift(0.025, 0.015, 1.2, ()) == pytest.approx(0.012)
    assert approval.drift(0.015, 0.015, 1.2, ((0.06, 1.0), (0.1, 0.5))) == pytest.approx(-0.11)


def test_approval_moves_by_points_where_opinion_is_divided_and_never_leaves_its_bounds():
    for points in (-0.2, -0.03, 0.03, 0.2):
        there = approval.swayed(0.5, points)
        assert there == pytest.approx(0.5 + points, rel=0.03 if abs(points) < 0.1 else 0.25)
        assert approval.swayed(there, -points) == pytest.approx(0.5)
        assert approval.swayed(1.0 - there, points) == pytest.approx(0.5)
    assert abs(approval.swayed(0.9, 0.05) - 0.9) < 0.03 < 0.045 < approval.swayed(0.5, 0.05) - 0.5
    lowest = highest = 0.5
    for _ in range(60):
        lowest = approval.next_standing(lowest, 0.5, 18.0, -1.0, 0.0)
        highest = approval.next_standing(highest, 0.5, 18.0, 1.0, 0.0)
    assert 0.0 < lowest < 0.01
    assert 0.99 < highest < 1.0
    assert lowest == pytest.approx(1.0 - highest)


def test_approval_returns_half_of_the_way_in_log_odds_within_its_half_life():
    standing, odds = 0.85, lambda share: np.log(share / (1.0 - share))
    for _ in range(18):
        standing = approval.next_standing(standing, 0.55, 18.0, 0.0, 0.0)
    assert odds(standing) == pytest.approx((odds(0.85) + odds(0.55)) / 2.0)


def test_violence_submission_and_recession_cost_approval(start, live):
    def approved(**changes):
        w = start()
        live(w, 1)
        for name, value in changes.items():
            if name == "homicides":
                w.security.homicides *= value
            if name == "position":
                w.bargaining.position[:9] = value
        shrink = changes.get("shrink", 1.0)

        def each(w, _):
            w.trade.real_income[MEX] *= shrink

        return float(live(w, 12, each=each).society.approval[MEX])

    calm = approved()
    assert approved(homicides=2.0) < calm
    assert approved(position=0.8) < calm
    assert approved(shrink=0.998) < calm < approved(shrink=1.002)


def test_bargaining_moves_approval_by_the_points_it_says(start, live):
    with_shift, without = start(), start()
    with_shift.bargaining.approval_shift[MEX] = 0.05
    gap = live(with_shift, 1).society.approval[MEX] - live(without, 1).society.approval[MEX]
    assert gap == pytest.approx(0.05, rel=0.05)


def test_a_rally_fades_by_its_half_life_and_wears_off_with_repetition():
    rally = rallied = np.zeros(1)
    rally, rallied = approval.next_rally(rally, np.array([0.04]), rallied, 4.0, 0.5)
    assert rally[0] == pytest.approx(0.04)
    again, _ = approval.next_rally(0.0 * rally, np.array([0.04]), rallied, 4.0, 0.5)
    assert again[0] == pytest.approx(0.02)
    loss, _ = approval.next_rally(0.0 * rally, np.array([-0.04]), rallied, 4.0, 0.5)
    assert loss[0] == -0.04
    for _ in range(4):
        rally, rallied = approval.next_rally(rally, np.zeros(1), rallied, 4.0, 0.5)
    assert rally[0] == pytest.approx(0.02)
    for _ in range(60):
        rally, rallied = approval.next_rally(rally, np.zeros(1), rallied, 4.0, 0.5)
    late, _ = approval.next_rally(rally, np.array([0.04]), rallied, 4.0, 0.5)
    assert late[0] == pytest.approx(0.04, rel=0.01)


def test_rallies_without_end_lift_approval_by_no_more_than_a_few_points(start, live):
    rallying, calm = start(), start()
    rallying.bargaining.approval_shift[MEX] = 0.04
    gap = live(rallying, 120).society.approval[MEX] - live(calm, 120).society.approval[MEX]
    assert 0.0 < gap < 0.04


def test_elections_read_the_approval_that_is_recorded(start, live):
    w = live(start(), 3)
    assert w.society.approval[MEX] == pytest.approx(w.society.standing[MEX] + w.society.rally[MEX])
    chance = elections.stays(w.society.approval[MEX], 0.2, 9.0)
    rallying = start()
    rallying.bargaining.approval_shift[MEX] = 0.04
    assert elections.stays(live(rallying, 3).society.approval[MEX], 0.2, 9.0) > chance


def test_a_new_government_starts_where_governments_rest_and_is_granted_a_honeymoon(start, live, parameters):
    kept, lost = live(start(2030.3), 2), live(start(2030.3), 2)
    for w in (kept, lost):
        w.society.standing[MEX] = 0.3
    live(lost, 1, vote=1.0)  # June 2030
    live(kept, 1)
    q = parameters.politics
    assert lost.society.standing[MEX] == pytest.approx(approval.swayed(q.resting[0], q.honeymoon))
    assert kept.society.standing[MEX] == pytest.approx(0.3 + q.honeymoon, abs=0.02)  # a new president all the same


def test_strategies_survive_elections_as_far_as_they_are_institutionalised(start, live, parameters):
    def after_defeat(institutions):
        w = start(2026.6)
        w.actions.programme[list(PROGRAMMES).index("skills")] = 1.0
        w.actions.programme[list(PROGRAMMES).index("institutions")] = institutions
        live(w, 45)
        held = float(w.society.skills)
        survival = elections.plank_survival(w.society.continuity, w.society.anchored)
        live(w, 3, vote=1.0)  # the election of June 2030 is lost
        return held - float(w.society.skills), survival

    weak_loss, weak = after_defeat(0.0)
    strong_loss, strong = after_defeat(1.0)
    assert weak[PLANKS.index("diplomacy")] == pytest.approx(parameters.politics.continuity)
    assert np.all(weak < strong)
    assert np.all(strong < 1.0)
    assert 0.0 < strong_loss < weak_loss


def test_a_lost_election_drops_the_planks_that_the_draw_does_not_spare(start, live):
    w = live(start(2030.4), 2, vote=1.0, kept=np.array([0.0, 0.99, 0.0, 0.99, 0.99]))
    assert float(w.society.governs) == 0.0
    assert w.society.pursued.tolist() == [1, 0, 1, 0, 0]


def test_continuity_grows_only_with_institutions(start, live, parameters):
    w = live(start(), 60)
    assert float(w.society.continuity) == parameters.politics.continuity


def test_partner_turnover_forgets_trust_that_was_built(start, live):
    w = start(2030.5)
    w.bargaining.regional[...] = 0.5
    w.actions.deal_offer[...] = 1.0
    w.actions.programme[5:7] = 1.0
    loser, keeper = w, w.copy()
    live(keeper, 5, vote=0.0)
    live(loser, 5, vote=1.0)  # Brazil votes in October 2030
    assert loser.society.trust[0] < keeper.society.trust[0]
    assert phase.PARTNER_ROWS[0] == BRA


def test_programmes_are_paid_for_out_of_income(start, live, parameters):
    frugal, spender = start(), start()
    spender.actions.programme[...] = 1.0
    live(frugal, 24)
    live(spender, 24)
    paid = parameters.budget.budget
    assert float(spender.society.spending) == pytest.approx(paid)
    assert spender.society.disposable[MEX] == pytest.approx(frugal.society.disposable[MEX] * (1.0 - paid))
    assert spender.society.disposable[USA] == frugal.society.disposable[USA]
    # Nothing else moved in these two years of a frozen market, so voters and the poor feel the bill alone.
    assert spender.society.approval[MEX] < frugal.society.approval[MEX]
    assert float(spender.society.poverty) > float(frugal.society.poverty)
