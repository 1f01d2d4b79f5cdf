"""Bits hold on one type of processor; elsewhere a run is repeated to a tolerance, and says so."""

import json

import numpy as np
import pandas as pd
import pytest

from giants.branch import branch_settings, simulate
from giants.compose import compose
from giants.config import settings
from giants.errors import InputError
from giants.processor import ELSEWHERE, processor, tolerance
from giants.run import run, write


def test_the_tolerance_is_nothing_on_the_same_type_of_processor_and_on_records_that_name_none():
    assert tolerance({"processor": processor()}) == tolerance({}) == 0.0
    assert tolerance({"processor": "vax"}) == ELSEWHERE


@pytest.mark.parametrize(
    ("made_on", "moved", "holds"), [("vax", 1e-13, True), ("vax", 1e-6, False), (None, 1e-13, False)]
)
def test_a_parent_of_another_processor_is_repeated_to_the_tolerance_and_one_of_this_to_the_bit(
    tmp_path, made_on, moved, holds
):
    path, _ = write(run(settings(compose(["months=2", f"runs_dir={tmp_path}", "name=parent"]))))
    measures = pd.read_parquet(path / "measures.parquet")
    measures["gdp_mex"] *= 1 + moved
    measures.to_parquet(path / "measures.parquet")
    manifest = json.loads((path / "manifest.json").read_text())
    (path / "manifest.json").write_text(json.dumps(manifest | ({"processor": made_on} if made_on else {})))
    branch = branch_settings([f"branch={path}@2026-10", "months=3", "mexico=defiance"])
    if holds:
        assert np.isfinite(simulate(branch)[0].world.trade.gdp).all()
    else:
        with pytest.raises(InputError, match="does not repeat what it recorded"):
            simulate(branch)
