"""Twin runs: the same seed with threats off, and with one side's ideals moved, beside the run itself.

The coercion wedge compares outcomes with and without conditional threats (their anticipation included, as every
opening position is chosen anew); causal agency compares how outcomes follow Mexico's ideals and the giants'.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from giants.config import Settings
from giants.measures.calibration import build_calibration
from giants.measures.frames import completed, demand_columns, twin_indicators

STEP = 0.1
"""How far an ideal is moved, on the scale of policies (0..1)."""


def twins_of(settings: Settings) -> dict[str, Settings]:
    """Return the twins that `settings.run.twins` asks for, by name; each keeps monthly measures only."""
    run = replace(settings.run, twins="none", record="summary")
    if settings.run.twins == "none":
        return {}
    twins = {"threats_off": replace(settings, run=replace(run, threats=False))}
    if settings.run.twins == "all":
        for actor, row in (("own", 0), ("usa", 1), ("china", 2)):
            shift = (STEP * (row == 0), STEP * (row == 1), STEP * (row == 2))
            numbers = replace(settings.bargaining.parameters, ideal_shift=shift)
            bargaining = replace(settings.bargaining, parameters=numbers)
            twins[f"{actor}_shifted"] = replace(settings, run=run, bargaining=bargaining)
    return twins


def compare(settings: Settings, base: Any, measures_of: Callable[[Settings], Any]) -> tuple[dict[str, float], Any]:
    """Run the twins that `settings` ask for and return what they say, with the measures of all of them as one table.

    `base` is the measures table of the run itself and `measures_of` runs settings and returns that table.  The
    numbers are coercion_wedge, causal_agency (where all twins were asked), and index_with_twins, the mean index once
    both stand among the indicators of agency.
    """
    import pandas as pd

    frames = {name: measures_of(twin) for name, twin in twins_of(settings).items()}
    calibration = build_calibration(settings.measures, settings.issues)
    indicators = twin_indicators(
        [base],
        calibration,
        threats_off=[frames["threats_off"]],
        own_shifted=_one(frames, "own_shifted"),
        giants_shifted={name: _one(frames, f"{name}_shifted") for name in ("usa", "china") if "own_shifted" in frames},
        step=STEP,
    )
    whole = completed(base, calibration, indicators)
    numbers = {"coercion_wedge": 1.0 - indicators["A2"], "index_with_twins": float(whole["index"].mean())}
    if "A4" in indicators:
        numbers["causal_agency"] = indicators["A4"]
    columns = ["month", "date", "index", "agency", "contested", "disposable_mex", *demand_columns(calibration.demands)]
    parts = [frame[columns].assign(twin=name) for name, frame in {"base": base, **frames}.items()]
    return numbers, pd.concat(parts, ignore_index=True)


def _one(frames: Mapping[str, Any], name: str) -> list[Any]:
    return [frames[name]] if name in frames else []
