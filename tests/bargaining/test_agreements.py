"""Joint terms without threats, accommodation, what a posture wants and gets, and reprisals for cooperation withheld."""

from collections import Counter
from itertools import product

import numpy as np
import pytest

from giants.bargaining import threats, treaty
from giants.bargaining.agreements import Package, _packages, joint_interest, terms
from giants.bargaining.given import FREE
from giants.bargaining.model import DRAWS, SENDERS
from giants.bargaining.month import month
from giants.bargaining.reprisals import reprisal
from giants.bargaining.state import Pairs
from giants.symbols import ECONOMIES, ISSUES, MEX, SECTORS, USA

near = pytest.approx
SERVICES = SECTORS.index("SRV")
RELIEF, DRUGS, STANDARDS = (ISSUES.index(n) for n in ("tariff_relief", "fentanyl_enforcement", "agreed_standards"))


def willing(new_world, **actions):
    w = new_world()
    w.trade.us_tariff[:9] = 0.07
    for name, value in ({"us_pressure": 0.0, "us_openness": 1.0, "accommodation": 1.0} | actions).items():
        getattr(w.actions, name)[...] = value
    return w


def opening(w, model):
    return month(w, model, np.full((SENDERS, len(DRAWS)), 0.5), FREE)


def gains(x, y, asked, offered):
    return float(x @ asked.a - offered.cost(y[None])[0]), float(y @ offered.a - asked.cost(x[None])[0])


def packages(rng, k=4):
    first, second = np.arange(2 * k) < k, np.arange(2 * k) >= k

    def one(mine):
        a, c, g = rng.uniform(0.5, 3, 2 * k) * mine, rng.uniform(0, 1, 2 * k), rng.uniform(0.5, 2, 2 * k)
        return Package(a, c, g, rng.uniform(0.2, 1, 2 * k) * mine)

    return one(first), one(second)


def test_terms_are_the_nash_bargain_and_no_move_of_one_policy_makes_a_better_one():
    rng = np.random.default_rng(1)
    found = 0
    for _ in range(40):
        asked, offered = packages(rng)
        z, mine = terms(asked, offered), asked.a > 0
        usa, mexico = gains(z * mine, z * ~mine, asked, offered)
        assert min(usa, mexico) >= -1e-9
        if not z.any():
            continue
        found += 1
        for k in range(len(z)):
            for step in (-0.02, 0.02):
                other = z.copy()
                other[k] = np.clip(z[k] + step, 0, (asked.room + offered.room)[k])
                u, m = gains(other * mine, other * ~mine, asked, offered)
                assert min(u, m) < 0 or u * m <= usa * mexico + 1e-5
    assert found > 20


def test_nothing_is_agreed_where_one_side_has_nothing_to_gain():
    asked, offered = packages(np.random.default_rng(2))
    assert not terms(asked, offered._replace(a=np.zeros_like(offered.a))).any()


@pytest.mark.parametrize("shut", ["us_openness", "accommodation"])
def test_terms_are_agreed_without_threats_only_if_both_come_forward(new_world, new_model, run, shut):
    w = willing(new_world)
    events = run(w, new_model(), months=24)
    assert w.bargaining.promised[DRUGS] > 0.1 < w.bargaining.promised[RELIEF]
    assert w.bargaining.threats_made[USA] == 0
    assert {e.outcome for e in events if e.outcome == "agreed"}
    w = willing(new_world, **{shut: 0.0})
    assert "agreed" not in {e.outcome for e in run(w, new_model(), months=24)}
    assert not w.bargaining.promised.any()


def test_what_is_agreed_costs_and_loses_approval_as_a_concession_does(new_world, new_model, run):
    w = willing(new_world)
    shifts = []
    run(w, new_model(), months=3, each=lambda w, month: shifts.append(w.bargaining.approval_shift.copy()))
    shifts.append(w.bargaining.approval_shift)
    assert w.bargaining.concession_cost[USA] > 0 < w.bargaining.concession_cost[MEX]
    assert min(s[MEX] for s in shifts) < 0 > min(s[USA] for s in shifts)


def test_a_sender_presses_less_the_more_of_what_it_cares_for_is_granted(new_world, new_model):
    model = new_model()
    w = willing(new_world)
    none, some = np.zeros(len(ISSUES)), np.full(len(ISSUES), 0.4)
    assert threats.missing(opening(w, model), none)[USA] == near(1.0)
    assert threats.missing(opening(w, model), some)[USA] == near(0.6)
    rates = []
    for caring in (0.0, 1.0, 4.0):
        w = willing(new_world)
        w.actions.us_salience[...] = 1.0
        w.actions.us_salience[DRUGS] = caring
        w.bargaining.promised[DRUGS] = 0.5
        rates.append(threats.missing(opening(w, model), none)[USA])
    assert rates[0] == near(1.0)
    assert rates[0] > rates[1] > rates[2] > 0


