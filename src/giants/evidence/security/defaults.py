"""The default parameters and calibration of the block, for those who use it by itself."""

from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from giants.compose import conf_dir
from giants.schema import build
from giants.security.calibration import SecurityCalibration, build_calibration
from giants.security.parameters import SecurityParameters


def default_parameters(path: Path | None = None) -> SecurityParameters:
    """Return the parameters of `path`, by default of conf/security/default.yaml.  Raises InputError if one is wrong."""
    return build(SecurityParameters, _read(path or conf_dir() / "security" / "default.yaml"), "security")


def default_calibration(parameters: SecurityParameters | None = None) -> SecurityCalibration:
    """Return the calibration of `parameters` (the default ones) at the exchange rate of conf/society/default.yaml."""
    labour = _read(conf_dir() / "society" / "default.yaml")["labour"]
    return build_calibration(parameters or default_parameters(), labour["pesos_per_dollar"])


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
