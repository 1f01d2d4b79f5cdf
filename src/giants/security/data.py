"""Everything that the security block knows before its first month, as one frozen set of arrays."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from giants.errors import InputError
from giants.security.drug_tables import Drugs, load_drugs
from giants.security.group_tables import Groups, load_groups
from giants.security.place_tables import Places, load_places
from giants.symbols import AXES

PRESENCE = 25.0  # members from which a group is present in a state
K, S, X, Q = AXES["k"], AXES["s"], AXES["x"], AXES["q"]
ALL_GROUPS, ALL_STATES, ALL_CROSSINGS, ALL_PORTS, ALL_DRUGS = (np.ones(AXES[a]) for a in "ksxqg")  # for fast sums


@dataclass(frozen=True)
class SecurityData:
    """Everything that the security block knows before its first month."""

    groups: Groups
    places: Places
    drugs: Drugs

    def check(self) -> None:
        """Raise InputError, naming the identity, if the tables contradict each other."""
        shares = (self.drugs.crossing_share, self.drugs.port_share)
        identities = {
            "members are zero or positive": bool((self.groups.members >= 0).all()),
            "spare slots are empty": not self.groups.members[len(self.groups.ids) :].any(),
            "every state holds a group": bool((self.groups.members.sum(0) > 0).all()),
            "every group is present where it has members": bool(
                (self.groups.members[self.groups.members > 0] >= PRESENCE).all()
            ),
            "shares of routes sum to one": all(np.allclose(a.sum(1), 1.0) for a in shares),
            "shares of precursors sum to at most one": bool((self.drugs.precursor_share.sum(1) <= 1 + 1e-9).all()),
            "names are unique": len(set(self.groups.names)) == K,
            "no group has a relation with itself": bool((self.groups.edge_a != self.groups.edge_b).all()),
            "adjacency is symmetric": bool((self.places.neighbour == self.places.neighbour.T).all()),
        }
        for identity, holds in identities.items():
            if not holds:
                raise InputError(f"tables of the security block contradict each other: {identity} fails")


@lru_cache(maxsize=1)
def security_data() -> SecurityData:
    """Return the bundled tables, checked and with every array read-only."""
    data = SecurityData(load_groups(), load_places(), load_drugs())
    data.check()
    for part in (data.groups, data.places, data.drugs):
        for value in vars(part).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
    return data
