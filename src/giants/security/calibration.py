"""What does not change during a run: tables, parameters, and the base against which every index is one."""

from dataclasses import dataclass

import numpy as np

from giants.batch import column, grouped
from giants.security import capture, conflict, corridors, homicides, incapacitation
from giants.security.data import ALL_STATES, PRESENCE, K, S, SecurityData, security_data
from giants.security.parameters import IncapacitationParameters, SecurityParameters
from giants.security.rows import GroupRows
from giants.symbols import Array, Scalar


@dataclass(frozen=True)
class SecurityBase:
    """The first month, before anything has moved."""

    members: Array  # (s,) persons
    total_members: float  # persons
    arrested: Array  # (s,) percent of members arrested a month
    groups: Array  # (s,) present
    capture: Array  # (s,)
    bribes: Array  # (s,) USD a month, at the usual share
    killed: Array  # (s,) members a month
    hostile: Array  # (k,) hostile members met per own member, over their mean
    hostile_mean: float
    per_killing: Array  # (s,) homicides that come with one killing
    other: Array  # (s,) homicides a month that have nothing to do with groups
    drug_income: Array  # (s,) USD a month of drug income that passes the state
    spent_per_member: float  # USD a month of clean money
    income: Array  # (g,) USD a month
    produced: Array  # (g,) kg a month
    seized_mexico: Array  # (g,) share of production
    seized: Array  # (g,) share of production, in Mexico and at the border
    border_rate: Array  # (g,) share of shipments seized at the border
    routes: Array  # (g, q, x) shares
    crossing_flow: Array  # (x,) share of seizures by value
    crossing_use: Array  # (x,) share of shipments by value
    port_use: Array  # (q,) sum over drugs of the port's share of inflow
    crossing_risk: Array  # (x,) share of shipments by value
    port_passed: Array  # (g,) share of inflow that ports let through
    total_income: float  # USD a month
    people: Array  # (s,) share of population
    trucks: Array  # (x,) share
    contest: Array  # (s,)


@dataclass(frozen=True)
class SecurityCalibration:
    """Tables, parameters, base, and the sparse form of the local relations."""

    data: SecurityData
    parameters: SecurityParameters
    base: SecurityBase
    edges: tuple[Array, Array, Array, Array]  # as conflict.sparse_pressure takes them
    neighbour_mean: Array  # (s, s) rows summing to one
    pesos_per_dollar: float

    @property
    def wage(self) -> Array:
        """Wages of the tables (s,), USD a year."""
        return self.data.places.wage * 12 / self.pesos_per_dollar


def build_calibration(
    parameters: SecurityParameters, pesos_per_dollar: float, data: SecurityData | None = None
) -> SecurityCalibration:
    """Return the calibration of a run for these parameters; immutable, so it may be shared between runs.

    `pesos_per_dollar` turns wages of the tables into USD; `data` are the bundled tables unless given.  Raises
    InputError for tables that contradict each other.
    """
    data = data or security_data()
    edges = _edges(data, parameters.conflict.background)
    touching = data.places.neighbour
    mean = touching / np.maximum(touching.sum(1, keepdims=True), 1.0)
    return SecurityCalibration(data, parameters, _base(data, parameters, edges), edges, mean, pesos_per_dollar)


def first_lineage(data: SecurityData) -> tuple[Array, Array, Array]:
    """Return root, family and hostility inside it of every slot before any split: each its own, and none."""
    return np.arange(K), np.arange(K), np.zeros(K)


def income_of_rows(
    strength: Array, s: Array, held: Array, by_crossing: Array, by_port: Array, rest: Scalar, data: SecurityData
) -> tuple[Array, Array]:
    """Return drug income by row and by state, USD a month.

    Income at crossings and ports goes to the groups of the host state by control; the rest to all by strength.
    `strength` (r,) = trafficking weight times members to the power γ, `held` (…, s) its sums by state;
    `by_crossing` (…, x), `by_port` (…, q), `rest` USD.
    Income of row r in state s: a_r (I_s/A_s + rest/Σ A).  The form is this model's own.
    """
    local = grouped(data.places.crossing_state, by_crossing, S) + grouped(data.places.port_state, by_port, S)
    total = np.maximum(np.vecdot(held, ALL_STATES), 1e-300)
    local_held = np.where(held > 0, local, 0.0)
    everywhere = rest + np.vecdot(local - local_held, ALL_STATES)
    row = strength * (local_held / np.maximum(held, 1e-300) + column(everywhere / total)).take(s)
    return row, local_held + column(rest / total) * held


