"""Mexico today: every indicator of the index recomputed from the bundled tables, beside a reference computation."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from giants import tables
from giants.evidence.measures import one_sector, uncertainty
from giants.measures import (
    agency,
    anchors,
    concentration,
    pillars,
    power,
    regimes,
    relations,
    sovereignty,
)
from giants.symbols import CHN, ECONOMIES, GOODS_ROWS, IS_GOODS, MANUFACTURES, MEX, PARTNER_ROWS, SECTORS, USA, Array

AS_OF = 2026.9  # November 2026, the date of the reference values
TREATY_END = 2036.5
REFERENCE = {
    "S": 0.48,
    "A": 0.63,
    "R": 0.61,
    "I": 0.36,
    "CAI": 0.51,
    "CAI_05": 0.42,
    "CAI_50": 0.49,
    "CAI_95": 0.56,
}
_HISTORY = "history/"


def values(basis: str = "194 countries") -> dict[str, float]:
    """Return the raw indicators by code that data of today can give.

    `basis` is "194 countries" (tables of trade by country 2023, WIOD 2011) or "ten regions" (the model's own
    2023 tables: ten economies, eleven sectors), as in :func:`giants.measures.anchors.bundled`.
    """
    return _threats() | _partners(basis) | _content(basis) | _agency() | _relations() | _inside()


def table() -> pd.DataFrame:
    """Return the indicators: reference value and score, ours at 194 countries and at ten regions with scores."""
    reference = tables.read(f"{_HISTORY}cai_indicators_mexico.csv", ("value", "score"), ("code",)).set_index("code")
    names = {"R_US1": "RU1", "R_US2": "RU2", "R_CN1": "RC1", "R_CN2": "RC2", "R_LA": "RL1", "R_POL": "RL2"}
    reference = reference.rename(index=names)
    coded = tables.read(f"{_HISTORY}cai_agency_coded.csv", ("value",), ("code",)).set_index("code")["value"]
    frame = pd.DataFrame(index=pd.Index(list(anchors.bundled()), name="code"))
    frame["reference"] = reference["value"].reindex(frame.index)
    frame["reference_score"] = reference["score"].reindex(frame.index)
    for code, value in {"A2": 1 - float(coded["mean_concession"]), "A5": float(coded["kappa"])}.items():
        frame.loc[code, ["reference", "reference_score"]] = value, float(anchors.bundled()[code].score(value))
    for basis, column in (("194 countries", "countries"), ("ten regions", "regions")):
        raw, posts = values(basis), anchors.bundled(basis)
        frame[column] = pd.Series(raw).reindex(frame.index)
        frame[f"{column}_score"] = [float(posts[c].score(raw.get(c, np.nan))) for c in frame.index]
    frame["unit"] = [anchors.bundled()[c].unit for c in frame.index]
    return frame


def summary() -> pd.DataFrame:
    """Return pillars, partnerships, index with its band and label, on both bases, beside the reference ones."""
    columns = {}
    for basis, column in (("194 countries", "countries"), ("ten regions", "regions")):
        posts = anchors.bundled(basis)
        raw = vector(values(basis), posts)
        scale = anchors.Scale.of(posts)
        got = pillars.profile(raw, scale, china_above=pillars.china_above(raw, posts, scale.codes))
        low, mid, high = uncertainty.band(raw, posts)
        columns[column] = {
            "S": float(got.structural),
            "A": float(got.agency),
            "R": float(got.relations),
            "I": float(got.sovereignty),
            "R_US": float(got.relations_us),
            "R_CN": float(got.relations_cn),
            "R_LA": float(got.relations_la),
            "CAI": float(got.cai),
            "CAI_05": float(low),
            "CAI_50": float(mid),
            "CAI_95": float(high),
            "label": regimes.REGIMES[int(got.regime)],
        }
    return pd.DataFrame({"reference": REFERENCE, **columns}).reindex(list(columns["regions"]))


def vector(raw: Mapping[str, float], posts: Mapping[str, anchors.Anchor]) -> Array:
    """Return raw indicators in the order of `posts`; those that data of today cannot give are missing."""
    return np.array([raw.get(code, np.nan) for code in posts])


def _threats() -> dict[str, float]:
    """S1 and S2 by the one-sector reference world: a 25% US tariff, a full US-Mexico break."""
    world = one_sector.bundled(0.5)
    tariff = one_sector.real_income_change(world, 5.0, *one_sector.threat("US 25% tariff on MEX"))
    shut = one_sector.real_income_change(world, 5.0, *one_sector.threat("US-MEX goods trade shut (both ways)"))
    return {"S1": -float(tariff[0]), "S2": -float(shut[1])}


def _partners(basis: str) -> dict[str, float]:
    """S3, S4 and the Latin American export share from goods trade by partner in 2023."""
    if basis == "194 countries":
        name = f"{_HISTORY}mexico_trade_by_partner_2023_baci.csv"
        trade = tables.read(name, ("mex_exports_usd_mn", "mex_imports_usd_mn"), ("partner", "region"))
        sold, bought = trade["mex_exports_usd_mn"], trade["mex_imports_usd_mn"]
        latin = sold[trade["region"] == "LATAM"]
    else:
        goods = goods_flows()
        sold, bought = goods[MEX].sum(-1), goods[:, MEX].sum(-1)
        sold[MEX] = bought[MEX] = 0.0
        latin = sold[PARTNER_ROWS]
    return {
        "S3": float(concentration.hhi(sold)),
        "S4": float(concentration.hhi(bought)),
        "RL1": float(relations.share_percent(latin.sum(), sold.sum())),
    }


def flows() -> Array:
    """Return sales (origin, destination, sector) of 2023 in million USD over the model's economies and sectors."""
    cells = {"origin": ECONOMIES, "destination": ECONOMIES, "sector": SECTORS}
    return np.asarray(tables.matrix("trade/flows_2023.csv", cells, "value_musd"))


