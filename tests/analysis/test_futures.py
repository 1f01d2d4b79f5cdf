"""The answer by future: nothing is pooled over futures, intervals hold luck alone, and a lead is one beyond luck."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from giants import tables
from giants.analysis import words
from giants.analysis.futures import figures, numbers
from giants.analysis.report_parts import STANDING, validity

CONF = Path(__file__).resolve().parents[2] / "conf"
DOCS = CONF.parent / "docs"


@pytest.fixture
def two_futures(made):
    """Two strategies, two futures, four seeds: b leads in the shock by .1 beyond luck, and nowhere else."""
    rows = []
    for future, lead in (("calm", 0.0), ("shock", 0.1)):
        for strategy in ("status_quo", "b"):
            for seed in range(4):
                own = 0.02 * (-1) ** seed if strategy == "b" else 0.0
                index = 0.5 + 0.1 * seed + (lead if strategy == "b" else 0.0) + own
                income = 1.0 if strategy == "status_quo" or future == "calm" else 0.97
                row = {"strategy": strategy, "scenario": future, "seed": seed, "index": index, "index_outcomes": index}
                row |= {"disposable_mex": income, "homicide_rate": 20.0, "members_total": 100.0}
                rows.append(row | {"treaty_in_force": float(seed > 0)} | dict.fromkeys(words.PILLARS, 0.6))
    return made(pd.DataFrame(rows), labels=("strategy", "scenario"))


def test_each_future_has_its_own_mean_and_an_interval_over_its_seeds(two_futures):
    table = numbers.by_future(two_futures).set_index(["future", "strategy", "measure"])
    assert table.loc[("calm", "status_quo", "index"), "mean"] == pytest.approx(0.65)
    assert table.loc[("shock", "b", "index"), "mean"] == pytest.approx(0.75)
    assert set(table["seeds"]) == {4}
    assert table.loc[("shock", "b", "treaty_in_force"), "mean"] == pytest.approx(0.75)


def test_drawn_points_are_averaged_within_a_seed_and_do_not_widen_the_interval(made):
    frame = {"strategy": ["a"] * 4, "point_id": [0, 1, 0, 1], "seed": [0, 0, 1, 1], "trade.theta_long": [2.0, 6, 2, 6]}
    frame |= {"index": [0.1, 0.9, 0.1, 0.9], "treaty_in_force": [1.0] * 4}
    frame |= {m: [1.0] * 4 for m in ("index_outcomes", "disposable_mex", "homicide_rate")}
    runs = made(frame, labels=("strategy", "trade.theta_long"), factors=("trade.theta_long",))
    row = numbers.by_future(runs).set_index("measure").loc["index"]
    assert (row["mean"], row["low"], row["high"]) == pytest.approx((0.5, 0.5, 0.5))


def test_a_strategy_leads_where_its_paired_difference_is_beyond_luck_and_only_there(two_futures):
    table = numbers.leaders(two_futures).set_index("future")
    assert table.loc["shock", "best"] == "b"
    assert table.loc["shock", "like"] == []
    assert len(table.loc["calm", "like"]) == 1
    told = figures.result(two_futures).sentences
    assert any(re.match("Shock: the index is highest under b", text) for text in told)
    assert any(text.startswith("Calm: luck does not tell") for text in told)


def test_one_strategy_alone_is_called_highest_by_nobody(made):
    frame = {"strategy": ["a"] * 3, "seed": [0, 1, 2], "index": [0.1, 0.2, 0.3], "treaty_in_force": [1.0] * 3}
    frame |= {
        m: [1.0] * 3 for m in ("index_outcomes", "disposable_mex", "homicide_rate", "members_total", *words.PILLARS)
    }
    told = figures.result(made(frame, labels=("strategy",))).sentences
    assert told
    assert not any("highest" in text for text in told)


def test_what_a_strategy_fails_by_is_told_where_it_fails(two_futures):
    table = numbers.failings(two_futures)
    bad = table[table["verdict"] != "holds"]
    assert set(zip(bad["future"], bad["strategy"], strict=True)) == {("shock", "b")}
    assert figures.failures(table) == [
        "status quo fails by no criterion, and meets all criteria in 2 of 2 futures.",
        "b fails under shock by income more than 0.5% below the reference, and meets all criteria in 1 of 2 futures.",
    ]


def test_a_failure_that_luck_could_explain_says_so(made):
    frame = {"strategy": ["a"] * 4, "seed": range(4), "treaty_in_force": 1.0, "members_total": 1.0}
    frame |= dict.fromkeys((*words.PILLARS, "disposable_mex"), 0.6) | {"agency": [0.2, 0.6, 0.6, 0.55]}
    table = numbers.failings(made(pd.DataFrame(frame))).set_index("criterion")
    assert table.loc["agency below 0.5", "verdict"] == "fails within luck"


def test_the_reader_is_shown_a_row_a_future_and_strategy_with_intervals(two_futures):
    shown = numbers.wide(numbers.by_future(two_futures))
    assert list(shown["future"]) == ["calm", "calm", "shock", "shock"]
    assert shown[words.titled("index")].str.contains(" to ").all()
    assert list(shown.columns)[-1] == "runs in which the treaty stands at the end (%)"


@pytest.mark.parametrize(
    ("code", "told"), [("0.76", "0.76"), ("1e-3", "1e-3"), ("-2", "-2"), ("iron_fist", "iron fist")]
)
def test_a_number_is_said_as_a_number_and_a_code_in_words(code, told):
    assert words.words(code) == told


def test_every_factor_of_every_design_has_a_name_in_words():
    paths = set()
    for file in (CONF / "uncertainty").glob("*.yaml"):
        paths |= set((yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("factors") or {})
    postures = {"usa", "china", "latam"}
    assert {p for p in paths - postures if p not in words.factors()} == set()


def test_the_counts_that_reports_show_are_those_of_the_page_of_validation():
    headline, *blocks = validity()
    assert f"**{headline}**" in (DOCS / "validation.md").read_text(encoding="utf-8")
    assert len(blocks) == len(set(tables.read(STANDING, (), ("block",))["block"]))
    assert np.isfinite(tables.read(STANDING, ("count",))["count"]).all()
