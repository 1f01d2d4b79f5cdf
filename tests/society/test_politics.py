import numpy as np
import pytest

from giants.society import approval, elections, phase
from giants.symbols import ECONOMIES, MEX, PROGRAMMES, USA

BRA = ECONOMIES.index("BRA")


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
    changed, setback = elections.results(base, month(2027, 6), stay, lost)
    assert (changed[MEX], setback[MEX]) == (0.0, 1.0)
    changed, setback = elections.results(base, month(2030, 6), stay, lost)
    assert (changed[MEX], setback[MEX]) == (1.0, 0.0)
    assert not np.any(elections.results(base, month(2030, 6), stay, 0.0 * lost))
    assert not np.any(elections.results(base, month(2030, 7), stay, lost))


def test_what_happened_is_not_drawn_again(base):
    stay = np.full(10, 0.5)
    for u in (np.zeros(10), np.ones(10)):
        assert elections.results(base, month(2024, 6), stay, u)[0][MEX] == 0.0
        assert elections.results(base, month(2024, 11), stay, u)[0][USA] == 1.0


def test_a_group_of_countries_turns_over_in_part(base):
    changed, _ = elections.results(base, month(2027, 10), np.zeros(10), np.ones(10))
    assert changed[ECONOMIES.index("RLA")] == pytest.approx(0.45)


def test_a_mandate_is_lost_to_a_successor_and_returns_with_its_authors():
    def mandate(held, governs=True, voted=True, setback=False):
        return elections.mandate(held, governs, voted, setback, continuity=0.4, cost=0.2)

    assert mandate(1.0) == 1.0
    assert mandate(1.0, governs=False) == 0.4
    assert mandate(0.4, governs=False, voted=False) == 0.4
    assert mandate(0.4) == 1.0
    assert mandate(1.0, voted=False, setback=True) == 0.8


def test_a_lost_mid_term_costs_part_of_the_programme_until_the_next_general_election(start, live, parameters):
    w = start(2027.37)  # May
    w.actions.programme[list(PROGRAMMES).index("skills")] = 1.0
    live(w, 1)
    live(w, 1, vote=1.0)
    assert float(w.society.mandate) == 1.0 - parameters.politics.midterm_cost
    assert float(w.society.governs) == 1.0
    live(w, 36)
    assert float(w.society.mandate) == 1.0


def test_approval_rests_and_each_cause_moves_it_its_own_way():
    assert approval.next_approval(0.55, 0.55, 18.0, 0.0) == 0.55
    assert approval.drift(0.015, 0.015, 1.2, ()) == 0.0
    assert approval.drift(0.025, 0.015, 1.2, ()) == pytest.approx(0.012)
    assert approval.drift(0.015, 0.015, 1.2, ((0.06, 1.0), (0.1, 0.5))) == pytest.approx(-0.11)
    assert approval.next_approval(0.01, 0.0, 18.0, -10.0) == 0.0


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


def test_strategies_survive_elections_as_far_as_they_are_institutionalised(start, live, parameters):
    def after_defeat(institutions):
        w = start(2026.6)
        w.actions.programme[list(PROGRAMMES).index("skills")] = 1.0
        w.actions.programme[list(PROGRAMMES).index("institutions")] = institutions
        live(w, 45)
        assert float(w.society.mandate) == 1.0
        held = float(w.society.skills)
        live(w, 3, vote=1.0)  # the election of June 2030 is lost
        return held - float(w.society.skills), float(w.society.mandate)

    weak_loss, weak = after_defeat(0.0)
    strong_loss, strong = after_defeat(1.0)
    assert weak == pytest.approx(parameters.politics.continuity)
    assert weak < strong < 1.0
    assert 0.0 < strong_loss < weak_loss


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
