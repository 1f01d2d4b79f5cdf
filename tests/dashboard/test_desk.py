"""Two runs side by side: what a visitor may ask for, what is shown, levers as branches, and runs that are loaded."""

import json

import numpy as np
import pytest

from giants.branch import digest as digest_of
from giants.dashboard import desk as dashboard
from giants.dashboard import levers, shelf
from giants.dashboard.desk import Desk
from giants.dashboard.side import digest
from giants.errors import InputError
from giants.model import Giants
from giants.records.store import load_run
from giants.run import folder


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path / "runs")


def begin(desk, side="left", months=24, **more):
    return desk.answer("start", {"side": side, "seed": 3, "months": months, **more})["sides"][side]


def step(desk, months):
    return desk.answer("step", {"months": months})["sides"]


def test_both_sides_have_the_same_past_and_the_same_luck(desk):
    begin(desk)
    begin(desk, "right", chosen={"mexico": "calibrated_autonomy"})
    told = step(desk, 3)
    assert told["left"]["done"] == told["right"]["done"] == 3
    left, right = (desk.sides[name] for name in ("left", "right"))
    assert (
        left.model.blocks.draws.uniform("x", 1, (3,)).tolist()
        == right.model.blocks.draws.uniform("x", 1, (3,)).tolist()
    )
    assert digest(left.model) != digest(right.model)


def test_a_side_that_began_later_catches_up_first(desk):
    begin(desk)
    step(desk, 4)
    begin(desk, "right")
    assert {name: side["done"] for name, side in step(desk, 2).items()} == {"left": 4, "right": 2}
    assert {name: side["done"] for name, side in step(desk, 4).items()} == {"left": 6, "right": 6}


def test_the_page_shows_the_numbers_of_the_model(desk):
    begin(desk)
    month = step(desk, 2)["left"]["months"][-1]
    model = desk.sides["left"].model
    w, people = model.world, model.blocks.measures_calibration.population
    assert month["measures"]["index"] == pytest.approx(float(w.measures.index), rel=1e-4)
    assert month["states"]["homicides"] == pytest.approx(12e5 * w.security.homicides / people, rel=1e-4)
    assert sum(month["states"]["jobs"]) == pytest.approx(w.labour.jobs.sum(), rel=1e-4)
    assert month["partners"]["exports"][1] == pytest.approx(w.trade.flows[1, 0, :9].sum(), rel=1e-4)
    json.dumps(month, allow_nan=False)


def test_a_lever_holds_from_the_coming_month_and_leaves_what_was_played(desk):
    begin(desk)
    before = [dict(month) for month in step(desk, 2)["left"]["months"]]
    moved = {"mexico.security.kingpin": 2.0}
    told = desk.answer("branch", {"side": "left", "chosen": {"usa": "cooperative"}, "levers": moved})["sides"]["left"]
    assert told["parts"][-1][:2] == ["2026-10", {"usa": "cooperative", **moved}]
    after = step(desk, 2)["left"]["months"]
    assert desk.sides["left"].shown[:2] == before
    assert float(desk.sides["left"].model.world.actions.kingpin) == 2.0
    plain = begin(desk, "right")
    assert plain["done"] == 0
    step(desk, 4)
    assert after != desk.sides["right"].shown[2:]


def test_a_kept_branch_is_the_one_that_its_command_makes(desk):
    begin(desk)
    step(desk, 2)
    desk.answer("branch", {"side": "left", "levers": {"mexico.diplomacy.linkage": 0.9}})
    step(desk, 2)
    kept = desk.answer("save", {"side": "left", "name": "turned"})
    first, second = kept["commands"]
    assert first == "giants name=turned-1 months=2 seed=3"
    assert second == "giants branch=runs/turned-1@2026-10 name=turned months=4 mexico.diplomacy.linkage=0.9"
    assert kept["world"] == digest(desk.sides["left"].model)
    said = dashboard.saved.commands(desk.sides["left"], "turned")
    assert said == kept["commands"] == desk.answer("command", {"side": "left", "name": "turned"})["commands"]


@pytest.mark.slow
def test_a_finished_run_can_be_opened_and_goes_on_from_any_month(desk):
    begin(desk, months=3)
    step(desk, 3)
    desk.answer("save", {"side": "left", "name": "base"})
    told = desk.answer("load", {"side": "right", "run": "base"})["sides"]["right"]
    assert (told["done"], told["left"]) == (3, 0)
    assert desk.sides["right"].shown == desk.sides["left"].shown
    on = desk.answer("go_on", {"side": "right", "to": "right", "month": 2, "months": 12})["sides"]["right"]
    assert (on["done"], on["left"]) == (2, 10)
    step(desk, 1)
    assert digest(desk.sides["right"].model) == digest(desk.sides["left"].model)
    kept = desk.answer("save", {"side": "right", "name": "more"})
    assert kept["commands"][1].startswith("giants branch=runs/base@2026-10 name=more months=3")
    assert digest_of(load_run(kept["folder"])) == kept["digest"]


