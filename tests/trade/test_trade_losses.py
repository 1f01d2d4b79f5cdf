"""Losses of threats: signs, batches, horizons and interpolation."""

from typing import NamedTuple

import numpy as np
import pytest

from giants.bargaining.instruments import interpolation as weights
from giants.trade import Shock, bundled, solver, threats
from giants.trade.adjustment import relative_prices
from giants.trade.closure import Sticky
from giants.trade.equilibrium import share_weights
from giants.trade.losses import at_horizon, cells_under, losses, losses_in_cells, raised
from giants.trade.system import evaluate
from giants.trade.threats import evaluate as evaluate_together
from giants.trade.threats import lay_out


class Threat(NamedTuple):
    importer: int
    exporter: int
    sectors: tuple[int, ...] = ()
    size: float = 0.25
    preference: bool = False
    both: bool = False


DATA = bundled()
MEX, USA, CAN = (DATA.regions.index(c) for c in ("MEX", "USA", "CAN"))


def cells(*threats):
    return cells_under(DATA.t0, threats, DATA.goods, DATA.t0 + 0.03)


def under(*threats):
    return cells(*threats).cube(DATA.t0)


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


LADDER = (
    Threat(USA, MEX, (), 0.25),
    Threat(USA, MEX, (), 0.5),
    Threat(USA, MEX, (7,), 0.25),
    Threat(MEX, USA, (), 0.1),
    Threat(USA, MEX, (), 0.0, True),
)


CLOSURES = [None, Sticky(0.15, 0.2)]


@pytest.mark.parametrize("sticky", CLOSURES)
def test_threats_laid_out_together_obey_the_equations_of_each_alone(sticky):
    s = solver(DATA, np.linspace(0.8, 4.0, 11), sticky=sticky)
    u = np.random.default_rng(0).normal(0, 0.1, (s.c.size, len(LADDER) + 1))
    f = share_weights(s, Shock(t=DATA.t0))
    found = evaluate_together(s.c, f, lay_out(s.c, f, DATA.t0, cells(*LADDER)), u)
    for case, t in enumerate([*under(*LADDER), DATA.t0]):
        alone = evaluate(s.c, share_weights(s, Shock(t=t)), u[:, case])
        np.testing.assert_allclose(found.residual[:, case], alone.residual, atol=1e-12)
        np.testing.assert_allclose(found.income[:, case], alone.income, rtol=1e-12)


@pytest.mark.parametrize("sticky", CLOSURES)
def test_losses_in_cells_are_those_of_the_whole_tables_and_are_remembered(sticky):
    s = solver(DATA, 1.2, tolerance=1e-7, sticky=sticky)
    exact = losses(s, Shock(t=DATA.t0), under(*LADDER))
    path = None
    for _ in range(2):
        found, path = losses_in_cells(s, Shock(t=DATA.t0), cells(*LADDER), s.reference, path)
        np.testing.assert_allclose(found, exact, atol=1e-7)
        assert path.any(axis=0).all()


def test_a_break_too_far_for_chord_steps_is_solved_all_the_same(monkeypatch):
    monkeypatch.setattr(threats, "PATIENCE", 2)
    s, shut = solver(DATA, 1.2), raised(DATA.t0, DATA.goods, 10.0, (USA, MEX), (MEX, USA))
    found, path = losses_in_cells(s, Shock(t=DATA.t0), shut, s.reference)
    np.testing.assert_array_equal(found, losses(s, Shock(t=DATA.t0), shut.cube(DATA.t0), s.reference))
    assert not path.any()


@pytest.mark.parametrize(("rates", "patience"), [((0.1, 0.9), threats.PATIENCE), ((0.1, 10.0), 6)])
def test_a_world_that_needs_more_steps_than_its_neighbour_leaves_it_its_bits(monkeypatch, rates, patience):
    monkeypatch.setattr(threats, "PATIENCE", patience)  # of the second pair, one is solved from the whole tables
    s = solver(DATA, 1.2, tolerance=1e-7, sticky=CLOSURES[1])
    alone = [raised(DATA.t0, DATA.goods, rate, (USA, MEX), (MEX, USA)) for rate in rates]
    both = alone[0]._replace(t=np.stack([one.t for one in alone]))
    found = losses_in_cells(s, Shock(t=np.stack([DATA.t0, DATA.t0])), both, np.stack([s.reference, s.reference]))
    for k, one in enumerate(alone):
        lost, path = losses_in_cells(s, Shock(t=DATA.t0), one, s.reference)
        assert found.losses[k].tobytes() == lost.tobytes()
        assert found.path[k].tobytes() == path.tobytes()
        assert path.any() == (rates[k] < 10.0)
