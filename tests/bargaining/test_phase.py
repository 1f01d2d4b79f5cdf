"""The bargain phase in a World: what is written, what obeys the law, and minimally different worlds."""

from collections import Counter
from dataclasses import fields

import numpy as np
import pytest

from giants.bargaining import clocks
from giants.bargaining.board import DRAWS, SENDERS
from giants.bargaining.expect import mexican_tariff
from giants.bargaining.issues import of
from giants.bargaining.log import OUTCOMES
from giants.bargaining.stakes import stakes
from giants.config import default_settings
from giants.symbols import CHN, ISSUES, MEX, USA

near = pytest.approx
SEEDS = range(5)
DEFINED = default_settings().issues
US = [ISSUES.index(name) for name in of(DEFINED, "USA")]
SOVEREIGN = [name for name, one in DEFINED.items() if one.demand_class == "sovereign"]


def pressed(new_world, **actions):
    w = new_world()
    for name, value in ({"us_pressure": 0.9} | actions).items():
        getattr(w.actions, name)[...] = value
    return w


def test_a_month_writes_only_its_own_symbols(new_world, new_board, advance):
    w, u = pressed(new_world), np.random.default_rng(0).random((SENDERS, len(DRAWS)))
    before = w.copy()
    done = advance(w, new_board(), None, u)
    for block in ("calendar", "actions", "bargaining", "trade", "society"):
        mine, theirs = getattr(before, block), getattr(w, block)
        for name in (f.name for f in fields(mine)):
            np.testing.assert_array_equal(getattr(mine, name), getattr(theirs, name))
    with w.writing("bargaining"):
        w.bargaining.update(done.result)


def test_shares_stay_shares_for_ten_years(new_world, new_board, run):
    board = new_board()

    def check(w, month):
        for name in (
            "position",
            "promised",
            "asked",
            "belief",
            "concede",
            "spared",
            "exempt",
            "cooperation",
            "regional",
        ):
            values = getattr(w.bargaining, name)
            assert np.all((values >= -1e-12) & (values <= 1 + 1e-12)), name
        assert np.all(w.bargaining.added_tariff >= 0)
        assert np.all(w.bargaining.tariff_variance >= 0)

    for seed in SEEDS:
        run(pressed(new_world), board, seed=seed, each=check)


def test_the_same_draws_give_the_same_history(new_world, new_board, run):
    one, other = (run(pressed(new_world), new_board(), seed=3) for _ in range(2))
    assert one == other
    assert len(one) > 5


def test_what_the_log_says_of_a_demand_hangs_together(new_world, new_board, run):
    events = [
        event
        for seed in SEEDS
        for event in run(pressed(new_world, retaliation=0.5, linkage=0.5), new_board(), seed=seed)
    ]
    assert {event.outcome for event in events} >= {"threat", "deal", "imposed", "withdrawn"}
    for event in events:
        assert event.outcome in OUTCOMES
        assert -1e-9 <= event.granted <= event.asked + 1e-9 <= event.full + 1e-8
        assert event.policy + event.granted <= max(event.red_line, event.policy) + 1e-9
        assert 0 <= event.share <= event.asked_share + 1e-9 <= 1 + 1e-8
        assert event.cost_target <= event.cost_asked + 1e-12
    begun = [event for event in events if event.outcome == "threat"]
    assert all(event.alternatives[-1].instrument == "" for event in begun), "to make no threat is always a choice"


def test_sovereign_red_lines_hold_whatever_the_threat(new_world, new_board, run):
    board = new_board()
    for seed in SEEDS:
        w = pressed(new_world)
        w.actions.us_salience[...] = 20.0
        for line, k in ((0.05, ISSUES.index(SOVEREIGN[0])), (1.0, ISSUES.index(SOVEREIGN[1]))):
            w.actions.red_line[k] = line
        run(w, board, seed=seed)
        for k in map(ISSUES.index, SOVEREIGN):
            assert w.bargaining.promised[k] <= min(w.actions.red_line[k], board.issues.red_line[k]) + 1e-9


def test_a_red_line_drawn_at_zero_refuses_every_demand(new_world, new_board, run):
    for seed in SEEDS:
        w = pressed(new_world, red_line=0.0)
        run(w, new_board(), seed=seed)
        assert np.all(w.bargaining.promised[US] == 0)


def conceded(new_world, board, run, each=None, **actions):
    total = []
    for seed in SEEDS:
        w = pressed(new_world, **actions)
        if each is not None:
            each(w)
        run(w, board, months=96, seed=seed)
        total.append(w.bargaining.promised[US].sum())
    return float(np.mean(total))


