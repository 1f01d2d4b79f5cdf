"""The published national model: pinned values of a reference solution, with the published figures beside them."""

import numpy as np
import pandas as pd
import pytest

from giants.errors import InputError
from giants.evidence.security.national import ETA, OMEGA, RHO, THETA
from giants.security import national_run
from giants.security.data import security_data
from giants.tables import read

DECADE, HALF = 520, 286  # weeks: 2012 to 2022, and 2022 to mid-2027


@pytest.fixture(scope="module")
def history():
    return national_run(DECADE)


@pytest.fixture(scope="module")
def scenario(history):
    def run(weeks=DECADE, **rates):
        return national_run(weeks, initial=history.attrs["sizes"], **rates)

    return run


@pytest.fixture(scope="module")
def reference():
    columns = ["year", "members", "deaths_per_week", "recruits_per_week", "arrests_per_week", "saturation_per_week"]
    return read("security/prieto_curiel_reimplementation.csv", columns, ["scenario"]).set_index("scenario")


def assert_path(run: pd.DataFrame, rows: pd.DataFrame, start: float) -> None:
    week = ((rows["year"] - start) * 52).round().astype(int).to_numpy()
    got = run.set_index("week").loc[week]
    np.testing.assert_allclose(got["members"], rows["members"], rtol=5e-5)
    for column in ("deaths", "recruits", "arrests", "saturation"):
        np.testing.assert_allclose(got[column], rows[f"{column}_per_week"], rtol=1e-4, atol=0.006, err_msg=column)


def test_every_year_of_the_history_equals_the_reference_solution(history, reference):
    assert_path(history, reference.loc["history"], 2012.0)


@pytest.mark.parametrize(
    ("name", "rates"),
    [
        ("baseline", {}),
        ("double_incapacitation", {"eta": 2 * ETA}),
        ("half_recruitment", {"rho": RHO / 2}),
        ("zero_recruitment", {"rho": 0.0}),
        ("half_recruitment_and_double_incapacitation", {"rho": RHO / 2, "eta": 2 * ETA}),
    ],
)
def test_every_year_of_each_policy_equals_the_reference_solution(name, rates, scenario, reference):
    assert_path(scenario(**rates), reference.loc[name], 2022.0)


def test_t1_members_in_2022_are_173837_published_175000(history):
    assert history["members"].iloc[-1] == pytest.approx(173_837, rel=0.001)
    assert 160_000 < history["members"].iloc[-1] < 185_000


def test_t2_mean_recruits_are_359_a_week_published_350_to_370(history):
    assert history["recruits"].mean() == pytest.approx(358.8, rel=0.01)


def test_t3_17_percent_are_dead_and_20_percent_arrested_after_ten_years(history):
    totals = history.attrs["totals"]
    ever = 115_000 + totals["recruits"] - totals["saturation"]
    assert totals["deaths"] / ever == pytest.approx(0.172, abs=0.005)
    assert totals["arrests"] / ever == pytest.approx(0.205, abs=0.005)


def test_t4_by_mid_2027_members_rise_25_percent_and_deaths_40(scenario):
    run = scenario(HALF)
    assert run["members"].iloc[-1] / run["members"].iloc[0] - 1 == pytest.approx(0.254, abs=0.01)
    assert run["deaths"].iloc[-1] / run["deaths"].iloc[0] - 1 == pytest.approx(0.404, abs=0.01)


def test_t5_half_the_recruitment_lowers_members_10_percent_and_deaths_26_in_five_years(scenario):
    run, base = scenario(260, rho=RHO / 2), scenario(0)
    assert run["members"].iloc[-1] / base["members"].iloc[0] - 1 == pytest.approx(-0.099, abs=0.01)
    assert run["deaths"].iloc[-1] / base["deaths"].iloc[0] - 1 == pytest.approx(-0.258, abs=0.01)


def test_t6_doubled_arrests_end_above_2022_and_below_the_baseline(scenario):
    double, base = scenario(260, eta=2 * ETA), scenario(260)
    assert double["deaths"].iloc[-1] > double["deaths"].iloc[0]
    assert double["deaths"].iloc[-1] / base["deaths"].iloc[-1] - 1 == pytest.approx(-0.25, abs=0.01)
    assert double["members"].iloc[-1] < base["members"].iloc[-1]


def test_t7_half_of_the_deaths_are_between_the_ten_largest_and_the_rest(history):
    sizes, mixing = history.attrs["sizes"], security_data().groups.mixing
    pairs = sizes[:, None] * mixing * sizes
    big = np.argsort(-sizes)[:10]
    inside = pairs[np.ix_(big, big)].sum()
    small = np.delete(np.delete(pairs, big, 0), big, 1).sum()
    assert (pairs.sum() - inside - small) / pairs.sum() == pytest.approx(0.52, abs=0.03)


def test_members_change_by_the_flows_and_by_nothing_else(history):
    t = history.attrs["totals"]
    change = t["recruits"] - t["arrests"] - t["deaths"] - t["saturation"]
    assert history["members"].iloc[-1] - history["members"].iloc[0] == pytest.approx(change, abs=0.5)


def test_without_conflict_and_arrests_a_group_grows_logistically():
    weeks, start = 400, np.zeros(150)
    start[3] = 1000.0
    run = national_run(weeks, eta=0.0, theta=0.0, initial=start)
    ceiling = RHO / OMEGA
    expected = ceiling / (1 + (ceiling / 1000.0 - 1) * np.exp(-RHO * weeks))
    assert run["members"].iloc[-1] == pytest.approx(expected, rel=1e-6)


def test_arrests_alone_empty_the_country_at_a_constant_pace_and_stop_there():
    run = national_run(20, rho=0.0, theta=0.0, omega=0.0, eta=11_500.0)
    np.testing.assert_allclose(run["members"].iloc[:10], 115_000 - 11_500 * np.arange(10), rtol=1e-6)
    assert (run["members"] >= 0).all()
    assert (run.loc[run["week"] > 10, ["members", "arrests"]] == 0).all().all()


def test_zero_weeks_give_the_start_alone():
    run = national_run(0)
    assert list(run.columns) == ["week", "members", "deaths", "recruits", "arrests", "saturation"]
    assert len(run) == 1
    assert run["members"].iloc[0] == pytest.approx(115_000)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weeks": -1}, "weeks must be"),
        ({"weeks": 2.5}, "weeks must be"),
        ({"rho": -0.1}, "rho must be"),
        ({"eta": float("nan")}, "eta must be"),
        ({"theta": "much"}, "theta must be"),
        ({"omega": float("inf")}, "omega must be"),
        ({"initial": np.ones(3)}, "150 sizes"),
        ({"initial": np.full(150, -1.0)}, r"initial\[0\]"),
        ({"initial": ["a"] * 150}, "array of numbers"),
    ],
)
def test_wrong_input_is_named(change, message):
    arguments = {"weeks": 10, **change}
    with pytest.raises(InputError, match=message):
        national_run(arguments.pop("weeks"), **arguments)


def test_the_defaults_are_the_published_parameters():
    assert (RHO, ETA, THETA, OMEGA) == (2.527474e-3, 110.0, 1.549231e-8, 4.0e-8)
