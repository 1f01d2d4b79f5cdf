"""What the bargaining log says of agency: kappa, rho, and what neither may be fooled by."""

from dataclasses import replace

import pytest

from giants import tables
from giants.bargaining.log import OUTCOMES, Episode
from giants.evidence.measures import today
from giants.measures import dealings
from giants.measures.dealings import NOTHING

EPISODE = Episode(month=0, sender="USA", target="MEX", outcome="deal", issue="aid", weight=0.4,
                  asked_share=1.0, share=0.25, loss_target=0.02)  # fmt: skip


def seen(*outcomes, **over):
    return dealings.tally(replace(EPISODE, outcome=o, **over) for o in outcomes)


def test_in_a_deal_both_sides_move_to_the_agreement():
    assert seen("deal") == pytest.approx((1, 0, 0.3, 0.1))
    assert dealings.symmetry(seen("deal"), 0.0, 0.0) == pytest.approx(0.75)
    assert dealings.symmetry(seen("deal", share=1.0), 0.0, 0.0) == 0
    assert dealings.symmetry(seen("deal", share=0.5), 0.0, 0.0) == pytest.approx(0.5)


def test_symmetry_weighs_demands_by_their_worth():
    sums = seen("deal", share=1.0, weight=0.1).after(seen("deal", share=0.0, weight=0.3), 1.0)
    assert dealings.symmetry(sums, 0.0, 0.0) == pytest.approx(0.75)


def test_a_concession_that_does_not_stop_the_sender_moves_mexico_alone():
    assert seen("pocketed", "imposed") == pytest.approx((1, 0, 0.0, 0.1))


def test_who_drops_a_demand_moves_alone_and_enforcement_moves_nobody():
    for outcomes in (("withdrawn",), ("imposed", "lifted")):
        assert dealings.symmetry(seen(*outcomes), 0.0, 0.0) == 1
    for enforced in ("imposed", "notice", "lapsed"):
        assert seen(enforced)[2:] == (0, 0)


def test_a_refusal_is_free_if_the_demand_is_dropped_or_enforcement_hardly_hurts():
    assert dealings.refusal(seen("withdrawn"), 0.0, 0.0) == 1
    assert dealings.refusal(seen("imposed", loss_target=0.0009), 0.0, 0.0) == 1
    assert dealings.refusal(seen("imposed", loss_target=0.02), 0.0, 0.0) == 0
    assert dealings.refusal(seen("deal"), 0.0, 0.0) == 0


def test_a_demand_is_closed_once_even_if_it_is_settled_after_enforcement():
    enforced = seen("threat", "extended", "imposed")
    assert enforced.demands == 1
    assert enforced.after(seen("deal", in_force=True), 1.0).demands == 1


def test_only_demands_of_the_giants_on_mexico_count():
    assert seen(*OUTCOMES, sender="MEX", target="USA") == NOTHING
    assert seen(*OUTCOMES, sender="BRA") == NOTHING
    assert seen("withdrawn", sender="CHN") == seen("withdrawn")


def test_old_demands_fade_and_history_stands_in_for_a_run_without_any():
    sums = seen("withdrawn").after(NOTHING, 0.5)
    assert sums == pytest.approx((0.5, 0.5, 0.2, 0.0))
    assert dealings.refusal(NOTHING, 0.1, 4.0) == pytest.approx(0.1)
    assert dealings.symmetry(NOTHING, 0.4, 4.0) == pytest.approx(0.4)
    assert dealings.refusal(seen("withdrawn"), 0.1, 4.0) == pytest.approx(1.4 / 5)
    assert dealings.symmetry(seen("withdrawn"), 0.4, 4.0) == pytest.approx(2.6 / 5)
    assert dealings.symmetry(NOTHING, 0.4, 0.0) != dealings.symmetry(NOTHING, 0.4, 0.0)  # missing


def test_coded_history_counted_by_the_same_rules_gives_the_priors(calibration):
    rows = tables.read("episodes/episodes.csv", ("concession_0to1",), ("sender", "target"))
    rows = rows[(rows.sender == "USA") & (rows.target == "MEX") & rows.verified & rows.explicit_threat]
    history = NOTHING
    for row in rows.itertuples():
        granted = float(row.concession_0to1)
        fate = "deal" if granted > 0.1 else "imposed" if row.imposed else "withdrawn"
        history = history.after(seen(fate, weight=1.0, share=granted), 1.0)
    assert dealings.refusal(history, 0.0, 0.0) == pytest.approx(calibration.parameters.refusal_base)
    assert today.values()["A5"] == pytest.approx(calibration.parameters.symmetry_base, abs=0.005)
