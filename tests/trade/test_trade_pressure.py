"""Losses of threats in a whole run, against solves to the last digit from the same World."""

from dataclasses import replace

import numpy as np

from giants.config import default_settings
from giants.model import Giants
from giants.symbols import MEX, USA
from giants.trade import policy, pressure
from giants.trade.exposure import Memory, cells_under, losses, raised
from giants.trade.phase import shock_of, unknowns

SOLVED = 1e-4  # losses below a hundredth of a per cent of GDP are nothing to either side


def exact(w, b, nodes):
    now = shock_of(w, b, b.theta_h)
    bare = policy.without_preference(w, b.data, b.statute, b.parameters.local_subsidy_rate)
    t = cells_under(now.t, nodes, b.data.goods, bare).cube(now.t)
    return losses(replace(b.ahead, tolerance=1e-10), now, t, unknowns(w))


def exact_break(w, b):
    now = shock_of(w, b, b.theta_L)
    t = pressure.lasting(now.t, b.data.goods).cube(now.t)
    return losses(replace(b.later, tolerance=1e-10), now, t, unknowns(w))


def exact_sudden(w, b):
    now = shock_of(w, b)
    t = raised(now.t, b.data.goods, 0.25, (USA, MEX)).cube(now.t)
    return losses(b.now, now, t, unknowns(w))[0]


def test_losses_in_a_run_err_by_less_than_one_per_cent():
    model = Giants(default_settings(["mexico=defiance", "seed=3"]))
    w, blocks = model.world, model.blocks
    memory = Memory(), Memory(), Memory()
    for _ in range(10):
        for _ in range(6):
            model.step()
        b, nodes = blocks.trade_block, blocks.board.nodes
        for found, true in (
            (pressure.losses(w, b, nodes, memory[0]), exact(w, b, nodes)),
            (pressure.lasting_losses(w, b, memory[1]), exact_break(w, b)),
            (pressure.sudden_losses(w, b, memory[2]), exact_sudden(w, b)),
        ):
            assert np.abs((found - true) / np.maximum(np.abs(true), SOLVED)).max() < 0.01
        assert all(one.move is not None for one in memory)  # chord steps were enough


def test_losses_are_kept_until_a_tariff_has_moved_or_half_a_year_is_over():
    model = Giants(default_settings())
    w, b = model.world, model.blocks.trade_block
    kept = pressure.Pressure(model.blocks.board.nodes[:4])
    assert kept.update(w, b)
    before = kept.losses
    w.calendar.month[...] += 5
    w.trade.tariff[USA, MEX, 7] += 0.009
    assert not kept.update(w, b)
    assert kept.losses is before
    w.trade.tariff[USA, MEX, 7] += 0.02
    assert kept.update(w, b)
    np.testing.assert_allclose(kept.losses, pressure.losses(w, b, kept.threats), atol=2e-5)
    assert np.abs(kept.losses - before).max() > 1e-4
    w.calendar.month[...] += 6
    assert kept.update(w, b)


def test_what_only_measures_read_is_kept_longer():
    model = Giants(default_settings())
    w, b = model.world, model.blocks.trade_block
    kept = pressure.Pressure(model.blocks.board.nodes[:2])
    kept.update(w, b)
    for months, added, again in ((6, 0.0, False), (0, 0.015, False), (6, 0.0, True), (0, 0.03, True)):
        threats, lasting, sudden = kept.losses, kept.lasting, kept.sudden
        w.calendar.month[...] += months
        w.trade.tariff[USA, MEX, 7] += added
        assert kept.update(w, b)
        assert kept.losses is not threats
        assert (kept.lasting is not lasting, kept.sudden is not sudden) == (again, again)
    np.testing.assert_allclose(kept.lasting, pressure.lasting_losses(w, b), atol=2e-5)
    np.testing.assert_allclose(kept.sudden, pressure.sudden_losses(w, b), atol=2e-5)
