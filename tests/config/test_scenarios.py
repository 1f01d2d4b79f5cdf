"""Scenarios: every file is valid, and a shock changes its own cell in its own months only."""

from itertools import pairwise

import numpy as np
import pytest
import yaml

from giants.compose import conf_dir
from giants.errors import InputError
from giants.scenario import DatedShock, Scenario, month_name, month_number
from giants.schema import build
from giants.symbols import ECONOMIES, SECTORS

FILES = sorted((conf_dir() / "scenario").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[p.stem for p in FILES])
def test_every_scenario_file_is_valid_and_named_after_itself(path):
    assert build(Scenario, yaml.safe_load(path.read_text()), "scenario").name == path.stem


def test_months_are_numbered_without_gaps():
    assert month_number("2027-01") - month_number("2026-12") == 1
    assert month_name(month_number("2036-07")) == "2036-07"


def test_a_shock_changes_its_cell_in_its_months_only():
    shock = DatedShock("added_tariff", ("USA", "MEX", "AUT"), "2027-03", "2027-05", add=0.25)
    scenario = Scenario("x", "", "endogenous", (shock,))
    base = np.zeros((10, 10, 11))
    cell = ECONOMIES.index("USA"), ECONOMIES.index("MEX"), SECTORS.index("AUT")
    seen = [scenario.apply("added_tariff", base, month_number(m)) for m in ("2027-02", "2027-03", "2027-04", "2027-05")]
    assert [s[cell] for s in seen] == [0.0, 0.25, 0.25, 0.0]
    assert sum(s.sum() for s in seen) == 0.5
    assert base.sum() == 0.0


def test_a_ramp_is_monotone_and_reaches_its_full_size():
    shock = DatedShock("endowment", ("CHN",), "2027-01", "2036-12", multiply=0.95, ramp_months=36)
    weights = [shock.weight(month_number("2027-01") + m) for m in range(-1, 60)]
    assert weights[0] == 0.0
    assert weights[36] == 1.0
    assert all(b >= a for a, b in pairwise(weights))


def test_goods_leaves_services_out():
    shock = DatedShock("added_tariff", ("USA", "MEX", "goods"), "2027-03", "2027-05", add=0.1)
    out = Scenario("x", "", "endogenous", (shock,)).apply(
        "added_tariff", np.zeros((10, 10, 11)), month_number("2027-03")
    )
    assert out[1, 0, :9].tolist() == [0.1] * 9
    assert out[1, 0, 9:].sum() == 0.0


@pytest.mark.parametrize(
    ("where", "word"), [(("USA", "MEXX", "AUT"), "MEX"), (("USA", "MEX"), "3 codes"), (("USA", "MEX", "CARS"), "AGF")]
)
def test_a_shock_on_an_unknown_cell_is_refused_by_name(where, word):
    with pytest.raises((InputError, ValueError), match=word):
        DatedShock("added_tariff", where, "2027-03", "2027-05", add=0.1)


def test_a_shock_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="not after"):
        DatedShock("drug_demand", ("fentanyl",), "2027-03", "2027-03")
