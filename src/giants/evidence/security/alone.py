"""The block by itself, with everything else held constant: for calibration, validation and teaching."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from giants.draw import Draws
from giants.security.calibration import SecurityCalibration
from giants.security.inputs import SecurityInputs, neutral
from giants.security.noise import NO_NOISE, Noise
from giants.security.phase import advance, initial
from giants.symbols import Array
from giants.world import World

TRACED = (
    "killed", "homicides", "groups", "arrests", "flow", "overdose_deaths", "purity", "crossing_flow", "extortion",
)  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """Symbols of the block by month: the first axis of each array is time."""

    killed: Array  # (t, s)
    homicides: Array  # (t, s)
    groups: Array  # (t, s)
    arrests: Array  # (t, s)
    flow: Array  # (t, g)
    overdose_deaths: Array  # (t, g)
    purity: Array  # (t, g)
    crossing_flow: Array  # (t, g, x)
    extortion: Array  # (t, s)
    members: Array  # (t, s)
    active: Array  # (t,) groups with at least 25 members in the country
    revenue: Array  # (t,) bn USD a year
    world: World  # as it ended


def simulate(
    calibration: SecurityCalibration,
    months: int,
    seed: int = 1,
    change: Callable[[int, SecurityInputs], SecurityInputs] | None = None,
    start: World | None = None,
    noise: bool = True,
    first: int = 0,
) -> Trace:
    """Run the block alone and return its path.

    `change` maps the month and today's inputs to those in force; `start` is a World to continue from (it is
    copied); without `noise` no leader falls, no group enters and no noise is added, except where `change` says so.
    Months are counted from `first`, as in a run: the same seed and month meet the same luck there.
    """
    world = start.copy() if start is not None else fresh(calibration)
    draws, today = Draws(seed), replace(neutral(), wage=world.base.real_wage, wage_base=world.base.real_wage)
    rows: dict[str, list[Array]] = {name: [] for name in (*TRACED, "members", "active", "revenue")}
    for month in range(first, first + months):
        inputs = change(month, today) if change else today
        world.security.update(advance(world, calibration, *(Noise.of(draws, month) if noise else NO_NOISE), inputs))
        now = world.security
        for name in TRACED:
            rows[name].append(getattr(now, name).copy())
        rows["members"].append(now.members.sum(0))
        rows["active"].append(np.asarray((now.members.sum(1) >= 25).sum()))
        rows["revenue"].append(np.asarray(now.revenue.sum()))
    return Trace(**{name: np.array(values) for name, values in rows.items()}, world=world)


def fresh(calibration: SecurityCalibration) -> World:
    """Return a World in which only the block stands, before its first month; wages are those of 2024."""
    world = World()
    world.security.update(initial(calibration))
    world.base.update(replace(world.base, real_wage=calibration.wage))
    return world
