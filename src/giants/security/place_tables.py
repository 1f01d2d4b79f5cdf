"""The bundled tables of states, crossings and ports, as the block needs them."""

from dataclasses import dataclass

import numpy as np

from giants.errors import InputError
from giants.symbols import AXES, STATES, Array
from giants.tables import read

S = AXES["s"]
_EARTH_KM = 6371.0


@dataclass(frozen=True)
class Places:
    """States, crossings and ports."""

    population: Array  # (s,) persons, 2024
    wage: Array  # (s,) pesos a month, 2024
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


def load_places() -> Places:
    """Return states with their people, wages, homicides and institutions, and the ways in and out."""
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
        wage=_by_state(states, "wage_month_mxn_2024"),
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
