"""The examples that drive the model with other tools run, and agree with the model run alone."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from giants.config import default_settings
from giants.run import run

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


def example(name):
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_mesa_batch_run_gives_the_numbers_of_the_model_alone():
    rows = example("mesa_batch_run").main(months=3)
    assert len(rows) == 2 * 2 * 2
    words = ["mexico=calibrated_autonomy", "trade.content_cost=0.3", "seed=2", "months=3"]
    alone = run(default_settings(words)).frames()["measures"].iloc[-1]
    row = rows.query("mexico == 'calibrated_autonomy' and content_cost == 0.3 and rng == 2").iloc[0]
    assert row["real_income"] == alone["real_income_mex"]
    assert row["homicides"] == pytest.approx(alone["homicides_total"], rel=1e-12)


@pytest.mark.slow
def test_the_workbench_varies_strategies_and_uncertainties():
    pytest.importorskip("ema_workbench", reason="the extra analysis is not installed")
    experiments, outcomes = example("workbench").main(months=2, scenarios=2)
    assert len(experiments) == 2 * 2
    assert np.isfinite(outcomes["real_income"]).all()
    assert len(set(outcomes["real_income"])) == 4
