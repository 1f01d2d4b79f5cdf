"""Stylised facts of the drug war, computed from the block alone.

Each function runs the block with constant inputs and returns the figure that a published study reports.  They serve
the calibration and the validation table; nothing here runs in a month of the model.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from giants.evidence.security.alone import fresh, simulate
from giants.security.calibration import SecurityCalibration, build_calibration
from giants.security.data import PRESENCE, K, S
from giants.security.inputs import SecurityInputs
from giants.symbols import STATES, Array
from giants.tables import read

SINALOA, NOGALES = STATES.index("25"), 3
BEFORE = 8  # months before an event


def rank_correlation(a: Array, b: Array) -> float:
    """Return Spearman's rank correlation of two vectors (ties share their mean rank)."""

    def ranks(x: Array) -> Array:
        return np.array([(x < v).sum() + ((x == v).sum() - 1) / 2 for v in x])

    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def removal_effect(calibration: SecurityCalibration, draws: int) -> tuple[float, float]:
    """Return the rise of killings after a leader falls: in his group's home for 12 months, elsewhere for 6 (T8).

    Twin runs on the same luck; groups in at least two states, in turn.  The rise in the state is divided by the
    group's share of the state's members, which undoes the dilution of a municipal effect in a state's figure.
    """
    groups = calibration.data.groups
    able = np.flatnonzero((groups.members > 0).sum(1) >= 2)
    home, away = np.zeros(2), np.zeros(2)  # deaths added, and deaths that involve the group without the event
    for draw in range(draws):
        k = int(able[draw % len(able)])
        base = simulate(calibration, 12, seed=draw)
        event = simulate(calibration, 12, seed=draw, change=_fall(k))
        share = groups.members[k] / groups.members.sum(0)
        rise = event.killed - base.killed
        own = np.arange(S) == groups.home[k]
        home += rise[:12, own].sum(), (base.killed[:12] * share)[:, own].sum()
        away += rise[:6, ~own & (share > 0)].sum(), (base.killed[:6] * share)[:, ~own].sum()
    return float(home[0] / home[1]), float(away[0] / away[1])


def _fall(k: int) -> Callable[[int, SecurityInputs], SecurityInputs]:
    """Return inputs under which group `k` loses its leader in the first month and may split, as luck will have it."""
    effort = np.where(np.arange(K) == k, 1e12, 1.0)

    def change(month: int, today: SecurityInputs) -> SecurityInputs:
        return replace(today, leaders=effort) if month == 0 else today

    return change


def _removal(k: int) -> Callable[[int, SecurityInputs], SecurityInputs]:
    flag = np.arange(K) == k

    def change(month: int, today: SecurityInputs) -> SecurityInputs:
        return replace(today, removed=flag) if month == 0 else today

    return change


def sinaloa_split(calibration: SecurityCalibration, draws: int) -> tuple[float, float, float]:
    """Return homicides in four months of open war over the same months without it, in Sinaloa and the nation, and
    Sinaloa's in the year that follows over those of the four months (T9).

    The wings of July 2024 are two groups of the tables; the war starts a month after the leader is taken.  The
    published figure compares with the eight months before, which here would add their luck and nothing else.
    """
    ids = calibration.data.groups.ids
    wings = np.isin(np.arange(K), [ids.index("N10013"), ids.index("N10091")])
    leader = np.arange(K) == ids.index("N10013")

    def change(month: int, today: SecurityInputs) -> SecurityInputs:
        if month == BEFORE:
            return replace(today, removed=leader)
        return replace(today, ruptured=wings) if month == BEFORE + 1 else today

    open_war, year = slice(BEFORE + 1, BEFORE + 5), slice(BEFORE + 5, BEFORE + 17)
    state, nation, lasting = [], [], []
    for draw in range(draws):
        h = simulate(calibration, BEFORE + 17, seed=draw, change=change).homicides
        twin = simulate(calibration, BEFORE + 5, seed=draw).homicides[open_war]
        state.append(h[open_war, SINALOA].sum() / twin[:, SINALOA].sum())
        nation.append(h[open_war].sum() / twin.sum())
        lasting.append((h[year, SINALOA].mean(), h[open_war, SINALOA].mean()))
    after, during = np.mean(lasting, axis=0)
    return float(np.mean(state)), float(np.mean(nation)), float(after / during)


