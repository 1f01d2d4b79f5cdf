"""Published tables, row by row, and the two published models on their own inputs.

The inputs of the published models are large copies of other people's files; they are read from ../shared/data
beside the repository, or from the folder that GIANTS_REPLICATION_DATA names, and skipped where absent.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from giants import tables
from giants.errors import InputError
from giants.evidence.trade import caliendo_parro, ignatenko
from giants.evidence.trade.validation import published, rows
from giants.schema import build
from giants.trade import counterfactual
from giants.trade.parameters import TradeParameters

ROOT = Path(__file__).parents[3]
DEFAULT = ROOT.parent / "shared" / "data"
INPUTS = Path(os.environ.get("GIANTS_REPLICATION_DATA", DEFAULT)) / "trade"
needs_inputs = pytest.mark.skipif(
    not (INPUTS / "cp2015").is_dir(), reason=f"published inputs not found in {INPUTS}; set GIANTS_REPLICATION_DATA"
)
REPLICATED = {"CP1", "CP2", "CP3", "LIB", "LIBMAP", "LIBX"}


@pytest.fixture(scope="module")
def parameters():
    return build(TradeParameters, yaml.safe_load((ROOT / "conf/trade/caliendo_parro.yaml").read_text()), "trade")


@pytest.fixture(scope="module")
def validation(parameters):
    return rows(parameters, INPUTS if (INPUTS / "cp2015").is_dir() else None)


def test_every_target_has_an_entry_and_every_entry_a_target(validation):
    status = tables.read("trade/validation_status.csv", ("row",), ("verdict", "tolerance", "reason"))
    targets = tables.read("trade/validation_targets.csv", text=("id",))
    assert status["row"].tolist() == list(range(1, len(targets) + 1))
    assert set(status["verdict"]) == {"tested", "out_of_reach"}
    tested = status["verdict"] == "tested"
    assert (pd.to_numeric(status.loc[tested, "tolerance"]) > 0).all()
    assert (status.loc[~tested, "reason"].str.len() > 10).all()
    assert len(validation) == len(targets)


def test_every_tested_row_that_needs_no_other_files_is_reproduced_but_the_first_years_elasticity(validation):
    own = validation[~validation["id"].isin(REPLICATED) & (validation["verdict"] != "out of reach")]
    assert len(own) > 30
    missed = own[own["verdict"] != "reproduced"]
    assert missed["row"].tolist() == [141]  # theta stands at its floor


@needs_inputs
def test_every_tested_row_of_the_replicated_papers_is_reproduced(validation):
    replicated = validation[validation["id"].isin(REPLICATED) & (validation["verdict"] != "out of reach")]
    assert len(replicated) > 80
    assert replicated[replicated["verdict"] != "reproduced"].to_dict("records") == []


def test_rows_are_skipped_and_not_passed_where_inputs_are_absent(parameters, tmp_path):
    absent = rows(parameters, tmp_path)
    assert set(absent.loc[absent["id"] == "CP1", "verdict"]) == {"skipped"}


def test_published_values_are_read_as_written():
    assert published("21.6->16.5") == pytest.approx(-5.1)
    assert published("-1.75 to -2.25") == pytest.approx(-2.0)
    assert np.isnan(published("71.2 / 89.0"))


def test_losses_of_exports_have_the_published_order():
    frame = counterfactual({("USA", "MEX", "*"): 0.25, ("USA", "CAN", "*"): 0.25, ("USA", "CHN", "*"): 0.10})
    order = frame.exports_pct[["MEX", "CAN", "USA", "CHN"]]
    assert (np.diff(order) > 0).all()


@needs_inputs
def test_nafta_first_order_exact_and_along_a_path():
    """The first-order 1.31% of Mexico is not the exact 0.007%: summed along a path the formula shrinks to it."""
    experiment = caliendo_parro.load(INPUTS / "cp2015")
    experiment.data.check(1e-8)
    s, local = experiment.solve()
    mex, can, usa = (caliendo_parro.COUNTRIES.index(c) for c in ("MEX", "CAN", "USA"))
    assert 100 * local.total[[mex, can, usa]] == pytest.approx([1.31, -0.06, 0.08], abs=0.01)
    assert 100 * (s.real_income_hat[[mex, can, usa]] - 1) == pytest.approx([0.007, -0.110, 0.074], abs=0.001)
    assert abs(float(s.redundant)) < 1e-8
    path = {steps: caliendo_parro.along_path(experiment, steps)[mex] for steps in (1, 5, 20)}
    assert 100 * path[5] == pytest.approx(0.255, abs=0.02)
    assert 100 * path[20] == pytest.approx(0.069, abs=0.02)
    assert path[1] > path[5] > path[20]


@needs_inputs
def test_public_call_takes_the_published_world_of_31_countries_and_40_sectors():
    experiment = caliendo_parro.load(INPUTS / "cp2015")
    frame = counterfactual({("USA", "MEX", "*"): 0.05}, data=experiment.data, elasticity=list(experiment.theta))
    assert frame.shape[0] == 31
    assert frame.real_income_pct["MEX"] < 0


@needs_inputs
@pytest.mark.parametrize(("answered", "file"), [(False, "noretaliation"), (True, "optimal_retaliation")])
def test_every_country_of_the_published_map(answered, file):
    world, t = ignatenko.load(INPUTS / "lib2025")
    outcome = ignatenko.solve(world, ignatenko.optimal_retaliation(world, t) if answered else t)
    table = pd.read_csv(INPUTS / "lib2025" / f"paper_output_map_{file}.csv").set_index("Country").loc[list(world.codes)]
    np.testing.assert_allclose(outcome.welfare, table["Value_1"], atol=0.006)
    np.testing.assert_allclose(outcome.employment, table["Value_5"], atol=0.002)
    np.testing.assert_allclose(outcome.prices, table["Value_6"], atol=0.01)


@needs_inputs
def test_calibrated_local_shares_and_optimal_tariff_of_the_published_model():
    world, t = ignatenko.load(INPUTS / "lib2025")
    usa, mex = world.at("USA"), world.at("MEX")
    assert world.nu[[mex, usa]] == pytest.approx([0.1144, 0.2707], abs=5e-5)
    assert ignatenko.optimal_usa(world)[usa, mex] == pytest.approx(0.218, abs=0.001)
    assert t[usa, mex] == pytest.approx(0.17)
    with pytest.raises(InputError, match="unknown country"):
        world.at("ZZZ")


@needs_inputs
def test_public_call_takes_a_world_of_194_countries_and_one_sector():
    data = ignatenko.as_trade_data(INPUTS / "lib2025")
    data.check(1e-9)
    frame = counterfactual({("USA", "MEX", "*"): 0.25, ("USA", "CAN", "*"): 0.25}, data=data)
    assert frame.shape[0] == 194
    assert frame.real_income_pct["MEX"] < frame.real_income_pct["CAN"] < 0
    assert frame.attrs["redundant_market"] < 1e-8


def test_missing_inputs_are_named(tmp_path):
    with pytest.raises(InputError, match=r"xbilat1993\.txt is missing"):
        caliendo_parro.load(tmp_path)
    with pytest.raises(InputError, match=r"country_labels\.csv is missing"):
        ignatenko.load(tmp_path)
