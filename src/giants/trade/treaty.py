"""What the treaty is worth: real income with it and after its end, under the duties of a date."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from giants import duties
from giants.errors import InputError
from giants.scenario import month_number
from giants.symbols import IS_MEMBER, MEX, PREFERRED_ROWS, USA, Array
from giants.trade import origin, policy
from giants.trade.counterfactual import CLOSURES, HORIZONS, choose, shown, theta_of
from giants.trade.data import TradeData, bundled
from giants.trade.deferral import solve
from giants.trade.equilibrium import solver
from giants.trade.model import closures, threat_elasticity
from giants.trade.parameters import configured

if TYPE_CHECKING:  # commands that run no month stay quick
    import pandas as pd

DATE = "2026-08"
"""The first month of a run by default."""
SIDES = ("US", "both")
Closure = Literal["instant", "sticky"]


def treaty_value(
    date: str | None = None, *, side: str = "US", closure: Closure | None = None, elasticity: float | None = None
) -> "pd.DataFrame":
    """Return what the end of the treaty does to real income of every region, percent, negative = loss.

    date: month whose duties are in force, as 2026-08 (the default).
    side: "US" where US preferences for Mexico and Canada end, "both" where Mexico's and Canada's for US goods end too;
        what Mexico then adds is deferred on inputs of its exports.
    closure: that of conf/trade if None.  "sticky": the mean over the horizon of threats (the first year), factor prices
        having given way in part from where they stood, for elasticities of that year (see `giants.trade.closure`);
        "instant": they clear markets at once.
    elasticity: θ of trade shares, one value.  If None, that of the horizon of threats, so that the defaults give the
        losses that bargaining declares; with closure="instant" asked for, the cross-section's 4, all having adjusted.

    Columns: without_tiers_pct (most-favoured-nation rates return and nothing else) and with_tiers_pct (the duties in
    force from which what claims the preference is spared are charged on it too).  Use of the preference before is that
    of December 2025; duties on goods of others are those of the base.  The input-output table is that of conf/trade.
    Raises InputError for an unknown side, closure, month or elasticity, ConvergenceError if no equilibrium is found.
    """
    import pandas as pd

    p = configured()
    choose("side", side, SIDES)
    if closure is not None:
        p = replace(p, closure=choose("closure", closure, CLOSURES))
    data = bundled(p.tables)
    usual = HORIZONS["long_run"].elasticity if closure == "instant" else threat_elasticity(p)
    theta = theta_of(data, usual if elasticity is None else elasticity)
    now = solve(solver(data, theta), duties_at(data, _month(date), "kept"), MEX, IS_MEMBER, 1.0, p)
    then, columns = solver(data, theta, sticky=closures(p)[1]), {}
    for column, end in (("without_tiers_pct", "rates"), ("with_tiers_pct", "duties")):
        t = duties_at(data, _month(date), end, both=side == "both")
        after = solve(then, t, MEX, IS_MEMBER, float(side == "US"), p, now)
        columns[column] = 100 * (after.real_income_hat / now.real_income_hat - 1)
    return pd.DataFrame(columns, index=pd.Index(data.regions, name="region"))


def duties_at(data: TradeData, month: int, end: str, both: bool = False) -> Array:
    """Return duties (N, N, J) of absolute `month` with the treaty `kept`, its `rates` gone, or what they spare too.

    `both`: members' rates on US goods return as well.
    """
    d, claims, mfn, i = duties.in_force(month), origin.claims(), policy.mfn_rates(data), PREFERRED_ROWS
    t, none = data.t0 + d.full, np.zeros_like(claims.low)
    rates = origin.preferential_tariff(
        data.t0[USA, i], mfn[USA, i], none, none, claims.low, claims.high * (end == "kept")
    )
    t[USA, i] = rates + duties.paid(d.full[USA, i], d.spared[i], d.scope[i], claims.high * (end != "duties"))
    if both:
        t[i, USA] += mfn[i, USA] - data.t0[i, USA]
    return np.asarray(t)


def _month(date: str | None) -> int:
    if date is not None and not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", str(date)):
        raise InputError(f"date must be a month such as {DATE}, not {shown(date)}")
    return month_number(date or DATE)
