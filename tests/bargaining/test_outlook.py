"""What firms foresee of the US tariff: limits, signs and the exact moments of small chains."""

import numpy as np
import pytest

from giants.bargaining import lifetimes, outlook
from giants.bargaining.losses import legal_context
from giants.bargaining.state import FULL, STATEMENT, Disputes, last_month
from giants.bargaining.tariffs import measures_in_force
from giants.bargaining.treaty import SUNSET, Treaty
from giants.politics import STAYS, Ahead
from giants.symbols import ISSUES, MEX, USA

CAR, GOODS = 7, slice(0, 9)
RATE = 1 / 8


def foresee(w, model, horizon=10.0, ahead=STAYS):
    s, legal = last_month(w), legal_context(w, model)
    pact = Treaty(float(w.bargaining.treaty_in_force), horizon, 0.0, False)
    return outlook.outlook(w, model, s, legal, measures_in_force(w, model, s, legal), pact, ahead)


def option(model, name, size):
    o = model.options
    return next(i for i, tool in enumerate(o.name) if tool == name and o.size[i] == size)


def terms(pressure, starts=(0.0, 2.0), moves=None, salience=None, kept=1.0):
    n = len(pressure)
    moves = np.tile(np.eye(n), (len(starts) - 1, 1, 1)) if moves is None else moves
    salience = np.full((n, len(ISSUES)), np.nan) if salience is None else np.tile(salience, (len(ISSUES), 1)).T
    return Ahead(np.array(starts), moves, pressure, salience, np.full(len(starts) - 1, kept))


def open_dispute(w, model, stage, name="cars_232", size=0.25, odds=0.4):
    y = w.bargaining
    y.stage[USA], y.option[USA], y.deadline[USA], y.carried_out[USA] = stage, option(model, name, size), 3, odds
    return w


def with_margin(w):
    w.trade.ordinary_margin[MEX, GOODS] = 0.05
    return w


def test_without_threats_or_an_end_firms_foresee_the_tariff_of_today(new_world, new_model):
    w = new_world()
    w.actions.us_pressure[...] = 0.0
    w.calendar.added_tariff[USA, MEX, GOODS] = 0.1
    mean, variance = foresee(w, new_model())  # the preference has no margin, so that its end takes nothing
    np.testing.assert_allclose(mean[GOODS], 0.1)
    np.testing.assert_allclose(variance, 0.0, atol=1e-15)


def test_a_tariff_kept_for_good_has_its_full_effect_and_one_that_fades_less(new_world, new_model):
    w = new_world()
    w.actions.us_pressure[...] = 0.0
    w.bargaining.standing_tariff[CAR] = 0.2
    spared = new_model().spared[CAR] * w.trade.preference_use[MEX, CAR]
    lasting, variance = foresee(w, new_model(exclusion=0.0))
    assert lasting[CAR] == pytest.approx(0.2 * (1 - spared))
    assert variance[CAR] == pytest.approx(0.0, abs=1e-15)
    assert 0 < foresee(w, new_model())[0][CAR] < lasting[CAR]


def test_a_sure_end_of_the_treaty_takes_the_margin_from_what_is_left_of_the_life(new_world, new_model):
    w = with_margin(new_world())
    w.actions.us_pressure[...] = 0.0
    w.calendar.treaty_forced[...] = SUNSET
    mean, variance = foresee(w, new_model(), horizon=4.0)
    assert np.log1p(mean[CAR]) == pytest.approx(np.exp(-4 * RATE) * np.log1p(0.05))
    np.testing.assert_allclose(variance, 0.0, atol=1e-15)
    w.bargaining.treaty_in_force[...] = 0.0
    w.bargaining.preference_lost[...] = 1.0
    mean, variance = foresee(w, new_model(), horizon=0.0)
    assert mean[CAR] == pytest.approx(0.05)
    np.testing.assert_allclose(variance, 0.0, atol=1e-15)


