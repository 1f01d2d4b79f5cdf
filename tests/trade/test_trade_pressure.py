"""Losses of threats in a whole run, against solves to the last digit from the same World."""

from dataclasses import replace

import numpy as np

from giants.config import default_settings
from giants.model import Giants
from giants.symbols import AXES, MEX, USA, ThreatLosses
from giants.trade import pressure
from giants.trade.losses import losses, raised
from giants.trade.phase import present_shock, unknowns

SOLVED = 1e-4  # losses below a hundredth of a per cent of GDP are nothing to either side


def exact(w, b, nodes):
    now = present_shock(w, b, b.theta_h)
    t = pressure.threatened(w, b, nodes, now.t).cube(now.t)
    return losses(replace(b.threat_horizon, tolerance=1e-10), now, t, unknowns(w, b.threat_horizon))


def exact_break(w, b):
    now = present_shock(w, b, b.theta_L)
    t = pressure.lasting(now.t, b.data.goods).cube(now.t)
    return losses(replace(b.long_run, tolerance=1e-10), now, t, unknowns(w, b.long_run))


def exact_sudden(w, b):
    now = present_shock(w, b)
    t = raised(now.t, b.data.goods, 0.25, (USA, MEX)).cube(now.t)
    return losses(b.short_run, now, t, unknowns(w, b.short_run))[0]


def test_losses_in_a_run_err_by_less_than_one_per_cent():
    model = Giants(default_settings(["mexico=defiance", "seed=3"]))
    w, blocks = model.world, model.blocks
    path = [None, None, None]
    for _ in range(10):
        for _ in range(6):
            model.step()
        b, nodes = blocks.trade_model, blocks.bargaining_model.nodes
        for i, (found, true) in enumerate((
            (pressure.losses(w, b, nodes, path[0]), exact(w, b, nodes)),
            (pressure.lasting_losses(w, b, path[1]), exact_break(w, b)),
            (pressure.sudden_losses(w, b, path[2]), exact_sudden(w, b)),
        )):  # fmt: skip
            assert np.abs((found.losses - true) / np.maximum(np.abs(true), SOLVED)).max() < 0.01
            path[i] = found.path
            assert path[i].any()  # chord steps were enough


def looked(w, b, threats):
    """What the World knows of losses after this month's look, and whether anything was solved."""
    found = pressure.threat_losses(w, b, threats)
    new = {name: getattr(found, name) for name in pressure.SolvedAt._fields if name != "anew"}
    w.threat_losses = replace(w.threat_losses, **new)
    return found


def test_losses_are_kept_until_a_tariff_has_moved_or_half_a_year_is_over():
    model = Giants(default_settings())
    w, b, threats = model.world, model.blocks.trade_model, model.blocks.bargaining_model.nodes[:4]
    w.threat_losses = ThreatLosses.neutral(AXES | {"t": len(threats)})
    assert looked(w, b, threats).anew
    before = w.threat_losses.losses.copy()
    w.calendar.month[...] += 5
    w.trade.tariff[USA, MEX, 7] += 0.009
    assert not looked(w, b, threats).anew
    np.testing.assert_array_equal(w.threat_losses.losses, before)
    w.trade.tariff[USA, MEX, 7] += 0.02
    assert looked(w, b, threats).anew
    losses = w.threat_losses.losses
    np.testing.assert_allclose(losses, pressure.losses(w, b, threats).losses, atol=2e-5)
    assert np.abs(losses - before).max() > 1e-4
    w.calendar.month[...] += 6
    assert looked(w, b, threats).anew


def test_what_only_measures_read_is_kept_longer():
    model = Giants(default_settings())
    w, b, nodes = model.world, model.blocks.trade_model, model.blocks.bargaining_model.nodes[:2]
    w.threat_losses = ThreatLosses.neutral(AXES | {"t": len(nodes)})
    kept = looked(w, b, nodes)
    for months, added, again in ((6, 0.0, False), (0, 0.015, False), (6, 0.0, True), (0, 0.03, True)):
        before = kept
        w.calendar.month[...] += months
        w.trade.tariff[USA, MEX, 7] += added
        kept = looked(w, b, nodes)
        assert kept.anew
        assert kept.losses is not before.losses
        assert (kept.lasting is not before.lasting, kept.sudden is not before.sudden) == (again, again)
    np.testing.assert_allclose(kept.lasting, pressure.lasting_losses(w, b).losses, atol=2e-5)
    np.testing.assert_allclose(kept.sudden, pressure.sudden_losses(w, b).losses[0], atol=2e-5)