def test_without_threats_nothing_is_conceded_and_protection_remains(new_world, new_board, run):
    board = new_board(threats=False)
    assert conceded(new_world, board, run) == 0
    w = pressed(new_world)
    run(w, board)
    assert w.bargaining.threats_made[CHN] == 0
    assert conceded(new_world, new_board(), run) > 0.05


def test_pressure_raises_concessions(new_world, new_board, run):
    board = new_board()
    assert conceded(new_world, board, run, us_pressure=0.0) == 0
    assert conceded(new_world, board, run, us_pressure=0.9) > conceded(new_world, board, run, us_pressure=0.15)


def test_chinese_offers_lower_alignment(new_world, new_board, run):
    def promised(**actions):
        k = ISSUES.index("china_tariff_alignment")
        out = []
        for seed in range(12):
            w = pressed(new_world, **actions)
            w.actions.us_salience[k] = 6.0
            run(w, new_board(), months=96, seed=seed)
            out.append(w.bargaining.promised[k])
        return float(np.mean(out))

    assert promised(china_inducement=1.0) < promised(china_inducement=0.0)


def offered(new_world, board, run, **actions):
    """Return the state after three years in which China offers all that Mexican policies are worth to it."""
    w = pressed(new_world, **{"us_pressure": 0.0, "china_inducement": 1.0, "china_ports": 1.0} | actions)
    w.trade.gdp[[MEX, CHN]] = 1.8e3, 17.8e3
    run(w, board, months=36)
    return w.bargaining


def test_a_menu_buys_access_and_pays_for_it(new_world, new_board, run):
    access = ISSUES.index("china_market_access")
    on, off = offered(new_world, new_board(), run), offered(new_world, new_board(menu="none"), run)
    assert on.bought[access] > 0.1
    assert on.position[access] > off.position[access] + 0.1
    assert on.inducement[CHN] > 0
    assert not off.bought.any()
    assert not off.inducement.any()


def test_a_menu_pays_at_least_what_the_policy_costs_mexico(new_world, new_board, run):
    board = new_board()
    done, at = offered(new_world, board, run), board.at.menu
    x, c, g = done.bought[at], board.issues.cost[at], board.issues.curvature[at]
    assert done.inducement.sum() >= float(c @ x + 0.5 * g @ (x * x)) - 1e-12


def test_a_menu_buys_nothing_that_costs_more_than_it_is_worth(new_world, new_board, run):
    meagre = offered(new_world, new_board(), run, china_inducement=0.2)
    opposed = offered(new_world, new_board(), run, us_salience=4.0)
    closed = offered(new_world, new_board(), run, red_line=0.2)
    for done in (meagre, opposed, closed):
        assert not done.bought.any()


def test_promises_to_washington_cost_mexico_what_china_offered_against_them(new_world, new_board, advance):
    board, k = new_board(), ISSUES.index("china_tariff_alignment")
    paid = {}
    for promised in (0.0, 0.4):
        w = pressed(new_world, us_pressure=0.0, china_inducement=0.5)
        w.trade.gdp[[MEX, CHN]] = 1.8e3, 17.8e3
        w.bargaining.promised[k] = promised
        paid[promised] = advance(w, board, None, np.full((SENDERS, len(DRAWS)), 0.99)).result.inducement[CHN]
    assert paid[0.0] == 0
    assert paid[0.4] == near(board.issues.rival[k] * 0.5 * 0.4)


def test_the_law_of_the_day_binds_the_phase(new_world, new_board, run):
    board = new_board()
    used = Counter(
        event.instrument for seed in range(12) for event in run(pressed(new_world), board, months=60, seed=seed)
    )
    assert sum(used.values()) > 20
    assert used["emergency_tariff"] == used["surcharge_122"] == 0


def test_losses_of_the_trade_block_move_the_outcome(new_world, make_board, configuration, read, advance):
    tools = {"section_301": read("instruments/default.yaml")["section_301"]}
    board = make_board(configuration(), read("issues/default.yaml"), tools)

    def promised(loss):
        exposure, out = np.full((len(board.nodes), 10), loss), []
        exposure[:, USA] = loss / 100
        for seed in SEEDS:
            w, rng = pressed(new_world), np.random.default_rng(seed)
            for month in range(60):
                w.calendar.month[...] = month
                w.calendar.year[...] = 2026.6 + month / 12
                w.bargaining.update(advance(w, board, exposure, rng.random((SENDERS, len(DRAWS)))).result)
            out.append(w.bargaining.promised[US].sum())
        return np.mean(out)

    assert promised(0.03) > promised(0.003)


