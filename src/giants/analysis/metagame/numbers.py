"""The game over many weights of the components and many draws of seeds: how often each outcome is an equilibrium."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from giants.analysis.metagame import games
from giants.analysis.metagame.payoffs import COMPONENTS, Stakes
from giants.errors import InputError
from giants.symbols import Array

SEED = 2036


class Drawn(NamedTuple):
    """The same game under every draw, and what came of it."""

    game: list[Array]
    """(draw, m, u, c) per side; the first draw has equal weights and all seeds"""
    pure: Array
    """(draw, m, u, c)"""
    mixes: list[Array]
    """logit equilibria, (draw, a) per side"""


def weighed(p: Stakes) -> dict[str, list[str]]:
    """Return by side the components that move, which alone get a weight.  Raises InputError if a side has none."""
    moving = set(p.moves.loc[p.moves["moves"], "component"])
    found = {side: [m for m in COMPONENTS[side] if m in moving] for side in p.sides}
    for side, components in found.items():
        if not components:
            raise InputError(f"nothing that {side} cares for moves beyond luck; more seeds are needed")
    return found


def drawn(p: Stakes, draws: int = 400) -> Drawn:
    """Return the game under weights drawn evenly from the simplex and seeds drawn with replacement.

    u = Σ_k w_k x_k / range_k over the components that move, each over its range over cells, so that payoffs range over
    about one.  Draw 0 has equal weights and every seed once.
    """
    rng, components = np.random.default_rng(SEED), weighed(p)
    n = len(next(iter(p.gets.values())))
    picks = np.concatenate([np.full((1, n), 1 / n), rng.multinomial(n, np.full(n, 1 / n), draws - 1) / n])
    game = []
    for side in p.sides:
        k = len(components[side])
        weights = np.concatenate([np.full((1, k), 1 / k), rng.dirichlet(np.ones(k), draws - 1)])
        scaled = np.stack([p.gets[m] / np.ptp(p.gets[m].mean(0)) for m in components[side]])
        means = np.einsum("dn,kn...->dk...", picks, scaled)
        means -= means.mean(tuple(range(2, means.ndim)), keepdims=True)
        game.append(np.einsum("dk,dk...->d...", weights, means))
    return Drawn(game, games.pure(game), games.logit(game))


def equilibria(p: Stakes, d: Drawn) -> pd.DataFrame:
    """Return how often each cell is a pure equilibrium, most often first; the last row says how often none is."""
    share = d.pure.mean(0)
    rows = [
        (*(c[k] for c, k in zip(p.choices, cell, strict=True)), share[tuple(cell)]) for cell in np.argwhere(share > 0)
    ]
    table = pd.DataFrame(rows, columns=[*p.sides, "share"]).sort_values("share", ascending=False)
    none = 1 - d.pure.reshape(len(d.pure), -1).any(1).mean()
    last = pd.DataFrame([[*("none" for _ in p.sides), none]], columns=table.columns)
    return pd.concat([table, last], ignore_index=True)


def standing(p: Stakes, d: Drawn) -> pd.DataFrame:
    """Return by side and action: share of draws in a pure equilibrium, mean logit weight, dominated, regret, leads.

    Regret is the largest over the others' actions, under equal weights; `leads` how often it is picked first.
    """
    rows = []
    for i, side in enumerate(p.sides):
        inside = np.moveaxis(d.pure, 1 + i, 1).reshape(*d.pure.shape[:1], len(p.choices[i]), -1).any(-1).mean(0)
        out, loss = games.dominated(d.game, i).mean(0), games.regret(d.game, i)[0]
        first = games.leading(d.game, i)[0]
        for a, name in enumerate(p.choices[i]):
            rows.append((side, name, inside[a], d.mixes[i][:, a].mean(), out[a], loss[a], (first == a).mean()))
    columns = ["side", "action", "in_equilibrium", "logit", "dominated", "regret", "leads"]
    return pd.DataFrame(rows, columns=columns)


def first_moves(p: Stakes, d: Drawn) -> pd.DataFrame:
    """Return what each side gains by moving first over its worst pure equilibrium, in shares of its range.

    Columns: side, gain (mean over draws in which both exist), low, high (5 and 95%), gains (share of draws in which it
    gains), known.
    """
    rows = []
    for i, side in enumerate(p.sides):
        _, value = games.leading(d.game, i)
        flat = np.where(d.pure, d.game[i], np.inf).reshape(len(value), -1).min(1)
        gain = value - np.where(np.isfinite(flat), flat, np.nan)
        known = gain[np.isfinite(gain)]
        spread = np.quantile(known, [0.05, 0.95]) if known.size else (np.nan, np.nan)
        mean = known.mean() if known.size else np.nan
        share = (known > 1e-9).mean() if known.size else np.nan
        rows.append((side, mean, *spread, share, known.size / len(gain)))
    return pd.DataFrame(rows, columns=["side", "gain", "low", "high", "gains", "known"])


def replies(p: Stakes, d: Drawn, side: int) -> tuple[Array, Array]:
    """Return the best reply of one side to the others under equal weights, and the share of draws with that reply.

    Both have the axes of the other sides, in order.
    """
    best = np.moveaxis(d.game[side], 1 + side, -1).argmax(-1)
    return best[0], (best == best[:1]).mean(0)


def cells(p: Stakes) -> pd.DataFrame:
    """Return the mean of every component in every cell with its standard error over seeds."""
    rows = []
    for side in p.sides:
        for measure in COMPONENTS[side]:
            x, sign = p.gets[measure], COMPONENTS[side][measure]
            error = x.std(0, ddof=1) / np.sqrt(len(x)) if len(x) > 1 else np.full(x.shape[1:], np.nan)
            for cell in np.ndindex(*x.shape[1:]):
                names = (c[k] for c, k in zip(p.choices, cell, strict=True))
                rows.append((side, measure, *names, sign * x[:, *cell].mean(), error[cell]))
    return pd.DataFrame(rows, columns=["side", "component", *p.sides, "mean", "error"])
