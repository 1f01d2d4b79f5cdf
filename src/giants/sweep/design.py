"""Designs: which points of the space of factors are computed.

Samplers are those of scipy.stats.qmc and SALib; they fill the unit cube, and each factor maps its coordinates to
values by its inverse distribution function.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from giants.errors import InputError
from giants.install import need
from giants.sweep.factors import Constraint, Factor, Value
from giants.symbols import Array

Kind = Literal["none", "grid", "monte_carlo", "lhs", "sobol", "saltelli", "morris", "oat", "csv"]
_STRUCTURED = ("saltelli", "morris", "oat", "grid")


@dataclass(frozen=True)
class DesignSettings:
    """How to choose points.

    `size` is the number of points (lhs, sobol, monte_carlo), of base samples N (saltelli: N (D + 2) runs, or
    N (2 D + 2) with `second_order`), or of trajectories (morris: N (D + 1) runs).  `levels` is the number of levels
    of a grid, of a one-at-a-time design, or of Morris's lattice (even).  `file` is the table of a csv design, with one
    column per dotted path.
    """

    kind: Kind
    size: Annotated[int, Field(ge=1, le=10_000_000)]
    levels: Annotated[int, Field(ge=2, le=1000)]
    second_order: bool
    seed: Annotated[int, Field(ge=0, lt=2**32)]
    file: str | None


@dataclass(frozen=True)
class Uncertainty:
    """The factors of a sweep by dotted path, and what must hold among them."""

    factors: Mapping[str, Factor] = field(default_factory=dict)
    constraints: tuple[Constraint, ...] = ()
    about: str = ""


@dataclass(frozen=True)
class Points:
    """A table of points: values by column, a column being a dotted path or a name for the paths in `shared`.

    `optional` names the columns of settings that a strategy need not have.
    """

    values: Mapping[str, Sequence[Value]]
    optional: tuple[str, ...] = ()
    count: int = 1
    shared: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        values: Mapping[str, Sequence[Value]],
        optional: tuple[str, ...] = (),
        shared: Mapping[str, Sequence[str]] | None = None,
    ) -> "Points":
        """Return the table with these columns; without any it has one row, the defaults."""
        return cls(values, optional, len(next(iter(values.values()))) if values else 1, shared or {})

    def paths(self, column: str) -> Sequence[str]:
        """Return the settings that a column is for."""
        return self.shared.get(column, (column,))

    def row(self, point: int) -> dict[str, Value]:
        """Return the values of one point by column, without those that keep the default."""
        return {name: column[point] for name, column in self.values.items() if column[point] is not None}


def points(design: DesignSettings, uncertainty: Uncertainty) -> Points:
    """Return the points of `design`.  Raises InputError for a design that its factors or constraints rule out."""
    if design.kind == "none":
        if uncertainty.factors:
            raise InputError(
                f"an uncertainty with {len(uncertainty.factors)} factors needs a design: add design=lhs, "
                "or say uncertainty=none"
            )
        return Points.of({})
    if design.kind == "csv":
        return read_csv(design.file)
    factors = dict(uncertainty.factors)
    if not factors:
        raise InputError(f"design={design.kind} has nothing to vary; choose an uncertainty, e.g. uncertainty=core")
    _refuse_repeated(factors)
    if uncertainty.constraints:
        return table_at(factors, _constrained(design, factors, uncertainty.constraints))
    return table_at(factors, sample(design, factors))


def table_at(factors: Mapping[str, Factor], u: Array) -> Points:
    """Return the table of points at the coordinates `u` (points, width) of the unit cube."""
    optional = tuple(column for name, f in factors.items() if f.optional for column in f.columns(name))
    shared = {name: f.paths for name, f in factors.items() if f.paths and not f.alpha}
    return Points.of(values_at(factors, u), optional, shared)


def optional_paths(table: Points) -> tuple[str, ...]:
    """Return the settings that a strategy need not have."""
    return tuple(path for column in table.optional for path in table.paths(column))


def width(factors: Mapping[str, Factor]) -> int:
    """Number of coordinates that `factors` take together."""
    return sum(f.width for f in factors.values())


def values_at(factors: Mapping[str, Factor], u: Array) -> dict[str, list[Value]]:
    """Return values by column at the coordinates `u` (points, width) of the unit cube."""
    values: dict[str, list[Value]] = {}
    first = 0
    for name, factor in factors.items():
        columns = factor.at(u[:, first : first + factor.width])
        values.update(zip(factor.columns(name), columns, strict=True))
        first += factor.width
    return values


def sample(design: DesignSettings, factors: Mapping[str, Factor]) -> Array:
    """Return the coordinates (points, width) of `design` in the unit cube."""
    return np.asarray(_SAMPLERS[design.kind](design, factors), dtype=float)


def problem(factors: Mapping[str, Factor]) -> dict[str, Any]:
    """Return the problem as SALib's analysers want it: names and bounds on the unit cube."""
    names = [column for name, f in factors.items() for column in f.columns(name)]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _monte_carlo(design: DesignSettings, factors: Mapping[str, Factor]) -> Array:
    return np.random.default_rng(design.seed).random((design.size, width(factors)))


