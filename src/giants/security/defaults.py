"""The default parameters of the block, for those who use it by itself."""

from pathlib import Path

import yaml  # type: ignore[import-untyped]

from giants.compose import conf_dir
from giants.schema import build
from giants.security.parameters import SecurityParameters


def default_parameters(path: Path | None = None) -> SecurityParameters:
    """Return the parameters of `path`, by default of conf/security/default.yaml.  Raises InputError if one is wrong."""
    text = (path or conf_dir() / "security" / "default.yaml").read_text(encoding="utf-8")
    return build(SecurityParameters, yaml.safe_load(text), "security")
