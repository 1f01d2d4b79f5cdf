"""Solve the trade equilibrium after a shock: chord-Newton with a stored inverse Jacobian, or Anderson mixing.

Deficits and transfers are fixed shares of world factor income at full employment, which is the numeraire; how factor
markets clear is in `closure`.
"""

from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from giants.errors import ConvergenceError, InputError
from giants.symbols import Array
from giants.trade.anderson import mix
from giants.trade.chord import Chord, chord
from giants.trade.closure import Sticky
from giants.trade.data import TradeData
from giants.trade.shock import Shock
from giants.trade.system import (
    Constants,
    Evaluation,
    ShareWeights,
    constants,
    evaluate,
    jacobian,
    to_region_major,
    to_sector_major,
)

CHORD_LIMIT = 1000
"""Above this many unknowns a dense inverse costs more than Anderson mixing saves."""


@dataclass(frozen=True, eq=False)
class Solution:
    """An equilibrium; values are shares of world factor income, prices relative to the base."""

    u: Array
    """(..., M) the unknowns in logs; the warm start of the next solve."""
    factor_income: Array
    revenue: Array
    income: Array
    """(..., N) spending but for what is borrowed: factor income, tariff revenue, deficit and transfers."""
    cpi: Array
    """(..., N) consumer price index, prod_j P^a."""
    real_income_hat: Array
    """(..., N) exact change in real income (I'/I) / prod_j P^a; what is borrowed because of slack is no income."""
    redundant: Array
    """(...) relative gap of the factor market that was not imposed."""
    pressure: Array
    """(..., N) log, pressure on factor markets that prices have not taken: slack below zero, saving above."""
    residual: Array
    """(...) largest equation residual."""
    iterations: Array
    """(...) steps taken."""
    weights: ShareWeights
    point: Evaluation

    @cached_property
    def w(self) -> Array:
        """(..., N) factor price per unit of endowment."""
        return np.asarray(np.exp(self.point.lnw))

    @cached_property
    def utilisation(self) -> Array:
        """(..., N) share of the endowment in use."""
        return np.asarray(self.factor_income / (self.weights.income0 * self.w))

    @property
    def borrowed(self) -> Array:
        """(..., N) borrowed because of slack, negative where spending waits."""
        return self.point.borrowed

    @cached_property
    def P(self) -> Array:
        """(..., N, J) price index of sector j in n."""
        return np.exp(self.point.lnP.swapaxes(-1, -2))

    @cached_property
    def c(self) -> Array:
        """(..., N, J) unit cost of origin i in sector j, before productivity."""
        return np.exp(self.point.cost.swapaxes(-1, -2))

    @cached_property
    def X(self) -> Array:
        """(..., N, J) expenditure."""
        return self.point.X.swapaxes(-1, -2)

    @cached_property
    def Y(self) -> Array:
        """(..., N, J) gross output at producer prices."""
        return self.point.Y.swapaxes(-1, -2)

    @cached_property
    def pi(self) -> Array:
        """(..., N, N, J) trade shares, tariffs included."""
        return to_region_major(self.weights.K * self.point.E[..., None, :] / self.point.phi[..., None])

    @cached_property
    def flows(self) -> Array:
        """(..., N, N, J) sales of i to n, net of tariffs."""
        ratio = (self.point.X / self.point.phi)[..., None]
        return to_region_major(self.weights.Kt * self.point.E[..., None, :] * ratio)


