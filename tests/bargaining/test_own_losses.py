"""What a tariff costs the side that levies it, and what becomes of threats that nobody fears."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giants.bargaining import nash
from giants.bargaining.instruments import dead_weight
from giants.bargaining.losses import losses
from giants.bargaining.model import DRAWS, SENDERS
from giants.bargaining.resolve_information.case import Case
from giants.config import default_settings
from giants.model import Giants
from giants.symbols import MEX, USA

near = pytest.approx


def trading(new_world):
    """Return a World in which the United States buys a tenth of its product from Mexico, and Mexico half of that."""
    w = new_world()
    w.trade.gdp[...] = 1000.0
    w.trade.flows[USA, MEX, :10], w.trade.flows[MEX, USA, :10] = 10.0, 5.0
    return w


def test_the_tariffs_of_2018_cost_the_united_states_what_was_published():
    # 2.6 to 16.6% on imports of 303 bn USD, a loss of 0.03% (2019 version) to 0.04% (2020) of a product of 20,500 bn:
    # Fajgelbaum et al., who count the answers of others too
    loss = float(dead_weight(1.166 / 1.026 - 1, 2.5)) * 303 / 20_500
    assert 0.0002 < loss < 0.0004


@given(st.floats(0, 2), st.floats(1.01, 10))
def test_a_tariff_that_is_passed_on_costs_and_the_more_the_higher(rate, elasticity):
    low, high = dead_weight([rate, rate + 0.05], elasticity)
    assert -1e-12 < low < high
    assert dead_weight(1e-4, elasticity) == near(0.5 * elasticity * 1e-8, rel=1e-2)


def test_gains_in_the_terms_of_trade_do_not_make_a_threat_attractive(new_world, new_model):
    model = new_model()
    w, o = trading(new_world), model.options
    gains = np.full((len(model.nodes), 10), -0.01)
    gains[:, MEX] = 0.01
    found = losses(w, model, gains)
    tariff = o.solved & np.array([channel == "tariff" for channel in o.channel])
    assert np.all(found.sender[o.solved] >= 0)
    row = list(o.name).index("section_301")
    bought = 0.01 * o.sectors[row].sum()
    left = found.target[row] / 0.01  # what the law and the preference leave of it
    assert found.sender[row] == near(float(dead_weight(o.size[row], model.p.import_elasticity)) * bought * left)
    assert tariff[row]


def test_a_sender_that_loses_more_than_dead_weight_counts_what_the_trade_block_solves(new_world, new_model):
    model = new_model()
    w, o = trading(new_world), model.options
    solved = np.full((len(model.nodes), 10), 0.01)
    found = losses(w, model, solved)
    assert found.sender[o.solved] == near(found.target[o.solved])


@pytest.mark.parametrize("closure", ["instant", "sticky"])
def test_an_answer_in_kind_never_makes_a_threat_cheaper_for_the_target(closure):
    model = Giants(default_settings([f"trade.closure={closure}"]))
    w, bargaining, solved = model.world, model.blocks.bargaining_model, model.world.threat_losses.losses
    w.actions.retaliation[USA] = 0.0
    calm = losses(w, bargaining, solved)
    w.actions.retaliation[USA] = 1.0
    answered = losses(w, bargaining, solved)
    assert (answered.target >= calm.target).all()
    assert (answered.target > calm.target + 1e-5).any()
    assert (answered.sender >= calm.sender).all()


def test_an_answer_in_kind_hits_what_was_hit(new_world, new_model):
    model, w = new_model(), trading(new_world)
    o = model.options
    calm = losses(w, model, None)
    w.actions.retaliation[USA] = 1.0
    answered = losses(w, model, None)
    more = answered.sender - calm.sender
    narrow, wide = (next(i for i, n in enumerate(o.name) if n == name and o.size[i] == 0.25)
                    for name in ("food_duty", "emergency_tariff"))  # fmt: skip
    assert more[wide] == near(calm.target[model.mirror])
    assert more[narrow] == near(calm.target[model.mirror] * o.sectors[narrow].sum() / o.sectors[wide].sum())


@pytest.mark.parametrize("rule", ["two_type", "logit", "known"])
def test_nobody_yields_to_what_it_would_welcome(rule, new_model):
    case = Case(*(np.array([v]) for v in (0.5, 0.9, 1.0, 0.01, -0.02, 0.01, 0.003)))
    assert float(new_model(resolve_information=rule).resolve_information.concede(case)[0]) < 1e-3
    assert not nash.bundle(0.5, *(np.array([[v]]) for v in (0.001, 0.01, 0.01)), 0.0005, -0.001).deal.any()


def test_threats_that_the_target_would_welcome_are_not_made(new_world, new_model, advance):
    model, w = new_model(), trading(new_world)
    welcome = np.full((len(model.nodes), 10), -0.01)
    w.actions.us_pressure[...] = 1.0
    rng, events = np.random.default_rng(0), []
    for month in range(240):
        w.calendar.month[...] = month
        done = advance(w, model, welcome, rng.random((SENDERS, len(DRAWS))))
        w.bargaining.update(done.result)
        events += [e for e in done.events if e.sender == "USA"]
    made = [e for e in events if e.outcome == "threat"]
    assert len(made) > 10  # by means that do hurt
    assert all(e.loss_target > 0 for e in made)


def test_resisting_is_worth_something_to_mexico_only(new_world, new_model, run):
    def ended(sender, rally):
        w = new_world()
        w.trade.us_tariff[:9] = 0.15
        w.actions.us_pressure[...], w.actions.linkage[...] = float(sender == "USA"), 1.0
        w.actions.voiced[...] = 1.0
        events = run(w, new_model(rally_gdp=rally), months=120)
        return [(e.month, e.outcome, e.share) for e in events if e.sender == sender]

    assert len(ended("MEX", 0.0)) > 3
    assert ended("MEX", 0.0) == ended("MEX", 0.02)
    assert ended("USA", 0.0) != ended("USA", 0.02)
