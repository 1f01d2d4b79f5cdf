"""The typed settings of a sweep: what to vary, and how to compute it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from giants.errors import InputError
from giants.names import PlainName
from giants.schema import build, nearest
from giants.sweep.design import DesignSettings, Uncertainty

type Word = str | int | float | bool | None


@dataclass(frozen=True)
class SweepSettings:
    """A sweep.

    `runs` are overrides of every run in Hydra's grammar, by key; those of several values are axes.  Results stand in
    runs_dir/name.  `workers` null means one per processor, `chunk` null parts of about a second of work.  `address`
    is that of a Dask scheduler.  A run of more than `timeout` seconds is ended; after more than `max_failures` failed
    runs the sweep stops.  An experiment says which `question` it asks and which scripts of `analysis/` answer it.
    """

    name: PlainName
    runs_dir: str
    runs: Mapping[str, Word]
    design: DesignSettings
    uncertainty: Uncertainty
    engine: Literal["local", "serial", "dask"]
    workers: Annotated[int, Field(ge=1, le=4096)] | None
    address: str | None
    chunk: Annotated[int, Field(ge=1, le=100_000)] | None
    timeout: Annotated[float, Field(gt=0)] | None
    max_failures: Annotated[int, Field(ge=0)] | None
    quiet: bool
    about: str = ""
    question: str = ""
    analysis: tuple[str, ...] = ()


KEYS = (*SweepSettings.__dataclass_fields__, "sweep", "experiment")
"""Top keys that belong to the sweep; all others are overrides of its runs."""


def sweep_settings(tree: Mapping[str, Any]) -> SweepSettings:
    """Return checked settings from the composed tree.  Raises InputError with one clear line."""
    for key in tree:
        if key not in SweepSettings.__dataclass_fields__:
            raise InputError(f"{key}: unknown key of a sweep{nearest(key, KEYS)}")
    if tree.get("name") is None:
        raise InputError("a sweep needs a name, below which its results are kept: add name=first")
    return build(SweepSettings, tree, "sweep")
