"""The public call and the command: meaning of their arguments, and one clear line for every mistake."""

import doctest
import subprocess
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import giants.trade
from giants.config import default_settings
from giants.errors import InputError
from giants.evidence.trade.closure import CASES
from giants.evidence.trade.response import response
from giants.trade import bundled, counterfactual
from giants.trade.counterfactual import CLOSURES, HORIZONS, expand
from giants.trade.model import closures

SCRIPT = Path(__file__).parents[2] / "analysis" / "counterfactual.py"
ONE_WAY = {("USA", "MEX", "*"): 0.25}
NORTH = {("USA", "MEX", "*"): 0.25, ("MEX", "USA", "*"): 0.25}


@pytest.fixture(scope="module")
def script(load_script):
    return load_script(SCRIPT)


def command(*arguments):
    return subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False)


def test_it_is_a_public_name():
    assert giants.trade.counterfactual is counterfactual


def test_the_examples_of_the_package_run_as_printed():
    assert doctest.testmod(giants.trade) == (0, 9)


def test_nothing_changed_changes_nothing():
    frame = counterfactual({})
    still = frame.drop(columns=["us_goods_import_share_pct", "tariff_revenue_pct_of_gdp"])
    assert np.abs(still.to_numpy()).max() < 1e-9
    assert frame.index.tolist() == list(bundled().regions)
    assert frame["us_goods_import_share_pct"].sum() == pytest.approx(100)


def test_columns_that_users_rely_on_are_there():
    named = {"real_income_pct", "real_income_first_order_pct", "exports_pct", "imports_pct"}
    assert named | {"us_goods_import_share_pct"} <= set(counterfactual({}).columns)


def test_a_rate_in_percent_and_a_call_without_a_change_are_told(script, capsys):
    assert script.main(["--tariff", "USA:MEX:*:25"]) == 2
    assert "25 percent is 0.25" in capsys.readouterr().err
    assert script.main([]) == 0
    assert "Nothing was changed" in capsys.readouterr().out
    assert script.main(["--tariff", "USA:MEX:*:0.25"]) == 0
    assert "Nothing was changed" not in capsys.readouterr().out


def test_same_rate_is_the_mapping_that_answers_in_kind():
    one = counterfactual({("USA", "MEX", "*"): 0.25}, retaliation="same_rate")
    pd.testing.assert_frame_equal(one, counterfactual(NORTH))
    mapped = counterfactual({("USA", "MEX", "*"): 0.25}, retaliation={("MEX", "USA", "*"): 0.25})
    pd.testing.assert_frame_equal(one, mapped)


def test_stars_mean_all_others_and_all_goods():
    data = bundled()
    added = expand(data, {("USA", "*", "*"): 0.1}, "t", own=False)
    assert np.count_nonzero(added) == 9 * 9
    assert added[1, 1].sum() == 0
    assert (added[:, :, ~data.goods] == 0).all()


def test_overlapping_entries_add_up_and_factors_multiply():
    data = bundled()
    added = expand(data, {("USA", "*", "*"): 0.1, ("USA", "CHN", "AUT"): 0.2}, "t", own=False)
    assert added[1, 2, 7] == pytest.approx(0.3)
    factor = np.exp(expand(data, {("MEX", "*", "*"): 0.9, ("MEX", "CHN", "AUT"): 0.5}, "c", own=True))
    assert factor[0, 2, 7] == pytest.approx(0.45)


def test_one_elasticity_a_sequence_and_a_mapping_agree():
    data = bundled()
    one = counterfactual(NORTH, elasticity=3.0)
    pd.testing.assert_frame_equal(one, counterfactual(NORTH, elasticity=[3.0] * 11))
    pd.testing.assert_frame_equal(one, counterfactual(NORTH, elasticity=dict.fromkeys(data.sectors, 3.0)))


def test_the_first_year_is_that_of_the_models_parameters():
    p = default_settings().trade
    month = replace(p, closure="sticky", horizon_months=12.0)
    assert CLOSURES["sticky"] == closures(month)[1]
    assert HORIZONS["first_year"].elasticity == p.theta_short


def test_in_the_first_year_jobs_go_and_in_the_long_run_they_are_back():
    first, instant, late = (
        counterfactual(ONE_WAY, horizon="first_year"),
        counterfactual(ONE_WAY, horizon="first_year", closure="instant"),
        counterfactual(ONE_WAY),
    )
    assert first.jobs_pct["MEX"] < -1
    assert first.real_income_pct["MEX"] < instant.real_income_pct["MEX"] < late.real_income_pct["MEX"] < 0
    for still in (instant, late):
        np.testing.assert_allclose(still.jobs_pct, 0, atol=1e-6)
        np.testing.assert_array_equal(still.borrowed_pct_of_gdp, 0)
    assert first.borrowed_pct_of_gdp["MEX"] > 1


