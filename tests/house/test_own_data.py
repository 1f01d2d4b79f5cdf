"""Tables of one's own: they replace the bundled ones by name, and what is wrong or missing in them is said."""

import os
import subprocess
import sys

import pandas as pd
import pytest

from giants import codes, tables
from giants.bargaining import issues
from giants.config import default_settings
from giants.errors import InputError
from giants.invest import calibration as invest_calibration
from giants.records.manifest import manifest
from giants.security.drug_tables import load_drugs
from giants.society import calibration as society_calibration
from giants.society import growth
from giants.trade import data as trade_data
from giants.trade import origin

ISSUES = "bargaining/issues.csv"
DIALOGUE = (
    "+issues.security_dialogue={demand_class: executive, proposer: LAT, value: 0.001, cost: 0.0003, curvature: 0.002, "
    "rival_value: 0, initial: 0, red_line: 1, topic: Latin America, binds: nothing, binds_unit: depth, "
    "demand: talk about security, source: prior, OFFERS}"
)


def bundled(name):
    return pd.read_csv(codes.BUNDLED / name, dtype=str, keep_default_na=False)


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Return a function that writes a table into a data folder of one's own, which GIANTS_DATA names."""
    monkeypatch.setenv("GIANTS_DATA", str(tmp_path))

    def write(name, table):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        table.to_csv(tmp_path / name, index=False)
        return tmp_path

    return write


def giants(folder, *words):
    return subprocess.run(
        [sys.executable, "-m", "giants", *words],
        cwd=folder,
        env=os.environ | {"GIANTS_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def refused(done):
    """Return the one line that a refused command says."""
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


def test_a_table_of_ones_own_replaces_the_bundled_one_and_others_stay(own):
    own("society/labour_cost.csv", bundled("society/labour_cost.csv").assign(annual_change_pct="7"))
    assert set(tables.read("society/labour_cost.csv", ("annual_change_pct",))["annual_change_pct"]) == {7}
    assert len(tables.read("society/growth_paths.csv")) == len(bundled("society/growth_paths.csv"))


def test_the_manifest_names_the_tables_of_ones_own(own):
    told = {"seed": 1, "months": 1, "start": "2026-08", "seconds": {}, "largest_residual": 0.0, "citations": ()}
    own("society/labour_cost.csv", bundled("society/labour_cost.csv"))
    one = manifest(**told)["own_tables"]
    own("society/labour_cost.csv", bundled("society/labour_cost.csv").assign(source="me"))
    other = manifest(**told)["own_tables"]
    assert list(one) == list(other) == ["society/labour_cost.csv"]
    assert one != other


def test_a_folder_that_does_not_exist_is_refused_by_name(tmp_path):
    missing = tmp_path / "nowhere"
    done = subprocess.run(
        [sys.executable, "-m", "giants", "months=1"],
        cwd=tmp_path,
        env=os.environ | {"GIANTS_DATA": str(missing)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "nowhere: no such folder" in refused(done)


def test_a_table_that_the_model_does_not_read_is_refused_by_name(own):
    own("trade/region.csv", bundled("trade/regions.csv"))
    codes._own_folder.cache_clear()
    with pytest.raises(InputError, match=r"trade/region\.csv is no table of giants"):
        codes.path_of("trade/regions.csv")


@pytest.mark.slow
def test_an_eleventh_economy_without_data_is_named_with_table_and_cell(own):
    regions = bundled("trade/regions.csv")
    folder = own("trade/regions.csv", pd.concat([regions, regions.tail(1).assign(region="ATL")]))
    said = refused(giants(folder))
    assert "table trade/flows_2023.csv, column 'value_musd': the row origin MEX, destination ATL, sector AGF" in said


def society():
    defined = default_settings().issues
    return society_calibration.build_calibration.__wrapped__(
        18.0, issues.product_issues(defined), issues.of(defined, "USA")
    )


def firms():
    return invest_calibration.build_calibration(default_settings().invest)


@pytest.mark.parametrize(
    ("name", "gone", "load", "cell"),
    [
        (
            "trade/flows_2023.csv",
            {"origin": "ROW", "sector": "AUT"},
            lambda: trade_data._built.__wrapped__("wiod2011"),
            "origin ROW",
        ),
        ("trade/io_coeffs.csv", {"region": "ROW"}, lambda: trade_data._built.__wrapped__("wiod2011"), "region ROW"),
        ("trade/elasticities.csv", {"sector": "AUT"}, trade_data.theta, "sector AUT"),
        ("trade/usmca_utilization.csv", {"partner": "CAN", "sector": "AUT"}, origin.claims, "partner CAN, sector AUT"),
        ("trade/flows_2023.csv", {"destination": "ROW"}, firms, "destination ROW"),
        ("trade/production.csv", {"region": "ROW"}, firms, "region ROW"),
        ("society/fdi_origin_sector.csv", {"economy": "ROW"}, firms, "economy ROW"),
        ("society/fdi_state_sector.csv", {"state_code": "07"}, firms, "state_code 07"),
        ("trade/production.csv", {"region": "MEX", "sector": "AUT"}, society, "sector AUT"),
        ("states/states.csv", {"state_code": "07"}, society, "state_code 07"),
        ("security/drugs.csv", {"drug": "cocaine"}, load_drugs, "drug cocaine"),
        ("security/precursors.csv", {"drug": "cocaine"}, load_drugs, "drug cocaine"),
        ("society/product_shares.csv", {"partner": "RPA"}, society, "partner RPA"),
        ("society/growth_paths.csv", {"economy": "ROW"}, growth.load_paths.__wrapped__, "economy ROW"),
        ("society/labour_cost.csv", {"economy": "ROW"}, growth.load_paths.__wrapped__, "economy ROW"),
    ],
)
def test_what_is_missing_is_named_by_table_row_and_column(own, name, gone, load, cell):
    table = bundled(name)
    mine = pd.concat([table[column] == code for column, code in gone.items()], axis=1).all(axis=1)
    own(name, table[~mine])
    with pytest.raises(InputError, match=rf"table {name}, column '\w+': the row .*{cell}.* is missing"):
        load()


@pytest.mark.slow
def test_a_regional_issue_of_ones_own_is_agreed_and_moves(own):
    folder = own(ISSUES, pd.concat([bundled(ISSUES), pd.DataFrame({"issue": ["security_dialogue"]})]))
    own_product = [
        DIALOGUE.replace("OFFERS", "offers: [electric_vehicles]"),
        "issues.batteries_deal.offers=[batteries]",
    ]
    words = [*own_product, "mexico=latin_american_turn", "months=6", "name=run"]
    done = giants(folder, *words)
    assert done.returncode == 0, done.stderr
    lever = pd.read_parquet(folder / "runs" / "run" / "issues.parquet").set_index("issue")["position"]
    assert lever["security_dialogue"].iloc[-1] > lever["security_dialogue"].iloc[0] >= 0.0


@pytest.mark.slow
def test_a_regional_issue_to_which_mexico_brings_nothing_is_refused_by_name(own):
    folder = own(ISSUES, pd.concat([bundled(ISSUES), pd.DataFrame({"issue": ["security_dialogue"]})]))
    said = refused(giants(folder, DIALOGUE.replace("OFFERS", "offers: []")))
    assert "issues.security_dialogue.offers: needed" in said
    said = refused(giants(folder, DIALOGUE.replace("OFFERS", "offers: [diplomacy]")))
    assert "issues.security_dialogue: no block reads its position" in said
    assert "issues.security_dialogue: missing" in refused(giants(folder, "months=1"))