def goods_flows() -> Array:
    """Return the part of :func:`flows` that is goods."""
    return flows()[..., GOODS_ROWS]


def _content(basis: str) -> dict[str, float]:
    """S5 and S6: domestic value added in manufacturing exports and the strongest giant's import-side power."""
    if basis == "194 countries":
        wiod = tables.read(f"{_HISTORY}mexico_value_added_in_exports_wiod.csv", ("year", "mfg_dva_share"))
        known = tables.read(f"{_HISTORY}geoeconomic_power_wiod.csv", ("year", "power_pct_of_spending"))
        rows = known[(known.target == "MEX") & (known.year == 2011) & (known.elasticities == "sigma_f=5, eta=2.5")]
        return {
            "S5": float(wiod["mfg_dva_share"].iloc[-1]),
            "S6": float(rows["power_pct_of_spending"].max()),
        }
    content = tables.read("trade/va_content_2023_compact.csv", ("exports_musd", "va_MEX"), ("exporter", "sector"))
    manufactures = content[(content.exporter == "MEX") & content.sector.isin(MANUFACTURES)]
    spending = power.services_at_home(flows()[:, MEX], MEX, IS_GOODS)
    return {
        "S5": float(np.average(manufactures["va_MEX"], weights=manufactures["exports_musd"])),
        "S6": 100 * float(power.giants_over(spending, MEX, (USA, CHN)).max()),
    }


def _agency() -> dict[str, float]:
    """A2 and A5 from coded history: explicit US threats, counted as the log of a run is."""
    rows = tables.read("episodes/episodes.csv", ("concession_0to1",), ("sender", "target"))
    mine = rows[(rows.sender == "USA") & (rows.target == "MEX") & rows.verified & rows.explicit_threat]
    granted = mine["concession_0to1"].to_numpy(float)
    one, enforced = np.ones(len(granted)), mine["imposed"].astype(bool).to_numpy()
    return {
        "A2": 1 - float(agency.concession(granted, 0 * one, one, one)),
        "A5": float(agency.concession_symmetry((1 - granted) * ~enforced, granted, one)),
    }