def test_a_nearer_end_a_likelier_threat_and_more_pressure_raise_what_is_foreseen(new_world, new_model):
    model, w = new_model(), with_margin(new_world())
    near = [foresee(w, model, horizon=h)[0][CAR] for h in (10.0, 7.0, 4.0, 1.0, 0.5)]
    assert np.all(np.diff(near) > 0)
    odds = [foresee(open_dispute(w.copy(), model, STATEMENT, odds=q), model)[0][CAR] for q in (0.0, 0.3, 0.6, 1.0)]
    assert np.all(np.diff(odds) > 0)
    pressed = []
    for pressure in (0.0, 0.1, 0.6, 1.0):
        w.actions.us_pressure[...] = pressure
        pressed.append(foresee(w, model)[0][CAR])
    assert np.all(np.diff(pressed) > 0)


def test_a_threat_weighs_by_the_life_that_its_measure_would_cover(new_world, new_model):
    w = new_world()
    w.actions.us_pressure[...] = 0.0

    def foreseen(model):
        return foresee(open_dispute(w.copy(), model, STATEMENT, "section_301"), model)[0][CAR]

    assert foreseen(new_model(relent=0.01, settle=0.0)) > 2 * foreseen(new_model(relent=0.1, settle=0.0)) > 0
    model = new_model()
    sure, _ = foresee(open_dispute(w.copy(), model, FULL, "section_301"), model)
    assert sure[CAR] > foreseen(model)


def test_a_threat_to_leave_the_treaty_takes_the_margin_and_an_unsure_one_is_a_risk(new_world, new_model):
    model, w = new_model(), with_margin(new_world())
    w.actions.us_pressure[...] = 0.0
    name = next(name for name, channel in zip(model.options.name, model.options.channel, strict=True)
                if channel == "exit")  # fmt: skip
    size = model.options.size[model.options.name.index(name)]
    calm, quiet = foresee(w, model)
    tense, unsure = foresee(open_dispute(w, model, STATEMENT, name, size), model)
    assert tense[CAR] > calm[CAR]
    assert unsure[CAR] > quiet[CAR]


def test_postures_that_press_alike_make_no_difference_and_harder_ones_raise_the_mean(new_world, new_model):
    model, w = new_model(), new_world()
    w.actions.us_pressure[...] = 0.6
    moves = np.array([[[0.2, 0.8], [0.5, 0.5]]])
    stays = foresee(w, model)

    def chain(pressure):
        return foresee(w, model, ahead=terms(np.array([np.nan, pressure]), moves=moves))

    for one, other in zip(chain(0.6), stays, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-14)
    mild, hard = chain(0.1), chain(1.0)
    assert mild[0][CAR] < stays[0][CAR] < hard[0][CAR]
    assert mild[1][CAR] > stays[1][CAR]


def test_without_threats_pressure_says_nothing(new_world, new_model):
    w = new_world()
    w.actions.us_pressure[...] = 1.0
    np.testing.assert_array_equal(foresee(w, new_model(threats=False))[1], 0.0)


def test_moments_are_those_of_simulated_lives():
    mean, second = lifetimes.moments(0.0, 0.6, 1.0, 1.2, np.array([[0.0], [5.0], [1.0]]), RATE)
    rng, step, n = np.random.default_rng(3), 0.05, 4000
    state, total = np.zeros(n, int), np.zeros(n)
    for k in range(1200):
        total += state * RATE * step * np.exp(-RATE * step * (k + 0.5))
        leaves = rng.random(n) < -np.expm1(-step * np.array([0.6, 1.2])[state])
        state = np.where(leaves, 1 - state, state)
    assert mean[0] == pytest.approx(total.mean(), abs=0.01)
    assert second[0] - mean[0] ** 2 == pytest.approx(total.var(), rel=0.1)


def test_terms_weigh_by_their_share_of_a_life():
    ahead = terms(np.array([0.6, 0.1]), starts=(0.0, 3.0), moves=np.array([[[0.5, 0.5], [0.0, 1.0]]]))
    mean, variance = lifetimes.of_postures(np.array([0.4, 0.2]), ahead, RATE)
    later = np.exp(-3 * RATE)
    assert mean == pytest.approx(0.4 * (1 - later) + 0.3 * later)
    assert variance == pytest.approx((0.1 * later) ** 2)


