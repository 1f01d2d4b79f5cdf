"""One name, one owner: what is asked twice, or cannot be, is refused when the sweep is planned, naming both."""

import pytest

from giants.errors import InputError
from giants.sweep.axes import search_from, sweep_from
from giants.sweep.factors import Factor
from giants.sweep.rows import SUCCEEDED, Row, label_types, table
from giants.sweep.sources import KEPT, distinct
from giants.sweep.task import settings_of

X = "trade.content_cost"


@pytest.fixture
def csv(tmp_path):
    """Return a function from a table to the overrides of a design that reads it."""

    def words(*lines):
        file = tmp_path / "points.csv"
        file.write_text("\n".join(lines) + "\n")
        return ["design=csv", f"design.file={file}"]

    return words


def refused(words, plan=sweep_from):
    with pytest.raises(InputError) as told:
        plan(["name=t", *words])
    assert "\n" not in str(told.value)
    return str(told.value)


def test_a_column_of_seeds_is_the_seeds(csv):
    _, definition = sweep_from(["name=t", *csv(f"seed,{X}", "11,0.1", "12,0.2", "13,0.3")])
    jobs = [definition.job(i) for i in range(definition.size)]
    assert [job.seed for job in jobs] == [11, 12, 13]
    assert [settings_of(definition, i).run.seed for i in range(3)] == [11, 12, 13]
    assert "seed" not in definition.label_names()
    written = table([Row(job, SUCCEEDED) for job in jobs], definition, label_types(definition))
    assert written["seed"].to_pylist() == [11, 12, 13]
    assert written[X].to_pylist() == [0.1, 0.2, 0.3]


@pytest.mark.parametrize("words", [["seed=4"], ["seed=4,5"], ["sweep=policy_by_scenario"]])
def test_a_second_source_of_seeds_is_refused(csv, words):
    assert "seed: set by seed=" in refused([*words, *csv(f"seed,{X}", "11,0.1", "12,0.2")])


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((f"seed,{X}", "11,0.1", ",0.2"), "give every row its seed"),
        ((f"seed,{X}", "11,0.1", "11.5,0.2", "12,0.3"), "seed: input should be a valid integer (given: 11.5)"),
        ((f"run.seed,{X}", "11,0.1"), "run.seed: unknown key; say seed"),
        (("bargaining.parameters.settle", "0.1"), "say bargaining.settle"),
        ((f"{X},{X}", "0.1,0.2"), f"two columns are called '{X}'"),
        ((f"{X}, {X}", "0.1,0.2"), f"two columns are called '{X}'"),
        ((f"{X},months", "0.1,3,4"), "row 1 has 3 cells for 2 columns"),
        ((f"{X},months", "0.1"), "row 1 has 1 cells for 2 columns"),
        ((f"{X},months", "0.1,3", "0.2,3", "0.1,3"), "rows 1 and 3 are the same"),
        ((f"months,{X}", "3,0.1", "4.5,0.2", "5,0.3"), "months: input should be a valid integer (given: 4.5)"),
        (("point_id", "7"), "the table of runs has a column of that name"),
        (("status", "7"), "the table of runs has a column of that name"),
        (("issues.foreign_forces.red_line,trade.theta_long.00", "0.1,3"), "trade.theta_long.00: "),
    ],
)
def test_a_column_that_is_no_setting_is_refused(csv, lines, message):
    assert message in refused(csv(*lines))


@pytest.mark.parametrize("key", KEPT)
def test_what_is_kept_of_a_run_is_no_column_of_a_design(csv, key):
    assert f"{key}: says what is kept of a run" in refused(csv(f"{key},{X}", "a,0.1", "b,0.2"))


@pytest.mark.parametrize("words", ["record=summary,yearly", "twins=none,all", "overwrite=true,false"])
def test_what_is_kept_of_a_run_is_no_axis(words):
    assert "says what is kept of a run" in refused([words])


@pytest.mark.parametrize(
    ("words", "lines", "both"),
    [
        ([f"{X}=0.1"], (X, "0.3"), [f"{X}=0.1", f"the design ({X})"]),
        ([f"{X}=0.1,0.2"], (X, "0.3"), [f"{X}=0.1,0.2", f"the design ({X})"]),
        (["usa=cooperative"], ("usa", "transactional"), ["usa=cooperative", "the design (usa)"]),
        (["usa=cooperative,decoupling"], ("usa", "transactional"), ["usa=coop", "the design (usa)"]),
        (["mexico/security=steady"], ("mexico.security", "steady"), ["mexico/security=steady", "(mexico.security)"]),
        (["trade.theta_long=[4]"], ("trade.theta_long.0", "3"), ["theta_long=[4]", "the design (trade.theta_long.0)"]),
        ([], ("measures.regimes,measures.regimes.0", "1,2"), ["(measures.regimes)", "(measures.regimes.0)"]),
        (["months=3", "months=4"], (X, "0.3"), ["months=3", "months=4"]),
    ],
)
def test_two_sources_of_one_setting_are_refused_naming_both(csv, words, lines, both):
    told = refused([*words, *csv(*lines)])
    assert "keep one of them" in told
    assert all(name in told for name in both), told


def test_a_factor_that_sets_several_settings_owns_each_of_them():
    words = ["uncertainty=core", "design=lhs", "design.size=4"]
    _, definition = sweep_from(["name=t", *words])
    one = definition.points.paths("trade.theta_long")[3]
    told = refused([f"{one}=4", *words])
    assert f"{one}=4" in told
    assert "the design (trade.theta_long)" in told


def test_a_choice_in_a_group_goes_together_with_values_of_its_settings(csv):
    words = ["mexico=status_quo,calibrated_autonomy", "mexico/security=dual_track", "mexico.security.finance=0.2"]
    _, definition = sweep_from(["name=t", *words, *csv("usa,mexico.security.prevention", "cooperative,0.3")])
    assert definition.size == 2
    assert {settings_of(definition, i).mexico.security.prevention for i in range(2)} == {0.3}


def test_a_search_takes_each_lever_from_one_source():
    lever = "mexico.security.prevention"
    told = refused([f"{lever}=0.3"], search_from)
    assert f"{lever}=0.3" in told
    assert f"the design ({lever})" in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "message"),
    [("seed", "luck is no lever"), ("record", "says what is kept"), ("mexico.security.preventoin", "unknown key")],
)
def test_a_search_whose_lever_is_none_is_refused_before_its_first_run(tmp_path, monkeypatch, path, message):
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "conf" / "uncertainty"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(f"factors: {{{path}: {{kind: uniform, low: 0.1, high: 0.9, source: test}}}}\n")
    assert message in refused(["uncertainty=mine"], search_from)


@pytest.mark.parametrize(
    "words", ["trade.content_cost=1e-1,0.1", "mexico=status_quo,status_quo", "seed=1,2,1", "threats=true,True"]
)
def test_a_value_of_an_axis_that_is_listed_twice_is_refused(words):
    assert "listed twice" in refused([words])


def test_values_are_the_same_however_they_are_written():
    for twice in ([1, 1.0], [[1, 2], [1.0, 2]], [{"a": 1}, {"a": 1.0}], ["x", "x"], [None, None]):
        with pytest.raises(InputError, match="listed twice"):
            distinct("key", twice)
    for once in ([1, True], [2**53, 2**53 + 1], [[1, 2], [2, 1]], ["1", 1]):
        distinct("key", once)
    with pytest.raises(ValueError, match="listed twice"):
        Factor("choice", "test", values=(1, 1.0))
