"""Published figures beside ours: every row of the table of targets, with kind, band and verdict.

`validation_targets.csv` holds the published values and says of each row (by its number) of which kind it is.  Rows that
need the published inputs of the two replicated papers are computed where a folder with them is given, or named by
GIANTS_REPLICATION_DATA.
"""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

from giants import tables
from giants.evidence.rows import ALL_25, Band, Benchmark, among, digit, record, table, value
from giants.evidence.trade import caliendo_parro, ignatenko
from giants.evidence.trade.response import response
from giants.symbols import Array
from giants.trade import origin
from giants.trade.adjustment import horizon_elasticity
from giants.trade.content import embodied, of_exports, value_added
from giants.trade.counterfactual import Changes, counterfactual, expand
from giants.trade.data import bundled
from giants.trade.parameters import TradeParameters

Key = tuple[str, str, str, str]
"""(id, scenario, variable, region) as in the table of targets."""

_TARGET = ("row", "id", "source", "scenario", "variable", "region", "value", "kind", "declared", "status", "why")
NORTH = {("USA", "MEX", "*"): 0.25, ("USA", "CAN", "*"): 0.25}
TRIO = {**NORTH, ("USA", "CHN", "*"): 0.10}
CARS = {("USA", "*", "AUT"): 0.25}
ON_MEXICO = ("114", "122", "128")
"""Rows whose band is that of published models on 25% of the United States on Mexico."""
REPLICATED = {**dict.fromkeys(("CP1", "CP2", "CP3"), "cp2015"), **dict.fromkeys(("LIB", "LIBMAP", "LIBX"), "lib2025")}
"""Papers whose rows need their published inputs, and the folder of those."""
INPUTS = "a printed digit, on the published inputs"


def rows(parameters: TradeParameters, folder: Path | None = None) -> pd.DataFrame:
    """Return one row per published figure, columns as in :func:`giants.evidence.rows.table`.

    Rows on published inputs are skipped where `folder` does not hold them; `parameters` are the model's.
    """
    targets = tables.read("trade/validation_targets.csv", text=_TARGET).fillna("")
    folder = folder or replication_folder()
    ours = dict(_ours(parameters, folder))
    return table(_row(r._asdict(), ours, folder) for r in targets.itertuples())


def _row(target: dict[str, str], ours: dict[Key, float], folder: Path | None) -> Benchmark:
    key = (target["id"], target["scenario"], target["variable"], target["region"])
    fact = f"{key[0]}, {key[1]}: {key[2]}{', ' if key[3] else ''}{key[3]}"
    band, rule = _band(target)
    absent = key[0] in REPLICATED and not (folder is not None and (folder / REPLICATED[key[0]]).is_dir())
    known = "skipped" if absent else ""
    number = ours.get(key, np.nan)
    return Benchmark(
        target["row"], fact, target["kind"], target["value"], number, band, rule, target["source"], target["why"], known
    )


def _band(target: dict[str, str]) -> tuple[Band, str]:
    """Return the band of a row by the rule of its kind, and the rule in words."""
    text = target["value"]
    figure = value(text)
    if np.isnan(figure) and target["kind"] == "outside":
        return (np.nan, np.nan), ""
    if target["declared"]:
        return record(figure, float(target["declared"])), "declared for the record, at most half of the figure"
    if target["row"] in ON_MEXICO:
        return ALL_25, "published models on 25% on Mexico"
    if target["kind"] == "outside":
        return among(figure), "spread among published models, a third of the figure"
    return digit(text), INPUTS if target["kind"] == "replication" else "half a printed digit"


def replication_folder() -> Path | None:
    """Return the folder of the papers' own inputs that GIANTS_REPLICATION_DATA names, None if it names none."""
    named = os.environ.get("GIANTS_REPLICATION_DATA")
    return Path(named) / "trade" if named else None


def replicates(folder: Path | None) -> bool:
    """Return whether a folder has the inputs of every replication."""
    return folder is not None and all((folder / paper).is_dir() for paper in ("cp2015", "lib2025"))


