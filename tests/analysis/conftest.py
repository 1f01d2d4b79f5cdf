"""One tiny real sweep for all scripts, and tables of the same shape with known answers."""

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from giants.analysis.ensemble import Ensemble

SCRIPTS = Path(__file__).resolve().parents[2] / "analysis"


@pytest.fixture(scope="session")
def script():
    """Import a script of analysis/ by name and return its main."""

    def find(name):
        spec = importlib.util.spec_from_file_location(f"script_{name}", SCRIPTS / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module.main

    return find


@pytest.fixture(scope="session")
def generated():
    """The module that writes made-up sweeps."""
    spec = importlib.util.spec_from_file_location("generated_sweep", Path(__file__).with_name("generated_sweep.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sweep(tmp_path_factory):
    """2 strategies x 2 scenarios x 3 seeds, 14 months, computed by the real command in this process."""
    from giants.sweep_cli import main

    folder = tmp_path_factory.mktemp("runs")
    with pytest.raises(SystemExit) as ended:
        main(
            [
                "name=tiny", f"runs_dir={folder}", "mexico=status_quo,calibrated_autonomy",
                "scenario=baseline_2026,tariff_shock", "seed=range(0,3)", "months=14", "record=yearly",
                "engine=serial", "quiet=true",
            ]
        )  # fmt: skip
    assert ended.value.code == 0
    return folder / "tiny"


@pytest.fixture(scope="session")
def one_run(tmp_path_factory):
    """One short run, written as a run folder."""
    from giants.config import default_settings
    from giants.run import run, write

    folder = tmp_path_factory.mktemp("one")
    path, _ = write(run(default_settings(["months=13", f"runs_dir={folder}", "seed=5"])))
    return path


class Made(Ensemble):
    """An ensemble whose numbers are given, not read."""

    def __init__(self, numbers, labels, factors=()):
        super().__init__(Path("made"), numbers, tuple(labels), tuple(factors), {})

    @property
    def measures(self):
        return tuple(c for c in self.runs if c not in {*self.labels, "seed", "point_id", "run_id"})

    def numbers(self, measures, when="last12"):
        self.check(measures)
        return self.runs.copy()


@pytest.fixture
def made():
    """Return a function from columns to an ensemble with run_id, seed and point_id filled in."""

    def make(columns, labels=("strategy",), factors=()):
        frame = pd.DataFrame(columns)
        for name in ("seed", "point_id"):
            if name not in frame:
                frame[name] = 0
        frame["run_id"] = range(len(frame))
        return Made(frame, labels, factors)

    return make
