"""From a promise to a policy: implementation, monitoring, and the return of the threat."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from giants.bargaining.model import MONITOR, SENDERS
from giants.bargaining.month import Month
from giants.bargaining.state import BargainingState
from giants.batch import column
from giants.rates import rate
from giants.symbols import USA, Array


def implement(z: ArrayLike, x: ArrayLike, iota: ArrayLike) -> Array:
    """Return the policy in force a month later.

    z' = z + ι (x - z)

    z, x (..., K): policy in force and policy promised; iota (K,): speed a month.  Prior form; the half-life is
    −ln 2 / ln(1 − ι) months.
    """
    z = np.asarray(z, float)
    return np.asarray(z + np.asarray(iota) * (np.asarray(x) - z))


def falls_short(
    late: Array, x: Array, a: Array, noise: ArrayLike, spread: float, tolerance: float
) -> NDArray[np.bool_]:
    """Return which senders see a promise fall short.

    shortfall_d = Σ_k a_dk late_dk / Σ_k a_dk x_dk + spread · noise_d > tolerance

    late, x, a (..., K): policy that is due by now and not in force, promise, value to the sender; noise (...,): mean
    zero, variance one.  Nothing promised is nothing broken, and what the law or the constitution needs time for is
    not due at once.  Prior form: what matters to the sender is watched most.
    """
    promised = (a * x).sum(axis=-1)
    short = (a * late).sum(axis=-1) / np.maximum(promised, 1e-12) + spread * np.asarray(noise)
    return np.asarray((promised > 1e-9) & (short > tolerance))


def caught(m: Month) -> NDArray[np.bool_]:
    """Return which senders (SENDERS,) see last month's promises fall short; only Washington watches.

    Its view has a uniform error of the declared spread.  Prior form.
    """
    p, bargaining = m.model.p, m.w.bargaining
    seen = m.model.value[USA] * m.w.actions.us_salience
    drawn = np.sqrt(12.0) * (m.u[..., USA, MONITOR] - 0.5)
    out = np.zeros((*m.batch, SENDERS), bool)
    out[..., USA] = falls_short(bargaining.overdue, bargaining.promised, seen, drawn, p.monitor_spread, p.tolerance)
    return out


def carry_out(m: Month, s: BargainingState) -> BargainingState:
    """Move policies toward promises, and let promises fade.

    z' = z + ι (reservation + compliance · promised + bought - z),  x' = x 2^(-1/half-life).  Prior form.
    Overdue is what a promise kept in full would have in force by now, at the speed of its class, and is not.
    """
    p, y = m.model.p, s.policies
    aim = np.minimum(m.reservation + p.compliance * y.promised + y.bought, 1.0)
    due = np.minimum(m.reservation + y.promised + y.bought, 1.0)
    fade = 1 - rate(p.promise_half_life)
    policies = y._replace(
        position=implement(y.position, aim, m.model.iota),
        overdue=implement(y.overdue, due - aim, m.model.iota),
        promised=y.promised * fade,
    )
    tally = s.tally._replace(concession_cost=s.tally.concession_cost * fade)
    return s._replace(policies=policies, tally=tally)


def withhold(m: Month, s: BargainingState, cooperation: Array) -> BargainingState:
    """Return the state with the share of cooperation on security that Mexico keeps up.

    z_k = min(z_k, c (reservation_k + promised_k)), at once, where what is given rises at the speed of orders only.  It
    is said aloud, and no promise that falls short: the dispute over it is the one that Mexico has opened.
    Policies (d,).  Prior form.
    """
    if np.all(cooperation >= 1):
        return s
    y, c = s.policies, column(cooperation)
    held = (c < 1) & m.model.at.security
    position = np.where(held, np.minimum(y.position, c * (m.reservation + y.promised)), y.position)
    return s._replace(policies=y._replace(position=position, overdue=np.where(held, 0.0, y.overdue)))