def _ours(parameters: TradeParameters, folder: Path | None) -> Iterator[tuple[Key, float]]:
    yield from _tariff_studies(parameters)
    yield from _content_and_claims()
    yield from _gains()
    yield from _elasticities(parameters)
    if folder is not None and (folder / "cp2015").is_dir():
        yield from _caliendo_parro(folder / "cp2015")
    if folder is not None and (folder / "lib2025").is_dir():
        yield from _ignatenko(folder / "lib2025")


def _tariff_studies(p: TradeParameters) -> Iterator[tuple[Key, float]]:
    """Effects of tariffs; answers are paid in full, as in the studies.

    Studies of the long run beside the equilibrium at rest at elasticity 4, those of the first years beside the months
    of the model itself, with its elasticities, habits and closure.
    """
    alone, answered = counterfactual(TRIO), counterfactual(TRIO, retaliation="same_rate", deferral=False)
    first = "US 25% MEX,CAN + 10% CHN"
    for code in ("MEX", "CAN", "USA", "CHN"):
        yield ("IFO", first, "total exports", code), alone.exports_pct[code]
        yield ("IFO", "same + dollar-for-dollar retaliation", "total exports", code), answered.exports_pct[code]
        industry = [float(frame.industrial_value_added_pct[code]) for frame in (alone, answered)]
        difference = ("effect of retaliation, same less no retaliation", industry[1] - industry[0])
        for name, effect in ((first, industry[0]), ("same + retaliation", industry[1]), difference):
            yield ("IFO", name, "industrial value added", code), effect
    months = income_of_mexico(p, NORTH)
    yield ("KITE", "US 25% on all CAN and MEX imports", "real GDP", "MEX"), float(months[:12].mean())
    yield ("PIIE", "US 25% on MEX and CAN", "GDP at trough vs baseline", "MEX"), float(months.min())
    yield ("EY", "25% MEX,CAN + 10% CHN", "GDP by 2026", "MEX"), float(income_of_mexico(p, TRIO)[12:].mean())
    cars = counterfactual(CARS, horizon="first_year")
    for code in ("MEX", "CAN"):
        yield ("KITE", "US 25% on all car imports", "real GDP", code), cars.real_income_pct[code]
    both = counterfactual(NORTH, retaliation="same_rate", deferral=False)
    for code in ("MEX", "CAN", "USA"):
        scenario = "US 25% on MEX,CAN with proportional retaliation"
        yield ("CORNELL", scenario, "real GDP", code), both.real_income_pct[code]
    yale = counterfactual({**NORTH, ("USA", "CHN", "*"): 0.20})
    yield ("TBL", "20% CHN, 25% CAN and MEX", "long-run GDP", "USA"), yale.real_income_pct["USA"]
    yield from _nearshoring()


def income_of_mexico(p: TradeParameters, changes: Changes, months: int = 24) -> Array:
    """Return the percent change of Mexico's real income in each of the first months of lasting tariffs."""
    data = bundled(p.tables)
    t = data.t0 + expand(data, changes, "tariff_changes", own=False)
    n = data.regions.index("MEX")
    return np.array([100.0 * float(s.real_income_hat[n] - 1.0) for s in islice(response(p, t), months)])


def _nearshoring() -> Iterator[tuple[Key, float]]:
    """Change of US import shares in points after 20 points on China at the elasticity of five years, 2."""
    before = counterfactual({})["us_goods_import_share_pct"]
    after = counterfactual({("USA", "CHN", "*"): 0.20}, elasticity=2.0)["us_goods_import_share_pct"]
    change = after - before
    yield ("AC", "2017->2022 outcome", "share of US goods imports", "CHN"), change["CHN"]
    yield ("AC", "2017->2022 outcome", "share of US goods imports, change", "MEX"), change["MEX"]
    yield ("FMMR", "2017->2022", "share of US imports", "CHN"), change["CHN"]


