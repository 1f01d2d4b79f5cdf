"""The bundled tables of the three drug markets."""

from dataclasses import dataclass

from giants.symbols import DRUGS, PRECURSOR_ORIGINS, Array
from giants.tables import read


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


def load_drugs() -> Drugs:
    """Return quantities, prices, purity, deaths and base routes of each drug, 2023."""
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
