"""The rows of the block: the facts T1 to T18 and O1 to O5, each with kind, published value, ours, band and verdict.

T1 to T7 hold the published national model on its own inputs against what its paper prints.  Targets of
analysis/calibrate_security.py and calibrate_homicides.py are marked as calibrated.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from giants.evidence.rows import Band, Benchmark, among, digit, record, table
from giants.evidence.security import held_out, persistence, recent_violence, stylised_facts
from giants.evidence.security.defaults import default_calibration
from giants.evidence.security.national import ETA, RHO, national_run
from giants.security.calibration import SecurityCalibration
from giants.security.data import security_data
from giants.security.parameters import SecurityParameters
from giants.symbols import STATES, Array
from giants.tables import read

DECADE, FIVE, FIVE_AND_HALF = 520, 260, 286  # weeks
PANELS = (  # exports break at 2018 in the source
    ("T16a", "manuf_gva_mxn2018_m", 2008),
    ("T16b", "exports_musd", 2008),
    ("T16c", "exports_musd", 2018),
    ("T16d", "fdi_musd", 2008),
)
PRINTED, BAND, FIT = "what is printed", "published range", "tolerance of the fit"
MODELS, RECORD = "spread among published models, a third of the figure", "declared for the record, at most half of it"


def rows(parameters: SecurityParameters | None = None, draws: int = 40) -> pd.DataFrame:
    """Return the table, columns as in :func:`giants.evidence.rows.table`; what misses is shown as falling short.

    `parameters` default to conf/security/default.yaml; `draws` is the number of twin runs behind T8 (a fifth of it,
    at least four, behind the other random facts).
    """
    calibration = default_calibration(parameters)
    few = max(4, draws // 5)
    facts = [*_national(), *_violence(calibration, draws), *_drugs(calibration), *_places(calibration, few)]
    return table([*facts, *_outside(calibration, draws), *held_out.rows(max(20, draws))])


def _fitted(key: str, fact: str, published: str, ours: float, low: float, high: float) -> Benchmark:
    return Benchmark(key, fact, "calibrated", published, ours, (low, high), FIT)


def _recorded(key: str, fact: str, published: float, ours: float, declared: float) -> Benchmark:
    why = "the fall since 2024 has no mechanism" if key in ("O1a", "O1b") else ""
    return Benchmark(key, fact, "outside", f"{published:g}", ours, record(published, declared), RECORD, why=why)


def _sign(key: str, fact: str, published: str, ours: float, band: Band) -> Benchmark:
    return Benchmark(key, fact, "outside", published, ours, band, BAND)


def _national() -> Iterator[Benchmark]:
    """T1 to T7, the published model on its own inputs, against the figures that its paper prints."""
    past = national_run(DECADE)
    sizes, totals = past.attrs["sizes"], past.attrs["totals"]
    members, deaths = float(past["members"].iloc[-1]), float(past["deaths"].iloc[-1])
    ever = past["members"].iloc[0] + totals["recruits"] - totals["saturation"]
    base = national_run(FIVE_AND_HALF, initial=sizes)
    half = national_run(FIVE, initial=sizes, rho=RHO / 2)
    double = national_run(FIVE, initial=sizes, eta=2 * ETA)

    def change(run: pd.DataFrame, column: str, start: float) -> float:
        return float(run[column].iloc[-1] / start - 1)

    def paper(key: str, fact: str, text: str, ours: float) -> Benchmark:
        return Benchmark(key, fact, "replication", text, ours, digit(text), PRINTED)

    yield paper("T1", "members in 2022", "160000 to 185000", members)
    yield paper("T2", "mean recruits a week, 2012-22", "350 to 370", float(past["recruits"].mean()))
    yield paper("T3a", "dead after ten years, share", "0.17", totals["deaths"] / ever)
    yield paper("T3b", "arrested after ten years, share", "0.20", totals["arrests"] / ever)
    yield paper("T4a", "members mid-2027, baseline", "0.26", change(base, "members", members))
    yield paper("T4b", "deaths mid-2027, baseline", "0.40", change(base, "deaths", deaths))
    yield paper("T5a", "members 2027, half recruitment", "-0.11", change(half, "members", members))
    yield paper("T5b", "deaths 2027, half recruitment", "-0.25", change(half, "deaths", deaths))
    yield paper("T6a", "deaths 2027, arrests doubled, on 2022", "0.08", change(double, "deaths", deaths))
    against = change(double, "deaths", float(base["deaths"].iloc[FIVE]))
    yield Benchmark(
        "T6b", "the same, on the baseline of 2027", "pin", "-0.254", against, digit("-0.254"), "half a digit"
    )
    most = Benchmark(
        "T7", "deaths between ten largest and the rest", "replication", "most", big_small_share(sizes), (0.5, 1.0)
    )
    yield most._replace(rule=PRINTED)


def big_small_share(sizes: Array, largest: int = 10) -> float:
    """Return the share of deaths between the `largest` groups and all others, C_i M_ij C_j over its sum (T7)."""
    pairs = sizes[:, None] * security_data().groups.mixing * sizes
    order = np.argsort(-sizes)
    big, small = order[:largest], order[largest:]
    cross = pairs[np.ix_(big, small)].sum() + pairs[np.ix_(small, big)].sum()
    return float(cross / pairs.sum())


def _violence(calibration: SecurityCalibration, draws: int) -> Iterator[Benchmark]:
    few = max(4, draws // 5)
    home, away = stylised_facts.removal_effect(calibration, draws)
    yield _fitted("T8a", "killing where a leader fell, 12 months", "0.80", home, 0.4, 1.2)
    yield _fitted("T8b", "killing elsewhere with the group, 6 months", "0.30", away, 0.1, 0.5)
    state, nation, lasting = stylised_facts.sinaloa_split(calibration, few)
    yield _fitted("T9a", "Sinaloa 2024, homicides in four months of war over none", "3.97", state, 3.0, 5.0)
    fact = "the same, Sinaloa in the year after over those four months, prosecutor's change on INEGI's 2024"
    yield _fitted("T9c", fact, "0.84", lasting, 0.64, 1.04)
    yield _fitted("T9b", "the same, nation over no split", "under 1.05", nation, 1.0, 1.05)
    calm, hard = (stylised_facts.fragmentation(calibration, effort, max(2, few // 2)) for effort in (1.0, 4.0))
    yield _fitted("T10a", "groups after ten years, four times the effort", "2 to 3 (unverified)", hard, 1.5, 3.0)
    yield _fitted("T10b", "the same over present effort", "more", hard / calm, 1.1, 3.0)
    fall, elsewhere = stylised_facts.displacement(calibration)
    yield _fitted("T11a", "fall of flow at a crossing with effort doubled", "a fall", fall, 0.05, 1.0)
    yield _fitted("T11b", "share of it found elsewhere in 12 months", "over 0.7 (assumed)", elsewhere, 0.7, 1.0)


def _drugs(calibration: SecurityCalibration) -> Iterator[Benchmark]:
    fact = "cocaine scarcity, share of the rise of 2006-09, elasticity"
    for key, elasticity in (("T12b", -0.9), ("T12c", -0.55)):
        share = stylised_facts.scarcity(stylised_facts.with_elasticity(calibration, elasticity))
        yield Benchmark(key, f"{fact} {elasticity:g}", "outside", "0.10 to 0.14", share, (0.10, 0.14), BAND)
    for elasticity in (-0.5, -0.9, -1.5):
        cut = stylised_facts.precursor_cut(stylised_facts.with_elasticity(calibration, elasticity))
        if elasticity == -0.9:
            # deaths in the twelve months to August 2025 on 2023; purity of powder, 19.5 to 10.3%, fiscal 2023 to 2025
            for key, symbol, fall in (("T13a", "deaths", -0.38), ("T13b", "purity", -0.47)):
                fact = f"fentanyl {symbol} 18 months after the precursor cut of November 2023"
                yield _fitted(key, fact, f"{fall:g}", cut[symbol], fall - 0.1, fall + 0.1)
        low, high = (-1.0, 0.0) if elasticity < -1 else (0.0, 2.0)
        sign, fact = "sign of 1 + 1/elasticity", f"fentanyl income, elasticity {elasticity:g}"
        yield Benchmark("T13c", fact, "identity", sign, cut["revenue"], (low, high), BAND)


def _places(calibration: SecurityCalibration, draws: int) -> Iterator[Benchmark]:
    rank, top = stylised_facts.map_of_violence(calibration)
    yield _fitted("T14a", "rank correlation of killings with homicides 2020", "0.80", rank, 0.7, 0.9)
    yield _fitted("T14b", "share of the top seven states", "0.51", top, 0.45, 0.57)
    observed = stylised_facts.observed_persistence(calibration)
    own, spill, spread = stylised_facts.persistence(calibration, draws)
    inegi = [f"{x:.3f}" for x in observed]
    yield _fitted("T15a", "monthly persistence of homicides, INEGI 2010-24", inegi[0], own, 0.7, 0.9)
    yield _fitted("T15b", "neighbours' lag, INEGI 2010-24", inegi[1], spill, 0.05, 0.15)
    fact = "spread of log homicides, INEGI 2010-24"
    yield _fitted("T15c", fact, inegi[2], spread, float(observed[2]) - 0.1, float(observed[2]) + 0.1)
    yield from _wander(calibration, max(4, draws // 2))
    for key, column, first in PANELS:
        yield _panel(key, column, first)
    mean, guanajuato, sinaloa = stylised_facts.cost_of_crime(calibration)
    yield _fitted("T17a", "cost of crime over sales, INEGI (an input)", "0.0051", mean, 0.00408, 0.00612)
    yield _fitted("T17b", "Guanajuato over the mean (an input)", "1.52", guanajuato, 1.16, 1.74)
    yield _fitted("T17c", "Sinaloa over the mean (an input)", "1.44", sinaloa, 1.16, 1.74)
    slope, empty = stylised_facts.job_loss(calibration)
    yield _sign("T18a", "job loss raises homicides more where groups are", "positive", slope, (1e-9, np.inf))
    yield Benchmark("T18b", "and not at all where there are none", "identity", "0", empty, (-1e-9, 1e-9))


def _wander(calibration: SecurityCalibration, draws: int) -> Iterator[Benchmark]:
    """Spread of log changes by horizon; the upper end is that since 2006, which holds the war of 2008-11."""
    paths, people = persistence.simulated(calibration, draws), calibration.data.places.population
    ours, inegi, wide = (
        persistence.mean_wander(paths, people),
        *(persistence.observed(y) for y in (persistence.FIRST, persistence.WIDE)),
    )
    for place, years in (("nation", persistence.HORIZONS), ("states", persistence.FAR)):
        for k, year in enumerate(years):
            spread, low, high = (float(getattr(w, place)[k]) for w in (ours, inegi, wide))
            fact = f"spread of the log change of homicides over {year} years, {place}"
            ends = sorted((low, high))
            yield _fitted("T15d", fact, f"{low:.3f}", spread, round(0.85 * ends[0], 3), round(1.15 * ends[1], 3))
    fact = "drift: slope of ten years' log change of states' rates on the log rate"
    yield _recorded("T15e", f"{fact}, INEGI 2011-24", round(inegi.slope, 3), ours.slope, 0.15)


def _panel(key: str, column: str, first: int, band: float = 0.05) -> Benchmark:
    """An elasticity in the data, the ground of a choice; nothing is told where it is measured worse than the band."""
    slope, error = violence_elasticity(column, first)
    fact = f"elasticity of {column} to last year's homicides since {first}, panel"
    known = "cannot tell" if error > band and abs(slope) <= 1.96 * error else ""
    reach = min(band, 1.96 * error)
    why = f"a fact about the data; s.e. {error:.3f}"
    return Benchmark(
        key, fact, "pin", "about 0", slope, (-reach, reach), "zero in the 95% interval", why=why, known=known
    )


def _outside(calibration: SecurityCalibration, draws: int) -> Iterator[Benchmark]:
    """Facts of 2025 and 2026 that nothing was fitted to."""
    sixfold = recent_violence.detained_factor(calibration)
    double, full = (recent_violence.recent_years(calibration, a, draws, 36) for a in (2.0, sixfold))
    fact, year = "homicides of the first half of 2025 on that of 2024, INEGI", "victims of 2025 on 2024, SESNSP"
    for key, run, arrests in (("O1a", double, "arrests doubled"), ("O1b", full, "all 34,000 detained members")):
        yield _recorded(key, f"{fact}, {arrests}, mean", -0.111, float(run.change(6).mean()), 0.1)
        yield _recorded(key, f"{year}, {arrests}, mean", -0.226, float(run.change().mean()), 0.1)
    low = float(np.quantile(full.change(), 0.05))
    yield _sign("O1c", f"{year}, all detained members, low end of 90% of luck", "-0.226", low, (-1.0, -0.226))
    killed = stylised_facts.crackdown(calibration)
    fact = "killings in a year of doubled arrests: no built-in rise"
    yield Benchmark("O1d", fact, "pin", "none", killed, (-1.0, 0.0), "our own")
    fact = "2026: states with more killing when the largest group's leader falls"
    yield _recorded("O2", fact, 20.0, float(stylised_facts.reprisals(calibration)), 8.0)
    yield _recorded("O3", "Sinaloa 2025 on 2024, its prosecutor's count (1,654 on 993)", 1.67, double.war(), 0.4)
    cost = stylised_facts.port_cost(calibration) / 1000
    fact = "cocaine kept out by full effort on ports, thousand USD a kg"
    yield Benchmark("O4", fact, "outside", "175", cost, among(175.0), MODELS)


def violence_elasticity(column: str, first: int) -> tuple[float, float]:
    """Return the elasticity of `column` to last year's homicides, and its standard error clustered by state (T16).

    32 states, `first` to 2024, two-way effects, asinh where the outcome can be negative.  It is a fact about the data
    and the ground of a choice: in the model no channel leads from violence to manufacturing, its exports or its FDI.
    """
    panel = read("states/state_panel_annual.csv", ["year"], ["state_code"])
    names = (column, "homicides_scaled")
    wide = {c: panel.pivot_table(index="year", columns="state_code", values=c)[list(STATES)] for c in names}
    years = list(range(first, 2025))
    outcome = wide[column].loc[years].to_numpy(float)
    violence = np.log(wide["homicides_scaled"].loc[[y - 1 for y in years]].to_numpy(float))

    def demean(a: Array) -> Array:
        result: Array = a - a.mean(0) - a.mean(1, keepdims=True) + a.mean()
        return result

    x, y = demean(violence), demean(np.arcsinh(outcome) if (outcome <= 0).any() else np.log(outcome))
    slope = float((x * y).sum() / (x * x).sum())
    score = (x * (y - slope * x)).sum(0)
    return slope, float(np.sqrt((score**2).sum()) / (x * x).sum())