def test_a_coalition_lightens_and_an_answer_in_kind_shares_the_loss(new_world, new_board):
    board = new_board()
    alone, together, answering = new_world(), new_world(), new_world()
    together.actions.coalition[...], together.actions.latam_coalition[...] = 1.0, 1.0
    answering.actions.retaliation[USA] = 1.0
    base, joined, answered = (stakes(w, board, None) for w in (alone, together, answering))
    on_mexico = board.options.target == MEX
    assert np.all(joined.target[on_mexico] < base.target[on_mexico])
    assert np.all(answered.sender[board.kinds.broad] > base.sender[board.kinds.broad])


def test_an_election_near_weakens_and_a_far_one_does_not(new_board):
    senders, targets = np.array([USA]), np.array([MEX])
    election = np.full(10, 40.0)
    calm = clocks.sender_weight(new_board().p, election, 1000.0, senders, targets)
    election[USA] = 1.0
    hurried = clocks.sender_weight(new_board().p, election, 1000.0, senders, targets)
    reviewed = clocks.sender_weight(new_board().p, np.full(10, 40.0), 1.0, senders, targets)
    assert hurried < calm == near(0.5)
    assert reviewed > calm


@pytest.fixture
def impose(new_world, advance):
    """Return the state after a month in which an instrument of its sender is in force."""

    def imposed(board, name, size, **actions):
        w, o = pressed(new_world, us_pressure=0.0, **actions), board.options
        option = next(i for i, tool in enumerate(o.name) if tool == name and o.size[i] == size)
        sender, delay = int(o.sender[option]), int(o.delay[option])
        w.bargaining.stage[sender], w.bargaining.option[sender], w.bargaining.age[sender] = 2, option, delay
        w.bargaining.spared[sender] = o.exempt[option]
        w.bargaining.update(advance(w, board, None, np.full((SENDERS, len(DRAWS)), 0.5)).result)
        return w

    return imposed


def test_instruments_in_force_move_their_levers(impose, new_board):
    board = new_board()
    assert impose(board, "remittance_tax", 1.0).bargaining.remittance_tax == near(0.10)
    assert impose(board, "border_slowdown", 1.0).bargaining.border_friction == near(1.25)
    assert impose(board, "preference_loss", 1.0).bargaining.preference_lost == 1
    assert impose(board, "capital_hold", 0.5).bargaining.capital_hold == near(0.5)
    assert impose(board, "local_subsidy", 1.0).bargaining.local_subsidy == 1
    withdrawn = impose(board, "cooperation_withdrawal", 1.0, linkage=0.5)
    assert withdrawn.bargaining.cooperation == 0
    assert withdrawn.bargaining.position[ISSUES.index("fentanyl_enforcement")] == 0
    policy = impose(board, "section_301", 0.25).bargaining
    assert policy.added_tariff[USA, MEX] == near([0.25] * 9 + [0.0, 0.0])
    assert policy.exempt[USA] == near(1.0)


def test_relief_lowers_tariffs_of_bargaining_and_of_law(new_world, new_board, advance):
    board, k = new_board(), ISSUES.index("tariff_relief")
    paid = {}
    for relief in (0.0, 0.6):
        w = pressed(new_world, us_pressure=0.0)
        w.calendar.added_tariff[USA, MEX, 4] = 0.5
        w.bargaining.standing_tariff[7] = 0.25
        w.bargaining.promised[k], w.bargaining.position[k] = relief, relief
        done = advance(w, board, None, np.full((SENDERS, len(DRAWS)), 0.5)).result
        paid[relief] = done.added_tariff[USA, MEX] + w.calendar.added_tariff[USA, MEX]
    assert paid[0.6][4] == near(0.5 * (1 - 0.6), rel=0.1)
    assert paid[0.6][7] < paid[0.0][7]


def test_mexican_tariffs_follow_the_law_as_far_as_alignment_goes(new_world, new_board):
    board, k = new_board(), ISSUES.index("china_tariff_alignment")
    start = float(board.issues.initial[k])
    rates = {}
    for z in (0.0, start, 1.0):
        w = pressed(new_world, us_pressure=0.0)
        w.calendar.mexican_law[CHN, :9] = 0.12
        lever = board.issues.initial.copy()
        lever[k] = z
        rates[z] = mexican_tariff(w.calendar.mexican_law, lever, board)[CHN, :9]
    assert rates[0.0] == near(np.zeros(9))
    assert rates[start] == near(np.full(9, 0.12))
    assert rates[1.0] == near(np.full(9, 0.35))


