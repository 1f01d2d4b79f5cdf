"""The bargain phase in a World: what is written, what obeys the law, and minimally different worlds."""

from collections import Counter
from dataclasses import fields

import numpy as np
import pytest

from giants.bargaining import clocks
from giants.bargaining.issues import of
from giants.bargaining.log import OUTCOMES
from giants.bargaining.losses import losses
from giants.bargaining.model import ACT, DRAWS, SENDERS
from giants.bargaining.signals import FORMS
from giants.bargaining.state import FULL, ORDER, QUIET, STATEMENT
from giants.bargaining.tariffs import mexican_tariff
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


def test_a_month_writes_only_its_own_symbols(new_world, new_model, advance):
    w, u = pressed(new_world), np.random.default_rng(0).random((SENDERS, len(DRAWS)))
    before = w.copy()
    done = advance(w, new_model(), None, u)
    for block in ("calendar", "actions", "bargaining", "trade", "society"):
        mine, theirs = getattr(before, block), getattr(w, block)
        for name in (f.name for f in fields(mine)):
            np.testing.assert_array_equal(getattr(mine, name), getattr(theirs, name))
    with w.writing("bargaining"):
        w.bargaining.update(done.result)


def test_shares_stay_shares_for_ten_years(new_world, new_model, run):
    model = new_model()

    def check(w, month):
        for name in (
            "position",
            "promised",
            "asked",
            "belief",
            "concede",
            "carried_out",
            "full",
            "exempt",
            "cooperation",
            "regional",
        ):
            values = getattr(w.bargaining, name)
            assert np.all((values >= -1e-12) & (values <= 1 + 1e-12)), name
        assert np.all(w.bargaining.added_tariff >= 0)
        assert np.all(w.bargaining.tariff_variance >= 0)

    for seed in SEEDS:
        run(pressed(new_world), model, seed=seed, each=check)


def test_the_same_draws_give_the_same_history(new_world, new_model, run):
    one, other = (run(pressed(new_world), new_model(), seed=3) for _ in range(2))
    assert one == other
    assert len(one) > 5


def test_what_the_log_says_of_a_demand_hangs_together(new_world, new_model, run):
    events = [
        event
        for seed in SEEDS
        for event in run(pressed(new_world, retaliation=0.5, linkage=0.5), new_model(), seed=seed)
    ]
    assert {event.outcome for event in events} >= {"threat", "deal", "imposed", "withdrawn"}
    for event in events:
        assert event.outcome in OUTCOMES
        assert -1e-9 <= event.granted <= event.asked + 1e-9 <= event.full + 1e-8
        # the policy is that of the month of the demand; what was promised before fades a little until the deal
        assert event.policy + event.granted <= max(event.red_line, event.policy) + 0.02
        assert 0 <= event.share <= event.asked_share + 1e-9 <= 1 + 1e-8
        assert event.cost_target <= event.cost_asked + 1e-12
    begun = [event for event in events if event.outcome == "threat"]
    for event in begun:
        values = [one.value for one in event.alternatives]
        assert values == sorted(values, reverse=True)
        assert (event.instrument, event.size) in {(one.instrument, one.size) for one in event.alternatives}


def test_sovereign_red_lines_hold_whatever_the_threat(new_world, new_model, run):
    model = new_model()
    for seed in SEEDS:
        w = pressed(new_world)
        w.actions.us_salience[...] = 20.0
        for line, k in ((0.05, ISSUES.index(SOVEREIGN[0])), (1.0, ISSUES.index(SOVEREIGN[1]))):
            w.actions.red_line[k] = line
        run(w, model, seed=seed)
        for k in map(ISSUES.index, SOVEREIGN):
            assert w.bargaining.promised[k] <= min(w.actions.red_line[k], model.issues.red_line[k]) + 1e-9


def test_a_red_line_drawn_at_zero_refuses_every_demand(new_world, new_model, run):
    for seed in SEEDS:
        w = pressed(new_world, red_line=0.0)
        run(w, new_model(), seed=seed)
        assert np.all(w.bargaining.promised[US] == 0)


def conceded(new_world, model, run, each=None, **actions):
    total = []
    for seed in SEEDS:
        w = pressed(new_world, **actions)
        if each is not None:
            each(w)
        run(w, model, months=96, seed=seed)
        total.append(w.bargaining.promised[US].sum())
    return float(np.mean(total))


def test_without_threats_nothing_is_conceded_and_protection_remains(new_world, new_model, run):
    model = new_model(threats=False)
    assert conceded(new_world, model, run) == 0
    w = pressed(new_world)
    run(w, model)
    assert w.bargaining.threats_made[CHN] == 0
    assert conceded(new_world, new_model(), run) > 0.05


