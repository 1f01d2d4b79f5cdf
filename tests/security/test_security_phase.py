"""The month as a whole: conservation, neutrality, invariance, and what each lever does."""

from dataclasses import fields, replace

import numpy as np
import pytest

from giants.checks import inspect_symbols
from giants.draw import Draws
from giants.evidence.security.alone import fresh, simulate
from giants.security import conflict, groups
from giants.security.calibration import build_calibration
from giants.security.data import PRESENCE, K, S, security_data
from giants.security.group_tables import group_labels
from giants.security.inputs import SecurityInputs, employment, neutral, security_inputs
from giants.security.noise import NO_NOISE, Noise
from giants.security.phase import advance, initial
from giants.security.rows import GroupRows
from giants.symbols import ISSUES, PROGRAMMES, Security
from giants.world import World


def luck(seed, month):
    return Noise.of(Draws(seed), month)


def test_only_its_own_block_is_written(calibration):
    world = fresh(calibration)
    with world.writing("security"):
        world.security.update(advance(world, calibration, *luck(1, 0)))
    inspect_symbols(world)


def test_neutral_inputs_are_those_of_a_world_under_todays_policy(calibration):
    world = fresh(calibration)
    got, today = security_inputs(world, calibration.parameters.inputs), neutral()
    for field in fields(SecurityInputs):
        if field.name not in ("wage", "wage_base"):
            np.testing.assert_allclose(getattr(got, field.name), getattr(today, field.name), err_msg=field.name)
    np.testing.assert_array_equal(got.wage, got.wage_base)


def test_the_first_month_keeps_the_base_where_nothing_has_changed(calibration):
    world = fresh(calibration)
    before = {n: getattr(world.security, n).copy() for n in ("flow", "capture", "overdose_deaths", "police_share")}
    result = advance(world, calibration, *NO_NOISE)
    for name, value in before.items():
        np.testing.assert_allclose(getattr(result, name), value, rtol=1e-6, err_msg=name)
    np.testing.assert_allclose(result.drug_income, 1.0, rtol=1e-6)
    np.testing.assert_allclose(result.price, 1.0, rtol=1e-6)


def test_the_deaths_of_2022_are_those_of_the_published_model(calibration):
    assert calibration.base.killed.sum() * 12 / 52 == pytest.approx(124.3, rel=0.005)


@pytest.mark.parametrize("effort", [0.0, 1.0, 6.0])
def test_members_change_by_the_flows_and_by_nothing_else(calibration, effort):
    world = fresh(calibration)
    today = replace(neutral(), leaders=effort, wage=world.base.real_wage, wage_base=world.base.real_wage)
    for month in range(60):
        before = world.security.members.sum()
        result = advance(world, calibration, *luck(3, month), inputs=today)
        flow = result.recruits.sum() - result.arrests.sum() - result.killed.sum() - result.departures.sum()
        assert result.members.sum() - before == pytest.approx(flow, abs=1e-6)
        world.security.update(result)


@pytest.mark.parametrize("extreme", [{"security_money": np.full(S, 400.0)}, {"leaders": 200.0}, {"arms": 1.0}])
def test_no_number_is_ever_negative_or_infinite(calibration, extreme):
    end = simulate(calibration, 36, seed=2, change=lambda _, today: replace(today, **extreme)).world
    inspect_symbols(end)
    for field in fields(Security):
        if field.name not in (
            "split_from",
            "entered",
            "inflow_lost",
        ):  # ports that let more through are a gain
            assert (getattr(end.security, field.name) >= 0).all(), field.name


def test_every_state_keeps_a_group_for_ten_years(calibration):
    for seed in range(3):
        assert (simulate(calibration, 120, seed=seed).members > 0).all()


def test_groups_per_state_stay_plausible_for_ten_years(calibration):
    start = calibration.base.groups.mean()
    assert start == pytest.approx(7.8, abs=0.05)
    ends = [simulate(calibration, 120, seed=seed).groups[-1].mean() for seed in range(3)]
    assert 6.0 < np.mean(ends) < 13.0


