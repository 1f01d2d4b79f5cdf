"""The model as a whole: identities each month, the shared past, and Mesa's own tools."""

from itertools import pairwise

import mesa
import numpy as np
import pytest

from giants.checks import inspect_all
from giants.config import default_settings
from giants.load import initial
from giants.model import Giants
from giants.run import run
from giants.symbols import CHN, MEX, SLOTS, USA

MONTHS = 15


@pytest.fixture(scope="module", params=["status_quo", "calibrated_autonomy", "defiance"])
def months(request):
    """Worlds of each month of a checked run: a phase that writes outside its block fails at once."""
    model = Giants(default_settings([f"mexico={request.param}", "seed=9"]), checked=True)
    worlds = []
    for _ in range(MONTHS):
        model.step()
        inspect_all(model.world)
        worlds.append(model.world.copy())
    return worlds


def test_the_market_that_is_not_solved_clears_every_month(months):
    assert max(abs(float(w.trade.redundant)) for w in months) < 1e-7
    assert max(float(w.trade.residual) for w in months) < 1e-8


def test_trade_shares_sum_to_one_every_month(months):
    for w in months:
        assert w.trade.export_share.sum() == pytest.approx(1.0)
        assert w.trade.import_share.sum() == pytest.approx(1.0)


def test_output_and_exports_of_states_sum_to_the_trade_blocks_mexico(months):
    for w in months:
        sold = w.trade.flows[:, MEX].sum(0)
        np.testing.assert_allclose(w.labour.output.sum(0), sold, rtol=1e-9)
        np.testing.assert_allclose(w.labour.exports.sum(0), sold - w.trade.flows[MEX, MEX], rtol=1e-9, atol=1e-9)


def test_members_are_people(months):
    for w in months:
        assert w.security.members.min() >= 0.0
        assert w.security.members.shape == (SLOTS, 32)
        assert np.all((w.security.capture >= 0) & (w.security.capture <= 1))


def test_members_change_by_those_who_join_fall_are_caught_and_leave(months):
    for before, after in pairwise(months):
        s = after.security
        change = s.members.sum() - before.security.members.sum()
        assert change == pytest.approx((s.recruits - s.arrests - s.killed - s.departures).sum(), rel=1e-6, abs=1e-3)


def test_shares_and_levers_stay_between_nothing_and_all(months):
    for w in months:
        for values in (w.bargaining.position, w.society.effort, w.society.trust, w.society.deal, w.society.approval):
            assert values.min() >= 0.0
            assert values.max() <= 1.0


def test_pillars_are_shares_or_missing(months):
    for w in months:
        for pillar in (w.measures.structural, w.measures.agency, w.measures.relations, w.measures.sovereignty):
            assert np.isnan(pillar) or 0.0 <= pillar <= 1.0


def test_the_past_is_the_same_for_every_strategy_scenario_and_seed():
    one = initial(default_settings(["mexico=defiance", "seed=1", "scenario=us_recession"]))
    two = initial(default_settings(["mexico=us_alignment", "seed=2"]))
    np.testing.assert_array_equal(one.security.members, two.security.members)
    np.testing.assert_array_equal(one.trade.flows, two.trade.flows)


def test_the_treaty_ends_in_july_2036_whenever_a_run_starts():
    assert float(initial(default_settings()).bargaining.treaty_horizon) == pytest.approx(10.0)
    early = initial(default_settings(["start=2023-03"])).bargaining.treaty_horizon
    assert float(early) == pytest.approx(13.0 + 5 / 12)


def test_a_world_handed_out_can_be_changed_without_changing_the_next_one():
    one = initial(default_settings())
    one.security.members[...] = 0.0
    assert initial(default_settings()).security.members.sum() > 0.0


def test_without_conditional_threats_nobody_threatens():
    model = Giants(default_settings(["threats=false", "usa=maximal_pressure"]))
    for _ in range(18):
        model.step()
        assert all(e.outcome != "withdrawn" for e in model.events())
        protecting = [model.blocks.bargaining_model.options.protects[model.world.bargaining.option[USA]]]
        assert model.world.bargaining.stage[USA] == 0 or all(protecting)


def test_mesa_sees_a_model_with_a_clock_and_agents():
    model = Giants(rng=4)
    assert model.settings.run.seed == 4
    model.run_for(2)
    assert model.time == 2
    assert model.month == 1
    kinds = {kind.__name__: len(agents) for kind, agents in model.agents_by_type.items()}
    assert kinds == {"Government": 10, "State": 32, "Cartel": 200, "Firm": 600}
    mexico = model.governments[MEX]
    assert mexico.real_income == model.world.trade.real_income[MEX]


def test_mesas_data_collector_can_watch_a_run():
    model = Giants(rng=4)
    collector = mesa.DataCollector(model_reporters={"income": lambda m: float(m.world.trade.real_income[MEX])})
    for _ in range(3):
        model.step()
        collector.collect(model)
    assert collector.get_model_vars_dataframe()["income"].notna().all()


def test_the_same_seed_gives_the_same_world_and_another_one_does_not():
    def after(seed):
        model = Giants(rng=seed)
        model.run_for(4)
        return model.world

    one, same, other = after(3), after(3), after(8)
    np.testing.assert_array_equal(one.security.members, same.security.members)
    np.testing.assert_array_equal(one.trade.flows, same.trade.flows)
    assert not np.array_equal(one.security.homicides, other.security.homicides)


def test_two_runs_do_not_depend_on_the_order_in_which_they_are_stepped():
    a, b, alone = Giants(rng=1), Giants(rng=2), Giants(rng=1)
    for _ in range(4):
        a.step()
        b.step()
    alone.run_for(4)
    np.testing.assert_array_equal(a.world.trade.flows, alone.world.trade.flows)
    np.testing.assert_array_equal(a.world.security.members, alone.world.security.members)


def test_the_start_is_near_the_facts_of_2024_to_2026():
    w = initial(default_settings())
    assert 0.74 < w.trade.export_share[USA] < 0.86  # INEGI: about 80 to 84%
    assert 0.13 < w.trade.import_share[CHN] < 0.22  # BACI basis; INEGI: about 20% on a customs basis
    assert 0.05 < w.trade.us_tariff.max() < 0.60
    assert 0.06 < w.trade.us_export_content[CHN] < 0.12  # 9.1% in the base
    assert 13 < w.security.homicides.sum() * 12e5 / 130e6 < 19  # 15.6 early in 2026 on the scale of INEGI
    assert 55 < float(w.society.remittances) < 75  # 62.5 bn USD in 2025


def test_runs_of_one_process_share_tables_that_nobody_can_write():
    one, other = Giants(rng=1).blocks, Giants(rng=2).blocks
    assert one.invest_calibration is other.invest_calibration
    assert one.draws is not other.draws
    with pytest.raises(ValueError, match="read-only"):
        one.trade_model.short_run.chord.inverse[...] = 0.0
    with pytest.raises(ValueError, match="read-only"):
        one.invest_calibration.capital_mexico[...] = 0.0


def test_a_finished_run_can_be_seen_as_a_data_collector():
    finished = run(default_settings(["months=2"]))
    assert len(finished.collector().get_model_vars_dataframe()) == 2
