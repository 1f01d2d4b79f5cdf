"""The ledger of validation: band and answer of every row when its tolerance was frozen, by version.

    python -m giants.evidence.frozen VERSION

appends the rows whose band or answer is new under a new version.  Under one version a band or an answer may change,
not both: :func:`moved` tells the rows where they did.  A seal over the rows of a version tells whether
its lines were edited later.
"""

import argparse
import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from giants import codes, tables
from giants.errors import InputError

LEDGER, VERSIONS = "validation/frozen.csv", "validation/versions.csv"
KEY = ["block", "id", "fact"]
COLUMNS = [*KEY, "kind", "low", "high", "version", "digest"]
DIGITS = 3


def digest(answer: float) -> str:
    """Return a short hash of an answer to three significant digits."""
    return hashlib.sha256(f"{answer:.{DIGITS - 1}e}".encode()).hexdigest()[:8]


def entries(blocks: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the rows that have a value and a band, as they would be frozen now, without a version."""
    every = pd.concat([frame.assign(block=name) for name, frame in blocks.items()])
    every = every[np.isfinite(every["ours"]) & every["low"].notna()].copy()
    every["digest"] = [digest(x) for x in every["ours"]]
    every["low"], every["high"] = ([f"{x:.6g}" for x in every[end]] for end in ("low", "high"))
    now: pd.DataFrame = every[[c for c in COLUMNS if c != "version"]].reset_index(drop=True)
    return now


def ledger() -> pd.DataFrame:
    """Return every frozen row of every version, with the date of its version, as text."""
    dates = tables.read(VERSIONS, text=("version", "frozen", "seal"))
    rows: pd.DataFrame = tables.read(LEDGER, text=COLUMNS)
    return rows.merge(dates[["version", "frozen"]], on="version", validate="many_to_one")


def latest() -> pd.DataFrame:
    """Return each row as it was frozen last."""
    return ledger().groupby(KEY, sort=False).tail(1)


def moved(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of which both the band and the answer differ from `then`, their frozen state."""
    both = now.merge(then, on=KEY, suffixes=("", "_then"))
    band = (both["low"] != both["low_then"]) | (both["high"] != both["high_then"])
    return both[band & (both["digest"] != both["digest_then"])]


def seal(rows: pd.DataFrame) -> str:
    """Return the hash of the lines of a version."""
    return hashlib.sha256(rows[COLUMNS].to_csv(index=False).encode()).hexdigest()[:16]


def stamped(blocks: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the blocks with version and date under which each row was frozen, empty where it was not."""
    known = latest()[[*KEY, "version", "frozen"]]
    out = {}
    for name, frame in blocks.items():
        mine = known[known["block"] == name].drop(columns="block")
        out[name] = frame.merge(mine, on=["id", "fact"], how="left").fillna({"version": "", "frozen": ""})
    return out


def freeze(now: pd.DataFrame, version: str) -> pd.DataFrame:
    """Append the rows that are new or changed under a new version, and return them.

    Raises InputError if the version is there already.
    """
    dates = tables.read(VERSIONS, text=("version", "frozen", "seal"))
    known = dates.set_index("version")["frozen"]
    if version in known.index:
        raise InputError(f"version {version} was frozen on {known[version]}; name a new one")
    same = now.merge(latest().drop(columns=["version", "frozen"]), how="left", indicator=True)["_merge"] == "both"
    new = now[~same.to_numpy()].assign(version=version)[COLUMNS]
    for name, lines in ((LEDGER, new), (VERSIONS, _line(version, seal(new)))):
        lines.to_csv(codes.path_of(name), mode="a", header=False, index=False, lineterminator="\n")
    return new


def _line(version: str, sealed: str) -> pd.DataFrame:
    return pd.DataFrame([(version, f"{datetime.now(UTC):%Y-%m-%d}", sealed)])


def main(words: Sequence[str] | None = None) -> int:
    """Freeze the rows of `giants-analyse validate` under the version that the command line names."""
    from giants.evidence.blocks import blocks

    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("version", metavar="VERSION")
    new = freeze(entries(blocks()), cli.parse_args(words).version)
    print(f"{len(new)} rows frozen")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
