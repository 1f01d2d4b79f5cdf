"""A World in the state of August 2026 in what bargaining reads, and the configuration of the repository."""

from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import yaml

from giants.bargaining import instruments, issues, phase
from giants.bargaining.losses import legal_context, losses
from giants.bargaining.model import DRAWS, SENDERS, prepare
from giants.config import bargaining
from giants.symbols import CHN, MEX, USA, Bargaining
from giants.world import World

CONF = Path(__file__).parents[2] / "conf"


def read(name):
    return deepcopy(parsed(name))


@lru_cache(maxsize=64)
def parsed(name):
    return yaml.load((CONF / name).read_text(encoding="utf-8"), yaml.CSafeLoader)


def configuration(**rules):
    values = read("bargaining/default.yaml")
    chosen = {key: value for entry in values.pop("defaults") if entry != "_self_" for key, value in entry.items()}
    chosen |= {key: rules.pop(key) for key in list(rules) if key in chosen}
    return values | {group: read(f"bargaining/{group}/{name}.yaml") for group, name in chosen.items()} | rules


def make_model(values, rows, tools, threats=True):
    b = bargaining(values)
    return prepare(b, issues.load(rows), instruments.load(tools), threats)


@lru_cache(maxsize=64)
def new_model(threats=True, **changes):
    return make_model(configuration(**changes), read("issues/default.yaml"), read("instruments/default.yaml"), threats)


def new_world():
    w = World()
    w.trade.preference_use[MEX, :9] = 0.85
    w.trade.gdp[[MEX, USA, CHN]] = 1.8e3, 28e3, 18e3
    w.trade.flows[USA, MEX, :9], w.trade.flows[MEX, USA, :9], w.trade.flows[CHN, MEX, :9] = 50.0, 30.0, 1.5
    w.actions.us_protection[[4, 7]] = 0.0015
    w.actions.deal_offer[...] = 0.3
    w.calendar.year[...] = 2026.6
    w.calendar.months_to_election[...] = 24.0
    w.bargaining.position[...] = new_model().issues.initial
    return w


class Month(NamedTuple):
    """The block that the phase returned, and its log."""

    result: Bargaining
    events: tuple


def price(w, model, exposure):
    """Write what each option would cost: `exposure` (t, n) as the trade block solved it, None for declared losses."""
    legal = legal_context(w, model)
    s = losses(w, model, exposure, legal)
    w.threat_losses = replace(
        w.threat_losses,
        target=s.target,
        sender=s.sender,
        benefit=s.benefit,
        legal=s.legal,
        levied=legal.levied,
        left=legal.left,
    )


def advance(w, model, exposure, u):
    """Return a month under what threats cost now."""
    price(w, model, exposure)
    block, (log,) = phase.advance(w, model, u)
    return Month(block, log)


def run(w, model, months=120, seed=0, each=None):
    rng = np.random.default_rng(seed)
    events = []
    for month in range(months):
        w.calendar.month[...] = month
        w.calendar.year[...] = 2026.6 + month / 12
        w.calendar.review[...] = float(month % 12 == 11)
        if each is not None:
            each(w, month)
        done = advance(w, model, None, rng.random((SENDERS, len(DRAWS))))
        w.bargaining.update(done.result)
        events.extend(done.events)
    return events


@pytest.fixture(name="read")
def fixture_read():
    return read


@pytest.fixture(name="configuration")
def fixture_configuration():
    return configuration


@pytest.fixture(name="make_model")
def fixture_make_model():
    return make_model


@pytest.fixture(name="new_model")
def fixture_new_model():
    return new_model


@pytest.fixture(name="new_world")
def fixture_new_world():
    return new_world


@pytest.fixture(name="advance")
def fixture_advance():
    return advance


@pytest.fixture(name="price")
def fixture_price():
    return price


@pytest.fixture(name="run")
def fixture_run():
    return run


@pytest.fixture
def conf():
    return CONF
