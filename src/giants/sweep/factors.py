"""Factors of a design: settings that vary, with the distributions they are drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from giants.errors import InputError
from giants.symbols import Array

type Value = float | int | bool | str | None

Kind = Literal["uniform", "log_uniform", "triangular", "normal", "log_normal", "integer", "choice", "dirichlet"]
_NEEDS: dict[str, tuple[str, ...]] = {
    "uniform": ("low", "high"),
    "log_uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("mean", "sd", "low", "high"),
    "log_normal": ("mean", "sd", "low", "high"),
    "integer": ("low", "high"),
    "choice": ("values",),
    "dirichlet": ("paths", "alpha"),
}
_MAY: dict[str, tuple[str, ...]] = {"choice": ("weights",), "dirichlet": ("total",)}
_SHAPE = ("low", "high", "mode", "mean", "sd", "values", "weights", "paths", "alpha", "total")


@dataclass(frozen=True)
class Factor:
    """One uncertain setting or lever, and where its range comes from.

    `kind` names the distribution.  normal is cut off at low and high; log_normal has median `mean` and standard
    deviation `sd` of the logarithm, cut off likewise.  choice takes `values` (with `weights`), which may be the
    members of a configuration group.  dirichlet shares `total` among `paths` with concentrations `alpha`; any other
    kind gives all of its `paths` the same value (by default it sets the path that is its own key).
    `nominal` is the value from which one-at-a-time designs start: by default the configured one, if it lies in the
    range, else the median.  With `optional` the factor
    is left out of those runs whose strategy has no such setting.
    """

    kind: Kind
    source: str
    low: float | None = None
    high: float | None = None
    mode: float | None = None
    mean: float | None = None
    sd: Annotated[float, Field(gt=0)] | None = None
    values: tuple[str | float | int | bool, ...] | None = None
    weights: tuple[Annotated[float, Field(ge=0)], ...] | None = None
    paths: tuple[str, ...] | None = None
    alpha: tuple[Annotated[float, Field(gt=0)], ...] | None = None
    total: Annotated[float, Field(gt=0)] | None = None
    nominal: float | int | bool | str | None = None
    optional: bool = False

    def __post_init__(self) -> None:
        needs, may = _NEEDS[self.kind], (*_NEEDS[self.kind], *_MAY.get(self.kind, ()), "paths")
        lacking = [name for name in needs if getattr(self, name) is None]
        spare = [name for name in _SHAPE if name not in may and getattr(self, name) is not None]
        if lacking or spare:
            wrong = f"lacks {', '.join(lacking)}" if lacking else f"has no use for {', '.join(spare)}"
            raise ValueError(f"a factor of kind {self.kind} takes {', '.join(may)}; this one {wrong}")
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise ValueError(f"low {self.low} is not below high {self.high}")
        if self.kind == "triangular" and not self.low <= self.mode <= self.high:  # type: ignore[operator]
            raise ValueError(f"mode {self.mode} is outside [{self.low}, {self.high}]")
        if self.kind in ("log_uniform", "log_normal") and self.low <= 0:  # type: ignore[operator]
            raise ValueError(f"low must be above 0 for a {self.kind} factor, not {self.low}")
        if self.values is not None and len({(isinstance(v, bool), v) for v in self.values}) != len(self.values):
            raise ValueError("a value is listed twice; use weights to make it likelier")
        if self.weights is not None and (len(self.weights) != len(self.values or ()) or sum(self.weights) <= 0):
            raise ValueError(f"{len(self.weights)} weights for {len(self.values or ())} values, or all of them zero")
        if self.alpha is not None and (len(self.paths or ()) != len(self.alpha) or len(self.alpha) < 2):
            raise ValueError(f"{len(self.alpha)} alpha for {len(self.paths or ())} paths; give one each, two at least")
        if self.paths is not None and not self.paths:
            raise ValueError("paths is empty")

    @property
    def width(self) -> int:
        """Number of coordinates of the unit cube that this factor uses."""
        return len(self.alpha) if self.alpha else 1

    def columns(self, name: str) -> dict[str, tuple[str, ...]]:
        """Columns of a table of points that this factor fills, each with the settings it is for; `name` is its key."""
        if self.alpha:
            return {path: (path,) for path in self.paths or ()}
        return {name: self.paths or (name,)}

    def levels(self, n: int) -> Array:
        """Coordinates in (0, 1) of `n` evenly spaced levels; all values of a choice or a short range of integers."""
        if self.kind == "choice":
            edges = np.concatenate([[0.0], np.cumsum(self._weights)])
            middle = (edges[1:] + edges[:-1]) / 2
            return np.asarray(middle[np.asarray(self._weights) > 0])
        if self.kind == "integer" and self.high - self.low + 1 <= n:  # type: ignore[operator]
            count = int(self.high - self.low) + 1  # type: ignore[operator]
            return (np.arange(count) + 0.5) / count
        return np.linspace(0.0, 1.0, n) if n > 1 else np.array([0.5])

    def at(self, u: Array) -> list[list[Value]]:
        """Return values by column and point at coordinates `u` (points, width) of the unit cube, by inverse CDF."""
        if self.kind == "dirichlet":
            from scipy import stats

            # Independent gamma variates divided by their sum are Dirichlet (Devroye 1986, section XI.4).
            gamma = stats.gamma.ppf(np.clip(u, 1e-12, 1 - 1e-12), np.array(self.alpha))
            share = (self.total or 1.0) * gamma / gamma.sum(axis=1, keepdims=True)
            return [[float(x) for x in column] for column in share.T]
        x = u[:, 0]
        if self.values is not None:
            index = np.minimum(np.searchsorted(np.cumsum(self._weights), x, side="right"), len(self.values) - 1)
            return [[self.values[i] for i in index]]
        if self.kind == "integer":
            low, count = int(self.low or 0), int(self.high or 0) - int(self.low or 0) + 1
            return [[low + min(int(v * count), count - 1) for v in x]]
        clipped = np.clip(self._distribution.ppf(x), self.low, self.high)
        return [[float(v) for v in clipped]]

    @cached_property
    def _weights(self) -> tuple[float, ...]:
        raw = self.weights or (1.0,) * len(self.values or ())
        return tuple(w / sum(raw) for w in raw)

    @property
    def _distribution(self) -> Any:
        from scipy import stats

        low, high, sd = self.low or 0.0, self.high or 0.0, self.sd or 1.0
        if self.kind == "uniform":
            return stats.uniform(low, high - low)
        if self.kind == "log_uniform":
            return stats.loguniform(low, high)
        if self.kind == "triangular":
            return stats.triang(((self.mode or 0.0) - low) / (high - low), low, high - low)
        if self.kind == "normal":
            mean = self.mean or 0.0
            return stats.truncnorm((low - mean) / sd, (high - mean) / sd, mean, sd)
        return _LogNormal(np.log(self.mean or 1.0), sd, np.log(low), np.log(high))


@dataclass(frozen=True)
class _LogNormal:
    """Log-normal cut off at both ends, by the normal distribution of its logarithm."""

    mean: float
    sd: float
    low: float
    high: float

    def ppf(self, u: Array) -> Array:
        from scipy import stats

        a, b = (self.low - self.mean) / self.sd, (self.high - self.mean) / self.sd
        return np.asarray(np.exp(stats.truncnorm(a, b, self.mean, self.sd).ppf(u)))


@dataclass(frozen=True)
class Constraint:
    """A linear condition on numeric factors: at_least <= sum of weights x values <= at_most."""

    weights: Mapping[str, float]
    at_most: float | None = None
    at_least: float | None = None

    def __post_init__(self) -> None:
        if self.at_most is None and self.at_least is None:
            raise ValueError("a constraint needs at_most or at_least")

    def holds(self, values: Mapping[str, Sequence[Value]]) -> Array:
        """Return which points satisfy it."""
        for path in self.weights:
            if path not in values:
                raise InputError(f"constraint on {path}, which no factor of this design sets")
            if any(isinstance(v, str) or v is None for v in values[path]):
                raise InputError(f"constraint on {path}, whose values are not numbers")
        total = sum(w * np.array(values[path], dtype=float) for path, w in self.weights.items())
        low = -np.inf if self.at_least is None else self.at_least
        high = np.inf if self.at_most is None else self.at_most
        return np.asarray((total >= low - 1e-12) & (total <= high + 1e-12))