@dataclass(frozen=True, eq=False)
class Solver:
    """The equations of one base at one elasticity and closure, with the inverse Jacobian of its reference point.

    A solver never changes: two runs that share it cannot influence one another.
    """

    data: TradeData
    c: Constants
    chord: Chord | None
    """the inverse Jacobian at the reference point; None for large systems."""
    reference: Array
    """(M,) the point to start from."""
    tolerance: float = 1e-9
    patience: int = 20
    """Chord steps before the Jacobian is rebuilt at the current point (for this solve only)."""

    def solve(self, shock: Shock | None = None, start: Array | None = None) -> Solution:
        """Return the equilibrium under `shock`, from `start` (the u of an earlier solution) if given.

        Raises ConvergenceError naming the largest shock, ValueError if transfers do not sum to zero.
        """
        shock = shock or Shock()
        f = share_weights(self, shock)
        u = np.empty((*f.D.shape[:-1], self.c.size))
        u[...] = self.reference if start is None else start
        with np.errstate(all="ignore"):
            if self.chord is None:
                u, point, steps = _anderson(self, f, u)
            else:
                u, point, steps = _chord(self, f, u)
        worst = float(np.abs(point.residual).max())
        if not worst <= self.tolerance:
            blame = f"the largest shock is: {shock.largest(self.data)}"
            raise ConvergenceError(f"trade equilibrium not found (largest residual {worst:.2g}); {blame}")
        if np.abs(point.redundant).max() > 1e3 * self.tolerance:
            raise ValueError("incomes do not add up: transfers must sum to zero over regions")
        return _solution(self, f, u, point, steps)

    def refresh_jacobian(self, shock: Shock, u: Array) -> "Solver":
        """Return a solver whose reference is the equilibrium u under `shock` (refreshes a drifted base)."""
        if self.chord is None:
            return replace(self, reference=u)
        f = share_weights(self, shock)
        return replace(self, reference=u, chord=chord(self.c, f, u))


def solver(data: TradeData, theta: float | Array, tolerance: float = 1e-9, sticky: Sticky | None = None) -> Solver:
    """Return the solver of `data` with trade elasticity `theta`, one value or (J,), and the closure `sticky`.

    Factor markets clear at once if `sticky` is None.

    Raises InputError if an elasticity is not positive, their number is not J, or an array of the base is wrong.
    """
    data.check_arrays()
    values = np.asarray(theta, float)
    J = len(data.sectors)
    if values.shape not in ((), (J,)):
        raise InputError(f"elasticity needs one value or {J} (one per sector), not {values.size}")
    values = np.broadcast_to(values, (J,)).copy()
    if not (np.isfinite(values) & (values > 0)).all():
        bad = data.sectors[int(np.argmin(np.isfinite(values) & (values > 0)))]
        raise InputError(f"elasticity of sector {bad} must be a positive number, not {values.min():g}")
    c = constants(data, values, sticky)
    bare = Solver(data, c, None, np.zeros(c.size), tolerance)
    if c.size > CHORD_LIMIT:
        return bare
    f = share_weights(bare, Shock())
    return replace(bare, chord=chord(c, f, bare.reference))


def share_weights(s: Solver, shock: Shock) -> ShareWeights:
    """Reduce a shock to share weights, endowment incomes and deficits (see ShareWeights)."""
    c = s.c
    th = c.theta[..., None]
    wedge = 1 + to_sector_major(s.data.t0 if shock.t is None else shock.t)
    price = wedge
    if shock.d is not None:
        price = price * to_sector_major(shock.d)
    if shock.A is not None:
        price = price / np.swapaxes(shock.A, -1, -2)[..., None, :]
    weight = c.ln_scale0 - th * np.log(price)
    if shock.taste is not None:
        weight = weight + to_sector_major(shock.taste)
    K = np.exp(weight)
    D = c.D if shock.transfer is None else c.D + shock.transfer
    income0 = c.VA if shock.L is None else c.VA * shock.L
    lead = np.broadcast(K[..., 0, 0, :], D, income0).shape  # (..., N)
    return ShareWeights(K, K / wedge, income0, D if D.shape == lead else np.broadcast_to(D, lead), _anchor(c, shock))


def _anchor(c: Constants, shock: Shock) -> Array:
    """Return (..., N) the log factor prices at which there would be no pressure: a = ln w - lam z."""
    if c.sticky is None or shock.lnw is None:
        return np.zeros(c.VA.shape)
    left = 0.0 if shock.pressure is None else shock.pressure
    return np.asarray(shock.lnw - c.sticky.share / (1.0 - c.sticky.share) * left)


def _chord(s: Solver, f: ShareWeights, u: Array) -> tuple[Array, Evaluation, Array]:
    """Iterate u <- u - J^-1 F(u) with J frozen, each case until it is solved; rebuild J where progress is slow."""
    assert s.chord is not None
    point, steps = evaluate(s.c, f, u), np.zeros(u.shape[:-1], dtype=int)
    for _ in range(s.patience):
        far = ~(np.abs(point.residual).max(-1) <= s.tolerance)
        if not far.any():
            return u, point, steps
        move = s.chord.move(point.residual[..., None, :], u[..., None, :])[..., 0, :]
        u, steps = np.where(far[..., None], u - move, u), steps + far
        point = evaluate(s.c, f, u)
    return _newton(s, f, u, point, steps)


