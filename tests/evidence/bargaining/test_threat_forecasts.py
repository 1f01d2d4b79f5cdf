"""Forecasts of threats by estimates that have not seen their cause, and the command that writes them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from giants import codes
from giants.evidence.bargaining import cross_validation, scores, threat_fit
from giants.evidence.bargaining.coded_threats import BUNDLED, read_all, take
from giants.evidence.bargaining.cross_validation import forecast, means, model, nested

near = pytest.approx
SCRIPT = Path(__file__).parents[3] / "analysis" / "episodes.py"
COLUMNS = ["id", "p_imposed", "concession_mean", "p02", "p10", "p25", "p75", "p90", "p97", "crps"]
OUTCOMES = ["end", "outcome", "concession_0to1", "concession_lo", "concession_hi", "imposed", "imposed_size",
            "size_ratio", "retaliation", "concession_later", "end_kind"]  # fmt: skip


@pytest.fixture(scope="module")
def rows():
    every = read_all()
    return take(every, every.counted & (every.start < every.start[every.id == "US-CHN-2019-MAY"]))


@pytest.fixture(scope="module")
def prior():
    return threat_fit.read_prior()


@pytest.fixture(scope="module")
def script(load_script):
    return load_script(SCRIPT)


@pytest.fixture
def files(tmp_path):
    """Two small tables to train on and one to predict, of bundled rows."""
    table = pd.concat([pd.read_csv(codes.path_of(name), dtype=str) for name in BUNDLED], ignore_index=True)
    parts = {"a": table[:9], "b": table[68:75], "c": table[75:80]}
    for name, part in parts.items():
        part.to_csv(tmp_path / f"{name}.csv", index=False)
    return {name: tmp_path / f"{name}.csv" for name in parts}


def flipped(rows, cluster):
    at = rows.cluster == cluster
    return rows._replace(imposed=np.where(at, 1 - rows.imposed, rows.imposed),
                         concession=np.where(at, 1 - rows.concession, rows.concession))  # fmt: skip


def test_how_a_cluster_ended_does_not_move_its_own_forecasts(rows, prior):
    makers = {"model": model(threat_fit.SIGNALLING, prior), "class means": means(True)}
    cluster = "2018-06-metals"
    own = rows.cluster == cluster
    before = forecast(rows, rows, makers)
    turned = flipped(rows, cluster)
    after = forecast(turned, turned, makers)
    for name in makers:
        assert after[name].imposed[own] == near(before[name].imposed[own], abs=1e-9)
        assert after[name].share[own] == near(before[name].share[own], abs=1e-9)
        assert not np.allclose(after[name].imposed[~own], before[name].imposed[~own], atol=1e-4)


def test_forecasts_do_not_depend_on_the_order_of_rows_or_the_names_of_clusters(rows, prior):
    makers = {"model": model(threat_fit.SPECIFICATIONS[0], prior), "grand mean": means(False)}
    turned = np.random.default_rng(0).permutation(len(rows.id))
    other = take(rows, turned)._replace(cluster=np.array([f"cause {one}" for one in rows.cluster[turned]]))
    first, second = forecast(rows, rows, makers), forecast(other, other, makers)
    for name in makers:
        assert second[name].imposed == near(first[name].imposed[turned], abs=1e-4)


def test_a_row_without_a_cluster_leaves_out_all_rows_that_start_in_its_month(rows):
    new = take(rows, rows.id == "US-HND-2019-AID")._replace(id=np.array(["NEW"]), cluster=np.array(["2019-03"]))
    out = forecast(new, rows, {"grand mean": means(False)})["grand mean"].imposed
    kept = take(rows, ~np.isin(rows.cluster, rows.cluster[rows.month == "2019-03"]))
    assert out == near(np.average(kept.imposed, weights=threat_fit.weights(kept.cluster)))


def test_rows_with_a_known_end_in_the_scored_table_feed_the_record_and_others_do_not(rows, prior):
    old = rows.start < rows.start[rows.id == "US-MX-2018-S232"]
    train, scored = take(rows, old), take(rows, ~old)
    makers = {"model": model(threat_fit.SIGNALLING, prior)}
    open_ended = scored._replace(said=np.zeros(len(scored.id)))
    told, silent = (forecast(table, train, makers)["model"].imposed for table in (scored, open_ended))
    assert not np.allclose(told, silent, atol=1e-4)


def test_the_cluster_left_out_plays_no_part_in_the_scores_that_choose_for_it(rows, prior):
    few = take(rows, np.isin(rows.cluster, np.unique(rows.cluster)[:5]))
    cluster = few.cluster[-1]
    one, other = (nested(table, prior, threat_fit.SPECIFICATIONS[:2]) for table in (few, flipped(few, cluster)))
    own = one["cluster"] == cluster
    assert one.loc[own, cross_validation.CHOICE[0]].to_numpy() == near(
        other.loc[own, cross_validation.CHOICE[0]].to_numpy(), abs=1e-4
    )
    assert not np.allclose(one.loc[~own, cross_validation.CHOICE[0]], other.loc[~own, cross_validation.CHOICE[0]])


def test_each_row_is_predicted_by_the_specification_chosen_without_it():
    names = np.array(["a", "b"])
    inner = pd.DataFrame({"cluster": ["a", "a", "b", "b"], "specification": ["x", "y"] * 2,
                          cross_validation.CHOICE[0]: [0.1, 0.2, 0.2, 0.1],
                          cross_validation.CHOICE[1]: [0.2, 0.1, 0.1, 0.2]})  # fmt: skip
    outer = {
        name: scores.ThreatForecast(np.full(2, p), np.full((2, 41), p / 10)) for name, p in (("x", 0.3), ("y", 0.7))
    }
    pick, counts = cross_validation.chosen(inner, outer, names)
    assert pick.imposed == near([0.3, 0.7])
    assert pick.share[:, 0] == near([0.07, 0.03])
    assert counts.set_index("specification").loc["x"].tolist() == [1, 1]


def test_the_command_takes_several_tables_and_writes_a_row_for_each_threat(script, files, tmp_path, capsys):
    out = tmp_path / "out.csv"
    words = ["--train", str(files["a"]), str(files["b"]), "--episodes", str(files["c"]), "--out", str(out)]
    assert script.main(words) == 0
    table, wanted = pd.read_csv(out), pd.read_csv(files["c"])
    assert list(table.columns) == COLUMNS
    assert list(table["id"]) == list(wanted["id"])
    assert table.notna().all(axis=None)
    levels = table[["p02", "p10", "p25", "p75", "p90", "p97"]].to_numpy()
    assert (np.diff(levels, axis=1) >= 0).all()
    assert table.drop(columns="id").to_numpy() == near(table.drop(columns="id").clip(0, 1).to_numpy())
    assert "against form only" in capsys.readouterr().out


def test_without_outcomes_there_are_forecasts_and_no_scores(script, files, tmp_path, capsys):
    out, blind = tmp_path / "out.csv", tmp_path / "blind.csv"
    whole = pd.read_csv(files["c"], dtype=str)
    whole.assign(**dict.fromkeys(OUTCOMES, "")).to_csv(blind, index=False)
    train = ["--train", str(files["a"]), str(files["b"])]
    assert script.main([*train, "--episodes", str(blind), "--out", str(out)]) == 0
    table = pd.read_csv(out)
    assert list(table.columns) == COLUMNS
    assert table["crps"].isna().all()
    assert table["p_imposed"].between(0, 1).all()
    assert "nothing is scored" in capsys.readouterr().out


@pytest.mark.parametrize("which", ["--train", "--episodes"])
def test_a_bad_table_ends_in_one_line_and_status_two(script, files, tmp_path, which, capsys):
    broken = tmp_path / "broken.csv"
    pd.read_csv(files["c"], dtype=str).assign(demand_class="royal").to_csv(broken, index=False)
    assert script.main([which, str(broken)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "broken.csv, row 2, column 'demand_class': unknown code 'royal'" in said


def test_the_page_of_scores_has_its_tables_and_figures(script, files, tmp_path):
    words = [
        "--train",
        str(files["a"]),
        str(files["b"]),
        "--episodes",
        str(files["c"]),
        "--page",
        str(tmp_path / "page"),
    ]
    assert script.main(words) == 0
    written = {path.name for path in (tmp_path / "page").iterdir()}
    assert {"threats.csv", "threats_reliability.csv", "threats_pit.csv", "threats.png", "threats.svg"} <= written
