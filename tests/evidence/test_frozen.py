"""The ledger: under one version a tolerance and an answer may not change together, and its lines are not edited."""

import pandas as pd
import pytest

from giants import codes, tables
from giants.errors import InputError
from giants.evidence import frozen, rows
from giants.evidence.rows import Benchmark


def block(ours, low, high):
    return {"trade": rows.table([Benchmark("1", "fact", "outside", "1.5", ours, (low, high))])}


@pytest.mark.parametrize(
    ("now", "moved"),
    [((1.5, 1.0, 2.0), 0), ((1.7, 1.0, 2.0), 0), ((1.5, 1.0, 1.9), 0), ((1.7, 1.0, 1.9), 1), ((1.50001, 1.0, 1.9), 0)],
)
def test_a_row_has_moved_where_both_its_band_and_its_answer_differ(now, moved):
    then = frozen.entries(block(1.5, 1.0, 2.0)).assign(version="1", frozen="2026-01-01")
    assert len(frozen.moved(frozen.entries(block(*now)), then)) == moved


@pytest.fixture
def copy(tmp_path, monkeypatch):
    for name in (frozen.LEDGER, frozen.VERSIONS):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(codes.path_of(name).read_text(encoding="utf-8").splitlines()[0] + "\n")
    monkeypatch.setattr(codes, "path_of", lambda name: tmp_path / name)
    tables._read.cache_clear()
    yield
    tables._read.cache_clear()


def test_a_version_is_frozen_once_and_later_ones_hold_what_changed(copy):
    first = frozen.freeze(frozen.entries(block(1.5, 1.0, 2.0)), "1")
    tables._read.cache_clear()
    assert len(first) == 1
    with pytest.raises(InputError, match=r"version 1 was frozen on .*; name a new one"):
        frozen.freeze(frozen.entries(block(1.7, 1.0, 2.0)), "1")
    assert len(frozen.freeze(frozen.entries(block(1.5, 1.0, 2.0)), "2")) == 0
    assert len(frozen.freeze(frozen.entries(block(1.7, 1.0, 1.9)), "3")) == 1
    tables._read.cache_clear()
    assert frozen.latest()["version"].tolist() == ["3"]


def test_the_lines_of_a_version_are_as_they_were_sealed():
    seals = tables.read(frozen.VERSIONS, text=("version", "frozen", "seal")).set_index("version")["seal"]
    ledger = frozen.ledger()
    assert len(seals) > 0
    assert set(ledger["version"]) <= set(seals.index)
    for version, mine in ledger.groupby("version"):
        assert frozen.seal(mine) == seals[version]
        assert not mine.duplicated(frozen.KEY).any()


def test_an_edited_line_breaks_the_seal():
    mine = frozen.ledger().groupby("version").get_group("1")
    edited = mine.copy()
    edited.loc[edited.index[0], "high"] = "1e6"
    assert frozen.seal(edited) != frozen.seal(mine)
    assert isinstance(edited, pd.DataFrame)
