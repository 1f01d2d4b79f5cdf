"""Equilibria of a game of a few sides from arrays of payoffs: pure, logit, dominance, regret, and who moves first.

A game is one array (..., a_1, ..., a_n) per side, payoffs over the actions of all sides; leading axes are draws.
"""

from collections.abc import Sequence

import numpy as np

from giants.symbols import Array

type Game = Sequence[Array]

PRECISION = 20.0
"""Largest precision λ of logit choice, where payoffs range over about one."""


def actions(game: Game) -> tuple[int, ...]:
    """Return the numbers of actions of the sides."""
    return game[0].shape[-len(game) :]


def best(payoff: Array, side: int, sides: int) -> Array:
    """Return which cells (..., a_1, ..., a_n) are best responses of one side to the others, ties included."""
    axis = payoff.ndim - sides + side
    return payoff >= payoff.max(axis, keepdims=True) - 1e-12  # type: ignore[no-any-return]


def pure(game: Game) -> Array:
    """Return which cells are Nash equilibria in pure strategies: best responses of every side.

    Source: Nash (1951), Non-cooperative Games.
    """
    n = len(game)
    return np.logical_and.reduce([best(u, i, n) for i, u in enumerate(game)])


def dominated(game: Game, side: int) -> Array:
    """Return which actions (..., a) of a side another action beats in every cell of the others."""
    n = len(game)
    u = np.moveaxis(game[side], game[side].ndim - n + side, -1)
    flat = u.reshape(*u.shape[: u.ndim - n], -1, u.shape[-1])
    beats = (flat[..., :, None] > flat[..., None, :]).all(-3)  # beats[a, b]: a beats b everywhere
    return beats.any(-2)  # type: ignore[no-any-return]


def regret(game: Game, side: int) -> Array:
    """Return the largest regret (..., a) of each action of a side over what the others may do."""
    n = len(game)
    axis = game[side].ndim - n + side
    loss = np.moveaxis(game[side].max(axis, keepdims=True) - game[side], axis, -1)
    return loss.reshape(*loss.shape[: loss.ndim - n], -1, loss.shape[-1]).max(-2)  # type: ignore[no-any-return]


def expected(payoff: Array, mixes: Sequence[Array], side: int) -> Array:
    """Return the expected payoff (..., a) of each action of a side, given the `mixes` (..., a_j) of the others."""
    n = len(mixes)
    out = payoff
    for other in reversed(range(n)):
        if other == side:
            continue
        shape = mixes[other].shape[:-1] + tuple(
            -1 if k == other else 1 for k in range(out.ndim - mixes[other].ndim + 1)
        )
        out = (out * mixes[other].reshape(shape)).sum(out.ndim - (n - other), keepdims=True)
    return out.reshape(*out.shape[: out.ndim - n], -1)  # type: ignore[no-any-return]


def logit(game: Game, precision: float = PRECISION, steps: int = 30, inner: int = 40) -> list[Array]:
    """Return the logit equilibrium on the branch from even mixes: one array (..., a_i) per side.

    p_i(a) = exp(λ u_i(a, p)) / Σ_b exp(λ u_i(b, p)), followed from λ = 0 to `precision` by damped replies; near Nash
    for large λ.  Source: McKelvey and Palfrey (1995), Quantal response equilibria for normal form games.
    """
    lead = game[0].shape[: -len(game)]
    mixes = [np.full((*lead, a), 1 / a) for a in actions(game)]
    for power in np.geomspace(0.1, precision, steps):
        for _ in range(inner):
            for i, u in enumerate(game):
                v = power * expected(u, mixes, i)
                reply = np.exp(v - v.max(-1, keepdims=True))
                mixes[i] = 0.5 * (mixes[i] + reply / reply.sum(-1, keepdims=True))
    return mixes


def leading(game: Game, side: int) -> tuple[Array, Array]:
    """Return the action (...) a side picks if it moves first and what it then gets at worst, missing if none is stable.

    The others answer by a pure equilibrium among themselves; of several, the leader reckons with its worst.  Actions
    after which there is none are not considered.  Source: von Stackelberg (1934).
    """
    n = len(game)
    stable = np.logical_and.reduce([best(u, i, n) for i, u in enumerate(game) if i != side])
    axis = game[side].ndim - n + side
    worst = np.moveaxis(np.where(stable, game[side], np.inf), axis, -1)
    value = worst.reshape(*worst.shape[: worst.ndim - n], -1, worst.shape[-1]).min(-2)
    value = np.where(np.isfinite(value), value, -np.inf)
    top = value.max(-1)
    return value.argmax(-1), np.where(np.isfinite(top), top, np.nan)
