"""Losses of threats: signs, batches, horizons and interpolation."""

from typing import NamedTuple

import numpy as np
import pytest

from giants.bargaining.instruments import interpolation as weights
from giants.trade import Shock, bundled, solver
from giants.trade.adjustment import relative_prices
from giants.trade.exposure import Memory, at_horizon, losses, tariffs_under


class Threat(NamedTuple):
    importer: int
    exporter: int
    sectors: tuple[int, ...] = ()
    size: float = 0.25
    preference: bool = False


DATA = bundled()
MEX, USA, CAN = (DATA.regions.index(c) for c in ("MEX", "USA", "CAN"))


def under(*threats, t=None):
    return tariffs_under(DATA.t0 if t is None else t, threats, DATA.goods, DATA.t0 + 0.03)


def test_a_us_tariff_is_a_positive_loss_for_mexico_and_grows_with_its_size():
    loss = losses(
        solver(DATA, 1.0), Shock(t=DATA.t0), under(*(Threat(USA, MEX, (), s) for s in (0.05, 0.1, 0.25, 0.5)))
    )
    assert (np.diff(loss[:, MEX]) > 0).all()
    assert 0.02 < loss[2, MEX] < 0.04
    assert (np.abs(np.delete(loss, [MEX, USA], axis=1)) < 0.002).all()


def test_no_threat_is_no_loss():
    np.testing.assert_allclose(
        losses(solver(DATA, 1.0), Shock(t=DATA.t0), under(Threat(USA, MEX, (), 0.0))), 0, atol=1e-9
    )


def test_losses_are_shares_of_own_gdp():
    s = solver(DATA, 4.0)
    t = under(Threat(USA, MEX))
    hit = s.solve(Shock(t=t[0]))
    base = DATA.VA + (DATA.t0 * DATA.flows).sum((1, 2))
    expected = (1 - hit.real_income_hat) * s.c.I0 / base
    np.testing.assert_allclose(losses(s, Shock(t=DATA.t0), t)[0], expected, atol=1e-9)


def test_sectors_and_withdrawn_preferences_hit_only_what_they_name():
    cars = DATA.sectors.index("AUT")
    t = under(Threat(USA, MEX, (cars,)), Threat(USA, MEX, (), 0.0, True))
    changed = np.argwhere(t[0] != DATA.t0)
    assert changed.tolist() == [[USA, MEX, cars]]
    np.testing.assert_allclose(t[1, USA, MEX][DATA.goods], (DATA.t0 + 0.03)[USA, MEX][DATA.goods])
    assert np.array_equal(t[1, USA, MEX][~DATA.goods], DATA.t0[USA, MEX][~DATA.goods])


def test_todays_equilibrium_does_not_change_with_the_horizon():
    t = under(Threat(USA, MEX, (), 0.1))[0]
    short, long = np.full(11, 0.76), np.full(11, 2.5)
    now = solver(DATA, short).solve(Shock(t=t))
    moved = at_horizon(np.zeros_like(t), relative_prices(DATA.t0, Shock(t=t), now), short, long)
    again = solver(DATA, long).solve(Shock(t=t, taste=moved), now.u)
    assert again.iterations <= 1
    np.testing.assert_allclose(again.pi, now.pi, rtol=1e-7)


def test_a_longer_horizon_lets_mexico_lose_less():
    loss = [losses(solver(DATA, th), Shock(t=DATA.t0), under(Threat(USA, MEX)))[0, MEX] for th in (0.76, 2.0, 4.0)]
    assert loss[0] > loss[1] > loss[2]


@pytest.mark.parametrize("size", [0.05, 0.07, 0.15, 0.2, 0.3, 0.4])
@pytest.mark.parametrize("theta", [1.0, 4.0])
def test_interpolation_over_sizes_errs_by_less_than_two_per_cent(theta, size):
    nodes = (0.1, 0.25, 0.5)
    s = solver(DATA, theta)
    found = losses(s, Shock(t=DATA.t0), under(*(Threat(USA, MEX, (), x) for x in (*nodes, size))))[:, MEX]
    assert weights(size, nodes) @ found[:3] == pytest.approx(found[3], rel=0.02)


def test_interpolation_is_exact_at_the_nodes_and_at_zero():
    assert weights(0.25, (0.1, 0.25)) == pytest.approx([0, 1])
    assert weights(0.0, (0.1, 0.25)) == pytest.approx([0, 0])


def test_remembering_the_last_solve_saves_steps_and_changes_no_loss():
    data = bundled()
    s = solver(data, 1.2, tolerance=1e-9)
    t = np.repeat(data.t0[None], 2, axis=0)
    t[0, 1, 0, :9] += 0.25
    t[1, 1, 0, :9] += 0.5
    memory = Memory()
    first = losses(s, Shock(t=data.t0), t, memory=memory)
    assert memory.move is not None
    again = losses(s, Shock(t=data.t0), t, memory=memory)
    np.testing.assert_allclose(again, first, atol=1e-8)