@pytest.mark.parametrize(("case", "region"), [("Mexico 25% on all", "MEX"), ("north answered", "MEX")])
def test_the_first_year_is_the_mean_of_the_months_of_the_model_duties_deferred(case, region):
    p, row = default_settings().trade, bundled().regions.index(region)
    months = islice(response(p, bundled().t0 + expand(bundled(), CASES[case], "t", own=False)), 12)
    path = np.mean([100 * (s.real_income_hat[row] - 1) for s in months])
    deferred, paid = (
        counterfactual(CASES[case], horizon="first_year", deferral=yes).real_income_pct[region] for yes in (True, False)
    )
    assert np.sign(deferred) == np.sign(path)
    assert abs(deferred - path) < 0.25 * abs(paid - path)
    assert deferred < paid - 0.1


@pytest.mark.parametrize("horizon", list(HORIZONS))
def test_duties_are_deferred_in_the_bundled_base_alone_and_only_where_mexico_raises_them(horizon):
    own = replace(bundled(), t0=bundled().t0.copy())
    for changes, same in ((NORTH, False), (ONE_WAY, True), ({("MEX", "CHN", "*"): -0.02}, True)):
        paid = counterfactual(changes, horizon=horizon, deferral=False)
        pd.testing.assert_frame_equal(counterfactual(changes, horizon=horizon, data=own), paid)
        deferred = counterfactual(changes, horizon=horizon)
        assert np.allclose(deferred, paid, atol=1e-9) == same


def test_trade_costs_change_beside_duties_that_are_deferred():
    cheaper = {("MEX", "USA", "*"): 0.95}
    frames = [counterfactual(NORTH, trade_cost=cost) for cost in (None, cheaper)]
    assert frames[1].real_income_pct["MEX"] > frames[0].real_income_pct["MEX"] + 0.3


def test_cheaper_trade_is_a_gain_for_both_sides():
    frame = counterfactual({}, trade_cost={("MEX", "BRA", "*"): 0.9, ("BRA", "MEX", "*"): 0.9})
    assert frame.real_income_pct["MEX"] > 0
    assert frame.real_income_pct["BRA"] > 0


def test_exact_and_first_order_agree_for_a_small_change_and_not_for_a_large_one():
    def gap(rate):
        frame = counterfactual({("USA", "MEX", "*"): rate})
        return abs(frame.real_income_pct - frame.real_income_first_order_pct)["MEX"] / rate

    assert gap(1e-4) < 0.002
    assert gap(0.25) > 10 * gap(1e-3)


def test_attributes_report_the_solution():
    attrs = counterfactual(NORTH).attrs
    assert attrs["residual"] < 1e-8
    assert attrs["redundant_market"] < 1e-8


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: counterfactual({("USA", "MEX", "AUTO"): 0.1}), "unknown sector 'AUTO'; did you mean AUT"),
        (lambda: counterfactual({("UAS", "MEX", "*"): 0.1}), "unknown importer 'UAS'; did you mean USA"),
        (lambda: counterfactual({("USA", "MXE", "*"): 0.1}), "unknown exporter 'MXE'; did you mean MEX"),
        (lambda: counterfactual({("USA", "USA", "*"): 0.1}), "cannot levy a tariff on itself"),
        (lambda: counterfactual({("USA", "MEX", "*"): -1.0}), "must be above -1"),
        (lambda: counterfactual({("USA", "MEX", "*"): -0.6, ("USA", "*", "*"): -0.6}), "would be"),
        (lambda: counterfactual({("USA", "MEX", "*"): float("nan")}), "not a finite number"),
        (lambda: counterfactual({("USA", "MEX", "*"): "0.25"}), "not a finite number"),
        (lambda: counterfactual({"USA": 0.1}), "is not .importer, exporter, sector."),
        (lambda: counterfactual({}, trade_cost={("USA", "MEX", "*"): 0.0}), "must be above 0"),
        (lambda: counterfactual({}, retaliation="in_kind"), "same_rate"),
        (lambda: counterfactual({}, horizon="year"), "long_run or first_year, not 'year'"),
        (lambda: counterfactual({}, horizon="first_year", closure="flexible"), "instant or sticky, not 'flexible'"),
        (lambda: counterfactual({}, closure="sticky"), "needs horizon first_year"),
        (lambda: counterfactual({}, elasticity=[4.0, 4.0]), "one value or 11"),
        (lambda: counterfactual({}, elasticity={"AUT": 4.0}), "no value for sector AGF"),
        (lambda: counterfactual({}, elasticity={"AUTO": 4.0}), "did you mean AUT"),
        (lambda: counterfactual({}, elasticity=-4.0), "must be positive"),
        (lambda: counterfactual({}, elasticity="high"), "positive number"),
        (lambda: counterfactual({}, elasticity=1e6), "at most 70"),
        (lambda: counterfactual({}, elasticity=[4.0] * 10 + [float("inf")]), "at most 70"),
        (lambda: counterfactual({}, elasticity=np.full((20, 20), "a")), "positive number"),
        (lambda: counterfactual({}, horizon=["long_run"]), r"long_run or first_year, not \['long_run'\]"),
        (lambda: counterfactual({}, horizon=np.array([["a"] * 9] * 9)), "long_run or first_year"),
        (lambda: counterfactual({}, closure=[]), r"instant or sticky, not \[\]"),
        (lambda: counterfactual({}, horizon="first_year", closure=["sticky"]), r"instant or sticky, not \['sticky'\]"),
    ],
)
def test_mistakes_are_named(call, message):
    with pytest.raises(InputError, match=message) as caught:
        call()
    assert len(str(caught.value).splitlines()) == 1