def test_protection_stays_and_frees_the_sender(new_world, new_board, advance):
    board, w = new_board(), pressed(new_world, us_pressure=0.0)
    o = board.options
    option = next(i for i, tool in enumerate(o.name) if tool == "cars_232" and o.size[i] == 0.25)
    w.actions.us_protection[7] = 0.01
    w.bargaining.stage[USA], w.bargaining.option[USA], w.bargaining.deadline[USA] = 1, option, 1
    done = advance(w, board, None, np.full((SENDERS, len(DRAWS)), 0.95)).result
    assert done.stage[USA] == 0
    assert done.standing_tariff[7] == near(0.25, rel=0.05)
    assert done.exempt[USA] == near(0.4)
    assert done.impositions[USA] == 1
    assert done.belief[USA] == near(board.p.belief_base)  # both types would have done it


def test_a_tariff_that_the_law_levies_already_is_not_put_on_top_of_it(new_world, new_board, advance):
    board, cars, steel = new_board(), 7, 4
    o = board.options
    w = pressed(new_world, us_pressure=0.0)
    w.actions.us_protection[cars] = 0.01
    w.calendar.added_tariff[USA, MEX, [steel, cars]] = 0.5, 0.125
    w.calendar.sector_rate[[steel, cars]], w.calendar.sector_reach[[steel, cars]] = (0.5, 0.25), (1.0, 0.5)
    option = next(i for i, tool in enumerate(o.name) if tool == "cars_232" and o.size[i] == 0.25)
    before = stakes(w, board, None)
    assert not before.legal[[i for i, tool in enumerate(o.name) if tool == "metals_232"]].any()
    assert before.target[option] == near(0.5 * stakes(pressed(new_world), board, None).target[option])
    w.bargaining.stage[USA], w.bargaining.option[USA], w.bargaining.deadline[USA] = 1, option, 1
    done = advance(w, board, None, np.full((SENDERS, len(DRAWS)), 0.95)).result
    kept = 1 - 0.4 * w.trade.preference_use[MEX, cars]
    assert done.standing_tariff[cars] == near(0.125, rel=0.02)
    assert done.expected_tariff[cars] == near(0.125 + 0.125 * kept, rel=0.15)


def test_a_surcharge_is_not_put_on_top_of_the_one_in_law(new_world, new_board, advance):
    board, w, free = new_board(), pressed(new_world, us_pressure=0.0), pressed(new_world, us_pressure=0.0)
    w.calendar.added_tariff[USA, MEX, :9] = w.calendar.claim_margin[MEX, :9] = 0.10
    w.calendar.duty_scope[MEX, :9] = 1.0
    low, high = (i for i, tool in enumerate(board.options.name) if tool == "section_301")
    assert (board.options.size[low], board.options.size[high]) == (0.10, 0.25)
    assert stakes(free, board, None).legal[low]
    assert not stakes(w, board, None).legal[low]
    assert stakes(w, board, None).target[high] == near(0.6 * stakes(free, board, None).target[high])
    for world, added in ((w, 0.15), (free, 0.25)):
        world.bargaining.stage[USA], world.bargaining.option[USA], world.bargaining.age[USA] = 2, high, 12
        done = advance(world, board, None, np.full((SENDERS, len(DRAWS)), 0.5)).result
        assert done.added_tariff[USA, MEX, :9] == near(np.full(9, added))


def test_an_exemption_spares_what_is_sold_under_the_preference_and_not_the_mean_sector(new_world, new_board):
    board, w = new_board(), pressed(new_world)
    w.trade.flows[USA, MEX, :9] = 1.0
    w.trade.flows[USA, MEX, 6] = 91.0
    w.trade.preference_use[MEX, :9] = 0.0
    w.trade.preference_use[MEX, 6] = 0.9
    o = board.options
    option = next(i for i, tool in enumerate(o.name) if tool == "section_301" and o.size[i] == 0.25)
    without = pressed(new_world)
    without.trade.preference_use[...] = 0.0
    spared = 1 - stakes(w, board, None).target[option] / stakes(without, board, None).target[option]
    assert spared == near(o.exempt[option] * 0.9 * 91 / 99)


