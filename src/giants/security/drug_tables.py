"""The bundled tables of the three drug markets."""

from dataclasses import dataclass

import numpy as np

from giants.symbols import DRUGS, PRECURSOR_ORIGINS, Array
from giants.tables import matrix, read


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
    tonnes = 1000 / 12  # pure tonnes a year to kg a month
    crossing = read("security/drug_crossing_shares.csv", DRUGS, ["crossing_code"])
    port = read("security/drug_port_shares.csv", DRUGS, ["port_code"])
    precursors = [matrix("security/precursors.csv", {"drug": DRUGS}, place) for place in PRECURSOR_ORIGINS]
    return Drugs(
        consumption=_column("consumption_t") * tonnes,
        seized_border=_column("seized_border_bulk_t") * _column("border_purity") * tonnes,
        seized_mexico=_column("seized_mexico_t") * tonnes,
        price=_column("export_price_usd_kg"),
        purity=_column("retail_purity"),
        deaths=_column("deaths_2023"),
        elasticity=_column("elasticity"),
        crossing_share=crossing[list(DRUGS)].to_numpy(float).T,
        port_share=port[list(DRUGS)].to_numpy(float).T,
        precursor_share=np.stack(precursors, axis=1),
    )


def _column(name: str) -> Array:
    return np.asarray(matrix("security/drugs.csv", {"drug": DRUGS}, name))