def test_the_command_prints_a_table_and_writes_csv(tmp_path):
    file = tmp_path / "out.csv"
    done = command("--tariff", "USA:MEX:*:0.25", "--tariff", "MEX:USA:*:0.25", "--elasticity", "4", "--csv", str(file))
    assert done.returncode == 0, done.stderr
    assert "real income %" in done.stdout
    written = pd.read_csv(file, index_col="region")
    np.testing.assert_allclose(written["real_income_pct"], counterfactual(NORTH)["real_income_pct"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("--tariff", "USA:MEX:AUTO:0.25"),
        ("--tariff", "USA:MEX:0.25"),
        ("--tariff", "USA:MEX:*:much"),
        ("--tariff", "USA:MEX:*:0.1", "--tariff", "USA:MEX:*:0.2"),
        ("--tariff", "USA:MEX:*:-2"),
        ("--retaliation", "same_rate", "--retaliation", "MEX:USA:*:0.1"),
        ("--elasticity", "0"),
        ("--elasticity", "AUT=3"),
        ("--csv", "no/such/folder/out.csv"),
        ("--nonsense",),
    ],
)
def test_bad_input_ends_with_one_line_and_status_two(script, capsys, arguments):
    assert script.main(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip().splitlines()) == 1


def test_the_command_itself_ends_with_status_two():
    done = command("--tariff", "USA:MEX:AUTO:0.25")
    assert done.returncode == 2
    assert "did you mean AUT" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_command_takes_named_and_listed_elasticities(script, capsys):
    named = ",".join(f"{s}=3" for s in bundled().sectors)
    printed = []
    for given in ("3", ",".join(["3"] * 11), named):
        assert script.main(["--tariff", "USA:MEX:*:0.25", "--retaliation", "same_rate", "--elasticity", given]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1] == printed[2]


def test_a_subsidy_to_imports_that_bankrupts_its_payer_is_named_in_one_line(script, capsys):
    assert script.main(["--tariff", "USA:*:*:-0.9"]) == 2
    assert "largest shock is: tariff of USA" in capsys.readouterr().err


def test_labelled_input_is_taken_by_label_and_never_by_position():
    by_name = {s: 2.0 + j for j, s in enumerate(bundled().sectors)}
    expected = counterfactual({("USA", "MEX", "*"): 0.1}, elasticity=by_name)
    turned = pd.Series(by_name)[::-1]
    pd.testing.assert_frame_equal(counterfactual({("USA", "MEX", "*"): 0.1}, elasticity=turned), expected)
    rates = pd.Series({("USA", "MEX", "*"): 0.1})
    pd.testing.assert_frame_equal(counterfactual(rates, elasticity=by_name), expected)


@pytest.mark.parametrize(
    ("changes", "more", "message"),
    [
        ({}, {"elasticity": pd.Series([4.0] * 11)}, "unknown sector 0"),
        ({}, {"elasticity": pd.DataFrame({"theta": [4.0] * 11})}, "expected a mapping or a Series by label"),
        ({}, {"elasticity": pd.Series([4.0, 5.0], index=["AGF", "AGF"])}, "'AGF' is given twice"),
        ({}, {"elasticity": True}, "positive number"),
        ({}, {"elasticity": np.True_}, "positive number"),
        ({}, {"elasticity": [True] * 11}, "positive number"),
        ({}, {"elasticity": "4"}, "positive number"),
        ({}, {"elasticity": dict.fromkeys(bundled().sectors, True)}, "positive number"),
        ({("USA", "MEX", "*"): 25}, {}, "25 percent is 0.25"),
        ({}, {"retaliation": {("USA", "MEX", "*"): 25}}, "25 percent is 0.25"),
        ({("USA", "MEX", "*"): True}, {}, "not a finite number"),
        (pd.DataFrame({"USA": {"MEX": 0.25}}), {}, "expected a mapping or a Series by label"),
        ([("USA", "MEX", "*", 0.25)], {}, "expected a mapping or a Series by label"),
    ],
)
def test_input_that_could_be_taken_for_something_else_is_refused(changes, more, message):
    with pytest.raises(InputError, match=message):
        counterfactual(changes, **more)