def fragmentation(calibration: SecurityCalibration, effort: float, draws: int, months: int = 120) -> float:
    """Return the number of groups after ten years over the start, from a country of the 76 largest groups (T10)."""
    world = fresh(calibration)
    members = world.security.members
    members[76:] = 0.0
    before = float((members.sum(1) >= PRESENCE).sum())

    def change(_: int, today: SecurityInputs) -> SecurityInputs:
        return replace(today, leaders=effort)

    ends = [simulate(calibration, months, d, change, start=world).active[-1] for d in range(draws)]
    return float(np.mean(ends) / before)


def displacement(calibration: SecurityCalibration, factor: float = 2.0) -> tuple[float, float]:
    """Return the fall of the fentanyl flow at a hardened crossing (Nogales), and the share found elsewhere (T11)."""

    def change(_: int, today: SecurityInputs) -> SecurityInputs:
        effort = np.ones_like(today.crossing_effort)
        effort[NOGALES] = factor
        return replace(today, crossing_effort=effort)

    flow = simulate(calibration, 12, change=change, noise=False).crossing_flow[-1, 0]
    base = simulate(calibration, 12, noise=False).crossing_flow[-1, 0]
    lost = base - flow
    return float(lost[NOGALES] / base[NOGALES]), float(-np.delete(lost, NOGALES).sum() / lost[NOGALES])


def scarcity(calibration: SecurityCalibration, supply: float = 0.6, months: int = 24) -> float:
    """Return the rise of homicides when cocaine supply falls to `supply`, over the rise of 2006-09, +89% (T12).

    The fall of Colombia's net supply in 2006-09, about 40%, is an assumption of ours.
    """

    def change(_: int, today: SecurityInputs) -> SecurityInputs:
        return replace(today, supply=np.array([1.0, 1.0, supply]))

    cut = simulate(calibration, months, change=change, noise=False).homicides[-12:].sum()
    base = simulate(calibration, months, noise=False).homicides[-12:].sum()
    return float((cut / base - 1) / 0.89)


def precursor_cut(calibration: SecurityCalibration, control: float = 0.93, months: int = 18) -> dict[str, float]:
    """Return changes of fentanyl deaths, purity and drug income 18 months after China controls precursors (T13).

    `control` is that of the past since November 2023, solved for deaths of 2024.
    """

    def change(_: int, today: SecurityInputs) -> SecurityInputs:
        return replace(today, precursors=np.array([control, 0.0, 0.0]))

    cut = simulate(calibration, months, change=change, noise=False)
    base = simulate(calibration, months, noise=False)
    fentanyl = cut.flow[-1, 0] / base.flow[-1, 0]
    return {
        "deaths": float(cut.overdose_deaths[-1, 0] / base.overdose_deaths[-1, 0] - 1),
        "purity": float(cut.purity[-1, 0] / base.purity[-1, 0] - 1),
        "revenue": float(fentanyl ** (1 + 1 / calibration.parameters.market.elasticity[0]) - 1),
    }


def with_elasticity(calibration: SecurityCalibration, elasticity: float) -> SecurityCalibration:
    """Return the calibration with this elasticity of demand for all three drugs."""
    p = calibration.parameters
    market = replace(p.market, elasticity=(elasticity,) * len(p.market.elasticity))
    return build_calibration(replace(p, market=market), calibration.pesos_per_dollar, calibration.data)


def map_of_violence(calibration: SecurityCalibration) -> tuple[float, float]:
    """Return the rank correlation of killings with homicides of 2020, and the share of the top seven states (T14)."""
    places = calibration.data.places
    run = simulate(calibration, 24, noise=False)
    homicides = run.homicides[-12:].sum(0)
    top = np.sort(homicides)[-7:].sum() / homicides.sum()
    return rank_correlation(run.killed[-12:].sum(0), places.homicides_2020), float(top)


def persistence(calibration: SecurityCalibration, draws: int, months: int = 180) -> tuple[float, float, float]:
    """Return the sum of three own monthly lags of log homicides, the neighbours' lag, and their spread (T15)."""
    runs = [simulate(calibration, months, seed=100 + draw).homicides for draw in range(draws)]
    lags = np.array([panel_lags(np.log1p(h), calibration.neighbour_mean) for h in runs])
    own, neighbour, spread = lags.mean(0).tolist()
    return own, neighbour, spread


def observed_persistence(calibration: SecurityCalibration, last: int = 2024) -> tuple[float, float, float]:
    """Return the same three figures of INEGI's homicides by state, January 2010 to December of `last`."""
    table = read("states/state_homicides_monthly.csv", ["year", *STATES])
    counts = table.loc[table["year"].between(2010, last), list(STATES)].to_numpy(float)
    return panel_lags(np.log1p(counts), calibration.neighbour_mean)