def test_rows_under_25_members_stand_at_home_only(calibration):
    security = simulate(calibration, 60, seed=5).world.security
    k, s = np.nonzero((security.members > 0) & (security.members < PRESENCE))
    assert (s == security.home[k]).all()
    assert (security.groups == (security.members >= PRESENCE).sum(0)).all()


def test_a_split_gives_a_slot_what_the_parent_loses_and_sets_them_at_war(calibration):
    roster = groups.Roster.of(fresh(calibration).security)
    roster.dirty[0], before = 10.0, roster.members[0].copy()
    new = roster.split(0, 0.4)
    np.testing.assert_allclose(roster.members[new] + roster.members[0], before)
    np.testing.assert_allclose(roster.members[new], 0.4 * before)
    assert roster.dirty[new] + roster.dirty[0] == 10.0
    assert roster.family[new] == roster.family[0]


def test_a_splinter_is_labelled_by_its_root(calibration):
    roster = groups.Roster.of(fresh(calibration).security)
    new = roster.split(0, 0.4)
    labels = group_labels(roster.root, calibration.data.groups)
    assert (labels[0], labels[new]) == ("CJNG", f"CJNG/{new}")
    assert len(set(labels)) == K


def test_without_a_free_slot_the_smallest_group_makes_room(calibration):
    roster = groups.Roster.of(fresh(calibration).security)
    roster.members[150:, 0] = 30.0
    roster.members[170, 0] = 27.0
    before = roster.members.copy()
    assert roster.split(0, 0.4) == 170
    np.testing.assert_allclose(roster.members.sum(0), before.sum(0))
    np.testing.assert_allclose(roster.members[170], 0.4 * before[0])
    assert (roster.members.sum(1) > 0).all()


def test_both_parts_of_a_split_keep_the_home_that_they_fight_over(calibration):
    roster = groups.Roster.of(fresh(calibration).security)
    for k in range(20):
        assert roster.home[roster.split(k, 0.4)] == roster.home[k]


def test_sparse_pressure_equals_the_matrix_of_pairs(calibration):
    world = simulate(calibration, 48, seed=4, change=lambda _, t: replace(t, leaders=8.0)).world
    security, g = world.security, calibration.data.groups
    background = calibration.parameters.conflict.background
    dense = np.zeros((S, K, K))
    for a, b, s, rival, ally in zip(g.edge_a, g.edge_b, g.edge_state, g.edge_rival, g.edge_ally, strict=True):
        for k in np.flatnonzero(security.root == a):
            for other in np.flatnonzero(security.root == b):
                dense[s, k, other] = dense[s, other, k] = rival - background * ally
    family = (security.family[:, None] == security.family) * np.outer(
        security.intra_family_hostility, security.intra_family_hostility
    )
    dense += background + family
    dense[:, np.arange(K), np.arange(K)] = 0.0
    rows = GroupRows.of(security.members)
    lineage = (security.root, security.family, security.intra_family_hostility[rows.k])
    got = conflict.sparse_pressure(rows.n, rows, calibration.edges, lineage, background)
    want = conflict.pressure(security.members.T, dense)[rows.s, rows.k]
    np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-6)
    assert (security.intra_family_hostility > 0).any()


def test_relabelling_the_groups_relabels_the_result(calibration, parameters):
    order = np.random.Generator(np.random.Philox(1)).permutation(150)
    new = np.concatenate([order, np.arange(150, K)])
    place = np.argsort(new)
    g = calibration.data.groups
    shuffled = replace(
        g,
        members=g.members[new],
        home=g.home[new],
        trafficking=g.trafficking[new],
        edge_a=place[g.edge_a],
        edge_b=place[g.edge_b],
    )
    other = build_calibration(parameters, calibration.pesos_per_dollar, replace(calibration.data, groups=shuffled))
    worlds = fresh(calibration), fresh(other)
    for month in range(6):
        u, z, v, n = luck(8, month)
        u = u.copy()
        u[:, groups.SPLIT] = 1.0  # a new group takes the first free slot, whatever the labels
        worlds[0].security.update(advance(worlds[0], calibration, u, z, v, n))
        worlds[1].security.update(advance(worlds[1], other, u[new], z, v, n))
    np.testing.assert_allclose(worlds[1].security.members, worlds[0].security.members[new], rtol=1e-9)
    np.testing.assert_allclose(worlds[1].security.homicides, worlds[0].security.homicides, rtol=1e-9)
    np.testing.assert_allclose(worlds[1].security.revenue, worlds[0].security.revenue[new], rtol=1e-9)


