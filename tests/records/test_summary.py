import numpy as np
import pandas as pd
import pytest

from giants.records.summary import Line, summarise, text

MONTHS = 24


@pytest.fixture
def recorded():
    month = np.arange(MONTHS)
    economies = pd.DataFrame(
        {
            "month": np.repeat(month, 2),
            "economy": ["MEX", "USA"] * MONTHS,
            "approval": np.tile([0.5, 0.4], MONTHS),
        }
    )
    states = pd.DataFrame(
        {
            "month": np.repeat(month, 3),
            "state": ["01", "09", "25"] * MONTHS,
            "homicides": np.tile([1.0, 50.0, 80.0], MONTHS),
            "capture": np.tile([0.0, 0.1, 0.7], MONTHS),
        }
    )
    events = pd.DataFrame(
        {"kind": ["threat", "threat"], "actor": ["USA"] * 2, "other": ["MEX"] * 2, "outcome": ["accepted", ""]}
    )
    measures = pd.DataFrame({"month": month, "index": month / 10, "agency": [np.nan] * 12 + [0.5] * 12, "label": "a"})
    return {"measures": measures, "economies": economies, "states": states, "events": events}


def columns(measures):
    return {name: measures[name].to_numpy() for name in measures}


def test_start_mean_last_year_and_end_of_each_measure(recorded):
    numbers = summarise(columns(recorded["measures"]))
    assert numbers["index_start"] == 0
    assert numbers["index_mean"] == pytest.approx(1.15)
    assert numbers["index_last12"] == pytest.approx(1.75)
    assert numbers["index_end"] == pytest.approx(2.3)
    assert "label_end" not in numbers
    assert "month_end" not in numbers


def test_every_mean_is_that_of_its_own_column_to_the_bit():
    rng = np.random.default_rng(3)
    measures = {f"m{i}": np.where(rng.random(120) < 0.1 * (i % 3), np.nan, rng.random(120) * 10**i) for i in range(9)}
    numbers = summarise(measures)
    for name, values in measures.items():
        for part, months in (("mean", values), ("last12", values[-12:])):
            assert numbers[f"{name}_{part}"] == months[np.isfinite(months)].mean()


def test_what_is_missing_is_none_and_does_not_spoil_the_mean(recorded):
    numbers = summarise(columns(recorded["measures"]))
    assert numbers["agency_start"] is None
    assert numbers["agency_mean"] == 0.5


def test_lines_are_aligned_and_scaled(recorded):
    lines = (
        Line("Autonomy", "index", "measures", "index", unit="0..1"),
        Line("Autonomy", "agency", "measures", "agency"),
        Line("Public", "approval of Mexico's government", "economies", "approval", {"economy": "MEX"}, "%", 100, 1),
    )
    written = text(recorded, lines, title="a run").splitlines()
    assert written[:2] == ["a run", "====="]
    index, agency = (next(row for row in written if row.startswith(f"  {name} ")) for name in ("index", "agency"))
    assert index.split() == ["index", "0.00", "1.15", "1.75", "0..1"]
    assert agency.split() == ["agency", "-", "0.50", "0.50"]
    approval = next(row for row in written if "approval" in row)
    assert approval.split()[-4:] == ["50.0", "50.0", "50.0", "%"]
    assert index.index("1.75") + 4 == approval.rindex("50.0") + 4


def test_a_number_that_is_missing_throughout_is_a_dash(recorded):
    measures = recorded["measures"].assign(agency=np.nan)
    assert text({"measures": measures}, (Line("A", "agency", "measures", "agency"),)).split()[-4:] == ["agency", *"---"]


def test_lines_without_their_table_column_or_row_are_left_out(recorded):
    lines = (
        Line("A", "one", "nowhere", "x"),
        Line("B", "two", "measures", "x"),
        Line("C", "three", "economies", "approval", {"economy": "CHN"}),
        Line("D", "four", "economies", "approval", {"planet": "MEX"}),
    )
    assert text({"measures": recorded["measures"], "economies": recorded["economies"]}, lines).strip() == ""


def test_the_most_violent_states_come_first_with_their_names(recorded):
    written = text(recorded, (), states={"25": "Sinaloa"}).splitlines()
    where = next(i for i, row in enumerate(written) if row.startswith("Homicides"))
    assert written[where + 1].split() == ["Sinaloa", "80", "80", "0.70"]
    assert written[where + 2].split()[0] == "09"
    assert written[where + 4].split()[-2:] == ["131", "131"]


def test_the_log_is_counted_by_kind_and_outcome(recorded):
    written = text(recorded, ())
    assert "threat, accepted" in written
    assert [row.split()[-1] for row in written.splitlines() if "USA to MEX" in row] == ["1", "1"]


def test_no_tables_give_no_text():
    assert text({}, ()).strip() == ""


def test_regimes_are_shares_of_months_and_never_a_mean_of_codes(recorded):
    measures = recorded["measures"].assign(regime=[0] * 6 + [2] * 18)
    numbers = summarise(columns(measures), ("hollow", "captured", "contested"))
    assert {k: v for k, v in numbers.items() if k.startswith("regime")} == {
        "regime_hollow_share": 0.25,
        "regime_captured_share": 0.0,
        "regime_contested_share": 0.75,
    }
    written = text({"measures": measures}, (), regimes=("hollow", "captured", "contested")).splitlines()
    assert [row.split() for row in written[1:]] == [["hollow", "25", "%"], ["contested", "75", "%"]]
