import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giants.measures import agency, twins

X, Y = np.zeros(4), np.ones(4)
W = np.array([1.0, 2.0, 0.5, 0.0])


def test_own_line_proximity_has_its_three_marks():
    assert agency.own_line(X, X, Y, W) == pytest.approx(1)
    assert agency.own_line(Y, X, Y, W) == pytest.approx(0)
    assert agency.own_line((X + Y) / 2, X, Y, W) == pytest.approx(0.5)


def test_issues_out_of_dispute_or_not_pressed_carry_no_weight():
    x, y = np.array([0.0, 0.5, 0.0]), np.array([1.0, 0.55, 1.0])
    assert agency.contested(x, y, [1.0, 1.0, 0.0], 0.1).tolist() == [1.0, 0.0, 0.0]


def test_agency_is_missing_and_never_one_where_nothing_is_contested():
    none = np.zeros(4)
    for measure in (agency.own_line, agency.concession):
        assert np.isnan(measure(X, X, Y, none))
    assert np.isnan(agency.concession_symmetry(none, none, W))
    assert np.isnan(twins.coercion_wedge(X, X, X, Y, none))
    assert np.isnan(twins.causal_agency(X, X, {"USA": X}, 0.1, none))


def test_concession_and_symmetry():
    assert agency.concession(np.full(4, 0.25), X, Y, W) == pytest.approx(0.25)
    assert agency.concession(np.full(4, -0.5), X, Y, W) == 0
    assert agency.concession_symmetry(np.full(4, 0.1), np.full(4, 0.3), W) == pytest.approx(0.25)
    assert agency.concession_symmetry(np.zeros(4), np.full(4, 0.3), W) == 0


def test_consistency_is_a_correlation():
    rng = np.linspace(0, 1, 6)
    y = np.full(6, 0.4)
    every, one = np.ones(6), np.eye(6)[2]
    assert agency.consistency(y + 0.3 * (rng - y), rng, y, every) == pytest.approx(1)
    assert agency.consistency(y - 0.3 * (rng - y), rng, y, every) == pytest.approx(-1)
    assert np.isnan(agency.consistency(y, rng, y, every))
    assert np.isnan(agency.consistency(y + 0.3 * (rng - y), rng, y, one))


def test_issues_that_are_not_open_do_not_move_consistency():
    z, x, y = np.array([0.3, 0.9, 0.4, 0.1]), np.array([0.2, 0.6, 0.1, 0.7]), np.full(4, 0.5)
    assert agency.consistency(z, x, y, np.array([1.0, 1.0, 1.0, 0.0])) == pytest.approx(
        np.corrcoef((z - y)[:3], (x - y)[:3])[0, 1]
    )


def test_the_wedge_is_what_threats_move_towards_the_giant():
    off = np.full((3, 4), 0.2)
    assert twins.coercion_wedge(off + 0.3, off, X, Y, W) == pytest.approx(0.3)
    assert twins.coercion_wedge(off, off, X, Y, W) == 0
    assert twins.coercion_wedge(off - 0.1, off, X, Y, W) == pytest.approx(-0.1)
    assert twins.coercion_wedge(off - 0.1, off, X, Y, W, signed=False) == pytest.approx(0.1)


def test_a_giant_that_never_threatens_because_mexico_concedes_in_advance_is_still_coercive():
    # Concessions made in advance are in the base run and not in the twin without threats and anticipation.
    conceded_in_advance, without = np.full(4, 0.6), np.full(4, 0.1)
    assert twins.coercion_wedge(conceded_in_advance, without, X, Y, W) == pytest.approx(0.5)


def test_causal_agency_recovers_the_weights_of_a_linear_bargain():
    rng = np.arange(40).reshape(10, 4) % 7 / 20
    ideal_own, ideal_us, ideal_cn, noise = 0.1, 0.8, 0.5, rng
    weights = {"own": 0.5, "us": 0.3, "cn": 0.2}

    def z(own=0.0, us=0.0, cn=0.0):
        return (
            weights["own"] * (ideal_own + own)
            + weights["us"] * (ideal_us + us)
            + weights["cn"] * (ideal_cn + cn)
            + noise
        )

    share = twins.causal_agency(z(), z(own=0.1), {"USA": z(us=0.1), "CHN": z(cn=0.1)}, 0.1, W)
    assert share == pytest.approx(0.5)


