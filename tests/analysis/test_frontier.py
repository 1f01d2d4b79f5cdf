"""Strategies beside the candidates of a search: on the same runs, or not at all."""

import shutil
from dataclasses import replace

import pytest

from giants.analysis.ensemble import load
from giants.analysis.trade_offs import frontier
from giants.analysis.trade_offs.figures import result
from giants.errors import InputError


@pytest.fixture
def search(sweep, tmp_path):
    """A search whose only candidate, point 0, met the runs of the sweep."""
    shutil.copytree(sweep, tmp_path / "found" / "front-1", ignore=shutil.ignore_patterns("analysis"))
    return tmp_path / "found"


def test_strategies_and_candidates_have_the_means_of_their_runs_and_only_the_unbeaten_are_on_the_frontier(
    sweep, search
):
    runs = load(sweep)
    table = frontier.frontier(runs, search).set_index("name")
    numbers = runs.numbers(frontier.AIMS, "mean")
    assert list(table.index) == [*runs.strategies, "candidate 0"]
    for aim in frontier.AIMS:
        assert table.loc["candidate 0", aim] == pytest.approx(numbers[aim].mean())
        assert table.loc["status_quo", aim] == pytest.approx(
            numbers.loc[numbers["strategy"] == "status_quo", aim].mean()
        )
    good = table[list(frontier.AIMS)] * [1, 1, -1]
    beaten = {
        a: any((good.loc[b] >= good.loc[a]).all() and (good.loc[b] > good.loc[a]).any() for b in good.index)
        for a in good.index
    }
    assert {name: not front for name, front in table["front"].items()} == beaten


def test_the_answer_tells_who_is_beaten_and_draws_it(sweep, search):
    made = result(load(sweep), search=str(search))
    assert any("Beside 1 candidate of the search" in sentence for sentence in made.sentences)
    assert made.figures["frontier"](7.5).axes


def test_candidates_that_met_other_seeds_are_refused(sweep, search):
    runs = load(sweep)
    fewer = replace(runs, runs=runs.runs[runs.runs["seed"] < 2])
    with pytest.raises(InputError, match="its candidates met seed 0, 1, 2, these strategies 0, 1"):
        frontier.frontier(fewer, search)


def test_a_folder_without_a_finished_search_is_refused(sweep, tmp_path):
    with pytest.raises(InputError, match="is not the folder of a finished giants-search"):
        frontier.frontier(load(sweep), tmp_path)
