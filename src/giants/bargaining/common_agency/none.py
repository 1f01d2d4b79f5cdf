"""No menus: nobody pays for policies."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class NoMenus:
    """Principals offer nothing, so the government does what it would have done."""

    offers: ClassVar[bool] = False

    def offer(self, a: Array, c: Array, g: Array, xbar: Array) -> tuple[Array, Array]:
        """Return policies (K,) bought and payments (J,): none."""
        return np.zeros(a.shape[-1]), np.zeros(a.shape[-2])
