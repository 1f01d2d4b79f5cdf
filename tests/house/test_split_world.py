"""A world of other tables: one economy and one sector of goods in two parts leave everybody else as they were.

Codes, order and attributes come from tables, so an eleventh economy and a twelfth sector need no line of code.  The
clones stand at the end of their tables: no sector is a good, and no economy a neighbour, because of its position.
"""

import os
import subprocess
import sys
from functools import reduce
from operator import getitem

import numpy as np
import pandas as pd
import pytest

from giants import codes
from giants.compose import compose
from giants.symbols import SECTORS

pytestmark = pytest.mark.slow
ECONOMY, SECTOR = ("ROW", "ROX", 0.4), ("OMF", "OMX", 0.3)  # what is split, its clone, and the share it keeps
KEYS = {  # tables by the columns that name economies and sectors; the amounts among their columns are divided
    "trade/regions.csv": (["region"], []),
    "trade/sectors.csv": (["sector"], []),
    "trade/flows_2023.csv": (["destination", "origin", "sector"], ["value_musd"]),
    "trade/tariffs_base.csv": (["destination", "origin", "sector"], []),
    "trade/production.csv": (["region", "sector"], ["gross_output_musd"]),
    "trade/elasticities.csv": (["sector"], []),
    "trade/duties.csv": (["origin", "sector"], []),
    "trade/us_imports_2024_sector.csv": (["origin_region", "sector"], ["imports_usd"]),
    "trade/us_tariff_added_2025_by_sector.csv": (["origin_region", "sector"], []),
    "trade/us_tariff_path_2025_26.csv": (["origin_region"], []),
    "trade/usmca_utilization.csv": (["sector"], []),
    "history/us_tariff_rise_2017_2024.csv": (["origin", "sector"], []),
    "history/us_tariff_steps_2018_2020.csv": (["origin"], []),
    "society/fdi_origin_sector.csv": (["economy", "sector"], ["share"]),
    "society/fdi_state_sector.csv": (["sector"], []),
    "society/growth_paths.csv": (["economy"], []),
    "society/labour_cost.csv": (["economy"], []),
}


def read(name):
    return pd.read_csv(codes.BUNDLED / name, dtype=str, keep_default_na=False)


def divided(table, key, old, new, kept, amounts):
    """Return the table with each row of code `old` given a twin of code `new`; `amounts` are divided among them."""
    mine = table[key] == old
    twin = table[mine].assign(**{key: new})
    table = table.copy()
    for column in amounts:
        twin[column] = [repr(float(x) * (1 - kept)) for x in twin[column]]
        table.loc[mine, column] = [repr(float(x) * kept) for x in table.loc[mine, column]]
    return pd.concat([table, twin], ignore_index=True)


def split(name):
    keys, amounts = KEYS[name]
    table = read(name)
    for key in keys:
        table = divided(table, key, *(SECTOR if key == "sector" else ECONOMY), amounts)
    return table


def inputs():
    """Input coefficients: both parts buy alike, and what is bought of the whole is bought of its parts by size."""
    table = divided(read("trade/io_coeffs.csv"), "using_sector", *SECTOR, [])
    table = divided(table, "input_sector", *SECTOR, ["share_of_gross_output"])
    return divided(table, "region", *ECONOMY, [])


