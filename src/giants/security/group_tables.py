"""The bundled tables of criminal groups: who they are, where, with whom, and how many."""

from dataclasses import dataclass

import numpy as np

from giants.errors import InputError
from giants.symbols import AXES, STATES, Array
from giants.tables import known, read

K, S = AXES["k"], AXES["s"]


@dataclass(frozen=True)
class Groups:
    """The 150 groups of 2020 in rank order, and empty slots for those that splits will create."""

    ids: tuple[str, ...]  # (150,)
    names: tuple[str, ...]  # (k,) short name or id; never a person's name
    members: Array  # (k, s) persons, 2022
    size_2012: Array  # (150,) persons, Zipf
    home: Array  # (k,) index of the home state: documented for some, else the one with most members
    trafficking: Array  # (k,) weight of the group in drug income
    edge_a: Array  # (e,) slots of a pair with a local relation, and the state where it holds
    edge_b: Array  # (e,)
    edge_state: Array  # (e,)
    edge_rival: Array  # (e,) rivalry left after alliances, R (1 - A)
    edge_ally: Array  # (e,) 1 where the pair is allied
    mixing: Array  # (150, 150) M of the published model


def group_labels(root: Array, groups: Groups) -> tuple[str, ...]:
    """Return a label for every slot (k,): the group's own, or for a splinter its root's and the slot, as CJNG/199."""
    return tuple(groups.names[r] if r == k else f"{groups.names[r]}/{k}" for k, r in enumerate(root.tolist()))


def load_groups() -> Groups:
    """Return the groups, their members by state, homes, relations and the matrix of the published model."""
    name = "security/cartels_2020.csv"
    table = read(name, ["size_2012_zipf", "size_2022_model", "rank"], ["cartel_id", "short_name"]).sort_values("rank")
    ids = tuple(table["cartel_id"])
    row = {code: k for k, code in enumerate(ids)}
    weight, drug = _presence(row)
    members = np.zeros((K, S))
    members[: len(ids)] = table["size_2022_model"].to_numpy()[:, None] * weight
    spare = tuple(f"slot{k:03d}" for k in range(len(ids), K))
    home = np.zeros(K, dtype=int)
    home[: len(ids)] = _homes(row, weight)
    trafficking = np.zeros(K)
    trafficking[: len(ids)] = np.where(drug, 1.0, 0.2)  # 0.2: groups without a trafficking flag (prior, 0-0.5)
    return Groups(
        ids=ids,
        names=(*table["short_name"], *spare),
        members=members,
        size_2012=_zipf(table["size_2012_zipf"].to_numpy(float)),
        home=home,
        trafficking=trafficking,
        mixing=_mixing(row),
        **_edges(row),
    )


def _zipf(rounded: Array) -> Array:
    """Return 115,000 / (rank H), the sizes of 2012 that the table holds rounded to one decimal."""
    rank = np.arange(1.0, len(rounded) + 1)
    exact: Array = 115_000.0 / (rank * (1 / rank).sum())
    if np.abs(exact - rounded).max() > 0.06:
        raise InputError("table security/cartels_2020.csv, column 'size_2012_zipf': not 115,000 shared by rank")
    return exact


def _homes(row: dict[str, int], weight: Array) -> Array:
    """Return the home state of each group (150,): documented where it is, else the state with most members."""
    name = "security/home_states.csv"
    table = read(name, (), ["cartel_id", "state_code"])
    known(name, "cartel_id", list(table["cartel_id"]), list(row))
    known(name, "state_code", list(table["state_code"]), STATES)
    home: Array = weight.argmax(1)
    for code, state in table[["cartel_id", "state_code"]].itertuples(index=False):
        if weight[row[code], STATES.index(state)] > 0:
            home[row[code]] = STATES.index(state)
    return home


def _presence(row: dict[str, int]) -> tuple[Array, Array]:
    """Return size weights (150, s), each row summing to one, and whether the group traffics drugs (150,)."""
    name = "security/cartel_state_presence_2020.csv"
    table = read(name, ["size_weight", "drug_trafficking"], ["cartel_id", "state_code"])
    known(name, "cartel_id", list(table["cartel_id"]), list(row))
    known(name, "state_code", list(table["state_code"]), STATES)
    k = np.array([row[c] for c in table["cartel_id"]])
    s = np.array([STATES.index(c) for c in table["state_code"]])
    weight = np.zeros((len(row), S))
    weight[k, s] = table["size_weight"].to_numpy(float)
    traffics = np.bincount(k, table["drug_trafficking"].to_numpy(float), len(row)) > 0
    return weight / weight.sum(1, keepdims=True), traffics


def _edges(row: dict[str, int]) -> dict[str, Array]:
    """Return local relations as arrays over edges: rivalry left after alliances, R (1 - A), and alliance A."""
    name = "security/cartel_relations_by_state_2020.csv"
    table = read(name, (), ["state_code", "cartel_a", "cartel_b", "relation"])
    for column in ("cartel_a", "cartel_b"):
        known(name, column, list(table[column]), list(row))
    known(name, "relation", list(table["relation"]), ("ally", "rival"))
    relations: dict[tuple[int, int, int], set[str]] = {}
    for state, a, b, relation in table[["state_code", "cartel_a", "cartel_b", "relation"]].itertuples(index=False):
        pair = sorted((row[a], row[b]))
        relations.setdefault((pair[0], pair[1], STATES.index(state)), set()).add(relation)
    keys = np.array(sorted(relations))
    ally = np.array(["ally" in relations[a, b, s] for a, b, s in keys.tolist()], dtype=float)
    rival = np.array(["rival" in relations[a, b, s] for a, b, s in keys.tolist()], dtype=float)
    return {
        "edge_a": keys[:, 0],
        "edge_b": keys[:, 1],
        "edge_state": keys[:, 2],
        "edge_rival": rival * (1 - ally),
        "edge_ally": ally,
    }


def _mixing(row: dict[str, int]) -> Array:
    """M_ij = (R_ij + 1) / (a_i + 1), M_ii = 0: rows divided by the group's own alliance strength.

    Source: Prieto-Curiel, Campedelli and Hope (2023), deposited code.
    """
    rival, ally = (_network(f"security/cartel_{kind}_2020.csv", row) for kind in ("rivals", "alliances"))
    mixing: Array = (rival + 1) / (ally.sum(1, keepdims=True) + 1)
    np.fill_diagonal(mixing, 0.0)
    return mixing


def _network(name: str, row: dict[str, int]) -> Array:
    table = read(name, ["n_states"], ["cartel_a", "cartel_b"])
    matrix = np.zeros((len(row), len(row)))
    for a, b, states in table[["cartel_a", "cartel_b", "n_states"]].itertuples(index=False):
        matrix[row[a], row[b]] = matrix[row[b], row[a]] = states
    return matrix