def test_why_says_what_the_run_does_without_the_threat(desk):
    begin(desk, chosen={"usa": "maximal_pressure"})
    step(desk, 2)
    text = "\n".join(desk.answer("explain", {"side": "left", "episode": 1, "language": "en"})["lines"])
    assert "Without it: the same run and luck" in text
    assert "cannot be told" not in text
    assert "Resultados" in "\n".join(desk.answer("explain", {"side": "left", "episode": 1, "language": "es"})["lines"])


def test_data_are_exported_with_every_measure(desk):
    begin(desk)
    step(desk, 2)
    rows = desk.answer("export", {"side": "left"})["csv"].splitlines()
    assert len(rows) == 3
    assert rows[1].startswith("2026-08,")
    at = rows[0].split(",").index("index")
    assert float(rows[2].split(",")[at]) == pytest.approx(float(desk.sides["left"].model.world.measures.index))


def test_levers_have_the_range_of_their_type_and_a_basis(desk):
    begin(desk)
    found = {lever.key: lever for lever in levers.of_actors(desk.sides["left"].settings)}
    assert (found["mexico.security.kingpin"].low, found["mexico.security.kingpin"].high) == (0, 5)
    assert "threats a year" in found["usa.pressure"].basis
    assert all(lever.low <= lever.value <= lever.high for lever in found.values())


def test_a_deep_uncertainty_is_set_at_all_its_places(desk):
    begin(desk, levers={"trade.theta_long": 5.0})
    theta = desk.sides["left"].settings.trade.theta_long
    assert {theta[code] for code in ("AGF", "AUT")} == {5.0}
    assert theta["SRV"] == 4.0


FIELDS = [
    ("start", {"side": "left", "seed": 1, "months": 12, "chosen": {"usa": "../../x"}}),
    ("start", {"side": "left", "seed": 1, "months": 12, "chosen": {"usa": ["transactional"]}}),
    ("start", {"side": "left", "seed": 1, "months": 12, "chosen": {"hydra/launcher": "basic"}}),
    ("start", {"side": "left", "seed": 1, "months": 12, "chosen": {"usa": "transactional seed=3"}}),
    ("start", {"side": "left", "seed": "${oc.env:HOME}", "months": 12}),
    ("start", {"side": "left", "seed": 1, "months": 10**9}),
    ("start", {"side": "left", "seed": 1, "months": 12, "levers": {"runs_dir": 1.0}}),
    ("start", {"side": "left", "seed": 1, "months": 12, "levers": {"trade.theta_short": 99.0}}),
    ("start", {"side": "../left", "seed": 1, "months": 12}),
    ("load", {"side": "left", "run": "../other"}),
    ("load", {"side": "left", "run": "/etc"}),
    ("load", {"side": "left", "sweep": "..", "run_id": 0}),
    ("replay", {"run": "../other"}),
    ("step", {"months": 1.5}),
    ("__init__", {}),
    ("_told", {}),
]


@pytest.mark.parametrize(("request_", "asked"), FIELDS)
def test_no_path_expression_or_unknown_name_is_taken_from_the_page(desk, request_, asked):
    with pytest.raises(InputError) as refused:
        desk.answer(request_, asked)
    assert "\n" not in str(refused.value)
    assert desk.sides == {}


@pytest.mark.parametrize("name", ["../x", "/etc/x", "", ".hidden", "a/b", None, 3])
def test_a_run_is_kept_under_a_plain_name_only(desk, name):
    begin(desk, months=1)
    step(desk, 1)
    with pytest.raises(InputError, match="name"):
        desk.answer("save", {"side": "left", "name": name})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, "1", -0.1, 5.1, None])
def test_a_lever_takes_a_number_of_its_range_only(desk, value):
    begin(desk)
    with pytest.raises(InputError, match="a number from 0 to 5"):
        desk.answer("branch", {"side": "left", "levers": {"mexico.security.kingpin": value}})
    assert len(desk.sides["left"].parts) == 1


def test_links_below_the_runs_are_not_offered(desk, tmp_path):
    begin(desk, months=1)
    step(desk, 1)
    desk.answer("save", {"side": "left", "name": "real"})
    (desk.runs / "link").symlink_to(tmp_path / "runs" / "real", target_is_directory=True)
    assert shelf.offered(desk.runs)["runs"] == ["real"]


def test_a_run_on_the_page_is_the_run_of_the_command(desk):
    begin(desk, months=2)
    step(desk, 2)
    side = desk.sides["left"]
    plain = Giants(side.settings)
    plain.step()
    plain.step()
    assert digest(plain) == digest(side.model)
    assert folder(side.settings).name.startswith("status_quo-baseline_2026-seed3-")
    assert np.isfinite(list(side.measures[-1].values())).any()