def test_relabelling_the_states_relabels_the_result(calibration, parameters):
    new = np.random.Generator(np.random.Philox(2)).permutation(S)
    place = np.argsort(new)
    g, p = calibration.data.groups, calibration.data.places
    moved = {"neighbour": p.neighbour[np.ix_(new, new)], "crossing_state": place[p.crossing_state]}
    moved["port_state"] = place[p.port_state]
    for name in ("population", "wage", "homicides", "homicides_2020", "capture", "firm_cost"):
        moved[name] = getattr(p, name)[new]
    data = replace(
        calibration.data,
        groups=replace(g, members=g.members[:, new], home=place[g.home], edge_state=place[g.edge_state]),
        places=replace(p, **moved),
    )
    other = build_calibration(parameters, calibration.pesos_per_dollar, data)
    worlds = fresh(calibration), fresh(other)
    for month in range(6):
        u, z, v, n = luck(8, month)
        u = u.copy()
        u[:, groups.ENTRY] = 1.0  # a uniform number picks a neighbour by position
        worlds[0].security.update(advance(worlds[0], calibration, u, z, v, n))
        worlds[1].security.update(advance(worlds[1], other, u, z[new], v, n))
    np.testing.assert_allclose(worlds[1].security.members, worlds[0].security.members[:, new], rtol=1e-9)
    np.testing.assert_allclose(worlds[1].security.capture, worlds[0].security.capture[new], rtol=1e-9)
    np.testing.assert_allclose(worlds[1].security.flow, worlds[0].security.flow, rtol=1e-9)


def test_police_in_one_state_moves_no_other_state_that_month(calibration):
    a, b = fresh(calibration), fresh(calibration)
    b.actions.police[4] = 4.0
    calm = NO_NOISE
    one, two = advance(a, calibration, *calm), advance(b, calibration, *calm)
    changed = np.flatnonzero(one.arrests != two.arrests)
    assert changed.tolist() == [4]
    assert two.arrests[4] == pytest.approx(2 * one.arrests[4])


def test_the_nations_luck_moves_homicides_of_all_states_alike_and_no_member(calibration):
    calm = NO_NOISE
    base = advance(fresh(calibration), calibration, *calm)
    up = advance(fresh(calibration), calibration, *calm._replace(nation=np.array(2.0)))
    assert up.national_level > 1.0
    np.testing.assert_allclose(up.homicides, base.homicides * up.national_level)
    np.testing.assert_array_equal(up.members, base.members)
    np.testing.assert_array_equal(up.killed, base.killed)


def test_institutions_lower_capture_by_what_an_audit_took_from_corruption(calibration):
    standing = replace(
        neutral(),
        against_capture=np.full(S, 1.0 + calibration.parameters.inputs.institutions),
        wage=calibration.wage,
        wage_base=calibration.wage,
    )
    worlds = [simulate(calibration, 240, change=c, noise=False).world for c in (lambda *_: standing, None)]
    people = calibration.data.places.population
    with_law, without = (w.security.capture @ people for w in worlds)
    assert with_law / without - 1 == pytest.approx(-0.08, abs=0.03)


def test_the_same_luck_gives_the_same_numbers(calibration):
    first, second = (simulate(calibration, 24, seed=9) for _ in range(2))
    np.testing.assert_array_equal(first.homicides, second.homicides)