def subsectors(name, key, amount, which):
    """The sector's subsectors by state, each in two parts: codes of the second begin with x."""
    kinds = read("society/state_sector_map.csv")
    mine = kinds[(kinds["table"] == which) & (kinds["sector"] == SECTOR[0])]["scian"]
    table = read(name)
    for code in mine:
        table = divided(table, key, code, f"x{code}", SECTOR[2], [amount])
    return table, [{"scian": f"x{code}", "sector": SECTOR[1], "table": which, "note": ""} for code in mine]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Two data folders: the world as it is and the world in parts, both with elections that are already decided."""
    whole, parts = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("parts")
    decided = read("society/elections.csv").assign(changed="0")
    exports, more = subsectors("states/state_exports_by_subsector.csv", "scian3", "exports_musd", "exports")
    added, again = subsectors("states/state_gva_by_sector_2024.csv", "scian", "gva_mxn_current_m", "gva")
    tables = {name: split(name) for name in KEYS} | {
        "trade/io_coeffs.csv": inputs(),
        "states/state_exports_by_subsector.csv": exports,
        "states/state_gva_by_sector_2024.csv": added,
        "society/state_sector_map.csv": pd.concat([read("society/state_sector_map.csv"), pd.DataFrame(more + again)]),
    }
    for folder, written in ((whole, {}), (parts, tables)):
        for name, table in (written | {"society/elections.csv": decided}).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            table.to_csv(folder / name, index=False)
    return whole, parts


CUT = ["most", "chinese_ties", "venture_gain", "profit_rate"]
"""What firms' capital does to the economy: cut, because firms are whole and draw their luck by place (see FIRMS)."""
SETTINGS = [
    "months=12",
    "record=full",
    "observation_error=0",
    "society.politics.luck=0",
    *(f"invest.capacity.{key}=0" for key in CUT),
    *(f"society.labour.{key}.{sector}=0" for key in ("capacity_tilt", "plant_jobs") for sector in SECTORS),
]
BY_SECTOR = ["trade.theta_long", "society.labour.capacity_tilt", "society.labour.plant_jobs",
             "invest.location.groups", "invest.capacity.build_months", "invest.capacity.supplier_cost",
             "invest.screening.sensitivity"]  # fmt: skip

FIRMS = {"size", "project", "project_place", "project_months", "backlog", "mobile", "capacity", "capital_gained",
         "fdi_state", "fdi_sector", "fdi_origin", "fdi_new", "fdi_reinvested", "fdi_new_total",
         "fdi_reinvested_total", "waiting", "fdi_usa", "fdi_chn", "fdi_total", "fdi_all_mean", "fdi_china_mean",
         "china_fdi_share", "opaque_stake", "relations", "relations_cn"}  # fmt: skip
"""600 firms are shared out in whole numbers over cells of home and sector, of which there are more, and each place
that a firm can choose has a draw of its own: where they invest differs, and what is made of it in the measures."""
PARTNERS = {"hhi_exports", "hhi_imports", "structural", "index", "index_outcomes", "index_history", "index_threat",
            "index_outcomes_history"}  # fmt: skip
"""Concentration counts partners, and two of them are less concentrated than one; the index holds it and the above."""
SOLVER = {"residual", "redundant", "iterations"}
"""How well the solver did."""
KNOWN = FIRMS | PARTNERS | SOLVER


def giants(folder, where, *words):
    done = subprocess.run(
        [sys.executable, "-m", "giants", *SETTINGS, *words, "name=run"],
        cwd=where,
        env=os.environ | {"GIANTS_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {path.stem: pd.read_parquet(path) for path in sorted((where / "runs" / "run").glob("*.parquet"))}


def of_others(table):
    """Return the numbers of everybody but what was split, as columns, and the codes that tell whose they are."""
    names = [c for c in table if not pd.api.types.is_numeric_dtype(table[c])]
    for name in names:
        table = table[~table[name].astype(str).isin((*ECONOMY[:2], *SECTOR[:2]))]
    return table[names].astype(str).reset_index(drop=True), table.drop(columns=names).reset_index(drop=True)


@pytest.mark.slow
def test_the_rest_of_the_world_does_not_notice_that_one_of_it_is_two(folders, tmp_path):
    whole, parts = folders
    (tmp_path / "whole").mkdir()
    (tmp_path / "parts").mkdir()
    tree = compose(SETTINGS)
    like = {key: reduce(getitem, key.split("."), tree)[SECTOR[0]] for key in BY_SECTOR}
    one = giants(whole, tmp_path / "whole")
    two = giants(parts, tmp_path / "parts", *(f"+{key}.{SECTOR[1]}={value}" for key, value in like.items()))
    assert two["economies"]["economy"].nunique() == one["economies"]["economy"].nunique() + 1
    assert two["sectors"]["sector"].nunique() == one["sectors"]["sector"].nunique() + 1
    pd.testing.assert_frame_equal(one["events"], two["events"], rtol=1e-6)
    differ = set()
    for name in one:
        names, numbers = of_others(one[name])
        again, others = of_others(two[name])
        pd.testing.assert_frame_equal(names, again)
        for column in numbers:
            near = np.isclose(numbers[column], others[column], rtol=1e-6, atol=1e-9, equal_nan=True)
            if not near.all():
                differ.add(column)
    assert differ <= KNOWN, differ - KNOWN
    assert {"hhi_exports", "fdi_total"} <= differ, "the exceptions are real"
