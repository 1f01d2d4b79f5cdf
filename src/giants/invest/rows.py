"""FirmRows: the firms to which something happens this month, of one World or of many."""

from typing import NamedTuple, Self

from giants.batch import sums
from giants.invest.calibration import InvestCalibration, J
from giants.symbols import FIRMS, Array


class FirmRows(NamedTuple):
    """Firms (r,), World after World; `x.take(cell)` reads a symbol (…, f) for each, `x.take(kind)` one by sector."""

    cell: Array  # firm, counted through all Worlds
    world: Array
    home: Array
    sector: Array
    kind: Array  # sector, counted through all Worlds
    worlds: tuple[int, ...]  # leading axes

    @classmethod
    def of(cls, mask: Array, calibration: InvestCalibration) -> "FirmRows":
        """Return the firms for which `mask` (…, f) holds."""
        cell = mask.ravel().nonzero()[0]
        world = cell // FIRMS
        firm = cell - world * FIRMS
        sector = calibration.sector[firm]
        return cls(cell, world, calibration.home[firm], sector, world * J + sector, mask.shape[:-1])

    def where(self, mask: Array) -> Self:
        """Return the rows for which `mask` (r,) holds."""
        return self._replace(
            cell=self.cell[mask],
            world=self.world[mask],
            home=self.home[mask],
            sector=self.sector[mask],
            kind=self.kind[mask],
        )

    def by_world(self, amount: Array) -> Array:
        """Return the sums of an amount (r,) by World."""
        return sums(self.world, amount, self.worlds)

    def table(self, row: Array, amount: Array, rows: int) -> Array:
        """Return the sums of an amount (r,) by `row` (r,) and sector, a table (…, rows, j)."""
        return sums((self.world * rows + row) * J + self.sector, amount, (*self.worlds, rows, J))
