"""Strategies: each file composes, survives a round trip, and differs from the others in configuration only."""

import numpy as np
import pytest

from giants.compose import conf_dir
from giants.config import as_tree, default_settings, settings
from giants.errors import InputError
from giants.policies import rule_name
from giants.policies.strategy import SIGNPOSTS, Signposted
from giants.run import run
from giants.symbols import PLANKS, USA

STRATEGIES = sorted(p.stem for p in (conf_dir() / "mexico").glob("*.yaml"))


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_strategy_composes_says_why_and_can_be_read_back(name):
    made = default_settings([f"mexico={name}"])
    assert made.mexico.name == name
    assert made.mexico.rationale
    assert made.mexico.source
    assert as_tree(settings(as_tree(made))) == as_tree(made)


def test_strategies_differ_in_mexicos_part_of_the_configuration_only():
    trees = [as_tree(default_settings([f"mexico={name}"])) for name in STRATEGIES]
    rest = [{k: v for k, v in tree.items() if k != "mexico"} for tree in trees]
    assert all(tree == rest[0] for tree in rest)


def adaptive():
    return default_settings(["mexico=adaptive_autonomy"]).mexico


def test_a_signpost_beyond_its_threshold_puts_another_rule_in_place(view):
    rng = np.random.default_rng(0)
    calm, hit = np.zeros(10), np.zeros(10)
    hit[USA] = 0.25
    diplomacy = adaptive().rules()["diplomacy"]
    assert isinstance(diplomacy, Signposted)
    assert diplomacy.decide(view(rng, tariff_faced=calm)).retaliation.max() == 0.0
    assert diplomacy.decide(view(rng, tariff_faced=hit)).retaliation.min() == 1.0


def test_triggers_that_fire_are_named(view):
    def fired(seen):
        return tuple(str(trigger) for trigger in adaptive().triggers if trigger.fires(seen))

    rng = np.random.default_rng(0)
    calm = view(rng, tariff_faced=np.zeros(10), chinese_content=0.05, homicide_rate=10.0, treaty_horizon=9.0)
    assert fired(calm) == ()
    violent = view(rng, tariff_faced=np.zeros(10), chinese_content=0.05, homicide_rate=50.0, treaty_horizon=9.0)
    assert fired(violent) == ("homicide_rate above 30 (security)",)


def test_a_tariff_shock_parts_the_adaptive_strategy_from_the_calibrated_one_and_the_log_says_when():
    measures, logs = {}, {}
    for name in ("calibrated_autonomy", "adaptive_autonomy"):
        made = run(default_settings([f"mexico={name}", "scenario=tariff_shock", "months=10"])).frames()
        measures[name], events = made["measures"], made["events"]
        logs[name] = events[events["kind"].astype(str) == "signpost"]
    assert logs["calibrated_autonomy"].empty
    assert logs["adaptive_autonomy"]["issue"].astype(str).tolist() == ["us_tariff above 0.15 (diplomacy)"]
    assert logs["adaptive_autonomy"]["outcome"].astype(str).tolist() == ["passed"]
    fired = int(logs["adaptive_autonomy"]["month"].iloc[0])
    apart = (measures["calibrated_autonomy"]["index"] != measures["adaptive_autonomy"]["index"]).to_numpy()
    assert not apart[:fired].any()
    assert apart[fired]


def test_without_triggers_each_plank_has_its_own_rule():
    rules = default_settings(["mexico=calibrated_autonomy"]).mexico.rules()
    assert list(rules) == list(PLANKS)
    assert rule_name(type(rules["security"])) == "dual_track"


def test_every_signpost_can_be_read_from_a_view(view):
    seen = [read(view(np.random.default_rng(1))) for read in SIGNPOSTS.values()]
    assert np.all(np.isfinite(seen))


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        ("{signpost:weather,side:above,threshold:1,plank:china,then:{rule:steady}}", ["signpost", "weather"]),
        ("{signpost:approval,side:over,threshold:1,plank:china,then:{rule:steady}}", ["side", "above"]),
        ("{signpost:approval,side:above,threshold:1,plank:chian,then:{rule:steady}}", ["plank", "china"]),
        ("{signpost:approval,side:above,threshold:1,plank:china,then:{rule:stedy}}", ["then", "steady"]),
    ],
)
def test_a_bad_trigger_is_named(trigger, words):
    with pytest.raises(InputError) as error:
        default_settings(["mexico=adaptive_autonomy", f"mexico.triggers=[{trigger}]"])
    for word in words:
        assert word in str(error.value)