def test_washington_holds_renewal_back_only_for_what_it_still_wants(new_model):
    model, position = new_model(), new_model().issues.initial
    one = np.ones(len(ISSUES))
    assert treaty.satisfied(model, one, position) == near(float(model.reach @ position))
    granted = position.copy()
    granted[DRUGS] = 1.0
    wants_drugs = one.copy()
    wants_drugs[DRUGS] = 3.0
    gain = [treaty.satisfied(model, s, granted) - treaty.satisfied(model, s, position) for s in (one, wants_drugs)]
    assert gain[1] == near(3 * gain[0])
    assert treaty.satisfied(model, 0.5 * one, position) > treaty.satisfied(model, one, position)
    assert treaty.satisfied(model, 0 * one, position) == 1.0


def test_accommodation_moves_the_chance_of_a_concession_to_washington_alone(new_world, new_model):
    model, q = new_model(), np.array([0.2, 0.6])

    def yields(sender, stance):
        return threats._yields(opening(willing(new_world, accommodation=stance), model), Pairs((), sender + 0 * q), q)

    np.testing.assert_allclose(yields(USA, 0.3), q)
    assert np.all(yields(USA, 0.0) < q)
    assert np.all((q < yields(USA, 1.0)) & (yields(USA, 1.0) < 1))
    np.testing.assert_array_equal(yields(ECONOMIES.index("CHN"), 1.0), q)


def test_cooperation_withheld_costs_visitors_exemptions_and_remittances_as_washington_presses(
    new_world, new_model, run
):
    w = willing(new_world, us_pressure=0.6, intelligence_sharing=0.7)
    assert reprisal(w, 0.0) == 0
    assert reprisal(w, 0.5) == near(0.3)
    kept = {}
    for sharing in (0.7, 0.8, 0.0):
        w = willing(new_world, us_openness=0.0, us_pressure=0.6, intelligence_sharing=sharing)
        w.calendar.mexican_law[...] = 0.0
        run(w, new_model(threats=False, protection_readiness=0.0), months=1)
        kept[sharing] = (float(w.bargaining.barrier[USA, MEX, SERVICES]), float(w.bargaining.remittance_tax))
    assert kept[0.7] == kept[0.8] == (1.0, 0.0)
    p = new_model().p
    assert kept[0.0] == (near(1 + 0.6 * p.reprisal_visas), near(0.6 * p.reprisal_finance))


def test_an_accommodating_government_meets_demands_before_they_are_threats(new_world, new_model, run):
    made = Counter()
    for stance, seed in product((0.3, 1.0), range(3)):
        w = willing(new_world, us_pressure=0.8, us_openness=0.0, accommodation=stance)
        outcomes = Counter(e.outcome for e in run(w, new_model(), months=96, seed=seed) if e.sender == "USA")
        made[stance] += outcomes["threat"] + outcomes["caught"]
        assert (outcomes["offered"] > 0) == (stance > 0.3)
    assert made[1.0] < 0.85 * made[0.3]


def test_what_is_offered_before_a_threat_is_promised_and_logged_and_leaves_no_dispute(new_world, new_model, run):
    w = willing(new_world, us_pressure=1.0, us_openness=0.0)
    events = run(w, new_model(), months=24)
    offered = [event for event in events if event.outcome == "offered"]
    assert offered
    assert all(0 < event.granted <= event.asked + 1e-12 and event.cost_target > 0 for event in offered)
    assert w.bargaining.deals_made[USA] == sum(event.outcome == "deal" for event in events)


def test_terms_turn_on_what_relief_is_worth_to_mexico_and_not_on_its_voice(new_world, new_model):
    quiet, loud = (terms(*_packages(opening(willing(new_world, voiced=voice), new_model()))) for voice in (0.1, 1.0))
    np.testing.assert_allclose(quiet, loud, atol=1e-9)
    assert loud[RELIEF] > 0


def test_agreed_standards_serve_washington_by_what_it_still_wants_on_chinese_content(new_world, new_model):
    none, usual = (joint_interest(opening(willing(new_world), new_model(joint_standards=s))) for s in (0.0, 0.5))
    assert not none.any()
    assert np.flatnonzero(usual).tolist() == [STANDARDS]
    model = new_model()
    w = willing(new_world)
    wanted = joint_interest(opening(w, model))[STANDARDS]
    w.bargaining.promised[ISSUES.index("china_fdi_screening")] = 0.8
    assert joint_interest(opening(w, model))[STANDARDS] < wanted
    z = [terms(*_packages(opening(willing(new_world), new_model(joint_standards=s))))[STANDARDS] for s in (0.0, 0.5)]
    assert z[1] > z[0]