def test_causal_agency_is_a_ratio_of_means_that_survives_runs_where_nobody_moves():
    z = np.zeros((2, 4))
    own = z + np.array([[0.1], [0.0]])
    us = z + np.array([[0.0], [0.0]])
    assert twins.causal_agency(z, own, {"USA": us}, 0.1, W) == pytest.approx(1.0)


def _levers(spread):
    base = np.linspace(0.2, 0.6, 3 * 5 * 4).reshape(3, 5, 4)
    moves = {"threats_off": -0.1, "own_shifted": 0.06, "usa_shifted": -0.03, "china_shifted": -0.01}
    run = 1 + spread * np.array([-1.0, 0.0, 1.0])[:, None, None]
    return {"base": base, **{name: base + move * run for name, move in moves.items()}}


def test_parts_of_runs_add_up_to_the_wedge_and_causal_agency_of_the_ensemble():
    z, w = _levers(0.5), np.broadcast_to(W, (3, 5, 4))
    parts = twins.parts(z, X, Y, w, 0.1)
    giants = {name: z[f"{name}_shifted"] for name in ("usa", "china")}
    assert parts.wedge() == pytest.approx(twins.coercion_wedge(z["base"], z["threats_off"], X, Y, w)) != 0
    assert parts.agency() == pytest.approx(twins.causal_agency(z["base"], z["own_shifted"], giants, 0.1, w)) == 0.6


def test_a_ratio_of_ensemble_means_is_not_the_mean_of_ratios():
    z, w = _levers(0.0), np.broadcast_to(W, (3, 5, 4))
    z["own_shifted"][0] = z["base"][0]  # one run in which nobody follows Mexico
    parts = twins.parts(z, X, Y, w, 0.1)
    each = np.mean([parts.drawn(np.array([r])).agency() for r in range(3)])
    assert parts.agency() == pytest.approx(0.04 / 0.08)
    assert each == pytest.approx(0.4)


def test_twins_that_were_not_run_leave_their_measure_missing():
    z, w = _levers(0.0), np.broadcast_to(W, (3, 5, 4))
    parts = twins.parts({name: z[name] for name in ("base", "threats_off")}, X, Y, w, 0.1)
    assert np.isfinite(parts.wedge())
    assert np.isnan(parts.agency())
    assert np.isnan(twins.parts(z, X, Y, 0 * w, 0.1).wedge())


def test_bootstrap_interval_holds_the_point_and_closes_where_runs_agree():
    w, u = np.broadcast_to(W, (3, 5, 4)), np.random.default_rng(3).random((200, 3))
    varied, same = (twins.parts(_levers(spread), X, Y, w, 0.1) for spread in (0.5, 0.0))
    low, high = twins.interval(varied, twins.Parts.wedge, u)
    assert low < varied.wedge() < high
    assert (low, high) == twins.interval(varied, twins.Parts.wedge, u)
    assert twins.interval(same, twins.Parts.wedge, u) == pytest.approx((same.wedge(), same.wedge()))


@given(st.floats(0.0, 0.2), st.floats(0.001, 0.1), st.floats(0.001, 0.2))
def test_a_threat_obtains_what_costs_no_more_to_yield_than_to_hold_out(loss, cost, curvature):
    x = float(agency.obtainable(loss, cost, curvature))
    assert 0 <= x <= 1
    assert cost * x + 0.5 * curvature * x * x <= loss + 1e-12
    if x < 1:
        assert cost * x + 0.5 * curvature * x * x == pytest.approx(loss)


def test_with_every_demand_in_dispute_conventions_for_the_others_do_not_matter():
    weight = np.array([0.25, 0.75])
    assert agency.completed(0.6, weight, weight, 0.1) == pytest.approx(0.6)


def test_with_no_demand_in_dispute_the_convention_is_all_there_is():
    every = np.array([0.25, 0.75])
    assert agency.completed(np.nan, 0 * every, every, np.array([0.2, 0.6])) == pytest.approx(0.5)