def _lhs(design: DesignSettings, factors: Mapping[str, Factor]) -> Array:
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(width(factors), rng=design.seed).random(design.size))


def _sobol(design: DesignSettings, factors: Mapping[str, Factor]) -> Array:
    from scipy.stats import qmc

    power = int(np.ceil(np.log2(design.size)))
    # Whole powers of two keep the balance of the sequence; a smaller size takes the beginning of the next one.
    return np.asarray(qmc.Sobol(width(factors), rng=design.seed).random_base2(power)[: design.size])


def _saltelli(design: DesignSettings, factors: Mapping[str, Factor]) -> Array:
    need("analysis", "design=saltelli", "SALib")
    from SALib.sample import sobol

    if design.size & (design.size - 1):
        raise InputError(f"design.size={design.size}: a Saltelli design needs a power of two, e.g. {_power(design)}")
    return np.asarray(
        sobol.sample(problem(factors), design.size, calc_second_order=design.second_order, seed=design.seed)
    )


def _morris(design: DesignSettings, factors: Mapping[str, Factor]) -> Array:
    need("analysis", "design=morris", "SALib")
    from SALib.sample import morris

    if design.levels % 2:
        raise InputError(f"design.levels={design.levels}: Morris's lattice needs an even number of levels")
    return np.asarray(morris.sample(problem(factors), design.size, num_levels=design.levels, seed=design.seed))


def _grid(design: DesignSettings, factors: Mapping[str, Factor]) -> Array:
    if any(f.width > 1 for f in factors.values()):
        raise InputError("a grid cannot hold a dirichlet factor; use design=lhs")
    return np.array(list(product(*(f.levels(design.levels) for f in factors.values()))))


def _oat(design: DesignSettings, factors: Mapping[str, Factor]) -> Array:
    if any(f.width > 1 for f in factors.values()):
        raise InputError("a one-at-a-time design cannot hold a dirichlet factor; use design=lhs")
    base = np.array([_coordinate(name, f) for name, f in factors.items()])
    rows = [base]
    for i, factor in enumerate(factors.values()):
        for level in factor.levels(design.levels):
            rows.append(np.where(np.arange(base.size) == i, level, base))
    return np.array(rows)


_SAMPLERS: Mapping[str, Callable[[DesignSettings, Mapping[str, Factor]], Array]] = {
    "monte_carlo": _monte_carlo,
    "lhs": _lhs,
    "sobol": _sobol,
    "saltelli": _saltelli,
    "morris": _morris,
    "grid": _grid,
    "oat": _oat,
}