def test_an_answer_in_kind_hits_the_sender(impose, new_board):
    board = new_board()
    quiet = impose(board, "section_301", 0.25)
    answered = impose(board, "section_301", 0.25, retaliation=1.0)
    assert np.all(quiet.bargaining.added_tariff[MEX, USA] == 0)
    assert answered.bargaining.added_tariff[MEX, USA, 0] == near(0.25)
    assert answered.bargaining.retaliation[USA] == 1


def test_open_threats_are_expected_by_firms(new_world, new_board, advance):
    board, w = new_board(), pressed(new_world, us_pressure=0.0)
    o = board.options
    calm = advance(w, board, None, np.full((SENDERS, len(DRAWS)), 0.99)).result
    option = next(i for i, tool in enumerate(o.name) if tool == "cars_232" and o.size[i] == 0.25)
    w.bargaining.stage[USA], w.bargaining.option[USA], w.bargaining.deadline[USA], w.bargaining.concede[USA] = (
        1,
        option,
        3,
        0.2,
    )
    tense = advance(w, board, None, np.full((SENDERS, len(DRAWS)), 0.99)).result
    assert tense.expected_tariff[7] > calm.expected_tariff[7]
    assert tense.tariff_variance[7] > calm.tariff_variance[7]


def test_threats_that_may_come_within_a_year_are_expected_by_firms(new_world, new_board, advance):
    board, car = new_board(), 7

    def expected(pressure):
        w = pressed(new_world, us_pressure=pressure)
        return advance(w, board, None, np.full((SENDERS, len(DRAWS)), 0.99)).result.expected_tariff[car]

    def comes(pressure):
        return 1 - (1 - board.p.start_rate * pressure) ** 12

    calm, some, much = expected(0.0), expected(0.2), expected(1.0)
    assert calm < some < much
    assert (much - calm) / (some - calm) == near(comes(1.0) / comes(0.2))


def test_regional_deals_grow_with_offers_and_openness(new_world, new_board, run):
    depth = {}
    for offer in (0.0, 0.9):
        w = pressed(new_world, us_pressure=0.0, deal_offer=offer, latam_openness=0.9)
        run(w, new_board(), months=48)
        depth[offer] = w.bargaining.regional.sum()
    assert depth[0.9] > depth[0.0]
    assert depth[0.9] > 0.3
    off = [d for d, name in enumerate(ISSUES) if DEFINED[name].proposer != "LAT"]
    assert np.all(w.bargaining.regional[:, off] == 0)


def test_beliefs_fall_after_backing_down_and_rise_after_acting(new_world, new_board, advance):
    board = new_board()
    o = board.options
    after = {}
    for acts, u in (("acts", 0.0), ("drops", 0.95)):
        w = pressed(new_world, us_pressure=0.0)
        option = next(i for i, tool in enumerate(o.name) if tool == "border_slowdown")
        w.bargaining.stage[USA], w.bargaining.option[USA], w.bargaining.deadline[USA] = 1, option, 1
        draws = np.full((SENDERS, len(DRAWS)), 0.95)
        draws[:, DRAWS.index("act")] = u
        after[acts] = advance(w, board, None, draws).result.belief[USA]
    assert after["acts"] > board.p.belief_base > after["drops"]


def test_a_sender_that_gains_from_a_tariff_without_protecting_can_still_back_down(new_world, new_board, advance):
    board = new_board()
    exposure = np.full((len(board.nodes), 10), 0.01)
    exposure[:, USA] = -0.001
    o = board.options
    option = next(i for i, tool in enumerate(o.name) if tool == "section_301" and o.size[i] == 0.25)
    w = pressed(new_world, us_pressure=0.0)
    w.bargaining.stage[USA], w.bargaining.option[USA], w.bargaining.deadline[USA] = 1, option, 1
    done = advance(w, board, exposure, np.full((SENDERS, len(DRAWS)), 0.95)).result
    assert done.refusals[USA] == 1
    assert done.belief[USA] < board.p.belief_base


def test_a_promise_is_carried_out_gradually(new_world, new_board, run):
    w, k = pressed(new_world, us_pressure=0.0), ISSUES.index("fentanyl_enforcement")
    w.bargaining.promised[k] = 0.4  # over Mexico's own line of 0.35
    levels = []
    run(w, new_board(), months=12, each=lambda w, month: levels.append(float(w.bargaining.position[k])))
    assert levels[:4] == sorted(levels[:4])
    assert levels[1] - levels[0] < 0.25
    assert 0.5 < levels[-1] < 0.8
