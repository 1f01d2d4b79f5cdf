"""From the recorded measures of runs to raw indicators, twin-run measures and completed profiles."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from giants.errors import InputError
from giants.measures import anchors, pillars, twins
from giants.measures.calibration import MeasuresCalibration
from giants.symbols import Array

COLUMNS = {
    "S1": "value_at_risk",
    "S2": "counter_leverage",
    "S3": "hhi_exports",
    "S4": "hhi_imports",
    "S5": "domestic_value",
    "A1": "own_line",
    "A3": "refusal",
    "A5": "symmetry",
    "RU1": "us_tariff",
    "RU3": "cooperation",
    "RC1": "china_import_share",
    "RC2": "china_fdi_share",
    "RL1": "latam_export_share",
    "RL2": "voting_distance",
    "RL3": "latam_trust",
    "I1": "homicide_rate",
    "I2": "law_index",
    "I3": "free_population",
}
"""Recorded column of each indicator; S6 and RU2 are made of two columns."""


def demand_columns(demands: Sequence[str]) -> list[str]:
    """Return the recorded columns of the positions that the giants' `demands` move."""
    return [f"position_{name}" for name in demands]


def raw(frame: pd.DataFrame, table: Mapping[str, anchors.Anchor], causal: Mapping[str, float] | None = None) -> Array:
    """Return raw indicators (month, m) in the order of `table` from the `measures` table of one run.

    `causal` gives twin-run indicators (A2 = 1 - wedge, A4) that hold for the whole run; without it they are missing.
    Raises InputError naming the first column that the table lacks.
    """
    extra = dict(causal or {})
    out = np.full((len(frame), len(table)), np.nan)
    for position, code in enumerate(table):
        if code == "S6":
            out[:, position] = np.fmax(_column(frame, "power_us"), _column(frame, "power_cn"))
        elif code == "RU2":
            out[:, position] = _column(frame, "treaty_horizon") * _column(frame, "treaty_in_force")
        elif code in COLUMNS:
            out[:, position] = _column(frame, COLUMNS[code])
        elif code in extra:
            out[:, position] = extra[code]
    return out


def _column(frame: pd.DataFrame, name: str) -> Array:
    if name not in frame.columns:
        raise InputError(f"the measures table has no column {name!r}: was it recorded by an older version?")
    values: Array = frame[name].to_numpy(float)
    return values


def ending(
    frame: pd.DataFrame,
    table: Mapping[str, anchors.Anchor],
    months: int = 12,
    causal: Mapping[str, float] | None = None,
) -> Array:
    """Return raw indicators (m) of one run, means over its last `months` in which each is known.

    This is the row that :func:`giants.evidence.measures.uncertainty.rank_reversal` takes for a run.
    """
    values = raw(frame, table, causal)[-months:]
    known = np.isfinite(values)
    count = known.sum(0)
    total = np.where(known, values, 0.0).sum(0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def twin_indicators(
    base: Sequence[pd.DataFrame],
    calibration: MeasuresCalibration,
    *,
    threats_off: Sequence[pd.DataFrame] = (),
    own_shifted: Sequence[pd.DataFrame] = (),
    giants_shifted: Mapping[str, Sequence[pd.DataFrame]] | None = None,
    step: float = 0.1,
) -> dict[str, float]:
    """Return A2 and A4 from base runs and their twins on the same seeds, run by run in the same order.

    A2 = 1 - max(coercion wedge, 0) needs `threats_off`; A4 = causal agency needs `own_shifted` and `giants_shifted`
    (ideals moved by `step`).  Months in which nothing was contested carry no weight.  Raises InputError if the numbers
    of runs differ.
    """
    p = calibration.parameters
    columns = demand_columns(calibration.demands)
    z = _levers(base, columns)
    active = np.stack([frame["contested"].to_numpy(float) > 0 for frame in base])
    weight = active[..., None] * calibration.demand_weight
    x, y = np.full(len(columns), p.reference_ideal), np.full(len(columns), p.giant_ideal)
    result = {}
    if threats_off:
        wedge = twins.coercion_wedge(z, _like(z, threats_off, columns), x, y, weight)
        result["A2"] = 1 - max(wedge, 0.0) if np.isfinite(wedge) else np.nan
    if own_shifted and giants_shifted:
        others = {name: _like(z, runs, columns) for name, runs in giants_shifted.items()}
        result["A4"] = twins.causal_agency(z, _like(z, own_shifted, columns), others, step, weight)
    return result


def _levers(runs: Sequence[pd.DataFrame], columns: Sequence[str]) -> Array:
    if not runs:
        raise InputError("twin measures need at least one base run")
    return np.stack([np.stack([_column(frame, c) for c in columns], -1) for frame in runs])


def _like(z: Array, runs: Sequence[pd.DataFrame], columns: Sequence[str]) -> Array:
    other = _levers(runs, columns)
    if other.shape != z.shape:
        raise InputError(
            f"twins must pair with their base runs: {z.shape[:2]} runs and months against {other.shape[:2]}"
        )
    return other


def completed(frame: pd.DataFrame, calibration: MeasuresCalibration, causal: Mapping[str, float]) -> pd.DataFrame:
    """Return agency, index and regime by month with the twin-run indicators among those of agency."""
    table = anchors.bundled("ten regions")
    scale = anchors.Scale.of(table)
    values = raw(frame, table, causal)
    p = calibration.parameters
    profile = pillars.profile(
        values,
        scale,
        china_above=pillars.china_above(values, table, scale.codes),
        weights=np.array(p.weights),
        r=p.order,
        floor=p.floor,
    )
    columns: dict[str, Any] = {"agency": profile.agency, "index": profile.cai, "regime": profile.regime}
    return pd.DataFrame(columns, index=frame.index)
