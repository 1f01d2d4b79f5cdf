"""Base data of the society block: state shares, base jobs and wages, elections and product shares."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from giants import tables
from giants.symbols import ECONOMIES, ISSUES, MEX, PARTNERS, PRODUCTS, SECTORS, STATES, Array, rows

BASE_YEAR = 2024  # of the state tables; the trade tables are of 2023 and set the national levels
_SPLIT = {"333-336": ("MCH", "ELE", "AUT"), "324-326": ("FUE", "CHM")}


@dataclass(frozen=True)
class SocietyCalibration:
    """Base values by Mexican state (s), sector (j), Latin American partner (o) and product (r)."""

    output_share: Array  # (s, j) state's share of national value added in the sector; columns sum to 1
    export_share: Array  # (s, j) state's share of national exports of the sector; columns sum to 1
    export_intensity: Array  # (s, j) exports over output, 0..0.95
    jobs: Array  # (s, j) persons at the base
    wage: Array  # (s,) USD a year at the base, at the exchange rate of `build_calibration`
    value_added: Array  # (j,) Mexico, bn USD 2023
    output: Array  # (j,) Mexico, bn USD 2023
    exports: Array  # (j,) Mexico, bn USD 2023
    product_share: Array  # (o, r) product's share of its sector cell
    product_sector: Array  # (r,) index of the product's sector
    product_issue: Array  # (r,) index of the issue whose agreement opens the product
    us_demands: Array  # indices of the issues on which Washington is the proposer
    election_month: Array  # (e,) months since year 0, sorted
    election_economy: Array  # (e,) index of the economy
    election_general: Array  # (e,) True where the government itself is elected
    election_weight: Array  # (e,) share of the economy whose government is at stake
    election_known: Array  # (e,) 1 changed, 0 stayed, nan where the outcome is open


@lru_cache(maxsize=4)
def build_calibration(
    pesos_per_dollar: float, product_issues: tuple[str, ...], us_demands: tuple[str, ...]
) -> SocietyCalibration:
    """Read the tables; wages in USD a year at `pesos_per_dollar`.

    `product_issues` (r) names the issue that opens each product, `us_demands` the issues that Washington raises.
    """
    output_share, export_share = _state_shares()
    value_added, output, exports = _national()
    intensity = np.clip(exports * export_share / np.maximum(output * output_share, 1e-9), 0.0, 0.95)
    month, economy, general, weight, outcome = _elections()
    return SocietyCalibration(
        output_share=output_share,
        export_share=export_share,
        export_intensity=intensity,
        jobs=fit_margins(output_share * value_added, _workforce(), value_added),
        wage=_wages() * 12.0 / pesos_per_dollar,
        value_added=value_added,
        output=output,
        exports=exports,
        product_share=_product_shares(),
        product_sector=rows(PRODUCTS.values(), SECTORS),
        product_issue=rows(product_issues, ISSUES),
        us_demands=rows(us_demands, ISSUES),
        election_month=month,
        election_economy=economy,
        election_general=general,
        election_weight=weight,
        election_known=outcome,
    )


def fit_margins(seed: Array, rows: Array, columns: Array, rounds: int = 200) -> Array:
    """Scale the non-negative table `seed` to the sums `rows`, and to `columns` in proportion: m = diag(a) seed diag(b).

    The column sums are those of `columns` scaled to the total of `rows`, and are met exactly; the row sums converge.
    Source: Deming and Stephan (1940), iterative proportional fitting.
    """
    fitted = np.array(seed, dtype=float)
    target = columns * rows.sum() / columns.sum()
    for _ in range(rounds):
        fitted *= (rows / fitted.sum(1))[:, None]
        fitted *= target / np.maximum(fitted.sum(0), 1e-300)
    return fitted


def _state_shares() -> tuple[Array, Array]:
    """Shares of each state in the sector's value added and exports (s, j), from the state tables of 2024."""
    mapping = tables.read("society/state_sector_map.csv", text=("scian", "sector", "table"))
    exports = np.zeros((len(STATES), len(SECTORS)))
    table = tables.read(
        "states/state_exports_by_subsector.csv", columns=("exports_musd", "year"), text=("state_code", "scian3")
    )
    sector_of = dict(zip(*mapping[mapping["table"] == "exports"][["scian", "sector"]].to_numpy().T, strict=True))
    for state, code, value in table[table["year"] == BASE_YEAR][["state_code", "scian3", "exports_musd"]].to_numpy():
        if code in sector_of:  # 000 is the sum of confidential cells, which no sector can claim
            exports[STATES.index(state), SECTORS.index(sector_of[code])] += value
    gva = np.zeros_like(exports)
    table = tables.read(
        "states/state_gva_by_sector_2024.csv", columns=("gva_mxn_current_m",), text=("state_code", "scian")
    )
    sector_of = dict(zip(*mapping[mapping["table"] == "gva"][["scian", "sector"]].to_numpy().T, strict=True))
    for state, code, value in table[["state_code", "scian", "gva_mxn_current_m"]].to_numpy():
        row, sector = STATES.index(state), sector_of.get(code)
        if sector == "split":
            members = [SECTORS.index(j) for j in _SPLIT[code]]
            # One percent of the national mix keeps a state with a group but no disclosed exports in every sector.
            weight = exports[row, members] + 0.01 * exports[:, members].sum(0) / len(STATES)
            gva[row, members] += value * weight / weight.sum()
        elif sector is not None:
            gva[row, SECTORS.index(sector)] += value
    silent = exports.sum(0) == 0  # services and utilities: no table of exports by state, so as value added
    exports[:, silent] = gva[:, silent]
    return gva / gva.sum(0), exports / exports.sum(0)