def test_pressure_raises_concessions(new_world, new_model, run):
    model = new_model()
    assert conceded(new_world, model, run, us_pressure=0.0) == 0
    assert conceded(new_world, model, run, us_pressure=0.9) > conceded(new_world, model, run, us_pressure=0.15)


def test_chinese_offers_lower_alignment(new_world, new_model, run):
    def promised(**actions):
        k = ISSUES.index("china_tariff_alignment")
        out = []
        for seed in range(12):
            w = pressed(new_world, **actions)
            w.actions.us_salience[...] = np.where(np.arange(len(ISSUES)) == k, 6.0, 0.0)
            # a matter that is raised again at once: smaller deals must not be hidden by more of them
            run(w, new_model(settled_half_life=0.01), months=96, seed=seed)
            out.append(w.bargaining.promised[k])
        return float(np.mean(out))

    assert promised(china_inducement=1.0) < promised(china_inducement=0.0)


def offered(new_world, model, run, **actions):
    """Return the state after three years in which China offers all that Mexican policies are worth to it."""
    w = pressed(new_world, **{"us_pressure": 0.0, "china_inducement": 1.0, "china_ports": 1.0} | actions)
    w.trade.gdp[[MEX, CHN]] = 1.8e3, 17.8e3
    run(w, model, months=36)
    return w.bargaining


def test_a_menu_buys_access_and_pays_for_it(new_world, new_model, run):
    access = ISSUES.index("china_market_access")
    on, off = offered(new_world, new_model(), run), offered(new_world, new_model(common_agency="none"), run)
    assert on.bought[access] > 0.1
    assert on.position[access] > off.position[access] + 0.1
    assert on.inducement[CHN] > 0
    assert not off.bought.any()
    assert not off.inducement.any()


def test_a_menu_pays_at_least_what_the_policy_costs_mexico(new_world, new_model, run):
    model = new_model()
    done, at = offered(new_world, model, run), model.at.menu
    x, c, g = done.bought[at], model.issues.cost[at], model.issues.curvature[at]
    assert done.inducement.sum() >= float(c @ x + 0.5 * g @ (x * x)) - 1e-12


def test_a_menu_buys_nothing_that_costs_more_than_it_is_worth(new_world, new_model, run):
    meagre = offered(new_world, new_model(), run, china_inducement=0.2)
    opposed = offered(new_world, new_model(), run, us_salience=4.0)
    closed = offered(new_world, new_model(), run, red_line=0.2)
    for done in (meagre, opposed, closed):
        assert not done.bought.any()


def test_promises_to_washington_cost_mexico_what_china_offered_against_them(new_world, new_model, advance):
    model, k = new_model(), ISSUES.index("china_tariff_alignment")
    paid = {}
    for promised in (0.0, 0.4):
        w = pressed(new_world, us_pressure=0.0, china_inducement=0.5)
        w.trade.gdp[[MEX, CHN]] = 1.8e3, 17.8e3
        w.bargaining.promised[k] = promised
        paid[promised] = advance(w, model, None, np.full((SENDERS, len(DRAWS)), 0.99)).result.inducement[CHN]
    assert paid[0.0] == 0
    assert paid[0.4] == near(model.issues.rival[k] * 0.5 * 0.4)


def test_the_law_of_the_day_binds_the_phase(new_world, new_model, run):
    model = new_model()
    used = Counter(
        event.instrument for seed in range(12) for event in run(pressed(new_world), model, months=60, seed=seed)
    )
    assert sum(used.values()) > 20
    assert used["emergency_tariff"] == used["surcharge_122"] == 0


def test_losses_of_the_trade_block_move_the_outcome(new_world, make_model, configuration, read, advance):
    tools = {"section_301": read("instruments/default.yaml")["section_301"]}
    model = make_model(configuration(), read("issues/default.yaml"), tools)

    def promised(loss):
        exposure, out = np.full((len(model.nodes), 10), loss), []
        exposure[:, USA] = loss / 100
        for seed in SEEDS:
            w, rng = pressed(new_world), np.random.default_rng(seed)
            for month in range(60):
                w.calendar.month[...] = month
                w.calendar.year[...] = 2026.6 + month / 12
                w.bargaining.update(advance(w, model, exposure, rng.random((SENDERS, len(DRAWS)))).result)
            out.append(w.bargaining.promised[US].sum())
        return np.mean(out)

    assert promised(0.03) > promised(0.003)


