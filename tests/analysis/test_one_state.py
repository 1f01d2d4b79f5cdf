"""Questions about one state: found by any of its names, and answered by year with intervals over luck."""

import pandas as pd
import pytest

from giants.analysis.ensemble import load
from giants.analysis.states import figures, numbers, one
from giants.errors import InputError


@pytest.mark.parametrize("text", ["Nuevo León", "nuevo leon", "NLE", "nle", "19"])
def test_a_state_is_found_by_name_abbreviation_or_code(text):
    assert one.find(text) == "19"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: one.find("Sinalo"), "there is no state 'Sinalo'; did you mean 'sinaloa'"),
        (lambda: numbers.table_of("homicide"), "no measure 'homicide' of states; did you mean 'homicides'"),
        (lambda: numbers.table_of("homicides", "AUT"), "no measure 'homicides' of states by sector"),
        (lambda: numbers.table_of("jobs", "AUX"), "there is no sector 'AUX'; did you mean 'AUT'"),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest(call, told):
    with pytest.raises(InputError, match=told):
        call()


def frame(value):
    rows = [
        (f, s, y, seed, 0) for f in ("calm", "shock") for s in ("a", "b") for y in (2027, 2028) for seed in range(3)
    ]
    table = pd.DataFrame(rows, columns=["future", "strategy", "year", "seed", "point_id"])
    return table.assign(value=[value(*row) for row in rows])


def test_luck_that_two_strategies_share_leaves_their_difference_exact_in_each_future():
    made = frame(lambda f, s, y, seed, p: 10 * seed + (2 if f == "shock" else 1) * (s == "b"))
    gaps = one.by_year(one.against(made, "a"), "value").set_index(["future", "strategy", "year"])
    assert gaps.loc[("calm", "b", 2028), ["mean", "low", "high"]].tolist() == pytest.approx([1, 1, 1])
    assert gaps.loc[("shock", "b", 2027), ["mean", "low", "high"]].tolist() == pytest.approx([2, 2, 2])


def test_jobs_of_all_sectors_of_a_state_add_up_and_a_sector_is_part_of_them(sweep):
    runs = load(sweep)
    every, cars = (one.runs_of(runs, "jobs", "19", sector) for sector in ("", "AUT"))
    parts = sum(one.runs_of(runs, "jobs", "19", sector)["value"].to_numpy() for sector in numbers.codes_of_sectors())
    assert parts == pytest.approx(every["value"].to_numpy())
    assert (cars["value"] > 0).all()


def test_the_answer_for_a_state_names_it_its_unit_and_the_reference(sweep):
    told = figures.result(load(sweep), "homicides", state="Sinaloa")
    assert told.name == "states_SIN_homicides"
    assert "Homicides in Sinaloa in 20" in told.sentences[0]
    assert "calibrated autonomy against status quo" in told.sentences[1]
    assert {"mean", "low", "high"} <= set(told.tables["difference"])


def test_framed_states_are_those_whose_interval_holds_no_zero(sweep):
    table = numbers.uncertain(load(sweep), "homicides")
    assert len(table) == 32
    assert (table["low"] <= table["difference"]).all()
    assert (table["difference"] <= table["high"]).all()