def _relations() -> dict[str, float]:
    path = tables.read(f"{_HISTORY}us_statutory_tariff_path_2025_2026.csv", ("total_tariff_pct",), ("partner", "date"))
    tariff = path[path.partner == "MEX"].sort_values("date")["total_tariff_pct"].iloc[-1]
    totals = tables.read(f"{_HISTORY}mexico_trade_totals_1990_2025.csv", ("year",)).set_index("year")
    fdi = tables.read(f"{_HISTORY}fdi_mexico_by_origin.csv", (), ("period", "origin"))
    year = fdi[fdi.period == "2024"].set_index("origin")["usd_mn"]
    votes = tables.read(f"{_HISTORY}unga_mexico_distances.csv", ("mex", "usa", "chn", "latam_mean_ex_mex")).iloc[-1]
    return {
        "RU1": float(tariff),
        "RU2": TREATY_END - AS_OF,
        "RC1": float(totals.loc[2025, "china_share_of_imports_pct"]),
        "RC2": float(relations.share_percent(year["CHN"], year["World"])),
        "RL2": float(relations.voting_distance(votes.mex, votes.latam_mean_ex_mex, votes.usa, votes.chn)),
    }


def _inside() -> dict[str, float]:
    panel = tables.read("states/state_panel_annual.csv", ("year", "population"), ("state_code",))
    last = panel[panel.year == 2024]
    coded = tables.read(f"{_HISTORY}cai_indicators_mexico.csv", ("value",), ("code",)).set_index("code")["value"]
    return {
        "I1": float(sovereignty.homicide_rate(last["homicides_scaled"] / 12, last["population"])),
        "I2": float(coded["I2"]),
        "I3": float(coded["I3"]),
    }


LABELS = {
    "S1": "value at risk: loss under a 25% US tariff",
    "S2": "counter-leverage: US loss in a full break",
    "S3": "concentration of export partners",
    "S4": "concentration of import partners",
    "S5": "domestic value added in manufacturing exports",
    "S6": "import-side power of the strongest giant",
    "A2": "1 minus mean concession to explicit US threats",
    "A5": "concession symmetry, kappa",
    "RU1": "US tariff on Mexican goods",
    "RU2": "treaty horizon",
    "RC1": "Chinese share of imports",
    "RC2": "Chinese share of FDI inflow",
    "RL1": "Latin American share of exports",
    "RL2": "UN distance to the region over the US-China span",
    "I1": "homicides",
    "I2": "rule of law",
    "I3": "people not under criminal governance",
}
"""What each indicator of today is, for the tables of docs/autonomy.md."""


TIE = 1e-9
"""Added to what is shown: halves of the last digit go up on every machine, whatever the last bit of a sum is there."""


def markdown() -> str:
    """Return the two tables of docs/autonomy.md: indicators, and pillars with the index."""
    lines = ["| code | indicator | reference | 194 countries | score | ten regions | score |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- |")
    frame = table()
    for code, label in LABELS.items():
        row = frame.loc[code]
        reference = "" if np.isnan(row["reference"]) else f"{row['reference']:.3g}"
        lines.append(
            f"| {code} | {label} | {reference} | {row['countries']:.3g} | {_cell(row['countries_score'])} "
            f"| {row['regions']:.3g} | {_cell(row['regions_score'])} |"
        )
    lines += ["", "| | reference | 194 countries | ten regions |", "| --- | --- | --- | --- |"]
    for name, row in summary().iterrows():
        cells = [_cell(row[c]) for c in ("reference", "countries", "regions")]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    number = float(value)  # type: ignore[arg-type]
    return "" if np.isnan(number) else f"{number + TIE:.2f}"


if __name__ == "__main__":
    print(markdown())