def test_a_coalition_lightens_and_an_answer_in_kind_shares_the_loss(new_world, new_model):
    model = new_model()
    alone, together, answering = new_world(), new_world(), new_world()
    together.actions.coalition[...], together.actions.latam_coalition[...] = 1.0, 1.0
    answering.actions.retaliation[USA] = 1.0
    base, joined, answered = (losses(w, model, None) for w in (alone, together, answering))
    on_mexico = model.options.target == MEX
    assert np.all(joined.target[on_mexico] < base.target[on_mexico])
    assert np.all(answered.sender[model.kinds.broad] > base.sender[model.kinds.broad])


def test_an_election_near_weakens_and_a_far_one_does_not(new_model):
    senders, targets = np.array([USA]), np.array([MEX])
    election = np.full(10, 40.0)
    calm = clocks.sender_weight(new_model().p, election, 1000.0, senders, targets)
    election[USA] = 1.0
    hurried = clocks.sender_weight(new_model().p, election, 1000.0, senders, targets)
    reviewed = clocks.sender_weight(new_model().p, np.full(10, 40.0), 1.0, senders, targets)
    assert hurried < calm == near(0.5)
    assert reviewed > calm


@pytest.fixture
def impose(new_world, advance):
    """Return the state after a month in which an instrument of its sender is in force."""

    def imposed(model, name, size, **actions):
        w, o = pressed(new_world, us_pressure=0.0, **actions), model.options
        option = next(i for i, tool in enumerate(o.name) if tool == name and o.size[i] == size)
        sender, delay = int(o.sender[option]), int(o.delay[option])
        w.bargaining.stage[sender], w.bargaining.option[sender], w.bargaining.age[sender] = FULL, option, delay
        w.bargaining.update(advance(w, model, None, np.full((SENDERS, len(DRAWS)), 0.5)).result)
        return w

    return imposed


def test_instruments_in_force_move_their_levers(impose, new_model):
    model = new_model()
    assert impose(model, "remittance_tax", 1.0).bargaining.remittance_tax == near(0.10)
    assert impose(model, "border_slowdown", 1.0).bargaining.border_friction == near(1.25)
    assert impose(model, "preference_loss", 1.0).bargaining.preference_lost == 1
    assert impose(model, "capital_hold", 0.5).bargaining.capital_hold == near(0.5)
    assert impose(model, "local_subsidy", 1.0).bargaining.local_subsidy == 1
    withdrawn = impose(model, "cooperation_withdrawal", 1.0, linkage=0.5)
    assert withdrawn.bargaining.cooperation == 0
    assert withdrawn.bargaining.position[ISSUES.index("fentanyl_enforcement")] == 0
    policy = impose(model, "section_301", 0.25).bargaining
    assert policy.added_tariff[USA, MEX] == near([0.25] * 9 + [0.0, 0.0])
    assert policy.exempt[USA] == near(1.0)


def test_relief_lowers_tariffs_of_bargaining_and_of_law(new_world, new_model, advance):
    model, k = new_model(), ISSUES.index("tariff_relief")
    paid = {}
    for relief in (0.0, 0.6):
        w = pressed(new_world, us_pressure=0.0)
        w.calendar.added_tariff[USA, MEX, 4] = 0.5
        w.bargaining.standing_tariff[7] = 0.25
        w.bargaining.promised[k], w.bargaining.position[k] = relief, relief
        done = advance(w, model, None, np.full((SENDERS, len(DRAWS)), 0.5)).result
        paid[relief] = done.added_tariff[USA, MEX] + w.calendar.added_tariff[USA, MEX]
    assert paid[0.6][4] == near(0.5 * (1 - 0.6), rel=0.1)
    assert paid[0.6][7] < paid[0.0][7]


def test_mexican_tariffs_follow_the_law_as_far_as_alignment_goes(new_world, new_model):
    model, k = new_model(), ISSUES.index("china_tariff_alignment")
    start = float(model.issues.initial[k])
    rates = {}
    for z in (0.0, start, 1.0):
        w = pressed(new_world, us_pressure=0.0)
        w.calendar.mexican_law[CHN, :9] = 0.12
        lever = model.issues.initial.copy()
        lever[k] = z
        rates[z] = mexican_tariff(w.calendar.mexican_law, lever, model)[CHN, :9]
    assert rates[0.0] == near(np.zeros(9))
    assert rates[start] == near(np.full(9, 0.12))
    assert rates[1.0] == near(np.full(9, 0.35))


