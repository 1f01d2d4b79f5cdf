"""Issues, instruments, clocks and the treaty: definitions are complete, and the law is obeyed."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giants import tables
from giants.bargaining import clocks, instruments, issues, treaty
from giants.bargaining.instruments import NODES, interpolation
from giants.config import default_settings
from giants.errors import InputError
from giants.symbols import CHN, ISSUES, MEX, SECTORS, USA

near = pytest.approx


@pytest.fixture
def tools(read):
    return instruments.load(read("instruments/default.yaml"))


def test_all_issues_are_defined_with_a_source_and_a_lever(read):
    loaded = issues.load(read("issues/default.yaml"))
    assert tuple(loaded) == ISSUES
    for one in loaded.values():
        assert one.source
        assert one.binds
        assert one.binds_unit
    sovereign = {name for name, one in loaded.items() if one.demand_class == "sovereign"}
    assert sovereign == {"foreign_forces", "foreign_policy_identity"}
    assert all(issues.of(loaded, proposer) for proposer in ("MEX", "USA", "CHN", "LAT"))


def test_costs_rise_from_executive_to_sovereign(read):
    table = issues.table(issues.load(read("issues/default.yaml")))
    asked_of_mexico = np.isin(table.proposer, (USA, CHN))
    full = table.cost + table.curvature / 2
    means = [full[asked_of_mexico & (table.kind == kind)].mean() for kind in range(3)]
    assert means == sorted(means)


@pytest.mark.parametrize(
    ("issue", "field", "value", "text"),
    [
        ("aid", "cost", 3.0, "issues.aid.cost"),
        ("aid", "demand_class", "royal", "issues.aid.demand_class"),
        ("aid", "colour", "red", "colour"),
        ("aid", "offers", ["food"], "issues.aid.offers: needed for an issue of LAT, and for no other"),
        ("biofuels_deal", "offers", [], "issues.biofuels_deal.offers: needed"),
        ("biofuels_deal", "offers", ["biofuel"], "issues.biofuels_deal.offers: unknown 'biofuel'; did you mean"),
        (
            "biofuels_deal",
            "offers",
            ["biofuels", "food"],
            "food must be offered under one issue, not agri",
        ),
    ],
)
def test_a_wrong_issue_is_named(read, issue, field, value, text):
    rows = read("issues/default.yaml")
    rows[issue] = rows[issue] | {field: value}
    with pytest.raises(InputError, match=text):
        issues.load(rows)


def test_an_issue_that_the_model_does_not_list_is_named(read):
    rows = read("issues/default.yaml")
    rows["security_dialogue"] = rows["migration_climate"]
    with pytest.raises(InputError, match=r"issues\.security_dialogue: unknown"):
        issues.load(rows)


def test_a_missing_issue_is_named(read):
    rows = read("issues/default.yaml")
    del rows["aid"]
    with pytest.raises(InputError, match=r"issues\.aid: missing"):
        issues.load(rows)


def test_an_instrument_over_its_cap_or_on_an_unknown_sector_is_refused(read):
    rows = read("instruments/default.yaml")
    with pytest.raises(InputError, match="over the cap"):
        instruments.load({"surcharge_122": rows["surcharge_122"] | {"sizes": [0.25]}})
    with pytest.raises(InputError, match="unknown 'CARS'"):
        instruments.load({"cars_232": rows["cars_232"] | {"sectors": ["CARS"]}})


def legal(tools, year):
    return {name for name, one in tools.items() if one.legal_from <= year < one.legal_to}


def test_the_law_of_the_day_decides_which_instruments_exist(tools):
    assert "emergency_tariff" in legal(tools, clocks.decimal_year("2026-02-19"))
    assert "emergency_tariff" not in legal(tools, clocks.decimal_year("2026-02-21"))
    assert "surcharge_122" in legal(tools, clocks.decimal_year("2026-03-01"))
    start = legal(tools, clocks.decimal_year("2026-08-01"))
    assert "surcharge_122" not in start
    assert {"cars_232", "metals_232", "section_301", "preference_loss", "treaty_exit"} <= start


@pytest.mark.parametrize(
    ("day", "opened", "closed"),
    [("2026-02-20", set(), {"emergency_tariff"}), ("2026-02-24", {"surcharge_122"}, set()),
     ("2026-07-24", set(), {"surcharge_122"})],
)  # fmt: skip
def test_windows_open_and_close_on_the_days_of_the_calendar(tools, day, opened, closed):
    dated = tables.read("episodes/calendar.csv", text=("date", "type", "actor", "event"))
    assert ((dated["date"] == day) & (dated["type"] == "legal") & (dated["actor"] == "USA")).any()
    half = 0.5 / 365.25
    before, after = (legal(tools, clocks.decimal_year(day) + step) for step in (-half, half))
    assert (after - before, before - after) == (opened, closed)


def test_interpolation_is_exact_at_the_nodes_and_at_zero():
    for m, size in enumerate(NODES):
        assert interpolation(size, NODES) == near(np.eye(len(NODES))[m], abs=1e-12)
    assert interpolation(0.0, NODES) == near(np.zeros(len(NODES)), abs=1e-12)


@given(st.floats(2.0, 8.0), st.floats(0.05, 0.5))
@settings(deadline=None)
def test_interpolated_losses_are_within_two_percent(elasticity, size):
    def loss(t):
        # a small exporter's real income when the share 0.8 of its sales meets a tariff t: concave, as in the block
        return 0.1 * (1 - (0.2 + 0.8 * (1 + t) ** (-elasticity)) ** (1 / elasticity))

    guessed = interpolation(size, NODES) @ np.array([loss(node) for node in NODES])
    assert guessed == near(loss(size), rel=0.02)


def test_interpolation_returns_a_published_threat_ladder():
    # losses of Mexico under US tariffs of 10, 25, 30 and 50% in an Armington model on 2023 flows (elasticity 2.5)
    ten, quarter, thirty, half = 1.457, 3.052, 3.466, 4.716
    weights = interpolation(0.30, at=(0.10, 0.25, 0.50))
    assert weights @ np.array([ten, quarter, half]) == near(thirty, rel=0.02)


def test_every_announced_size_is_solved_unless_they_outnumber_the_nodes(tools):
    def sizes(name, **changed):
        kept = {name: replace(tools[name], **changed)}
        solved = instruments.nodes(kept)
        return tuple(node.size for node in solved), instruments.options(kept, solved).weights

    solved, weights = sizes("cars_232", sizes=(0.25, 0.15))
    assert solved == (0.15, 0.25)
    assert np.array_equal(weights, np.eye(2)[::-1])
    solved, weights = sizes("cars_232", sizes=(0.05, 0.1, 0.2, 0.25))
    assert solved == NODES
    assert weights[2] == near(interpolation(0.2, NODES))


def test_losses_come_from_the_trade_block_when_it_speaks(tools):
    solved = instruments.nodes(tools)
    table = instruments.options(tools, solved)
    exposure = np.zeros((len(solved), 10))
    for t, node in enumerate(solved):
        exposure[t, node.exporter] = 0.08 * (node.size if not node.preference else 0.1)
    target, _ = instruments.losses(table, exposure)
    for o in np.flatnonzero(table.solved):
        expected = 0.08 * (table.size[o] if table.channel[o] == "tariff" else 0.1)
        assert target[o] == near(expected)
    declared, _ = instruments.losses(table, None)
    assert declared == near(table.declared[:, 0])
    assert np.all(target[~table.solved] == declared[~table.solved])


def test_nodes_name_each_scope_once(tools):
    solved = instruments.nodes(tools)
    assert len(set(solved)) == len(solved)
    assert all(node.sectors and max(node.sectors) < len(SECTORS) for node in solved)
    assert {(node.importer, node.exporter) for node in solved} == {(USA, MEX), (CHN, MEX), (MEX, USA)}


def test_the_treaty_is_reviewed_every_july_until_its_term_ends():
    assert clocks.months_to_review(clocks.decimal_year("2026-08-01")) == near(11, abs=0.1)
    assert clocks.months_to_review(clocks.decimal_year("2036-07-01")) == 0.0
    assert clocks.months_to_review(2036.9) == clocks.NEVER


def months(model, forced, years=11, conceded=0.4, u=0.5, leaving=lambda month: False):
    pact, states = treaty.Treaty(1.0, 119 / 12, 0.0, False), []
    for month in range(12 * years):
        position = np.where(model.reach > 0, conceded, 0.0)
        chance = treaty.review_chance(model, position, forced)
        pact = treaty.advance(model.p, pact, forced, month % 12 == 11, chance, leaving(month), u)
        states.append(pact)
    return states


def test_the_treaty_ends_in_july_2036_if_nobody_renews_it(new_model):
    states = months(new_model(), treaty.SUNSET)
    ends = next(month for month, pact in enumerate(states) if not pact.in_force)
    assert ends == 118  # August 2026 is month 0, so this is June turning into July 2036
    assert not any(pact.in_force for pact in states[ends:])


def test_a_forced_renewal_comes_at_the_first_review_and_lasts(new_model):
    states = months(new_model(), treaty.RENEWED)
    renewed = [month for month, pact in enumerate(states) if pact.renewed]
    assert renewed[0] == 11
    assert states[11].horizon == near(16 - 1 / 12)
    assert all(later - earlier >= 72 for earlier, later in pairwise(renewed))
    assert states[-1].in_force


def test_renewal_is_likelier_after_concessions(new_model):
    p = new_model().p
    chances = [treaty.renewal_chance(p, conceded, granted) for conceded, granted in ((0.2, 0), (0.6, 0), (0.6, 1))]
    assert chances == sorted(chances)
    assert treaty.renewal_chance(p, p.renewal_bar, 0.0) == near(0.5 * p.canada_consents)


def test_withdrawal_takes_six_months_and_can_be_called_off(new_model):
    gone = months(new_model(), treaty.ENDOGENOUS, years=2, u=0.999, leaving=lambda month: month >= 3)
    assert next(month for month, pact in enumerate(gone) if not pact.in_force) == 3 + 6
    kept = months(new_model(), treaty.ENDOGENOUS, years=2, u=0.999, leaving=lambda month: 3 <= month < 8)
    assert kept[-1].in_force


def test_every_bundled_issue_is_read_by_some_block():
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(issues.__file__).parents[1].rglob("*.py"))
    defined = default_settings().issues
    unread = [name for name in issues.READ_BY_BLOCKS if not defined[name].offers and f'"{name}"' not in source]
    assert unread == []
