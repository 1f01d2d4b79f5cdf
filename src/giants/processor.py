"""The type of processor: numpy takes other instructions on another, so that last bits hold on one type only."""

import platform
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

ELSEWHERE = 1e-9
"""Relative tolerance to which a run is repeated on another type of processor; on the same type it is to the bit."""


@cache
def processor() -> str:
    """Return the architecture and the instruction sets that numpy uses here, e.g. 'x86_64 X86_V2 X86_V3'."""
    sets = np.show_config(mode="dicts")["SIMD Extensions"]  # type: ignore[index, call-overload]
    return " ".join([platform.machine(), *sets.get("baseline", ()), *sets.get("found", ())])


def alike(ours: Any, theirs: Any, within: float) -> bool:
    """Return whether numbers, or columns, are the same, missing ones included: to the bit, or `within` a tolerance."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    if within and ours.dtype.kind == theirs.dtype.kind == "f" and ours.shape == theirs.shape:
        return bool(np.allclose(ours, theirs, rtol=within, atol=within, equal_nan=True))
    return np.array_equal(ours, theirs, equal_nan=ours.dtype.kind == "f")


def tolerance(manifest: Mapping[str, Any]) -> float:
    """Return the relative tolerance to which what `manifest` describes is repeated here."""
    return 0.0 if manifest.get("processor", processor()) == processor() else ELSEWHERE
