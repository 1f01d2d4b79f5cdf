"""Truthful menus of several principals on the same policies."""

from dataclasses import dataclass
from typing import ClassVar

from giants.bargaining import menu
from giants.symbols import Array


@dataclass(frozen=True, slots=True)
class CommonAgency:
    """Each principal pays what its presence costs the others."""

    offers: ClassVar[bool] = True

    def offer(self, a: Array, c: Array, g: Array, xbar: Array) -> tuple[Array, Array]:
        """Return policies (K,) bought and payments (J,); arguments as in :func:`giants.bargaining.menu.chosen`."""
        return menu.chosen(a, c, g, xbar), menu.payments(a, c, g, xbar)