def _anderson(s: Solver, f: ShareWeights, u: Array) -> tuple[Array, Evaluation, Array]:
    """Mix each case of a batch; wages are slowed by the elasticity, as excess demand moves about theta-fold."""
    lead = u.shape[:-1]
    flat = u.reshape(-1, s.c.size)
    damping = np.ones(s.c.size)
    damping[: len(s.c.VA)] = min(1.0, 2.0 / (1.0 + float(np.median(s.c.theta))))
    steps = np.zeros(len(flat), dtype=int)
    for row in range(len(flat)):
        one = _row(f, lead, row)
        flat[row], steps[row] = mix(partial(_residual, s.c, one), flat[row], s.tolerance, damping)
    u = flat.reshape(u.shape)
    return u, evaluate(s.c, f, u), steps.reshape(lead)


def _residual(c: Constants, f: ShareWeights, u: Array) -> Array:
    return evaluate(c, f, u).residual


def _newton(s: Solver, f: ShareWeights, u: Array, point: Evaluation, taken: Array) -> tuple[Array, Evaluation, Array]:
    """Finish slow cases one by one with damped Newton steps from wherever the chord left them."""
    lead = u.shape[:-1]
    flat = u.reshape(-1, u.shape[-1])
    worst = np.abs(point.residual).max(-1).reshape(-1)
    iterations = taken.reshape(-1)
    for row in np.flatnonzero(~(worst <= s.tolerance)):
        one = _row(f, lead, int(row))
        v = flat[row] if worst[row] < 0.3 else s.reference
        p = evaluate(s.c, one, v)
        for _ in range(60):
            size = np.abs(p.residual).max()
            if size <= s.tolerance or not np.isfinite(size):
                break
            iterations[row] += 1
            try:
                move = np.linalg.solve(jacobian(s.c, one, p), p.residual)
            except np.linalg.LinAlgError:
                break
            move *= min(1.0, 1.0 / np.abs(move).max())
            v, p = _backtrack(s.c, one, v, move, float(size))
        flat[row] = v
    u = flat.reshape(u.shape)
    return u, evaluate(s.c, f, u), iterations.reshape(lead)


def _backtrack(c: Constants, f: ShareWeights, v: Array, move: Array, size: float) -> tuple[Array, Evaluation]:
    """Shorten a Newton step until the residual is finite and not larger than twice the old one."""
    for halvings in range(12):
        shorter = v - move / 2**halvings
        p = evaluate(c, f, shorter)
        new = float(np.abs(p.residual).max())
        if np.isfinite(new) and new <= 2 * size:
            break
    return shorter, p


def _row(f: ShareWeights, lead: tuple[int, ...], row: int) -> ShareWeights:
    """Take case `row` of a batch of forces."""

    def pick(x: Array, own: int) -> Array:
        full = np.broadcast_to(x, (*lead, *x.shape[x.ndim - own :]))
        case: Array = full.reshape(-1, *full.shape[full.ndim - own :])[row]
        return case

    return ShareWeights(pick(f.K, 3), pick(f.Kt, 3), pick(f.income0, 1), pick(f.D, 1), pick(f.anchor, 1))


def _pressure(c: Constants, u: Array) -> Array:
    """Return (1 - lam) z, what prices leave of the pressure; nothing where markets clear at once."""
    z = u[..., : len(c.VA)]
    return np.zeros_like(z) if c.sticky is None else (1.0 - c.sticky.share) * z


def _solution(s: Solver, f: ShareWeights, u: Array, p: Evaluation, steps: Array) -> Solution:
    cpi = np.exp((s.c.a * p.lnP).sum(-2))
    return Solution(
        u=u,
        factor_income=p.factor,
        revenue=p.revenue,
        income=p.income,
        cpi=cpi,
        real_income_hat=p.income / s.c.I0 / cpi,
        redundant=p.redundant,
        pressure=_pressure(s.c, u),
        residual=np.abs(p.residual).max(-1),
        iterations=steps,
        weights=f,
        point=p,
    )