def _coordinate(name: str, factor: Factor) -> float:
    """Return where the nominal value stands in the unit interval; the median without one."""
    if factor.nominal is None:
        return float(factor.levels(1)[0]) if factor.kind == "choice" else 0.5
    fine = np.linspace(0.0, 1.0, 4097)[:, None] if factor.kind != "choice" else factor.levels(2)[:, None]
    values = factor.at(fine)[0]
    if factor.kind == "choice":
        if factor.nominal not in values:
            raise InputError(f"{name}: nominal {factor.nominal!r} is not among its values")
        return float(fine[values.index(factor.nominal), 0])
    numbers = np.array(values, dtype=float)
    nominal = float(factor.nominal)
    if not numbers[0] <= nominal <= numbers[-1]:
        raise InputError(f"{name}: nominal {factor.nominal} is outside [{numbers[0]:g}, {numbers[-1]:g}]")
    return float(np.interp(nominal, numbers, fine[:, 0]))


def _constrained(design: DesignSettings, factors: Mapping[str, Factor], constraints: Sequence[Constraint]) -> Array:
    """Return the first `size` feasible points of a design that is made larger until it holds as many."""
    if design.kind in _STRUCTURED:
        raise InputError(f"design={design.kind} would lose its structure under constraints; use lhs or sobol")
    for doubling in range(11):
        larger = DesignSettings(**{**vars(design), "size": design.size * 2**doubling})
        u = sample(larger, factors)
        values = values_at(factors, u)
        good = np.logical_and.reduce([c.holds(values) for c in constraints])
        keep = np.flatnonzero(good)[: design.size]
        if keep.size == design.size:
            return u[keep]
    raise InputError(f"the constraints leave fewer than {design.size} of {larger.size} points; loosen them")


def read_csv(file: str | None) -> Points:
    """Read points of one's own: a column per dotted path or group; an empty cell keeps the default."""
    import pandas as pd

    if not file:
        raise InputError("design=csv needs design.file=TABLE.csv, with one column per dotted path")
    _check_shape(file)
    try:
        frame = pd.read_csv(Path(file).expanduser(), keep_default_na=False, na_values=[""])
    except (OSError, ValueError) as error:
        raise InputError(f"design.file={file}: {' '.join(str(error).split())}") from None
    if frame.empty:
        raise InputError(f"design.file={file}: no rows")
    values: dict[str, list[Value]] = {}
    for column in frame.columns:
        cells = [_cell(c) for c in frame[column].astype(object).where(frame[column].notna(), None)]
        whole = all(cell is None or (isinstance(cell, float) and cell.is_integer()) for cell in cells)
        holed = whole and any(cell is None for cell in cells)  # pandas turns integers with gaps into floats
        values[str(column).strip()] = [int(c) if holed and c is not None else c for c in cells]
    return Points.of(values)


def _cell(cell: Value) -> Value:
    """Return a cell as the number that it is: one wrong cell makes pandas read its whole column as text."""
    if isinstance(cell, str):
        for kind in (int, float):
            with suppress(ValueError):
                return kind(cell)
    return cell


def _check_shape(file: str) -> None:
    """Raise InputError if two columns have one name, a row has cells too many or too few, or two rows are the same."""
    import csv

    try:
        with Path(file).expanduser().open(encoding="utf-8-sig", newline="") as lines:
            header, *rows = [[cell.strip() for cell in row] for row in csv.reader(lines) if row] or [[]]
    except (OSError, ValueError, csv.Error) as error:
        raise InputError(f"design.file={file}: {' '.join(str(error).split())}") from None
    twice = [name for name in header if header.count(name) > 1]
    if twice:
        raise InputError(f"design.file={file}: two columns are called {twice[0]!r}")
    first: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header):
            raise InputError(f"design.file={file}: row {number} has {len(row)} cells for {len(header)} columns")
        if first.setdefault(tuple(row), number) != number:
            raise InputError(
                f"design.file={file}: rows {first[tuple(row)]} and {number} are the same, and their runs would be; "
                "give more seeds instead"
            )


def _refuse_repeated(factors: Mapping[str, Factor]) -> None:
    paths = [path for name, f in factors.items() for several in f.columns(name).values() for path in several]
    twice = sorted({path for path in paths if paths.count(path) > 1})
    if twice:
        raise InputError(f"two factors set {', '.join(twice)}")


def _power(design: DesignSettings) -> int:
    return 1 << max(design.size.bit_length(), 1)
