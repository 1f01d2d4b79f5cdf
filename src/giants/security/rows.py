"""GroupRows: every group in every state where it has members, of one World or of many."""

from typing import NamedTuple

from giants.batch import sums
from giants.symbols import Array


class GroupRows(NamedTuple):
    """Pairs (r,) of group and state, World after World.

    `k` and `s` count the groups and the states of all Worlds: `x.take(k)` reads a symbol (…, k) for each row.
    """

    cell: Array  # place in members.ravel()
    world: Array
    k: Array
    s: Array
    state: Array  # as s, counted within the World
    n: Array  # members
    shape: tuple[int, ...]  # of members

    @classmethod
    def of(cls, members: Array) -> "GroupRows":
        """Return the rows that hold members (…, k, s)."""
        groups, states = members.shape[-2:]
        flat = members.ravel()
        cell = (flat > 0).nonzero()[0]
        k = cell // states
        world, state = k // groups, cell - k * states
        return cls(cell, world, k, state + world * states, state, flat[cell], members.shape)

    def by_group(self, amount: Array) -> Array:
        """Return the sums of an amount (r,) by group (…, k)."""
        return sums(self.k, amount, self.shape[:-1])

    def by_state(self, amount: Array) -> Array:
        """Return the sums of an amount (r,) by state (…, s)."""
        return sums(self.s, amount, (*self.shape[:-2], self.shape[-1]))

    def by_world(self, amount: Array) -> Array:
        """Return the sums of an amount (r,) by World."""
        return sums(self.world, amount, self.shape[:-2])
