"""A run of the model itself, from settings to a folder and back."""

import pytest

from giants.config import default_settings, settings
from giants.records import load_run
from giants.records.collector import frames_like_datacollector
from giants.run import run, write


@pytest.fixture(scope="module")
def make(tmp_path_factory):
    def made(*overrides):
        folder = tmp_path_factory.mktemp("runs")
        chosen = default_settings(["months=3", "record=full", f"runs_dir={folder}", *overrides])
        path, text = write(run(chosen))
        return chosen, load_run(path), text

    return made


@pytest.fixture(scope="module")
def finished(make):
    return make("seed=5")


def parquet(folder):
    return {file.name: file.read_bytes() for file in folder.glob("*.parquet")}


def test_the_same_seed_gives_the_same_tables_byte_for_byte(make, finished):
    assert parquet(finished[1].path) == parquet(make("seed=5")[1].path)


def test_another_seed_gives_other_tables(make, finished):
    other = parquet(make("seed=6")[1].path)
    assert other.keys() == parquet(finished[1].path).keys()
    assert other["states.parquet"] != parquet(finished[1].path)["states.parquet"]


def test_the_saved_configuration_is_the_one_that_ran(finished):
    chosen, loaded, _ = finished
    assert settings(loaded.config) == chosen


def test_every_table_covers_the_run(finished):
    loaded = finished[1]
    for name in set(loaded.tables) - {"events", "alternatives"}:
        assert sorted(set(loaded.table(name)["month"])) == [0, 1, 2], name


def test_tables_agree_with_each_other(finished):
    loaded = finished[1]
    by_state = loaded.states.groupby("month")["homicides"].sum().to_numpy()
    assert loaded.measures["homicides_total"].to_numpy() == pytest.approx(by_state, rel=1e-12)
    members = loaded.table("cartel_states").groupby("month")["members"].sum().to_numpy()
    assert loaded.measures["members_total"].to_numpy() == pytest.approx(members, rel=1e-12)
    pairs = loaded.pairs[(loaded.pairs["origin"] == "MEX") & (loaded.pairs["destination"] == "USA")]
    assert loaded.measures["goods_exports_usa"].to_numpy() == pytest.approx(pairs["goods"].to_numpy(), rel=1e-12)


def test_the_manifest_says_how_well_the_markets_cleared(finished):
    manifest = finished[1].manifest
    assert manifest["seed"] == 5
    assert 0 <= manifest["largest_market_residual"] < 1e-6
    assert manifest["citations"]
    assert set(manifest["seconds"]) >= {"trade", "security"}


def test_the_summary_is_in_the_folder_as_it_was_printed(finished):
    _, loaded, text = finished
    assert (loaded.path / "summary.txt").read_text(encoding="utf-8") == text
    assert "Calibrated Autonomy Index" in text
    assert loaded.summary["homicides_total_end"] == pytest.approx(loaded.measures["homicides_total"].iloc[-1])


def test_a_real_run_can_be_seen_as_a_datacollector(finished):
    loaded = finished[1]
    view = frames_like_datacollector({name: loaded.table(name) for name in loaded.tables})
    assert view.get_model_vars_dataframe().shape[0] == 3
    assert view.get_agent_vars_dataframe().loc[(1, "MEX"), "approval"] > 0
