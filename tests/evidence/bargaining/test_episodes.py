"""Dated episodes: the bundled ones reproduce the published means, and any file with the columns is taken."""

import pytest

from giants.errors import InputError
from giants.evidence.bargaining import episodes

near = pytest.approx


@pytest.fixture(scope="module")
def bundled():
    return episodes.read()


def known(rows):
    return rows[(episodes.flag(rows, "verified") == 1)].reset_index(drop=True)


def test_the_bundled_episodes_reproduce_the_published_means(bundled):
    rows = known(bundled)
    us = rows[(rows["sender"] == "USA") & (rows["target"] == "MEX") & (episodes.flag(rows, "explicit_threat") == 1)]
    conceded = episodes.number(us, "concession_0to1")
    assert len(us) == 20
    assert conceded.mean() == near(0.425, abs=5e-4)
    assert episodes.flag(us, "imposed").mean() == near(0.45)
    kind = us["demand_class"].to_numpy()
    means = [conceded[kind == name].mean() for name in ("executive", "structural", "sovereign")]
    assert means == near([0.556, 0.368, 0.0], abs=1e-3)


def test_a_broken_file_is_named_with_its_row_and_column(tmp_path, bundled):
    broken = bundled.copy()
    broken.loc[3, "demand_class"] = "royal"
    broken.to_csv(tmp_path / "broken.csv", index=False)
    with pytest.raises(InputError, match=r"broken.csv, row 5, column 'demand_class': unknown code 'royal'"):
        episodes.read(tmp_path / "broken.csv")