def lever(name, value):
    def change(world):
        world.bargaining.position[ISSUES.index(name)] = value

    return change


def effort(name, value):
    def change(world):
        world.society.effort[list(PROGRAMMES).index(name)] = value

    return change


def built(value):
    def change(world):
        world.society.rule_of_law[...] = value

    return change


def stance(name, value):
    def change(world):
        getattr(world.actions, name)[...] = value

    return change


@pytest.mark.parametrize(
    ("change", "symbol", "sign"),
    [
        (lever("fentanyl_enforcement", 1.0), "arrests", 1),
        (lever("fentanyl_enforcement", 1.0), "flow", -1),
        (lever("arms_control", 1.0), "killed", -1),
        (lever("drug_treatment", 1.0), "overdose_deaths", -1),
        (lever("aid", 1.0), "arrests", 1),
        (effort("enforcement", 1.0), "arrests", 1),
        (effort("prevention", 1.0), "recruits", -1),
        (built(1.0), "capture", -1),
        (effort("ports", 1.0), "flow", -1),
        (effort("finance", 1.0), "laundered", -1),
        (stance("precursor_control", [0.8, 0.0, 0.0]), "overdose_deaths", -1),
        (stance("laundering_control", 1.0), "laundered", -1),
        (stance("intelligence_sharing", 0.0), "flow", 1),
        (stance("us_unilateral", 1.0), "laundered", -1),
        (stance("us_aid", 0.0), "arrests", -1),
        (stance("us_aid_social_share", 1.0), "recruits", -1),
        (stance("us_treatment", 2.0), "overdose_deaths", -1),
        (stance("us_arms_control", 1.0), "killed", -1),
        (stance("police", 2.0), "arrests", 1),
        (stance("local_social_effort", 3.0), "recruits", -1),
        (stance("capture_resistance", 1.0), "capture", -1),
        (stance("cartel_fight", 1.5), "killed", 1),
        (stance("cartel_bribe", 0.6), "capture", 1),
    ],
)
def test_every_lever_moves_what_it_names(calibration, change, symbol, sign):
    worlds = fresh(calibration), fresh(calibration)
    change(worlds[1])
    for _ in range(12):
        for world in worlds:
            world.security.update(advance(world, calibration, *NO_NOISE))
    base, moved = (getattr(world.security, symbol).sum() for world in worlds)
    assert np.sign(np.round((moved - base) / base, 9)) == sign


def test_an_election_pays_for_protection_in_the_three_months_before_it_and_in_no_other(calibration):
    world, on = fresh(calibration), []
    for ahead in (5, 4, 3, 2, 1, 0, 60):
        world.calendar.months_to_election[0] = ahead
        on.append(security_inputs(world, calibration.parameters.inputs).election)
    assert on == [0, 0, 1, 1, 1, 0, 0]


def test_laundering_control_reaches_recruitment_through_clean_money(calibration):
    worlds = fresh(calibration), fresh(calibration)
    effort("finance", 1.0)(worlds[1])
    for _ in range(12):
        for world in worlds:
            world.security.update(advance(world, calibration, *NO_NOISE))
    base, cut = (w.security for w in worlds)
    assert cut.cash.sum() < base.cash.sum()
    assert cut.recruits.sum() < 0.995 * base.recruits.sum()


def test_traffickers_learn_risk_where_police_found_something_and_police_follow_them(calibration, parameters):
    def hard(_, today):
        effort = np.ones_like(today.crossing_effort)
        effort[3] = 2.0
        return replace(today, crossing_effort=effort)

    def path(change=None, **corridors):
        changed = replace(parameters, corridors=replace(parameters.corridors, **corridors))
        other = build_calibration(changed, calibration.pesos_per_dollar, calibration.data)
        run = simulate(other, 36, change=change, noise=False)
        return run.crossing_flow[:, 0].T / run.crossing_flow[:, 0].sum(1), run.world.security

    (calm, at_rest), (loop, learnt) = path(), path(hard)
    (deaf, unlearnt), (naive, _) = path(hard, premium_learning=0.0), path(hard, risk_memory=1e9)
    assert at_rest.crossing_premium == pytest.approx(np.ones(14))
    assert learnt.crossing_premium[3] > 1.1  # the fall of traffic lets some of the risk be forgotten
    assert unlearnt.crossing_premium.max() == 1.0
    assert learnt.police_share[3] != pytest.approx(at_rest.police_share[3], rel=0.02)
    fall = {name: 1 - share[3, -12:].mean() / calm[3, -12:].mean() for name, share in
            (("loop", loop), ("deaf", deaf), ("naive", naive))}  # fmt: skip
    assert fall["loop"] > fall["deaf"] > fall["naive"]


