"""The timeline of a run: how long threats stand open, pause, and instruments stay in force."""

import pandas as pd
import pytest

from giants.analysis.bargaining.timeline import spans, timeline


def episode(*pairs):
    return pd.DataFrame({"kind": [kind for kind, _ in pairs], "year": [year for _, year in pairs]})


def test_a_threat_stands_open_pauses_and_is_in_force_until_it_is_lifted():
    lines = episode(("threat", 2027.0), ("extended", 2027.2), ("imposed", 2027.5), ("lifted", 2029.0))
    assert spans(lines, 2036.5, goes_on=True) == [
        ("open", 2027.0, 2027.2),
        ("paused", 2027.2, 2027.5),
        ("in force", 2027.5, 2029.0),
    ]


def test_a_deal_ends_a_threat_and_what_is_only_granted_does_not():
    kept = episode(("threat", 2027.0), ("pocketed", 2027.1), ("imposed", 2027.2), ("deal", 2028.0))
    assert [span.kind for span in spans(kept, 2036.5, goes_on=False)] == ["open", "in force"]
    assert spans(episode(("threat", 2027.0), ("deal", 2027.1)), 2036.5, goes_on=True) == [("open", 2027.0, 2027.1)]


@pytest.mark.parametrize(("goes_on", "kind"), [(False, "in force"), (True, "kept")])
def test_an_instrument_that_nothing_ends_stands_to_the_end_of_the_run(goes_on, kind):
    found = spans(episode(("threat", 2027.0), ("imposed", 2027.5)), 2036.5, goes_on)
    assert found[-1] == (kind, 2027.5, 2036.5)


def test_the_figure_has_a_row_for_each_matter_names_the_run_and_dates_the_treaty():
    rows = [
        ("2027-01", "threat", "USA", "migration_control", "order", 1),
        ("2027-03", "imposed", "USA", "migration_control", "order", 1),
        ("2027-07", "renewed", "USA", "treaty_renewal", "", 0),
        ("2027-08", "deal", "USA", "migration_control", "order", 1),
        ("2028-01", "threat", "CHN", "china_market_access", "statement", 2),
    ]
    log = pd.DataFrame(rows, columns=["date", "kind", "actor", "issue", "form", "episode"])
    figure = timeline(log, "status quo, tariff shock, seed 3", 6.5, "note", 2030.0)
    axis = figure.axes[0]
    assert [text.get_text() for text in axis.get_yticklabels()] == ["China: access for Chinese goods and\nfirms",
                                                                    "US: migration"]  # fmt: skip
    assert "tariff shock" in figure.get_suptitle()
    assert [text.get_text().strip() for text in axis.texts] == ["treaty renewed"]
    told = {text.get_text() for text in axis.get_legend().get_texts()}
    assert told == {"order", "statement", "threat open", "in force", "deal"}
