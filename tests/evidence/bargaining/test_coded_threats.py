"""Tables of coded threats: what may be known at the start, what is derived, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from giants import codes
from giants.errors import InputError
from giants.evidence.bargaining import coded_threats
from giants.evidence.bargaining.coded_threats import BUNDLED, at_start, read, read_all, take

OUTCOMES = ("end", "outcome", "concession_0to1", "concession_lo", "concession_hi", "imposed", "imposed_size",
            "size_ratio", "retaliation", "concession_later", "end_kind")  # fmt: skip


@pytest.fixture(scope="module")
def rows():
    return read_all()


@pytest.fixture
def changed(tmp_path):
    """Write the bundled threats on Mexico, changed by a function, and return the path."""

    def write(change):
        table = pd.read_csv(codes.path_of(BUNDLED[1]), dtype=str)
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.csv"  # a table is read once for each path
        other = change(table)
        (table if other is None else other).to_csv(path, index=False)
        return path

    return write


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_the_bundled_tables_hold_the_rows_that_train(rows):
    assert len(rows.id) == 88
    assert rows.counted.sum() == 83
    assert rows.known.mexico.sum() == 20


def test_what_is_known_at_the_start_does_not_look_at_outcomes(changed):
    without = read(changed(lambda table: table.drop(columns=list(OUTCOMES))))
    whole = read(changed(lambda table: table))
    assert same(without.known, whole.known)
    assert not np.isfinite(without.concession).any()
    assert not np.isfinite(without.imposed).any()
    assert not without.said.any()


def test_only_known_ends_of_the_past_move_the_record(rows):
    early = take(rows, rows.start <= rows.start[rows.id == "US-MX-2019-TOMATO"])
    now = take(rows, rows.id == "US-MX-2019-TOMATO")
    assert at_start(now, early).record == pytest.approx(at_start(now, rows).record)
    unknown = rows._replace(said=np.zeros(len(rows.id)))
    assert at_start(now, unknown).record == pytest.approx(0.0)


def test_a_row_never_hears_its_own_cluster(rows):
    cluster = "2018-06-metals"
    before = np.full(len(rows.id), rows.start.min() - 1)
    heard = rows._replace(said=np.where(rows.cluster == cluster, 1.0, 0.0), end=before)
    own = take(rows, rows.cluster == cluster)
    assert not at_start(own, heard).record.any()
    assert at_start(take(rows, rows.cluster != cluster), heard).record.all()


def test_a_table_without_derived_columns_takes_what_is_listed_for_bundled_rows(changed, rows):
    lean = read(changed(lambda table: table.drop(columns=["cluster", "statute", "dependence", "us_imports_2024_bn"])))
    at = [int(np.flatnonzero(rows.id == one)[0]) for one in lean.id]
    assert same(lean.known, take(rows, np.array(at)).known)
    assert list(lean.cluster) == list(rows.cluster[at])


def test_rows_of_other_tables_get_a_cluster_a_statute_and_a_size_by_rule(changed):
    lean = ["cluster", "statute", "dependence"]
    new = read(changed(lambda table: table.drop(columns=lean).assign(id=[f"N{k}" for k in range(20)])))
    assert new.cluster[0] == "2017-01"
    steel = list(pd.read_csv(codes.path_of(BUNDLED[1]))["issue_group"]).index("steel_aluminum")
    assert new.known.protective[steel] == 1
    assert new.known.exposure == pytest.approx(read(BUNDLED[1]).known.exposure)


@pytest.mark.parametrize(
    ("column", "value"), [("sender", "CHN"), ("form", ""), ("doubtful", "order unclear"), ("verified", "False")]
)
def test_only_verified_threats_by_the_united_states_with_a_form_count(changed, column, value):
    assert read(changed(lambda table: table)).counted.all()
    assert not read(changed(lambda table: table.assign(**{column: value}))).counted.any()


def test_a_leak_counts_as_a_statement(changed):
    assert read(changed(lambda table: table.assign(form="private"))).known.form.tolist() == [0] * 20


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("form", "rumour", "row 4, column 'form': unknown code 'rumour'"),
        ("demand_class", "royal", "row 4, column 'demand_class': unknown code 'royal'"),
        ("end_kind", "won", "row 4, column 'end_kind': unknown code 'won'"),
        ("start", "yesterday", "row 4, column 'start': 'yesterday' is not an ISO day"),
        ("start", "", "row 4, column 'start': '' is not an ISO day"),
        ("end", "2020-13-01", "row 4, column 'end': '2020-13-01' is not an ISO day"),
        ("concession_0to1", "1.4", "row 4, column 'concession_0to1': 1.4 is not a share"),
        ("threat_size", "big", "row 4, column 'threat_size': 'big' is not a number"),
        ("imposed", "perhaps", "row 4, column 'imposed': 'perhaps' is not True, False or nothing"),
        ("id", "US-MX-2017-WALL", "row 4, column 'id': 'US-MX-2017-WALL' is not an id of its own"),
    ],
)
def test_a_bad_cell_is_named_with_its_row_and_column(changed, column, value, says):
    def spoil(table):
        table.loc[2, column] = value

    with pytest.raises(InputError) as caught:
        read(changed(spoil))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_column_is_named(changed):
    with pytest.raises(InputError, match="has no column 'form'"):
        read(changed(lambda table: table.drop(columns="form")))


def test_every_adversary_is_a_country_code():
    assert all(len(code) == 3 and code.isupper() for code in coded_threats.ADVERSARIES)