def test_under_ordinary_luck_premiums_leave_their_floor(calibration):
    world, seen = fresh(calibration), []
    for month in range(60):
        world.security.update(advance(world, calibration, *luck(2, month)))
        seen.append(world.security.crossing_premium.copy())
    above = np.array(seen) > 1.0
    assert above.any(0).sum() >= 3  # crossings
    assert not above.all()


def test_income_follows_control_of_corridors(calibration):
    security = fresh(calibration).security
    groups, places = calibration.data.groups, calibration.data.places
    strength = groups.trafficking[security.root][:, None] * security.members**calibration.parameters.corridors.control
    control = (strength / strength.sum(0))[:, np.r_[places.crossing_state, places.port_state]]
    result = advance(fresh(calibration), calibration, *NO_NOISE)
    assert np.corrcoef(control.mean(1), result.revenue)[0, 1] > 0.8
    assert result.revenue.sum() * 1e9 / 12 == pytest.approx(calibration.base.income.sum())


def test_agreements_of_the_start_are_part_of_the_base(calibration):
    world = World()
    world.bargaining.position[:] = world.base.position[:] = 0.4
    world.security.update(initial(calibration))
    today = security_inputs(world, calibration.parameters.inputs)
    assert (today.security_money == 1).all()
    world.bargaining.position[ISSUES.index("fentanyl_enforcement")] = 0.9
    assert (security_inputs(world, calibration.parameters.inputs).security_money > 1).all()


def test_lost_jobs_reach_recruitment(calibration):
    world = fresh(calibration)
    world.labour.labour_force[:], world.labour.jobs[:] = 12.0, 1.0
    world.base.employment[:] = employment(world)
    base = advance(world, calibration, *NO_NOISE)
    world.labour.jobs[4] *= 0.9
    hit = advance(world, calibration, *NO_NOISE)
    assert np.flatnonzero(hit.recruits != base.recruits).tolist() == [4]
    assert hit.recruits[4] > base.recruits[4]


def test_rivals_have_not_risen_at_the_start_and_do_in_a_war(calibration):
    world = fresh(calibration)
    assert advance(world, calibration, *NO_NOISE).rival_strength == pytest.approx(np.zeros(K), abs=1e-9)
    ids = calibration.data.groups.ids
    wings = np.isin(np.arange(K), [ids.index("N10013"), ids.index("N10091")])
    war = replace(neutral(), ruptured=wings, wage=world.base.real_wage, wage_base=world.base.real_wage)
    assert (advance(world, calibration, *NO_NOISE, inputs=war).rival_strength[wings] > 0).all()


@pytest.mark.parametrize("name", ["capo_transfers", "foreign_forces"])
def test_agreed_pressure_on_leaders_removes_more_of_them(calibration, name):
    worlds = fresh(calibration), fresh(calibration)
    lever(name, 1.0)(worlds[1])
    fallen = [0.0, 0.0]
    for month in range(60):
        for i, world in enumerate(worlds):
            world.security.update(advance(world, calibration, *luck(6, month)))
            fallen[i] += world.security.removed.sum()
    assert fallen[1] > fallen[0]


