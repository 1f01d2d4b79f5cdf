"""What governments, postures and strategies make of each other: strategies under postures, fixed and drawn, paired.

``analysis/politics.py`` makes the runs and prints the tables of docs/politics.md.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd

from giants.bargaining import issues
from giants.config import default_settings
from giants.politics import DRAWS, PIECES, Politics, terms
from giants.run import measures_of

REFERENCE = "status_quo"
STRATEGIES = (REFERENCE, "us_alignment", "defiance", "calibrated_autonomy", "adaptive_autonomy")
WORLDS = ("usa=transactional", "usa=cooperative", "usa=maximal_pressure", "politics=drawn")
MEANS = ("disposable_mex", "us_tariff", "fdi_total", "fdi_new_total", "approval_mex", "treaty_horizon")
"""Measures of which the mean over the run is taken."""
COUNTS = ("threats_made_usa", "deals_made_usa", "impositions_usa", "concession_cost_usa", "treaty_in_force")
"""Measures of which the last month's value is."""
VOTES = (2028 * 12 + 10, 2032 * 12 + 10)
"""General elections of the United States within ten years."""


def table(worlds: Sequence[str], strategies: Sequence[str], seeds: Sequence[int], workers: int = 1) -> pd.DataFrame:
    """Return outcomes of strategies in worlds on common seeds.  Takes a second or more a run.

    Columns: world, strategy, outcome, mean, error; difference from the reference in the same world, its error.
    """
    with ProcessPoolExecutor(workers) as pool:
        runs = {
            (world, name): [pool.submit(outcomes, world, name, seed) for seed in seeds]
            for world in worlds
            for name in strategies
        }
        found = {case: pd.DataFrame([one.result() for one in row]) for case, row in runs.items()}
    return pd.DataFrame(compared(found))


def outcomes(world: str, strategy: str, seed: int) -> dict[str, float]:
    """Return what one run came to: means and last values, and the policy that Washington has got since the start.

    granted = Σ_k r_k (z_k - z_k at the start) / Σ_k r_k (1 - z_k at the start), r worth, z policy, over US demands
    that are not sovereign.
    """
    chosen = default_settings([world, f"mexico={strategy}", f"seed={seed}", "record=summary"])
    frame = measures_of(chosen)
    out = {name: float(frame[name].mean()) for name in MEANS} | {name: float(frame[name].iloc[-1]) for name in COUNTS}
    asked = {
        k: chosen.issues[k] for k in issues.of(chosen.issues, "USA") if chosen.issues[k].demand_class != "sovereign"
    }
    moved = sum(one.value * (float(frame[f"position_{k}"].iloc[-1]) - one.initial) for k, one in asked.items())
    return out | {"granted": moved / sum(one.value * (1 - one.initial) for one in asked.values())}


def compared(found: dict[tuple[str, str], pd.DataFrame]) -> Iterator[dict[str, str | float]]:
    """Yield mean and difference of each outcome from runs (seed by outcome) by world and strategy.

    SE = sd / √n of the values, and of the differences on common seeds.
    """
    for (world, name), frame in found.items():
        base = found.get((world, REFERENCE), frame)
        for outcome in frame:
            gap = frame[outcome] - base[outcome]
            yield {"world": world, "strategy": name, "outcome": str(outcome), "mean": float(frame[outcome].mean()),
                   "error": float(frame[outcome].sem()), "difference": float(gap.mean()),
                   "difference_error": float(gap.sem())}  # fmt: skip


def chain(p: Politics, chains: int = 3000) -> pd.DataFrame:
    """Return how often presidents change party and govern with each posture, by vote, over drawn chains.

    Columns: vote, what, share.
    """
    rng, rows = np.random.default_rng(0), []
    luck = rng.random((chains, len(VOTES), DRAWS)), rng.random((chains, len(VOTES), PIECES))
    paths = [terms(p, VOTES, u, kept) for u, kept in zip(*luck, strict=True)]
    for vote, month in enumerate(VOTES):
        at = [path[vote] for path in paths]
        rows.append((month // 12, "party changes", np.mean([term.changed for term in at])))
        rows += [
            (month // 12, name, np.mean([term.posture == code for term in at])) for code, name in enumerate(p.names)
        ]
        new = [np.mean(term.keeps) for term in at if not all(term.keeps)]
        rows.append((month // 12, "kept where something is dropped", np.mean(new) if new else 1.0))
    return pd.DataFrame(rows, columns=["vote", "what", "share"])
