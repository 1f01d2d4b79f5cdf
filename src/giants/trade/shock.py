"""What may differ from the base of a trade equilibrium."""

from dataclasses import dataclass, fields

import numpy as np

from giants.symbols import Array
from giants.trade.data import TradeData


@dataclass(frozen=True, eq=False)
class Shock:
    """What differs from the base; every field may carry leading axes (a batch), None means no change."""

    t: Array | None = None
    """(..., N, N, J) tariff levels t' of importer n on origin i (not changes)."""
    d: Array | None = None
    """(..., N, N, J) trade-cost factor d^."""
    A: Array | None = None
    """(..., N, J) productivity factor of origin i in sector j."""
    L: Array | None = None
    """(..., N) endowment factor."""
    transfer: Array | None = None
    """(..., N) income received from abroad beyond the base deficit, share of world factor income, sum zero."""
    taste: Array | None = None
    """(..., N, N, J) taste shifters: shares are multiplied by exp(taste) before normalising."""
    lnw: Array | None = None
    """(..., N) where factor prices give way slowly: the log prices that stand while the pressure is `pressure`."""
    pressure: Array | None = None
    """(..., N) log, pressure on factor markets that prices have not taken; none if None."""

    def case(self, k: tuple[int, ...]) -> "Shock":
        """Return case `k` of a batch whose every field has the same leading axes."""
        return Shock(**{f.name: None if (x := getattr(self, f.name)) is None else x[k] for f in fields(self)})

    def largest(self, data: TradeData) -> str:
        """Describe the largest element, by the size of its log (levels for transfers and tastes)."""
        sizes: list[tuple[float, str]] = []
        if self.t is not None:
            gap = np.log((1 + self.t) / (1 + data.t0))
            n, i, j = np.unravel_index(int(np.nanargmax(np.abs(gap))), gap.shape)[-3:]
            rate = float(np.reshape(self.t, (-1, *data.t0.shape))[..., n, i, j].max())
            where = f"tariff of {data.regions[n]} on {data.regions[i]} in {data.sectors[j]} at {rate:g}"
            sizes.append((float(np.nanmax(np.abs(gap))), where))
        for name, factor in (("trade cost", self.d), ("productivity", self.A), ("endowment", self.L)):
            if factor is not None:
                log = np.abs(np.log(factor))
                cell = factor.flat[int(np.nanargmax(log))]
                sizes.append((float(np.nanmax(log)), f"{name} factor {cell:g}"))
        for name, level in (("transfer", self.transfer), ("taste shifter", self.taste)):
            if level is not None:
                sizes.append((float(np.nanmax(np.abs(level))), f"{name} {np.nanmax(np.abs(level)):g}"))
        return max(sizes)[1] if sizes else "none"