def test_removal_raises_killing_for_a_time_and_splits_divide_the_group(calibration):
    k = security_data().groups.ids.index("N10025")
    flag = np.arange(K) == k

    def change(month, today):
        return replace(today, removed=flag) if month == 0 else today

    base, hit = simulate(calibration, 24, noise=False), simulate(calibration, 24, change=change, noise=False)
    ratio = hit.killed.sum(1) / base.killed.sum(1)
    assert ratio[:6].mean() > 1.02
    assert ratio[-3:].mean() < 1.0 + 0.5 * (ratio[:6].mean() - 1)


def test_iron_fist_divides_groups_and_raises_killing_at_first_and_a_dual_track_does_neither(calibration):
    def iron(_, today):
        return replace(today, leaders=3.0, security_money=np.full(S, 2.8))

    def dual(_, today):
        return replace(
            today, leaders=0.8, security_money=np.full(S, 1.9), social_money=np.full(S, 2.8),
            against_capture=np.full(S, 1.7), finance=0.5,
        )  # fmt: skip

    runs = {
        n: [simulate(calibration, 96, s, c) for s in range(3)] for n, c in (("iron", iron), ("dual", dual), ("", None))
    }

    def apart(name, what, months):
        return (
            np.mean([what(a)[months].sum() / what(b)[months].sum() for a, b in zip(runs[name], runs[""], strict=True)])
            - 1
        )

    first, last = slice(0, 12), slice(84, 96)
    killed, groups_there, members = (lambda r: r.killed), (lambda r: r.active), (lambda r: r.members)
    assert apart("iron", groups_there, last) > 0.03 > 0 > apart("dual", groups_there, last)
    assert apart("iron", killed, first) > 0.005  # in the first year more die, as after removals of 2006-10
    assert apart("dual", killed, first) < 0
    assert apart("iron", killed, last) < -0.02  # and no paradox: fewer members kill less in the end
    assert apart("dual", killed, last) < apart("iron", killed, last)
    assert apart("iron", members, last) < -0.05
    assert apart("dual", members, last) < -0.05


def test_doubled_arrests_lower_members_against_the_baseline(calibration):
    base = simulate(calibration, 60, noise=False)
    double = simulate(calibration, 60, change=lambda _, t: replace(t, security_money=np.full(S, 4.0)), noise=False)
    assert double.members[-1].sum() < base.members[-1].sum()
    assert double.killed[-1].sum() < base.killed[-1].sum()


def test_flow_is_what_passes_the_crossings_and_drugs_are_conserved(calibration):
    world = simulate(calibration, 24, seed=3).world
    security = world.security
    np.testing.assert_allclose(security.crossing_flow.sum(1), security.flow)
    made = security.flow + security.seizures
    most = calibration.parameters.market.laboratory_capacity * security.supply_response.max()
    assert (made <= 1.2 * most * calibration.base.produced).all()  # and what was seized is made again


def test_more_seizures_withhold_less_where_goods_are_made_again_and_supply_answers_price(calibration, parameters):
    def hard(_, today):
        return replace(today, crossing_effort=2.0 * today.crossing_effort)

    def withheld(**market):
        other = build_calibration(
            replace(parameters, market=replace(parameters.market, **market)),
            calibration.pesos_per_dollar,
            calibration.data,
        )
        runs = (simulate(other, 60, change=change, noise=False).flow[-1] for change in (hard, None))
        hit, base = runs
        return 1 - hit / base

    deaf = withheld(supply_elasticity=0.0, made_again=0.0)
    again, answering = withheld(supply_elasticity=0.0), withheld(made_again=0.0)
    assert (deaf > again).all()
    assert (deaf > answering).all()
    assert (withheld() > 0).all()


def test_no_bundled_group_name_holds_a_given_name_or_a_nickname(calibration):
    given = {"Francisco", "Alfonso", "Juan", "Lenin", "Pedro", "Cecilia", "Fabian", "Paco", "Robert", "Dámaso"}
    for name in calibration.data.groups.names:
        words = name.replace("/", " ").split()
        assert not given.intersection(words), name
        assert words[0] not in ("El", "La", "Los"), name