def test_protection_stays_and_frees_the_sender(new_world, new_model, advance):
    model, w = new_model(), pressed(new_world, us_pressure=0.0)
    o = model.options
    option = next(i for i, tool in enumerate(o.name) if tool == "cars_232" and o.size[i] == 0.25)
    w.actions.us_protection[7] = 0.01
    w.bargaining.stage[USA], w.bargaining.option[USA], w.bargaining.deadline[USA] = ORDER, option, 1
    w.bargaining.form[USA], w.bargaining.belief[USA] = FORMS.index("order"), 1.0
    done = advance(w, model, None, np.full((SENDERS, len(DRAWS)), 0.95)).result
    assert done.stage[USA] == 0
    assert done.standing_tariff[7] == near(0.25, rel=0.05)
    assert done.exempt[USA] == near(0.4)
    assert done.impositions[USA] == 1
    assert done.record[USA] == 0  # both types would have done it


def test_a_tariff_that_the_law_levies_already_is_not_put_on_top_of_it(new_world, new_model, advance):
    model, cars, steel = new_model(exclusion=0.0), 7, 4
    o = model.options
    w = pressed(new_world, us_pressure=0.0)
    w.actions.us_protection[cars] = 0.01
    w.calendar.added_tariff[USA, MEX, [steel, cars]] = 0.5, 0.125
    w.calendar.sector_rate[[steel, cars]], w.calendar.sector_reach[[steel, cars]] = (0.5, 0.25), (1.0, 0.5)
    option = next(i for i, tool in enumerate(o.name) if tool == "cars_232" and o.size[i] == 0.25)
    before = losses(w, model, None)
    assert not before.legal[[i for i, tool in enumerate(o.name) if tool == "metals_232"]].any()
    assert before.target[option] == near(0.5 * losses(pressed(new_world), model, None).target[option])
    w.bargaining.stage[USA], w.bargaining.option[USA], w.bargaining.deadline[USA] = ORDER, option, 1
    w.bargaining.form[USA], w.bargaining.belief[USA] = FORMS.index("order"), 1.0
    done = advance(w, model, None, np.full((SENDERS, len(DRAWS)), 0.95)).result
    kept = 1 - 0.4 * w.trade.preference_use[MEX, cars]
    assert done.standing_tariff[cars] == near(0.125, rel=0.02)
    assert done.expected_tariff[cars] == near(0.125 + 0.125 * kept, rel=0.15)


def test_a_surcharge_is_not_put_on_top_of_the_one_in_law(new_world, new_model, advance):
    model, w, free = new_model(), pressed(new_world, us_pressure=0.0), pressed(new_world, us_pressure=0.0)
    w.calendar.added_tariff[USA, MEX, :9] = w.calendar.claim_margin[MEX, :9] = 0.10
    w.calendar.duty_scope[MEX, :9] = 1.0
    low, high = (i for i, tool in enumerate(model.options.name) if tool == "section_301")
    assert (model.options.size[low], model.options.size[high]) == (0.10, 0.25)
    assert losses(free, model, None).legal[low]
    assert not losses(w, model, None).legal[low]
    assert losses(w, model, None).target[high] == near(0.6 * losses(free, model, None).target[high])
    for world, added in ((w, 0.15), (free, 0.25)):
        world.bargaining.stage[USA], world.bargaining.option[USA], world.bargaining.age[USA] = FULL, high, 12
        done = advance(world, model, None, np.full((SENDERS, len(DRAWS)), 0.5)).result
        assert done.added_tariff[USA, MEX, :9] == near(np.full(9, added))


def test_an_exemption_spares_what_is_sold_under_the_preference_and_not_the_mean_sector(new_world, new_model):
    model, w = new_model(), pressed(new_world)
    w.trade.flows[USA, MEX, :9] = 1.0
    w.trade.flows[USA, MEX, 6] = 91.0
    w.trade.preference_use[MEX, :9] = 0.0
    w.trade.preference_use[MEX, 6] = 0.9
    o = model.options
    option = next(i for i, tool in enumerate(o.name) if tool == "section_301" and o.size[i] == 0.25)
    without = pressed(new_world)
    without.trade.preference_use[...] = 0.0
    spared = 1 - losses(w, model, None).target[option] / losses(without, model, None).target[option]
    assert spared == near(o.exempt[option] * 0.9 * 91 / 99)


def test_an_answer_in_kind_hits_the_sender(impose, new_model):
    model = new_model()
    quiet = impose(model, "section_301", 0.25)
    answered = impose(model, "section_301", 0.25, retaliation=1.0)
    assert np.all(quiet.bargaining.added_tariff[MEX, USA] == 0)
    assert answered.bargaining.added_tariff[MEX, USA, 0] == near(0.25)
    assert answered.bargaining.retaliation[USA] == 1


