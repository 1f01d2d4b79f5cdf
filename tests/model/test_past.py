"""What actors did before the start: a default run goes on from it, another strategy leaves it."""

from dataclasses import fields, replace

import numpy as np
import pytest

from giants.config import choice, default_settings
from giants.errors import InputError
from giants.load import actors, initial
from giants.model import Giants
from giants.scenario import month_number
from giants.symbols import Actions

SCALARS = [f.name for f in fields(Actions) if not f.metadata["axes"]]


@pytest.fixture(scope="module")
def usual():
    return default_settings()


def first_month(settings):
    """Return the stance and the homicides of the last month of the past and of the first month of the run."""
    model = Giants(settings)
    worlds = [model.world.copy()]
    model.step()
    worlds.append(model.world)
    stances = [{f.name: getattr(w.actions, f.name) for f in fields(Actions)} for w in worlds]
    return *stances, *(float(w.security.homicides.sum()) for w in worlds)


def test_a_default_run_goes_on_from_what_was_done_and_counted(usual):
    before, after, killed, then = first_month(usual)
    for name in SCALARS:
        assert after[name] == pytest.approx(before[name], abs=1e-3), name
    for name in ("police", "local_social_effort", "firm_caution", "cartel_launder", "precursor_control", "red_line"):
        assert np.abs(after[name] - before[name]).mean() < 0.01, name  # a month of answering to what is seen
    assert then == pytest.approx(killed, rel=0.05)


def test_firms_and_governments_go_on_from_what_they_expected(usual):
    model = Giants(usual)
    before = model.world.copy()
    model.step()
    np.testing.assert_allclose(model.world.bargaining.expected_tariff, before.bargaining.expected_tariff, atol=0.005)
    assert model.world.bargaining.expected_tariff.max() > 0.1  # metals and cars
    at_risk, then = (float(w.measures.value_at_risk) for w in (before, model.world))
    assert then == pytest.approx(at_risk, rel=0.1)


def test_the_past_of_a_run_without_threats_is_the_same(usual):
    quiet = initial(replace(usual, run=replace(usual.run, threats=False)))
    np.testing.assert_array_equal(quiet.bargaining.expected_tariff, initial(usual).bargaining.expected_tariff)
    np.testing.assert_array_equal(quiet.security.members, initial(usual).security.members)


def test_another_strategy_does_something_else_from_its_first_month(usual):
    other = replace(usual, usa=choice("usa", "cooperative"), mexico=choice("mexico", "iron_fist"))
    before, after, *_ = first_month(other)
    assert after["us_aid"] > before["us_aid"] + 0.5
    assert after["kingpin"] > before["kingpin"]


def test_washington_keeps_to_the_base_year_until_its_government_changes(usual):
    early, late = (initial(replace(usual, run=replace(usual.run, start=s))).actions for s in ("2023-03", "2025-04"))
    assert float(early.us_aid) == 1.0
    assert float(late.us_aid) == usual.usa.unilateral_measures.aid
    assert float(late.us_unilateral) > float(early.us_unilateral) == 0.0


def test_strategies_are_read_as_hydra_composes_them_and_the_default_ones_are_in_force_at_the_start(usual):
    force = {a.name: a.rules for a in actors() if a.since <= month_number(usual.run.start)}
    assert set(force) == {"mexico", "usa", "china", "latam", "states", "cartels", "firms"}
    for name, rules in force.items():
        assert rules == getattr(usual, name)


def test_a_choice_with_values_over_its_parts_is_composed_like_hydra():
    assert choice("mexico", "calibrated_autonomy") == default_settings(["mexico=calibrated_autonomy"]).mexico


def test_an_unknown_choice_is_told_with_the_nearest_one():
    with pytest.raises(InputError, match="transactional"):
        choice("usa", "transactinal")
