"""Jobs, real wages and tariff exposure by Mexican state, from the month's equilibrium."""

from dataclasses import replace

import numpy as np

from giants.batch import column, shared
from giants.rates import rate
from giants.society import growth
from giants.society.calibration import SocietyCalibration
from giants.society.parameters import LabourParameters
from giants.symbols import MEX, Array, Labour, Scalar, reads
from giants.world import World


def persons(value_added: Array, wage: Scalar, endowment: Scalar, people: Scalar, base: Array) -> Array:
    """Jobs asked for nationally by sector (j): J_j = J0_j (VA_j / VA0_j) / w · N̂ / L̂.

    VA_j/VA0_j is `value_added` relative to base and w the wage relative to base, both in the numeraire of the trade
    block; L̂ is the endowment in efficiency units and N̂ = `people` the number of workers, relative to base.
    An identity of the wage bill.
    """
    demand: Array = base * value_added * column(people / (wage * endowment))
    return demand


def cycle(w: World) -> Array:
    """Endowment over its sourced path by economy (n): 1 unless a scenario's recession or slowdown is under way.

    c_n = L_n / L̄_n.  An identity.
    """
    phase: Array = w.calendar.endowment / growth.sourced(float(shared(w.calendar.year)))
    return phase


def state_demand(national: Array, export_ratio: Array, calibration: SocietyCalibration) -> Array:
    """Jobs asked for by state and sector (s, j): J_sj = J_j · m_sj / Σ_s m_sj, m_sj = J0_sj ((1-x_sj) + x_sj e_j).

    x_sj is the state's export intensity, e_j the growth of national exports over that of domestic sales.
    Sums over states equal `national`.  An identity on base shares.
    """
    x = calibration.export_intensity
    return by_state(calibration.jobs * ((1.0 - x) + x * export_ratio[..., None, :]), national)


def with_plants(wanted: Array, gained: Array, per_capital: Array, people: Scalar, local: float) -> Array:
    """Jobs asked for where plants were added or lost (s, j): J'_sj = T_s a_sj / a_s, a_sj = max(J_sj + P_sj, J_sj/10).

    P_sj = λ_j ΔK_sj N̂ persons are the jobs that foreign capital `gained` ΔK (bn USD) brings at λ = `per_capital` (j)
    a bn USD, N̂ = `people` relative to base.  Workers come from the rest:
    T_s = ΣJ J_s^r a_s^(1-r) / Σ_s J_s^r a_s^(1-r)
    so that ΣJ' = ΣJ, the share r = `local` of a plant's workers leaves other jobs of its state, and the others leave
    those of all Mexico; who is short of work then follows jobs to other states.  Sources of λ and r: conf/society.
    """
    asked = np.maximum(wanted + per_capital * gained * column(column(people)), 0.1 * wanted)
    of_state, before = asked.sum(-1), wanted.sum(-1)
    share = before**local * of_state ** (1.0 - local)
    total = share * column(before.sum(-1) / share.sum(-1))
    moved: Array = asked * (total / of_state)[..., None]
    return moved


def adjust(jobs: Array, demand: Array, hiring: float, separation: float) -> Array:
    """Move jobs to demand with a half-life of `hiring` months upward and `separation` months downward.

    J' = J + (1 - 2^(-1/h)) (J* - J).  Jobs are lost faster than they are made, so reallocation passes through slack.
    Source: Davis and Haltiwanger (1992) for the asymmetry; the half-lives are priors.
    """
    up, down = rate(hiring), rate(separation)
    gap = demand - jobs
    moved: Array = jobs + np.where(gap > 0.0, up, down) * gap
    return moved


def wage_curve(base: Array, growth: Scalar, slack: Array, unemployment: float, elasticity: float) -> Array:
    """Real wage by state (s), USD a year: W = W0 · growth · ((u0 + slack) / u0)^-elasticity.

    Source: Blanchflower and Oswald (1994), elasticity of pay to local unemployment about -0.1.
    """
    rate = np.maximum(unemployment + slack, 0.25 * unemployment) / unemployment
    wage: Array = base * column(growth) * rate**-elasticity
    return wage


