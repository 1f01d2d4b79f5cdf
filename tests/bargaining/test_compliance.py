"""Promises that are kept are not punished, and promises that are broken are seen."""

import numpy as np
import pytest

from giants.bargaining import compliance
from giants.bargaining.log import BEGIN
from giants.bargaining.model import DRAWS, SENDERS
from giants.bargaining.state import FULL
from giants.symbols import ISSUES, MEX, USA

near = pytest.approx


def demands(new_world, model, run, each=None, seeds=4, **actions):
    """Return (US deals, US demands, those of them because a promise fell short) over some histories of ten years."""
    deals = made = caught = 0
    for seed in range(seeds):
        w = new_world()
        for name, value in ({"us_pressure": 1.0} | actions).items():
            getattr(w.actions, name)[...] = value
        outcomes = [e.outcome for e in run(w, model, seed=seed, each=each) if e.sender == "USA"]
        deals, caught = deals + outcomes.count("deal"), caught + outcomes.count("caught")
        made += outcomes.count("threat") + outcomes.count("caught")
    return deals, made, caught


@pytest.mark.parametrize("kept", [1.0, 0.9])
def test_a_kept_promise_is_found_short_in_less_than_one_year_of_twenty(kept, configuration, new_model):
    p = configuration()
    noise = np.sqrt(12.0) * (np.random.default_rng(0).random(200_000) - 0.5)
    x, a = np.full((len(noise), 1), 0.5), np.ones((len(noise), 1))
    found = compliance.falls_short((1 - kept) * x, x, a, noise, p["monitor_spread"], p["tolerance"]).mean()
    assert 1 - (1 - found) ** 12 < 0.05


def test_a_promise_broken_by_half_is_found_short_within_the_year(configuration):
    p = configuration()
    noise = np.sqrt(12.0) * (np.random.default_rng(0).random(200_000) - 0.5)
    x, a = np.full((len(noise), 1), 0.5), np.ones((len(noise), 1))
    found = compliance.falls_short(0.5 * x, x, a, noise, p["monitor_spread"], p["tolerance"]).mean()
    assert 1 - (1 - found) ** 12 > 0.95


def test_whoever_keeps_promises_is_not_caught_while_laws_take_their_time(new_world, new_model, run):
    deals, made, caught = demands(new_world, new_model(), run)
    assert deals >= 20
    assert made > deals
    assert caught == 0


def test_whoever_goes_beyond_its_promises_by_itself_is_not_caught(new_world, new_model, run):
    def stricter(w, month):  # a government that screens and protects more from one year to the next
        w.actions.fdi_screening[...] = 0.1 * (month // 12)
        w.actions.non_fta_tariff[...] = 1.0 + 0.1 * (month // 12)

    deals, _, caught = demands(new_world, new_model(), run, each=stricter)
    assert deals >= 20
    assert caught == 0


def test_broken_promises_bring_new_demands(new_world, new_model, run):
    _, made, caught = demands(new_world, new_model(compliance=0.3), run)
    assert caught > 0.3 * made


def test_what_is_overdue_is_the_gap_to_a_twin_that_keeps_its_word(new_world, new_model, advance):
    promised = 0.2 * new_model().own[USA]
    idle = np.full((SENDERS, len(DRAWS)), 0.999)  # nobody opens an episode
    lever = {}
    for kept in (1.0, 0.7):
        w = new_world()
        w.bargaining.promised[...] = promised
        for _ in range(24):
            w.bargaining.update(advance(w, new_model(compliance=kept), None, idle).result)
        lever[kept], overdue = w.bargaining.position.copy(), w.bargaining.overdue
    assert overdue == near(lever[1.0] - lever[0.7])
    assert overdue.max() > 0.03


def test_while_mexico_withholds_cooperation_there_is_one_dispute_over_it(new_world, new_model, advance):
    model, o = new_model(compliance=1.0), new_model().options
    option = next(i for i, name in enumerate(o.name) if name == "cooperation_withdrawal" and o.size[i] == 1.0)
    security = {ISSUES[k] for k in np.flatnonzero(model.at.security)}
    w, rng, events = new_world(), np.random.default_rng(0), []
    w.actions.us_pressure[...], w.actions.linkage[...] = 1.0, 1.0
    w.bargaining.promised[model.at.security] = 0.3
    w.bargaining.position[model.at.security] += 0.3
    for month in range(60):
        w.calendar.month[...] = month
        w.bargaining.stage[MEX], w.bargaining.option[MEX], w.bargaining.age[MEX] = FULL, option, 1
        done = advance(w, model, None, rng.random((SENDERS, len(DRAWS))))
        w.bargaining.update(done.result)
        events += [e for e in done.events if e.sender == "USA" and month > 0]
    begun = [e for e in events if e.outcome in BEGIN]
    assert len(begun) > 5
    assert not [e for e in begun if e.outcome == "caught" or e.issue in security]
