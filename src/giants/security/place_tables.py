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
    homicides: Array  # (s,) persons a month, mean of 2022, as INEGI counts them (so are the next two)
    homicides_2020: Array  # (s,) persons a month
    homicides_2026: Array  # (s,) persons a month, January and February 2026
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
        homicides_2026=_homicides_2026(),
        capture=_capture_index(),
        firm_cost=_firm_cost(population),
        crossing_ids=tuple(crossings["crossing_code"]),
        port_ids=tuple(ports["port_code"]),
        crossing_state=np.array([STATES.index(c) for c in crossings["mx_state_code"]]),
        port_state=np.array([STATES.index(c) for c in ports["state_code"]]),
        trucks=crossings["trucks_northbound_2024"].to_numpy(float),
        distance=_kilometres(ports, crossings),
    )


def inegi_over_sesnsp() -> float:
    """Return INEGI's homicides over SESNSP's victims in 2024, the last year that both have counted: 1.116.

    INEGI counts deaths, SESNSP victims in files that prosecutors opened: 33,550 (definitive) and 30,062 in 2024; the
    preliminary 33,241 would give 1.106.
    """
    year = read("security/national_homicides.csv", ["year"]).set_index("year").loc[2024]
    return float(year["inegi_homicides"]) / float(year["sesnsp_victims"])


def _homicides_2026() -> Array:
    """Return homicides by state in January and February 2026 on INEGI's scale, persons a month.

    SESNSP's victims a day in both months, 50.9 and 48.8, times INEGI over SESNSP: about 20,300 a year (20,100 with the
    preliminary count of 2024).  The shares of states are those of SESNSP's victims of 2025 where they were read, and
    of INEGI from January to August 2024, before a war opened in one state, among the others.
    """
    daily = read("security/sesnsp_victims_a_day.csv", ["victims_a_day"], ["month"]).set_index("month")["victims_a_day"]
    nation = float(daily[["2026-01", "2026-02"]].mean()) * 365.25 / 12 * inegi_over_sesnsp()
    monthly = read("states/state_homicides_monthly.csv", ["year", "month", *STATES])
    before: Array = (
        monthly.loc[(monthly["year"] == 2024) & (monthly["month"] <= 8), list(STATES)].to_numpy(float).sum(0)
    )
    seen = read("security/state_homicides_2025.csv", ["sesnsp_victims"], ["state_code"])
    rows, victims = [STATES.index(c) for c in seen["state_code"]], seen["sesnsp_victims"].to_numpy(float)
    total = float(read("security/national_homicides.csv", ["year"]).set_index("year")["sesnsp_victims"][2025])
    before[rows] = 0.0
    share = before / before.sum() * (1 - victims.sum() / total)
    share[rows] = victims / total
    result: Array = nation * share
    return result


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