def _content_and_claims() -> Iterator[tuple[Key, float]]:
    data = bundled()
    mex, usa, chn = (data.regions.index(c) for c in ("MEX", "USA", "CHN"))
    V = value_added(data.b, data.g, data.flows)
    goods = of_exports(V, data.flows, data.goods, mex, usa, [chn])
    name = "Chinese value added in Mexican goods exports to USA"
    yield ("TIVA", "2023", name, "MEX"), 100 * goods.to_partner[chn]
    manufactures = data.goods & ~np.isin(data.sectors, ("AGF", "EXT"))
    all_out = embodied(V, data.flows, mex, None, manufactures)
    name = "Chinese value added in Mexican manufacturing exports"
    yield ("TIVA", "2020", name, "MEX"), 100 * all_out[chn] / all_out.sum()
    yield ("TIVA", "2017", name, "MEX"), 100 * all_out[chn] / all_out.sum()
    old = tables.read("trade/va_content_mex_exports.csv", ("year", "va_CHN"), ("sector", "destination"))
    old = old[(old["year"] == 2011) & (old["destination"] == "USA") & (old["sector"] == "ALLMFG")]
    name = "Chinese value added in Mexican manufacturing exports to USA"
    yield ("TIVA", "2011", name, "MEX"), 100 * float(old["va_CHN"].iloc[0])
    claims = origin.claims()
    weight = data.flows[usa, mex] * data.goods
    use = {
        margin: 100
        * float((origin.use_rate(np.array(margin), claims.cost[0], claims.slope[0]) * weight).sum() / weight.sum())
        for margin in (origin.LOW_MARGIN, origin.HIGH_MARGIN)
    }
    name = "share of US imports from MEX claiming USMCA"
    for period in ("2024", "2025-01", "2025-06"):
        yield ("USMCA", period, name, "MEX"), use[origin.LOW_MARGIN]
    for period in ("2025-07", "2025-12", "2026-02"):
        yield ("USMCA", period, name, "MEX"), use[origin.HIGH_MARGIN]


def _gains() -> Iterator[tuple[Key, float]]:
    """Gains from trade of a one-sector world at elasticity 5: 1 - lambda^(1/5), lambda the domestic share."""
    data = bundled()
    domestic = np.diagonal(data.flows.sum(2)) / data.flows.sum((1, 2))
    for code in ("MEX", "USA", "CHN", "CAN", "BRA"):
        gain = 100 * (1 - domestic[data.regions.index(code)] ** (1 / 5))
        yield ("ACR", "autarky to trade, one sector, elasticity 5", "gains from trade", code), gain


def _elasticities(p: TradeParameters) -> Iterator[tuple[Key, float]]:
    def at(months: float) -> float:
        long = p.theta_long.array
        return float(np.median(horizon_elasticity(months, np.full_like(long, p.theta_short), long, p.adjustment_years)))

    # Theirs is of sales net of tariffs: one more than that of shares.
    yield ("BLP", "trade elasticity year 1", "elasticity", ""), -(at(12) + 1)
    yield ("BLP", "trade elasticity long run (7-10 years)", "elasticity", ""), -(at(102) + 1)
    yield ("SW", "trade elasticity", "elasticity", ""), float(np.median(p.theta_long.array))


def _caliendo_parro(folder: Path) -> Iterator[tuple[Key, float]]:
    experiment = caliendo_parro.load(folder)
    s, local = experiment.solve()
    name = "NAFTA tariffs 1993->2005, deficits zero, cp2015/ data"
    short = "NAFTA tariffs 1993->2005"
    rows = [caliendo_parro.COUNTRIES.index(c) for c in caliendo_parro.NAFTA]
    for code, n in zip(caliendo_parro.NAFTA, rows, strict=True):
        others = [i for i in rows if i != n]
        bought = s.flows[n, others].sum() / experiment.data.flows[n, others].sum()
        yield ("CP1", name, "welfare (first-order ToT+VoT)", code), 100 * local.total[n]
        yield ("CP1", name, "terms of trade", code), 100 * local.terms_of_trade[n]
        yield ("CP1", name, "volume of trade", code), 100 * local.volume_of_trade[n]
        yield ("CP1", name, "real wage", code), 100 * (s.w[n] / s.cpi[n] - 1)
        yield ("CP2", short, "imports from NAFTA partners", code), 100 * (bought - 1)
        yield ("CP3", short, "exact real income I/P", code), 100 * (s.real_income_hat[n] - 1)