def test_open_threats_are_expected_by_firms(new_world, new_model, advance):
    model, w = new_model(), pressed(new_world, us_pressure=0.0)
    o = model.options
    calm = advance(w, model, None, np.full((SENDERS, len(DRAWS)), 0.99)).result
    option = next(i for i, tool in enumerate(o.name) if tool == "cars_232" and o.size[i] == 0.25)
    w.bargaining.stage[USA], w.bargaining.option[USA], w.bargaining.deadline[USA] = STATEMENT, option, 3
    w.bargaining.carried_out[USA] = 0.4
    tense = advance(w, model, None, np.full((SENDERS, len(DRAWS)), 0.99)).result
    assert tense.expected_tariff[7] > calm.expected_tariff[7]
    assert tense.tariff_variance[7] > calm.tariff_variance[7]


def test_regional_deals_grow_with_offers_and_openness(new_world, new_model, run):
    depth = {}
    for offer in (0.0, 0.9):
        w = pressed(new_world, us_pressure=0.0, deal_offer=offer, latam_openness=0.9)
        run(w, new_model(), months=48)
        depth[offer] = w.bargaining.regional.sum()
    assert depth[0.9] > depth[0.0]
    assert depth[0.9] > 0.3
    off = [d for d, name in enumerate(ISSUES) if DEFINED[name].proposer != "LAT"]
    assert np.all(w.bargaining.regional[:, off] == 0)


def ended(new_world, model, advance, tool, size, u):
    """Return the state after a deadline at which the draw of acting is `u`."""
    w, o = pressed(new_world, us_pressure=0.0), model.options
    option = next(i for i, name in enumerate(o.name) if name == tool and o.size[i] == size)
    w.bargaining.stage[USA], w.bargaining.option[USA], w.bargaining.deadline[USA] = ORDER, option, 1
    w.bargaining.form[USA], w.bargaining.belief[USA] = FORMS.index("order"), 0.5
    draws = np.full((SENDERS, len(DRAWS)), 0.95)
    draws[:, ACT] = u
    return advance(w, model, None, draws).result


def test_records_and_so_beliefs_move_with_what_a_sender_does_and_fade(new_world, new_model, advance):
    model = new_model()
    acts, drops = (ended(new_world, model, advance, "border_slowdown", 1.0, u) for u in (0.0, 0.95))
    assert acts.record[USA] == 1
    assert drops.record[USA] == -1
    assert drops.refusals[USA] == 1
    later = pressed(new_world, us_pressure=0.0)
    later.bargaining.update(drops)
    believed = []
    for _ in range(12):
        later.bargaining.update(advance(later, model, None, np.full((SENDERS, len(DRAWS)), 0.95)).result)
        believed.append(float(later.bargaining.belief[USA]))
    assert later.bargaining.record[USA] == near(-0.5)
    # the sign of the estimate: who has just dropped a threat bluffs less
    assert np.sign(believed[-1] - believed[0]) == np.sign(model.estimate.record)


def test_protection_says_nothing_of_resolve(new_world, new_model, advance):
    for u in (0.0, 0.95):
        assert ended(new_world, new_model(), advance, "cars_232", 0.25, u).record[USA] == 0


def test_a_sender_that_gains_from_a_tariff_without_protecting_can_still_back_down(new_world, new_model, advance):
    assert ended(new_world, new_model(), advance, "section_301", 0.25, 0.95).refusals[USA] == 1


def test_a_promise_is_carried_out_gradually(new_world, new_model, run):
    w, k = pressed(new_world, us_pressure=0.0), ISSUES.index("fentanyl_enforcement")
    w.bargaining.promised[k] = 0.4  # over Mexico's own line of 0.35
    levels = []
    run(w, new_model(), months=12, each=lambda w, month: levels.append(float(w.bargaining.position[k])))
    assert levels[:4] == sorted(levels[:4])
    assert levels[1] - levels[0] < 0.25
    assert 0.5 < levels[-1] < 0.8


@pytest.mark.parametrize(("instrument", "stage"), [("treaty_exit", FULL), ("preference_loss", STATEMENT)])
def test_a_dispute_over_the_treaty_ends_with_it(new_world, new_model, advance, instrument, stage):
    # the fault: a withdrawal was taken back 19 months after the treaty had ended, and nothing was asked until then
    w, model = new_world(), new_model()
    w.bargaining.stage[USA], w.bargaining.option[USA] = stage, model.options.name.index(instrument)
    w.bargaining.deadline[USA], w.bargaining.treaty_horizon[...] = 9, 1 / 12
    done = advance(w, model, None, np.full((SENDERS, len(DRAWS)), 0.9))
    assert [e.outcome for e in done.events] == ["treaty_ended"]
    assert done.result.treaty_in_force == 0
    assert done.result.stage[USA] == QUIET
