"""A chair at the table: what is asked, what answers are worth, and games that replay to the bit."""

import csv
from dataclasses import replace

import pytest

from giants.branch import digest as digest_of
from giants.config import default_settings
from giants.dashboard import saved, score, seat
from giants.dashboard.desk import Desk
from giants.dashboard.side import digest
from giants.errors import InputError
from giants.explain.answers import answers, made, options, table
from giants.records.store import load_run
from giants.run import run

FOREIGN = {"issue": "tariff_relief", "instrument": "cars_232", "size": 0.25, "deadline": 3}
"""A demand of Mexico's with an instrument of the United States."""
SIT = {"side": "left", "seed": 3, "months": 24, "chosen": {"usa": "maximal_pressure"}}


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path / "runs")


def play(desk, choices, chair="MEX"):
    """Play until each of `choices` has answered a question; return the questions."""
    asked = []
    for choice in choices:
        while not (question := seat.question(desk.sides["left"])):
            desk.answer("step", {"months": 1})
        asked.append(question)
        who = {"side": "left", "chair": question["chair"], "sender": question["sender"]}
        desk.answer("decide", {**who, "choice": choice})
    desk.answer("step", {"months": 1})
    return asked


def test_the_run_waits_for_whoever_sits_in_the_chair_that_is_asked(desk):
    desk.answer("start", {**SIT, "chairs": ["MEX"]})
    told = desk.answer("step", {"months": 12})["sides"]["left"]
    question = told["question"]
    assert (question["chair"], question["sender"], told["done"]) == ("MEX", "USA", 0)
    assert set(question["worth"]) == {"concede", "share", "refuse", "wait", "rule"}
    desk.answer("decide", {"side": "left", "chair": "MEX", "sender": "USA", "choice": "wait"})
    assert desk.answer("step", {"months": 1})["sides"]["left"]["done"] == 1


def test_a_choice_left_to_the_model_changes_nothing(desk):
    desk.answer("start", {**SIT, "chairs": ["MEX"]})
    play(desk, ["rule"] * 3)
    side = desk.sides["left"]
    desk.answer("start", {**SIT, "side": "right"})
    while desk.sides["right"].done < side.done:
        desk.sides["right"].step()
    assert digest(desk.sides["right"].model) == digest(side.model)
    assert side.settings.run.answers == ()


def test_a_game_is_a_run_that_replays_to_the_bit_and_names_its_answers(desk):
    desk.answer("start", {**SIT, "chairs": ["MEX"]})
    play(desk, ["refuse", "share", "concede"])
    kept = desk.answer("save", {"side": "left", "name": "game"})
    again = desk.answer("replay", {"run": "game"})
    assert again == {"folder": str(desk.runs / "game"), "world": kept["world"], "digest": kept["digest"], "same": True}
    there = load_run(desk.runs / "game")
    rows = list(csv.DictReader((desk.runs / "game" / "answers.csv").open()))
    assert [row["answer"] for row in rows] == ["refuse", "share", "concede"]
    assert there.config["answers"] == rows
    words = kept["commands"][0].split()[1:]
    assert "answers=runs/game/answers.csv" in words
    made_by_command = run(default_settings([word for word in words if not word.startswith("name=")]))
    assert digest(made_by_command.model) == kept["world"]
    assert digest_of(there) == kept["digest"]


def test_what_bargaining_was_said_to_grant_is_granted(desk):
    desk.answer("start", {**SIT, "chairs": ["MEX"]})
    (question,) = play(desk, ["share"])
    (deal,) = [
        line.event for line in desk.sides["left"].log if line.event.outcome in ("deal", "pocketed", "unratified")
    ]
    offered = [matter[2] for matter in question["words"]["en"]["matters"]]
    assert deal.outcome == "unratified" or max(offered) == pytest.approx(deal.granted, rel=1e-3)


def test_answers_are_worth_what_their_formulas_say(desk):
    desk.answer("start", {**SIT, "chairs": ["MEX"]})
    at = table(desk.sides["left"].model)
    known, d = answers(at, 1), at.state.disputes
    q, worth = float(d.concede[1]), known.worth
    assert worth["rule"].target == pytest.approx(q * worth["share"].target + (1 - q) * worth["refuse"].target)
    assert worth["wait"] == worth["rule"]
    h, loss = float(d.belief[1]), float(at.month.losses.target[d.option[1]])
    rho = at.month.model.p.rally_gdp
    assert worth["refuse"].target == pytest.approx(rho - h * loss)
    assert worth["concede"].target < worth["share"].target
    assert 0 < known.in_spite < h


def test_what_is_shown_uses_no_luck_of_the_month(desk):
    """Another seed draws another month; asked of the same state, chances and worths are the same."""
    desk.answer("start", {**SIT, "chairs": ["MEX"]})
    at = table(desk.sides["left"].model)
    other = at._replace(month=replace(at.month, u=1 - at.month.u))
    assert answers(at, 1).worth == answers(other, 1).worth


