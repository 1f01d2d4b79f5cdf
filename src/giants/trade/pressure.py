"""What pressure would cost from the World's present equilibrium: every threat, and a break between neighbours."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from giants.symbols import CHN, MEX, USA, Array
from giants.trade import policy
from giants.trade.losses import Losses, Threat, at_horizon, cells_under, losses_in_cells, raised, together
from giants.trade.phase import Calibration, present_shock, unknowns
from giants.trade.shock import Shock
from giants.trade.threats import Cells
from giants.world import World, chosen

GIANTS = CHN + 1
"""Economies before this row are Mexico and the giants."""
STALE, SETTLED = 0.01, 0.02
"""Change of a tariff's log after which losses under threats, and those that only measures read, are solved again."""
HALF_YEAR, YEAR = 6, 12
"""Months after which they are solved again anyway, as habits follow: lasting losses drift by 1% in a half-year."""
SHUT = 10.0
"""Added tariff at which trade has as good as stopped."""


class SolvedAt(NamedTuple):
    """What pressure costs as last solved, with when and where it was, and where the next solve starts.

    The first fields of :class:`giants.symbols.ThreatLosses`, which says axes and units.
    """

    losses: Array
    losses_month: Array
    losses_wedge: Array
    losses_path: Array
    lasting: Array
    sudden: Array
    reference_month: Array
    reference_wedge: Array
    lasting_path: Array
    sudden_path: Array
    anew: Array
    """(...) whether anything was solved this month"""


def threat_losses(w: World, b: Calibration, threats: Sequence[Threat]) -> SolvedAt:
    """Return what pressure costs, solved again if it is time: a function of the World alone.

    Threats are solved again in the month after tariffs among Mexico and the giants have moved by STALE in any cell,
    and every half-year; lasting and sudden losses, which only measures read, after SETTLED and every year.
    Worlds side by side are solved together where it is time for them.
    """
    t, (month, wedge) = w.threat_losses, _now(w)
    due = _outdated(month - t.losses_month, wedge - t.losses_wedge, STALE, HALF_YEAR)
    held = {name: getattr(t, name) for name in SolvedAt._fields[:-1]}
    if due.any():
        held |= _put(held, due, _under_threats(chosen(w, due), b, threats))
        late = due & _outdated(month - t.reference_month, wedge - t.reference_wedge, SETTLED, YEAR)
        if late.any():
            held |= _put(held, late, _reference(chosen(w, late), b))
    return SolvedAt(**held, anew=due)


def _now(w: World) -> tuple[Array, Array]:
    """Return the month, and the logs of one plus tariffs among Mexico and the giants."""
    return np.asarray(w.calendar.month), np.log1p(w.trade.tariff[..., :GIANTS, :GIANTS, :])


def _outdated(months: Array, moved: Array, change: float, limit: int) -> Array:
    return np.asarray((months >= limit) | (np.abs(moved).max((-3, -2, -1)) > change))


def _put(held: Mapping[str, Array], which: Array, new: Mapping[str, Array]) -> dict[str, Array]:
    """Return what is `new`, and in Worlds other than `which` as it was held."""
    out = {name: held[name].copy() for name in new}
    for name, values in new.items():
        out[name][which] = values
    return out


def _under_threats(w: World, b: Calibration, threats: Sequence[Threat]) -> dict[str, Array]:
    month, wedge = _now(w)
    cost = losses(w, b, threats, w.threat_losses.losses_path)
    return {"losses": cost.losses, "losses_path": cost.path, "losses_month": month, "losses_wedge": wedge}


def _reference(w: World, b: Calibration) -> dict[str, Array]:
    (month, wedge), now = _now(w), present_shock(w, b)
    lasting = lasting_losses(w, b, w.threat_losses.lasting_path, now)
    sudden = sudden_losses(w, b, w.threat_losses.sudden_path[..., None], now)
    return {
        "lasting": lasting.losses,
        "sudden": sudden.losses[..., 0, :],
        "reference_month": month,
        "reference_wedge": wedge,
        "lasting_path": lasting.path,
        "sudden_path": sudden.path[..., 0],
    }


def losses(
    w: World, b: Calibration, threats: Sequence[Threat], path: Array | None = None, now: Shock | None = None
) -> Losses:
    """Return (threats, N) losses of real income, positive, as shares of own GDP a year, from today's equilibrium.

    All threats are solved together at the elasticity of the horizon, starting from the World as it stands; `now`
    is its shock at the short run, `path` that of the last solve.
    """
    now = _adjusted(w, b, b.theta_h, now)
    assert now.t is not None
    cells = threatened(w, b, threats, now.t)
    return losses_in_cells(b.threat_horizon, now, cells, unknowns(w, b.threat_horizon), path)


def threatened(w: World, b: Calibration, threats: Sequence[Threat], t: Array) -> Cells:
    """Return the tariffs of each threat as they would be paid, where those paid now are t."""
    bare = policy.without_preference(w, b.data, b.statute, b.parameters.local_subsidy_rate)
    due = np.ones_like(t)
    due[..., MEX, :, :] -= w.trade.deferred
    return cells_under(t, threats, b.data.goods, bare, due)


def lasting_losses(w: World, b: Calibration, path: Array | None = None, now: Shock | None = None) -> Losses:
    """Return (5, N) losses after adjustment, from pressure on Mexico's goods: the rows of `lasting`.

    Shares of own GDP a year at the long-run elasticity.
    """
    now = _adjusted(w, b, b.theta_L, now)
    assert now.t is not None
    cells = lasting(now.t, b.data.goods)
    return losses_in_cells(b.long_run, now, cells, unknowns(w, b.long_run), path)


def lasting(t: Array, goods: NDArray[np.bool_]) -> Cells:
    """Return the tariffs of `lasting_losses`, where those in force are t.

    Rows: 25% US tariffs; no goods trade with the United States; the US market shut, one way; no goods trade with
    China; the Chinese market shut.  A tariff of 1,000% shuts a market: the loss is within 2% of its limit.
    """
    return together(
        raised(t, goods, 0.25, (USA, MEX)),
        raised(t, goods, SHUT, (USA, MEX), (MEX, USA)),
        raised(t, goods, SHUT, (USA, MEX)),
        raised(t, goods, SHUT, (CHN, MEX), (MEX, CHN)),
        raised(t, goods, SHUT, (CHN, MEX)),
    )


def sudden_losses(w: World, b: Calibration, path: Array | None = None, now: Shock | None = None) -> Losses:
    """Return (1, N) losses under 25% US tariffs on Mexican goods before anyone adjusts, at the short-run elasticity.

    A full break has no such figure: below an elasticity of one no tariff comes near to ending trade.

    L = `losses` at θ_short.  Definition.
    """
    now = now or present_shock(w, b)
    assert now.t is not None
    tariff = raised(now.t, b.data.goods, 0.25, (USA, MEX))
    quick = replace(b.short_run, tolerance=b.threat_horizon.tolerance)
    return losses_in_cells(quick, now, tariff, unknowns(w, quick), path)


def _adjusted(w: World, b: Calibration, theta: Array, now: Shock | None) -> Shock:
    """Return the shock of the World as it stands at another elasticity, from that at the short run if it is known."""
    now = now or present_shock(w, b)
    assert now.taste is not None
    return replace(now, taste=at_horizon(now.taste, w.trade.relative_price, b.theta_S, theta))
