"""Mixed equilibria under equal weights, by nashpy where two sides choose and by pygambit where three do.

Both are optional (the extra `games`); nashpy is under MIT, pygambit under GPL-2, and nothing of either is in here.
"""

import io
import warnings
from importlib.util import find_spec

import numpy as np
import pandas as pd

from giants.analysis.metagame import games
from giants.analysis.metagame.payoffs import Stakes
from giants.install import hint
from giants.symbols import Array

LACKING = "Mixed equilibria need {} of the extra 'games': {}"


def mixed(p: Stakes, game: list[Array]) -> tuple[pd.DataFrame, str]:
    """Return mixed equilibria of a game (a_1, ...) per side, a row per equilibrium, side and action, and a note.

    The note says by what they were found, or what is lacking.
    """
    tool = "nashpy" if len(game) == 2 else "pygambit"
    if find_spec(tool) is None:
        return _table(p, []), LACKING.format(tool, hint("games"))
    found = _two(game) if tool == "nashpy" else _three(game)
    return _table(p, found), f"found by {tool}"


def _two(game: list[Array]) -> list[list[Array]]:
    import nashpy  # type: ignore[import-not-found,import-untyped,unused-ignore]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [list(pair) for pair in nashpy.Game(*game).support_enumeration()]


def _three(game: list[Array]) -> list[list[Array]]:
    import pygambit  # type: ignore[import-not-found,import-untyped,unused-ignore]

    read = pygambit.read_nfg(io.BytesIO(strategic_form(game).encode()))
    found = pygambit.nash.gnm_solve(read).equilibria
    return [
        [np.array([float(one_of[str(k)][str(a + 1)]) for a in range(n)]) for k, n in enumerate(games.actions(game))]
        for one_of in found
    ]


def strategic_form(game: list[Array]) -> str:
    """Return a game as Gambit's text of strategic games, which its versions share.

    The first side's action moves fastest, and the payoffs of all sides stand together.
    """
    shape = games.actions(game)
    names = " ".join(f'"{k}"' for k in range(len(game)))
    flat = np.stack([np.asarray(u, float).ravel(order="F") for u in game], -1).ravel()
    return f'NFG 1 R "" {{ {names} }} {{ {" ".join(map(str, shape))} }}\n\n{" ".join(f"{x:.12g}" for x in flat)}\n'


def _table(p: Stakes, found: list[list[Array]]) -> pd.DataFrame:
    rows = [
        (number, side, names[a], mix[a])
        for number, mixes in enumerate(found, 1)
        for side, names, mix in zip(p.sides, p.choices, mixes, strict=True)
        for a in np.flatnonzero(mix > 1e-6)
    ]
    return pd.DataFrame(rows, columns=["equilibrium", "side", "action", "weight"])
