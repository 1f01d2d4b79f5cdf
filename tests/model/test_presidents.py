"""The chain of postures in Washington: what it depends on, how often it turns, and that rules follow it."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from giants import politics
from giants.compose import chosen, compose
from giants.config import default_settings
from giants.draw import Draws
from giants.errors import InputError
from giants.model import Giants
from giants.politics import DRAWS, FIRST, PIECES, terms
from giants.symbols import MEX, PLANKS, USA

NOBODY = " ".join(f"politics.mixture.democrat.{name}=0" for name in ("coercive", "transactional", "cooperative"))
VOTES = (2028 * 12 + 10, 2032 * 12 + 10)


def luck(seed):
    return np.array([Draws(seed).uniform("presidents", vote, (DRAWS,)) for vote in VOTES])


def keeping(seed):
    return np.array([Draws(seed).uniform("inheritance", vote, (PIECES,)) for vote in VOTES])


def settings(*words):
    return default_settings(["politics=drawn", *words])


def test_postures_change_in_the_january_after_a_general_election():
    path = terms(settings("politics.change=[1]").politics, VOTES, luck(3), keeping(3))
    assert [term.inaugurated for term in path] == [2029 * 12, 2033 * 12]
    assert politics.posture(path, 2028 * 12 + 11) == 0
    assert politics.posture(path, 2029 * 12) == path[0].posture > 0


def test_under_fixed_politics_nobody_is_voted_out():
    model = Giants(default_settings(["politics=fixed"]))
    assert model.blocks.clock.presidents == ()
    for month in (27, 46, 75):
        assert model.blocks.clock.at(month).turnover[[MEX, USA]].tolist() == [0.0, 0.0]


@pytest.mark.slow
def test_presidents_depend_on_seed_and_date_and_on_nothing_else():
    one, other = (
        Giants(settings(f"mexico={m}", "scenario=tariff_shock", "seed=5")) for m in ("defiance", "us_alignment")
    )
    assert one.blocks.clock.presidents == other.blocks.clock.presidents
    drawn = {terms(settings().politics, VOTES, luck(seed), keeping(seed)) for seed in range(12)}
    assert len(drawn) > 5


def test_the_party_changes_as_often_as_its_chance_says_and_its_postures_come_by_their_weights():
    p = settings().politics
    paths = [terms(p, VOTES, luck(seed), keeping(seed)) for seed in range(3000)]
    assert np.mean([path[0].changed for path in paths]) == pytest.approx(0.55, abs=0.03)
    assert np.mean([path[1].changed for path in paths]) == pytest.approx(0.50, abs=0.03)
    democrats = Counter(p.names[path[0].posture] for path in paths if path[0].changed)
    for name, weight in p.mixture["democrat"].items():
        assert democrats[name] / democrats.total() == pytest.approx(weight, abs=0.035)
    stay = [path[0].posture == 0 for path in paths if not path[0].changed]
    assert np.mean(stay) == pytest.approx(p.keep, abs=0.035)


def test_alternating_parties_bring_the_likeliest_posture_of_each():
    p = default_settings(["politics=alternating"]).politics
    path = terms(p, VOTES, luck(1), keeping(1))
    assert [p.names[term.posture] for term in path] == ["transactional", "coercive"]


def test_the_rule_of_washington_is_that_of_the_posture_in_office():
    model = Giants(settings("usa=cooperative", "politics.change=[1]", "months=34"))
    asked = []
    for _ in range(34):
        model.step()
        asked.append((int(model.world.calendar.us_posture), float(model.world.actions.us_pressure)))
    assert {code for code, _ in asked[:28]} == {0}
    assert model.settings.politics.names[0] == FIRST
    new, before = asked[-1], asked[0]
    assert new[0] > 0
    rule = list(model.settings.politics.postures.values())[new[0] - 1]
    if hasattr(rule, "pressure"):
        assert new[1] == pytest.approx(rule.pressure)
        assert new[1] != before[1]


def test_a_plank_that_a_successor_drops_follows_the_successors_rule():
    model = Giants(settings("mexico=calibrated_autonomy"))
    model.step()
    kept = model.decide(model.world).programme.copy()
    model.world.society.pursued[:] = 0.0
    dropped = model.decide(model.world).programme
    plain = Giants(default_settings(["mexico=status_quo"]))
    plain.step()
    assert np.array_equal(dropped, plain.decide(model.world).programme)
    assert not np.array_equal(dropped, kept)
    assert len(PLANKS) == len(model.world.society.pursued)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("politics.party=whig", "politics: mixture needs two parties, one of them 'whig'"),
        ("politics.postures.coercive=nobody", "politics.postures.coercive: there is no choice 'nobody'"),
        (NOBODY, "politics: mixture.democrat: all weights are zero"),
        ("politics.change=[]", "politics: change needs one chance at least"),
        ("politics.successor=nobody", "politics.successor: there is no choice 'nobody'"),
        ("politics.postures.coercive.presure=0.5", "politics.postures.coercive.presure: unknown key"),
        ("+politics.mixture.democrat.friendly=0.2", "'friendly' is none of the postures"),
        ("+politics.postures.first=decoupling", "politics: postures.first: that is the posture which the run names"),
    ],
)
def test_what_is_wrong_with_politics_is_said_in_one_line(word, message):
    with pytest.raises(InputError) as error:
        settings(*word.split())
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_single_settings_of_a_posture_and_of_a_successor_can_be_overridden():
    p = settings("politics.postures.coercive.pressure=0.7", "politics.successor.security.kingpin=1.5").politics
    usual = settings().politics
    assert p.postures["coercive"] == replace(usual.postures["coercive"], pressure=0.7)
    assert p.postures["transactional"] == usual.postures["transactional"]
    assert (p.successor.security.kingpin, usual.successor.security.kingpin) == (1.5, 1.0)
    other = settings("usa@politics.postures.coercive=decoupling", "politics.postures.coercive.growth=0.2").politics
    assert (type(other.postures["coercive"]).__name__, other.postures["coercive"].growth) == ("Decoupling", 0.2)


def test_politics_chosen_without_hydra_have_the_same_rules():
    assert chosen("politics", "drawn") == compose(["politics=drawn"])["politics"]