def panel_lags(y: Array, neighbour_mean: Array) -> tuple[float, float, float]:
    """Return Σ of three own lags, the neighbours' first lag, and the spread of `y`, all after two-way demeaning.

    Least squares with state and month effects.  `y` (t, s); `neighbour_mean` (s, s) rows summing to one.
    """

    def demean(a: Array) -> Array:
        result: Array = a - a.mean(0) - a.mean(1, keepdims=True) + a.mean()
        return result

    lags = [y[3 - lag : -lag] for lag in (1, 2, 3)] + [(y @ neighbour_mean.T)[2:-1]]
    x = np.stack([demean(a).ravel() for a in lags], axis=1)
    beta = np.linalg.lstsq(x, demean(y[3:]).ravel(), rcond=None)[0]
    return float(beta[:3].sum()), float(beta[3]), float(demean(y).std())


def job_loss(calibration: SecurityCalibration, fall: float = 0.1, months: int = 24) -> tuple[float, float]:
    """Return the extra rise of homicides per 100,000 where members per 1,000 are one more, and without groups (T18).

    Every state loses the same share of jobs; a second run has no groups in Sinaloa.
    """

    def change(_: int, today: SecurityInputs) -> SecurityInputs:
        return replace(today, jobs=np.full(S, 1 - fall))

    people = calibration.data.places.population
    hit, base = (simulate(calibration, months, change=c, noise=False) for c in (change, None))
    rise = (hit.homicides[-12:].sum(0) - base.homicides[-12:].sum(0)) / people * 1e5
    presence = base.members[0] / people * 1e3
    slope = float(np.polyfit(presence, rise, 1)[0])
    world = fresh(calibration)
    world.security.members[:, SINALOA] = 0.0
    empty = [
        simulate(calibration, months, change=c, start=world, noise=False).homicides[-1, SINALOA] for c in (change, None)
    ]
    return slope, float(empty[0] - empty[1])


def port_cost(calibration: SecurityCalibration, cost: float = 0.9e9, months: int = 60) -> float:
    """Return USD per kg of cocaine that full effort on ports keeps from the United States after five years.

    `cost` USD a year of that effort, 0.05% of Mexico's GDP; integrity at half of what could be gained.
    """

    def change(_: int, today: SecurityInputs) -> SecurityInputs:
        return replace(today, port_effort=2.0, port_integrity=0.5)

    withheld = (
        simulate(calibration, months, noise=False).flow[-1]
        - simulate(calibration, months, change=change, noise=False).flow[-1]
    )
    return float(cost / (12 * withheld[2]))


def groups_per_state(calibration: SecurityCalibration, draws: int, months: int = 120) -> float:
    """Return the mean number of groups per state after ten years (7.8 at the start)."""
    return float(np.mean([simulate(calibration, months, seed=d).groups[-1].mean() for d in range(draws)]))


def cost_of_crime(calibration: SecurityCalibration) -> tuple[float, float, float]:
    """Return the mean cost of crime over sales after three years, and Guanajuato and Sinaloa over the mean (T17)."""
    tau = simulate(calibration, 36, noise=False).extortion[-1]
    people = calibration.data.places.population
    mean = float(tau @ people / people.sum())
    return mean, float(tau[STATES.index("11")] / mean), float(tau[SINALOA] / mean)


def crackdown(calibration: SecurityCalibration, arrests: float = 2.0) -> float:
    """Return the change of killings in a year of `arrests` times the usual on the same year without."""
    money = arrests ** (1 / calibration.parameters.incapacitation.effort)

    def change(_: int, today: SecurityInputs) -> SecurityInputs:
        return replace(today, security_money=np.full(S, money))

    run, base = (simulate(calibration, 12, change=c, noise=False).killed.sum() for c in (change, None))
    return float(run / base - 1)


def reprisals(calibration: SecurityCalibration, rise: float = 0.05) -> float:
    """Return the number of states where killing is up by `rise` in the month after the largest group loses its leader.

    February 2026: reprisals in 20 states (CSIS).
    """
    largest = int(calibration.data.groups.members.sum(1).argmax())
    base = simulate(calibration, 1, noise=False).killed[0]
    event = simulate(calibration, 1, change=_removal(largest), noise=False).killed[0]
    return float((event > (1 + rise) * base).sum())