def test_washington_can_be_silent_or_ask_for_something_else(desk):
    desk.answer("start", {**SIT, "chairs": ["USA"]})
    question = desk.answer("step", {"months": 1})["sides"]["left"]["question"]
    assert question["kind"] == "demand"
    assert question["rule"]["en"]["demand"]
    one = next(o for o in question["options"] if o["issue"] == "migration_control")
    order = {key: one[key] for key in ("issue", "instrument", "size")} | {"deadline": 2}
    who = {"side": "left", "chair": "USA", "sender": "USA"}
    desk.answer("decide", {**who, "choice": "make", "order": order})
    desk.answer("step", {"months": 1})
    begun = desk.sides["left"].log[0].event
    assert (begun.issue, begun.instrument, begun.given) == ("migration_control", one["instrument"], True)
    desk.answer("start", {**SIT, "chairs": ["USA"]})
    desk.answer("decide", {**who, "choice": "silence"})
    desk.answer("step", {"months": 1})
    assert not desk.sides["left"].model.world.bargaining.threats_made[1]


def test_two_persons_play_both_chairs_and_the_demand_comes_before_its_answer(desk):
    desk.answer("start", {**SIT, "chairs": ["MEX", "USA"]})
    asked = play(desk, ["rule", "refuse"])
    assert [(q["chair"], q["kind"]) for q in asked] == [("USA", "demand"), ("MEX", "answer")]
    assert desk.sides["left"].done == 1


def test_demands_on_offer_are_those_that_the_law_leaves_and_the_best_comes_first(desk):
    desk.answer("start", {**SIT, "chairs": ["USA"]})
    at = table(desk.sides["left"].model)
    found = options(at, 1)
    assert made(at, 1)
    assert all(at.month.losses.legal[one.option] and at.month.model.own[1, one.issue] for one in found)
    assert [one.value for one in found] == sorted((one.value for one in found), reverse=True)


def test_the_last_time_is_told_with_what_it_cost(desk):
    desk.answer("start", {**SIT, "chairs": ["MEX"]})
    play(desk, ["concede"])
    told = seat.last(desk.sides["left"], "USA", "MEX")
    deal = desk.sides["left"].log[-1].event
    assert told["cost"] == pytest.approx(100 * deal.cost_target, rel=1e-3)
    assert told["text"]["es"] != told["text"]["en"]


def test_a_score_stands_beside_the_model_on_the_same_seed(desk):
    desk.answer("start", {**SIT, "chairs": ["MEX"]})
    play(desk, ["refuse"])
    rows = desk.answer("score", {"side": "left", "chair": "MEX"})["rows"]
    assert rows[:2] == ["played", "rule"]
    assert set(rows[2:]) >= {"status_quo", "defiance", "calibrated_autonomy"}
    side = desk.sides["left"]
    found = {row: score.score(side, "MEX", row) for row in ("played", "rule", "status_quo")}
    assert found["rule"] == found["status_quo"] != found["played"]
    assert found["played"]["disposable_mex"] == pytest.approx(side.measures[-1]["disposable_mex"], rel=1e-4)


@pytest.mark.parametrize(
    "decision",
    [
        {"chair": "MEX", "sender": "USA", "choice": "resign"},
        {"chair": "USA", "sender": "USA", "choice": "silence"},
        {"chair": "MEX", "sender": "MEX", "choice": "refuse"},
        {"chair": "MEX", "sender": "BRA", "choice": "refuse"},
        {"chair": "MEX", "sender": "MEX", "choice": "make"},
        {"chair": "MEX", "sender": "MEX", "choice": "make", "order": FOREIGN},
        {"chair": "MEX", "sender": "MEX", "choice": "make", "order": {**FOREIGN, "issue": "none"}},
        {"chair": "MEX", "sender": "MEX", "choice": "make", "order": {**FOREIGN, "deadline": 0}},
    ],
)
def test_only_what_the_chair_may_decide_is_taken(desk, decision):
    desk.answer("start", {**SIT, "chairs": ["MEX"]})
    with pytest.raises(InputError):
        desk.answer("decide", {"side": "left", **decision})
    side = desk.sides["left"]
    assert not side.decided
    assert side.settings.scenario.demands == side.settings.run.answers == ()


@pytest.mark.slow
def test_a_game_after_a_lever_keeps_the_answers_of_each_part(desk):
    desk.answer("start", {**SIT, "chairs": ["MEX"]})
    play(desk, ["refuse"])
    desk.answer("branch", {"side": "left", "levers": {"mexico.diplomacy.voiced": 0.9}})
    play(desk, ["wait"])
    kept = desk.answer("save", {"side": "left", "name": "two"})
    assert [one.answer for one in saved.segments(desk.sides["left"], "two")[0].settings.run.answers] == ["refuse"]
    assert desk.answer("replay", {"run": "two"})["same"]
    assert kept["world"] == digest(desk.sides["left"].model)
