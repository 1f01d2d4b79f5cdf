"""Results are written into their own folder only: a folder from elsewhere may hold links that lead out of it."""

import pandas as pd
import pytest

from giants.analysis.result import Result, save
from giants.errors import InputError

RESULT = Result("autonomy", "?", ("told.",), {"": pd.DataFrame({"a": [1.0]})})


def test_a_folder_of_results_that_is_a_link_is_refused_and_nothing_is_written_through_it(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "analysis").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(InputError, match="analysis is a link"):
        save(RESULT, tmp_path / "analysis")
    assert list(elsewhere.iterdir()) == []


def test_a_result_is_not_written_through_a_link(tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("kept")
    out = tmp_path / "analysis"
    out.mkdir()
    (out / "autonomy.csv").symlink_to(victim)
    with pytest.raises(InputError, match=r"autonomy\.csv is a link"):
        save(RESULT, out)
    assert victim.read_text() == "kept"


def test_without_links_the_table_is_written(tmp_path):
    assert [path.name for path in save(RESULT, tmp_path / "analysis")] == ["autonomy.csv"]
