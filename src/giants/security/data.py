"""The bundled tables of groups, states, corridors and drugs as one frozen set of arrays."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from giants.errors import InputError
from giants.symbols import AXES, DRUGS, PRECURSOR_ORIGINS, STATES, Array
from giants.tables import known, read

PRESENCE = 25.0  # members from which a group is present in a state
K, S, X, Q = AXES["k"], AXES["s"], AXES["x"], AXES["q"]
ALL_GROUPS, ALL_STATES = np.ones(K), np.ones(S)  # a product with ones sums faster than sum()
_EARTH_KM = 6371.0
_MXN_PER_USD = 18.3  # Banco de Mexico, mean of 2024


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


@dataclass(frozen=True)
class Places:
    """States, crossings and ports."""

    population: Array  # (s,) persons, 2024
    wage: Array  # (s,) USD a year, 2024
    neighbour: Array  # (s, s) 1 where two states touch
    homicides: Array  # (s,) persons a month, mean of 2022
    homicides_2020: Array  # (s,) persons a month
    homicides_2025: Array  # (s,) persons a month, 2025 as far as it is known
    capture: Array  # (s,) standardised index of corruption, impunity and unreported crime
    firm_cost: Array  # (s,) cost of crime per firm over the national mean
    crossing_ids: tuple[str, ...]  # (x,)
    port_ids: tuple[str, ...]  # (q,)
    crossing_state: Array  # (x,) index of the Mexican host state
    port_state: Array  # (q,)
    trucks: Array  # (x,) northbound, 2024
    distance: Array  # (q, x) km along the great circle


@dataclass(frozen=True)
class Drugs:
    """Base year 2023 of the three markets; the last axis of each array is the drug."""

    consumption: Array  # (g,) pure kg a month in the United States
    seized_border: Array  # (g,) pure kg a month
    seized_mexico: Array  # (g,) pure kg a month
    price: Array  # (g,) USD per pure kg at the border
    purity: Array  # (g,) share at retail
    deaths: Array  # (g,) persons a year
    elasticity: Array  # (g,) of demand to price
    crossing_share: Array  # (g, x)
    port_share: Array  # (g, q)
    precursor_share: Array  # (g, c) the rest of each row is outside control by origin


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


def group_labels(root: Array, groups: Groups) -> tuple[str, ...]:
    """Return a label for every slot (k,): the group's own, or for a splinter its root's and the slot, as CJNG/199."""
    return tuple(groups.names[r] if r == k else f"{groups.names[r]}/{k}" for k, r in enumerate(root.tolist()))


@lru_cache(maxsize=1)
def security_data() -> SecurityData:
    """Return the bundled tables, checked and with every array read-only."""
    data = SecurityData(_groups(), _places(), _drugs())
    data.check()
    for part in (data.groups, data.places, data.drugs):
        for value in vars(part).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
    return data


def _groups() -> Groups:
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


def _places() -> Places:
    states = read("states/states.csv", ["population_2024", "wage_month_mxn_2024"], ["state_code"])
    panel = read("states/state_panel_annual.csv", ["year"], ["state_code"])
    homicides = {y: _by_state(panel[panel["year"] == y], "homicides_scaled") / 12 for y in (2020, 2022)}
    crossings = read(
        "security/border_crossings.csv", ["lat", "lon", "trucks_northbound_2024"], ["crossing_code", "mx_state_code"]
    )
    ports = read("security/ports.csv", ["lat", "lon"], ["port_code", "state_code"])
    touching = read("states/state_adjacency.csv", (), ["state_a", "state_b"])
    neighbour = np.zeros((S, S))
    for a, b in touching[["state_a", "state_b"]].itertuples(index=False):
        neighbour[STATES.index(a), STATES.index(b)] = neighbour[STATES.index(b), STATES.index(a)] = 1.0
    population = _by_state(states, "population_2024")
    return Places(
        population=population,
        wage=_by_state(states, "wage_month_mxn_2024") * 12 / _MXN_PER_USD,
        neighbour=neighbour,
        homicides=homicides[2022],
        homicides_2020=homicides[2020],
        homicides_2025=_homicides_2025(),
        capture=_capture_index(),
        firm_cost=_firm_cost(population),
        crossing_ids=tuple(crossings["crossing_code"]),
        port_ids=tuple(ports["port_code"]),
        crossing_state=np.array([STATES.index(c) for c in crossings["mx_state_code"]]),
        port_state=np.array([STATES.index(c) for c in ports["state_code"]]),
        trucks=crossings["trucks_northbound_2024"].to_numpy(float),
        distance=_kilometres(ports, crossings),
    )


def _homicides_2025() -> Array:
    """Return homicides by state in 2025, persons a month: January to August 2024 by state, times the national change.

    INEGI by state ends in 2024, and September 2024 opened a war in one state, whose own count of 2025 is used.  The
    national change is that of SESNSP victims; rows of unknown age are scaled up by the national total.
    """
    monthly = read("states/state_homicides_monthly.csv", ["year", "month", *STATES])
    year = monthly[monthly["year"] == 2024]
    known = year[list(STATES)].to_numpy(float)
    national = read("security/national_homicides.csv", ["year"]).set_index("year")
    total = float(national["inegi_homicides"][2024])
    change = float(national["sesnsp_victims"][2025]) / float(national["sesnsp_victims"][2024])
    before: Array = known[year["month"].to_numpy() <= 8].mean(0) * total / known.sum() * change
    own = read("security/state_homicides_2025.csv", ["homicides"], ["state_code"])
    before[[STATES.index(code) for code in own["state_code"]]] = own["homicides"].to_numpy(float) / 12
    return before


def _by_state(table: "object", column: str) -> Array:
    values = table.set_index("state_code")[column].reindex(STATES).to_numpy(float)  # type: ignore[attr-defined]
    if not np.isfinite(values).all():
        missing = STATES[int(np.flatnonzero(~np.isfinite(values))[0])]
        raise InputError(f"states tables: column {column!r} has no finite number for state {missing}")
    return np.asarray(values)


def _kilometres(ports: "object", crossings: "object") -> Array:
    lat_a, lon_a = (np.radians(ports[c].to_numpy(float))[:, None] for c in ("lat", "lon"))  # type: ignore[index]
    lat_b, lon_b = (np.radians(crossings[c].to_numpy(float))[None] for c in ("lat", "lon"))  # type: ignore[index]
    chord = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(chord)))


def _capture_index() -> Array:
    columns = ["corruption_perception_share", "unreported_crime_share", "impunity_igi_mex_2022"]
    table = read("states/state_institutions.csv", columns, ["state_code"])
    z = np.stack([_by_state(table, c) for c in columns])
    z = (z - z.mean(1, keepdims=True)) / z.std(1, keepdims=True)
    return np.asarray(z.mean(0) / z.mean(0).std())


def _firm_cost(population: Array) -> Array:
    """Cost of crime per firm over the national mean: published where it is, else IMCO's cost per person, shrunk.

    States without a published figure take the square root of their IMCO cost relative to the mean (a shrinkage,
    ours), scaled so that the population-weighted mean of all states is one.
    """
    published = read("security/firm_crime_cost.csv", ["cost_per_unit_mxn"], ["state_code"])
    nation = float(published.loc[published["state_code"] == "00", "cost_per_unit_mxn"].iloc[0])
    column = "crime_cost_mxn_per_person"
    imco = _by_state(read("states/state_institutions.csv", [column], ["state_code"]), column)
    relative = np.sqrt(imco / imco.mean())
    fixed = np.zeros(S, dtype=bool)
    for code, cost in published[["state_code", "cost_per_unit_mxn"]].itertuples(index=False):
        if code in STATES:
            fixed[STATES.index(code)] = True
            relative[STATES.index(code)] = cost / nation
    weight = population / population.sum()
    relative[~fixed] *= (1 - weight[fixed] @ relative[fixed]) / (weight[~fixed] @ relative[~fixed])
    return np.asarray(relative)


def _drugs() -> Drugs:
    columns = ["consumption_t", "seized_border_bulk_t", "border_purity", "seized_mexico_t", "export_price_usd_kg"]
    columns += ["retail_purity", "deaths_2023", "elasticity"]
    table = read("security/drugs.csv", columns, ["drug"]).set_index("drug").reindex(DRUGS)
    tonnes = 1000 / 12  # pure tonnes a year to kg a month
    crossing = read("security/drug_crossing_shares.csv", DRUGS, ["crossing_code"])
    port = read("security/drug_port_shares.csv", DRUGS, ["port_code"])
    precursor = read("security/precursors.csv", PRECURSOR_ORIGINS, ["drug"]).set_index("drug").reindex(DRUGS)
    return Drugs(
        consumption=table["consumption_t"].to_numpy(float) * tonnes,
        seized_border=(table["seized_border_bulk_t"] * table["border_purity"]).to_numpy(float) * tonnes,
        seized_mexico=table["seized_mexico_t"].to_numpy(float) * tonnes,
        price=table["export_price_usd_kg"].to_numpy(float),
        purity=table["retail_purity"].to_numpy(float),
        deaths=table["deaths_2023"].to_numpy(float),
        elasticity=table["elasticity"].to_numpy(float),
        crossing_share=crossing[list(DRUGS)].to_numpy(float).T,
        port_share=port[list(DRUGS)].to_numpy(float).T,
        precursor_share=precursor[list(PRECURSOR_ORIGINS)].to_numpy(float),
    )
