"""Which part of the hindcast's error each cause takes away, switched on alone beside law and growth."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from giants.config import Settings
from giants.evidence.model.causes import ALL, NONE, WORDS, alone
from giants.evidence.model.hindcast import history
from giants.evidence.model.patterns import anchored, observed_shares


def paths(settings: Settings) -> dict[str, pd.DataFrame]:
    """Return the hindcast of law and growth, with each cause alone, and with all of them."""
    switched = {"law and growth": NONE, **alone(), "all causes": ALL}
    return {name: history(settings, causes=causes) for name, causes in switched.items()}


def table(made: Mapping[str, pd.DataFrame], years: range) -> pd.DataFrame:
    """Return a row for each path: error (points) and the share of the first one's squared error that it takes away.

    Errors are those of the simulated change since 2017 in the four import shares over `years`:
    share = 1 - sum e^2 / sum e0^2, over all four and for China's and Mexico's alone; below zero a cause adds to it.
    Shares of causes alone need not add up to that of all together.
    """
    seen = observed_shares()
    squares = {
        name: {c: float(((anchored(path, str(c), list(years)) - seen.loc[list(years), c]) ** 2).sum()) for c in seen}
        for name, path in made.items()
    }
    first = squares[next(iter(squares))]
    rows = []
    for name, of in squares.items():
        taken = {c: 1 - of[c] / first[c] for c in ("US imports, CHN", "US imports, MEX")}
        rows.append({
            "cause": name,
            "what": WORDS.get(name, ""),
            "error": np.sqrt(sum(of.values()) / (len(of) * len(years))),
            "share_of_error": 1 - sum(of.values()) / sum(first.values()),
            "of_China": taken["US imports, CHN"],
            "of_Mexico": taken["US imports, MEX"],
        })  # fmt: skip
    return pd.DataFrame(rows)


def said(rows: pd.DataFrame, years: range) -> str:
    """Return the table in a sentence."""
    error = dict(zip(rows["cause"], rows["error"], strict=True))
    share = dict(zip(rows["cause"], rows["share_of_error"], strict=True))
    parts = ", ".join(f"{name} {100 * share[name]:.0f}%" for name in WORDS)
    return (
        f"Of the squared error of {years[0]} to {years[-1]} that law and growth leave ({error['law and growth']:.1f} "
        f"points) each cause alone takes: {parts}; all together {100 * share['all causes']:.0f}% "
        f"(to {error['all causes']:.1f} points)."
    )