def _national() -> tuple[Array, Array, Array]:
    """Mexico's value added, output and exports by sector (j), bn USD 2023."""
    production, cells = "trade/production.csv", {"sector": SECTORS}
    mexico = {"region": ECONOMIES[MEX]}
    output = tables.matrix(production, cells, "gross_output_musd", where=mexico) / 1e3
    sales = {"destination": ECONOMIES, "sector": SECTORS}
    flows = tables.matrix("trade/flows_2023.csv", sales, "value_musd", where={"origin": ECONOMIES[MEX]})
    exports = np.array([math.fsum(sold) for sold in np.delete(flows, MEX, axis=0).T]) / 1e3  # in any order of partners
    return output * tables.matrix(production, cells, "value_added_share", where=mexico), output, exports


def _workforce() -> Array:
    """Occupied persons by state (s), 2024."""
    return np.asarray(tables.matrix("states/states.csv", {"state_code": STATES}, "workforce_2024"))


def _wages() -> Array:
    """Monthly wage by state (s), pesos of 2024: national mean times the median of the relative wage 2015-2024.

    One year's state mean jumps where many do not answer, so the state's place comes from ten years.
    """
    panel = tables.read("states/state_panel_annual.csv", ("year",), ("state_code", "wage_month_mxn", "workforce"))
    panel = panel[(panel["year"] >= 2015) & (panel["year"] <= BASE_YEAR)]
    wage = panel.pivot_table(
        index="state_code", columns="year", values="wage_month_mxn", aggfunc=lambda v: float(v.iloc[0])
    )
    people = panel.pivot_table(
        index="state_code", columns="year", values="workforce", aggfunc=lambda v: float(v.iloc[0])
    )
    wage, people = wage.loc[list(STATES)], people.loc[list(STATES)]
    mean = (wage * people).sum() / people.sum()
    return np.asarray((wage / mean).median(axis=1).to_numpy(float) * float(mean[BASE_YEAR]))


def _product_shares() -> Array:
    cells = {"partner": PARTNERS, "product": tuple(PRODUCTS)}
    return np.asarray(tables.matrix("society/product_shares.csv", cells, "share"))


def _elections() -> tuple[Array, Array, Array, Array, Array]:
    table = tables.read("society/elections.csv", ("weight",), ("date", "economy", "kind"))
    tables.known("society/elections.csv", "economy", list(table["economy"]), ECONOMIES)
    tables.known("society/elections.csv", "kind", list(table["kind"]), ("general", "midterm"))
    month = np.array([int(d[:4]) * 12 + int(d[5:7]) - 1 for d in table["date"]])
    order = np.argsort(month, kind="stable")
    economy = np.array([ECONOMIES.index(e) for e in table["economy"]])
    general = (table["kind"] == "general").to_numpy()
    weight, known = (table[c].to_numpy(float)[order] for c in ("weight", "changed"))
    return month[order], economy[order], general[order], weight, known