def test_a_president_who_wants_less_is_foreseen_to_renew_and_one_who_wants_all_is_not(new_world, new_model):
    model, w = new_model(), with_margin(new_world())
    w.actions.us_pressure[...] = 0.0
    sure = np.array([[[0.0, 1.0], [0.0, 1.0]]])

    def after(wants):
        return foresee(w, model, ahead=terms(np.zeros(2), starts=(0.0, 1.0), moves=sure, salience=[np.nan, wants]))

    mild, usual, hard = (after(wants)[0][CAR] for wants in (0.3, 1.0, 2.5))
    assert 0 < mild < usual < hard
    w.actions.us_salience[...] = 2.5
    assert foresee(w, model)[0][CAR] > after(0.3)[0][CAR]


def test_exits_that_nobody_has_threatened_yet_are_foreseen_by_pressure(new_world, new_model):
    model, w = new_model(), new_world()
    legal = legal_context(w, model)
    usa = Disputes._make(values[USA] for values in last_month(w).disputes)
    nobody = outlook._spells(w, model, usa, legal, terms(np.array([0.0, 1.0])))
    assert nobody.exits[0] == 0 < nobody.exits[1]
    renewed = np.ones(2)
    none, some = (lifetimes.of_treaty(model.p, Treaty(1.0, 10.0, 0.0, False), renewed, rate * renewed, terms(renewed))
                  for rate in (0.0, 0.05))  # fmt: skip
    assert none == (0.0, 0.0)
    assert some[0] == pytest.approx(0.05 / (0.05 + RATE))
    assert some[1] == pytest.approx(0.05 / (0.05 + 2 * RATE))


def test_the_end_of_a_treaty_is_that_of_simulated_reviews_and_exits(new_model):
    p, rng, n = new_model().p, np.random.default_rng(4), 40000
    ahead = terms(np.zeros(2), starts=(0.0, 2.5), moves=np.array([[[0.3, 0.7], [0.0, 1.0]]]))
    renewal, exits = np.array([0.05, 0.3]), np.array([0.1, 0.02])
    mean, second = lifetimes.of_treaty(p, Treaty(1.0, 6.5, 0.0, False), renewal, exits, ahead)
    later = (rng.random(n) < 0.7).astype(int)
    first = rng.exponential(1 / exits[0], n)
    leaves = np.where(first < 2.5, first, 2.5 + rng.exponential(1, n) / exits[later])
    kept = (1 - renewal[0]) ** 2 * (1 - renewal[later]) ** 4  # reviews at 0.5 and 1.5, then at 2.5 to 5.5
    ends = np.where(rng.random(n) < kept, np.minimum(leaves, 6.5), leaves)
    b = np.exp(-RATE * ends)
    assert mean == pytest.approx(b.mean(), abs=0.005)
    assert second == pytest.approx((b * b).mean(), abs=0.005)


def test_a_measure_that_a_new_president_may_drop_is_foreseen_for_less(new_world, new_model):
    model = new_model()
    w = open_dispute(new_world(), model, FULL, "section_301")
    w.actions.us_pressure[...] = 0.0
    for start, share in ((0.5, 0.0), (0.5, 0.5), (40.0, 0.0)):
        kept, dropped = (foresee(w, model, ahead=terms(np.zeros(1), starts=(0.0, start), kept=k))[0][CAR]
                         for k in (1.0, share))  # fmt: skip
        assert (dropped < 0.99 * kept) == (start < 1)
    w = new_world()
    w.actions.us_pressure[...] = 0.0
    w.bargaining.standing_tariff[CAR] = 0.2
    kept, dropped = (foresee(w, model, ahead=terms(np.zeros(1), kept=k))[0][CAR] for k in (1.0, 0.0))
    assert 0 < dropped < 0.7 * kept