def _ignatenko(folder: Path) -> Iterator[tuple[Key, float]]:
    w, ustr = ignatenko.load(folder)
    alone = ignatenko.solve(w, ustr)
    best = ignatenko.solve(w, ignatenko.optimal_usa(w))
    kind = ignatenko.solve(w, ignatenko.reciprocal(w, ustr))
    answer = ignatenko.solve(w, ignatenko.optimal_retaliation(w, ustr))
    named = {
        "USTR tariffs, income-tax relief, no retaliation": alone,
        "USTR tariffs, lump-sum rebate, no retaliation": ignatenko.solve(w, ustr, lump_sum=True),
        "optimal tariff, no retaliation": best,
        "USTR + reciprocal retaliation": kind,
        "USTR + optimal retaliation": answer,
    }
    for name, outcome in named.items():
        yield from _lib_rows("LIB", name, w, outcome)
    revenue = {"USTR": alone, "optimal": best, "USTR + optimal retaliation": answer, "USTR + reciprocal": kind}
    for name, outcome in revenue.items():
        yield ("LIB", f"tariff revenue, {name}", "share_of_gdp", "USA"), outcome.revenue[w.at("USA")]
    for code in w.codes:
        n = w.at(code)
        yield (
            ("LIBMAP", "USTR tariffs (MEX at 17% in the data file), no retaliation", "welfare", code),
            alone.welfare[n],
        )
        yield ("LIBMAP", "USTR + optimal retaliation", "welfare", code), answer.welfare[n]
    yield from _lib_variants(folder, w, ustr)


def _lib_rows(
    id_: str, name: str, w: ignatenko.CalibratedWorld, o: ignatenko.TariffOutcome
) -> Iterator[tuple[Key, float]]:
    values: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]] = {
        "welfare": o.welfare,
        "deficit": o.deficit,
        "exports_gdp": o.exports_gdp,
        "imports_gdp": o.imports_gdp,
        "employment": o.employment,
        "prices": o.prices,
    }
    for variable, change in values.items():
        for code in ("USA", "CHN"):
            yield (id_, name, variable, code), float(change[w.at(code)])
        yield (id_, name, variable, "nonUS"), ignatenko.mean(w, change)


def _lib_variants(folder: Path, w: ignatenko.CalibratedWorld, ustr: Array) -> Iterator[tuple[Key, float]]:
    usa, mex, can = w.at("USA"), w.at("MEX"), w.at("CAN")
    ten = ustr.copy()
    ten[usa, [mex, can]] = 0.10
    north = np.zeros_like(ustr)
    north[usa, [mex, can]] = 0.25
    answered = north.copy()
    answered[[mex, can], usa] = 0.25
    for name, t in (
        ("USTR tariffs with MEX and CAN at 10% as the paper text says", ten),
        ("US 25% on MEX and CAN only", north),
        ("US 25% on MEX and CAN, same-rate retaliation", answered),
    ):
        outcome = ignatenko.solve(w, t)
        for code in ("MEX", "CAN", "USA", "CHN"):
            yield ("LIBX", name, "welfare", code), float(outcome.welfare[w.at(code)])
    io, t = ignatenko.load(folder, ignatenko.BETA)
    yield from _lib_rows("LIB", "IO one sector, USTR, no retaliation", io, ignatenko.solve(io, t))
    yield from _lib_rows("LIB", "IO one sector, reciprocal", io, ignatenko.solve(io, ignatenko.reciprocal(io, t)))
