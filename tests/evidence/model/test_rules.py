"""What is said of choices of rules is what was named, and what paired runs show."""

import numpy as np
import pytest

from giants.errors import InputError
from giants.evidence.model import rules
from giants.policies import RULES, rule_name
from giants.records.tables import columns_of

DEFAULTS = {"firms": "cautious", "latam": "pragmatic", "china": "patient_investor", "states": "coordinated",
            "cartels": "adaptive"}  # fmt: skip
RNG = np.random.default_rng(0)


def test_every_choice_that_is_not_the_default_has_an_outcome_and_a_sign():
    table = rules.predicted()
    named = set(zip(table["group"], table["choice"], strict=True))
    assert named == {(g, rule_name(r)) for g, d in DEFAULTS.items() for r in RULES[g] if rule_name(r) != d}
    assert set(table["sign"]) <= {-1.0, 1.0}
    assert set(table["scale"]) <= {"percent", "points"}
    assert set(table["outcome"]) <= columns_of("measures")
    assert all(DEFAULTS[g] == a for g, a in zip(table["group"], table["against"], strict=True))


def test_what_was_measured_is_what_was_named():
    key = ["group", "choice", "outcome"]
    for when in ("first", "measured"):
        assert rules.measured(when)[key].to_numpy().tolist() == rules.predicted()[key].to_numpy().tolist()


def test_verdicts_in_the_table_follow_from_its_numbers():
    table = rules.predicted().merge(rules.measured(), on=["group", "choice", "outcome"])
    for row in table.itertuples():
        least = rules.LEAST_PERCENT if row.scale == "percent" else rules.LEAST_POINTS
        acts = row.sign * row.difference >= least and abs(row.difference) > rules.CERTAIN * row.error
        assert (row.verdict == "acts") == acts


@pytest.mark.parametrize(
    ("shift", "noise", "sign", "verdict"),
    [(2.0, 0.0, 1, "acts"), (2.0, 0.0, -1, "acts, other sign"), (0.5, 0.0, 1, "inert"), (2.0, 40.0, 1, "inert")],
)
def test_a_choice_acts_if_it_moves_its_outcome_enough_and_for_certain(shift, noise, sign, verdict):
    base = 100.0 + RNG.normal(size=16)
    moved = base + shift + noise * np.resize([1.0, -1.0], 16)
    found = rules.judged(base, moved, "percent", sign)
    assert found["verdict"] == verdict
    assert found["difference"] == pytest.approx(100.0 * shift / base.mean())


def test_shares_are_judged_in_points():
    found = rules.judged(np.full(4, 0.20), np.array([0.21, 0.22, 0.21, 0.22]), "points", 1)
    assert found["difference"] == pytest.approx(1.5)
    assert found["verdict"] == "acts"


def test_a_group_without_predictions_is_refused_before_any_run():
    with pytest.raises(InputError, match=r"usa: no choice of it is predicted"):
        rules.rows([0, 1], ["usa"])


def test_a_choice_equal_to_the_default_moves_nothing(monkeypatch):
    calls = []

    def means(words, seeds):
        calls.append(words)
        return dict.fromkeys(rules.predicted()["outcome"], np.ones(len(seeds)))

    monkeypatch.setattr(rules, "means_over_run", means)
    table = rules.rows([0, 1, 2], ["latam"])
    assert set(table["verdict"]) == {"inert"}
    assert not table["difference"].any()
    assert len(calls) == 3  # the default once, for both choices and all outcomes