def labour_force(force: Array, jobs: Array, growth: float, emigrants: Scalar, half_life: float) -> Array:
    """Workers by state (s): grow at the monthly rate `growth`, lose `emigrants`, and follow jobs between states.

    F' = (1+g) F - E F/ΣF + μ (ΣF J_s/ΣJ - F), μ = 1 - 2^(-1/half_life), half_life in months.
    F `force` (s,) persons, J `jobs` (s, j), E `emigrants` a month.  Form: prior.
    """
    total, employed = force.sum(-1), jobs.sum(-1)
    stay, wanted = column(1.0 + growth - emigrants / total), column(total / employed) * jobs
    moved: Array = force * stay + rate(half_life) * (wanted - force)
    return moved


def by_state(weight: Array, national: Array) -> Array:
    """Split national amounts by sector (j) over states by `weight` (s, j); sums over states equal `national`.

    x_sj = w_sj X_j / Σ_s w_sj.  An identity.
    """
    split: Array = weight * (national / weight.sum(-2))[..., None, :]
    return split


def tariff_exposure(exports: Array, output: Array, us_share: Array, tariff: Array) -> Array:
    """Share of a state's output that US tariffs take, by state (s): Σ_j x_sj · us_j · t_j / Σ_j y_sj.

    `exports` x, `output` y (s, j); `us_share`, `tariff` (j,).  An accounting identity.
    """
    exposure: Array = np.vecdot(exports, (us_share * tariff)[..., None, :]) / output.sum(-1)
    return exposure


READS = reads(
    calendar="endowment year",
    invest="capacity capital_gained",
    labour="jobs labour_force",
    society="migration",
    trade="domestic_sales exports flows price us_share us_tariff value_added wage",
)
"""What the phase reads."""


def labour(w: World, calibration: SocietyCalibration, parameters: LabourParameters) -> Labour:
    """Return the month's jobs, wages, output, exports and tariff exposure of the 32 states."""
    p, trade = parameters, w.trade
    people = workers(w, p) * np.power(cycle(w)[..., MEX], p.okun)
    endowment, wage = w.calendar.endowment[..., MEX], trade.wage[..., MEX]
    sales = trade.flows[..., MEX, :]
    exports = sales.sum(-2) - sales[..., MEX, :]
    ratio = trade.exports[..., MEX, :] / np.maximum(trade.domestic_sales[..., MEX, :], 1e-9)
    demand = persons(trade.value_added[..., MEX, :], wage, endowment, people, calibration.jobs.sum(0))
    wanted = state_demand(demand, ratio, calibration)
    wanted = with_plants(wanted, w.invest.capital_gained, p.plant_jobs.array * 1e3, people, p.hired_locally)
    held = w.labour.jobs * (1.0 + p.workforce_growth / 12.0)  # the usual intake of new workers needs no adjustment
    jobs = adjust(held, wanted, p.hiring_half_life, p.separation_half_life)
    employed = jobs.sum(-1)
    emigrants = (w.society.migration - p.base_emigration) / 12.0
    force = labour_force(w.labour.labour_force, employed, p.workforce_growth / 12.0, emigrants, p.moving_half_life)
    slack = 1.0 - employed / force
    pay = wage * endowment / people / trade.price[..., MEX]
    tilt = np.maximum(w.invest.capacity, 0.05) ** p.capacity_tilt.array
    output = by_state(calibration.output_share * tilt, sales.sum(-2))
    sold = by_state(calibration.export_share * tilt, exports)
    return Labour(
        jobs=jobs,
        labour_force=force,
        real_wage=wage_curve(calibration.wage, pay, slack, p.unemployment, p.wage_elasticity),
        slack=slack,
        output=output,
        exports=sold,
        tariff_exposure=tariff_exposure(sold, output, trade.us_share[..., MEX, :], trade.us_tariff),
    )


def workers(w: World, p: LabourParameters) -> Scalar:
    """Return the number of workers relative to that of the tables, grown to the calendar's year.

    n = (1 + g)^(year − base year), at least 1.  The form is an identity; the basis of g stands in conf/society.
    """
    grown: Scalar = np.power(1.0 + p.workforce_growth, np.maximum(w.calendar.year - p.base_year, 0.0))
    return grown


def initial(w: World, calibration: SocietyCalibration, parameters: LabourParameters) -> Labour:
    """Return the base: jobs and wages of the tables grown to the calendar's year, no slack, and the month's sales."""
    people = workers(w, parameters)
    counted = replace(Labour.neutral(), jobs=calibration.jobs * people, labour_force=calibration.jobs.sum(1) * people)
    return labour(replace(w, labour=counted), calibration, parameters)