def _edges(data: SecurityData, background: float) -> tuple[Array, Array, Array, Array]:
    """Return places of the (group, state) pairs that have a local relation, and the relations both ways."""
    g = data.groups
    a, b = g.edge_a * S + g.edge_state, g.edge_b * S + g.edge_state
    cells, ends = np.unique(np.concatenate([a, b]), return_inverse=True)
    place = np.full(K * S + 1, len(cells))
    place[cells] = np.arange(len(cells))
    weight = g.edge_rival - background * g.edge_ally
    return place, ends, np.concatenate([ends[len(a) :], ends[: len(a)]]), np.concatenate([weight, weight])


def _usual_arrests(in_state: Array, p: IncapacitationParameters) -> Array:
    one, none = np.ones(S), np.zeros(S)
    return incapacitation.arrests_by_state(in_state, in_state, one, none, none, p)


def _base(data: SecurityData, p: SecurityParameters, edges: tuple[Array, Array, Array, Array]) -> SecurityBase:
    g, places, d = data.groups, data.places, data.drugs
    rows = GroupRows.of(g.members)
    s, n = rows.s, rows.n
    in_state = g.members.sum(0)
    peace = (*first_lineage(data)[:2], np.zeros(len(n)))
    push = conflict.sparse_pressure(n, rows, edges, peace, p.conflict.background)
    killed = rows.by_state(conflict.killings(n, push, in_state[s], np.ones(len(n)), p.conflict))
    met = rows.by_group(push) / np.maximum(rows.by_group(n), 1e-9)
    mean = float(push.sum() / n.sum())
    per_killing = homicides.attribution(places.homicides, killed, p.conflict)
    captured = capture.base_capture(places.capture, p.capture)
    produced = d.consumption + d.seized_border + d.seized_mexico
    seized_mexico = d.seized_mexico / produced
    shipped = d.consumption + d.seized_border
    border_rate = d.seized_border / shipped
    routes = corridors.base_routes(d.port_share, d.crossing_share, places.distance, p.corridors)
    income = d.price * d.consumption
    at_crossing, at_port = routes.sum(1), routes.sum(2)
    hits, value = (d.price * d.seized_border) @ at_crossing, (d.price * shipped) @ at_crossing
    strength = g.trafficking[rows.k] * n**p.corridors.control
    rest = (1 - p.market.border_income - p.market.port_income) * income.sum()
    held = rows.by_state(strength)
    at_border, landed = p.market.border_income * income @ at_crossing, p.market.port_income * income @ at_port
    row_income, state_income = income_of_rows(strength, s, held, at_border, landed, rest, data)
    return SecurityBase(
        members=in_state,
        total_members=float(in_state.sum()),
        arrested=100 * _usual_arrests(in_state, p.incapacitation) / in_state,
        groups=(g.members >= PRESENCE).sum(0).astype(float),
        capture=captured,
        bribes=rows.by_state(row_income),
        killed=killed,
        hostile=met / mean,
        hostile_mean=mean,
        per_killing=per_killing,
        other=places.homicides - per_killing * killed,
        drug_income=state_income,
        spent_per_member=float(income.sum() / in_state.sum()) * p.laundering.usual,
        income=income,
        produced=produced,
        seized_mexico=seized_mexico,
        seized=1 - d.consumption / produced,
        border_rate=border_rate,
        routes=routes,
        crossing_flow=hits / hits.sum(),
        crossing_use=value / value.sum(),
        port_use=at_port.sum(0),
        crossing_risk=hits / value,
        port_passed=1 - p.corridors.port_rate * at_port.sum(1),
        total_income=float(income.sum()),
        people=places.population / places.population.sum(),
        trucks=places.trucks / places.trucks.sum(),
        contest=corridors.contest(strength, s, held),
    )
