"""The imputed joint tables are what their described derivation gives."""

import numpy as np

from giants import tables
from giants.society.calibration import fit_margins
from giants.symbols import ECONOMIES, SECTORS, STATES


def column(name, key, codes, value="share"):
    table = tables.read(name, (value,), (key,)).set_index(key)
    return table.loc[list(codes), value].to_numpy(float)


def joint(name, key, codes, value="share"):
    wide = tables.read(name, (value,), (key, "sector")).pivot_table(index=key, columns="sector", values=value)
    return wide.loc[list(codes), list(SECTORS)].to_numpy(float)


def test_state_by_sector_shares_are_fitted_to_their_margins(base):
    mean = column("states/states.csv", "state_code", STATES, "fdi_musd_avg_2015_2024")
    sector = column("society/fdi_sector_shares.csv", "sector", SECTORS)
    fitted = fit_margins((base.output_share + 1e-6) * sector, mean / mean.sum(), sector, rounds=2000)
    np.testing.assert_allclose(joint("society/fdi_state_sector.csv", "state_code", STATES), fitted, atol=1e-8)


def test_origin_by_sector_shares_are_fitted_to_their_margins():
    name = "society/fdi_origin_sector.csv"
    origin = column("society/fdi_origin_shares.csv", "economy", ECONOMIES)
    sector = column("society/fdi_sector_shares.csv", "sector", SECTORS)
    seed = joint(name, "economy", ECONOMIES, "affinity")[1:] * np.outer(origin[1:], sector)
    fitted = fit_margins(seed, origin[1:], sector, rounds=3000)
    np.testing.assert_allclose(joint(name, "economy", ECONOMIES)[1:], fitted, atol=1e-8)


def test_priors_lie_within_their_ranges():
    for name, key in (("society/product_shares.csv", "share"), ("society/fdi_origin_shares.csv", "share")):
        table = tables.read(name, (key, "low", "high"))
        assert np.all((table["low"] <= table[key]) & (table[key] <= table["high"])), name
    cost = tables.read("society/labour_cost.csv", ("annual_change_pct", "low_pct", "high_pct"))
    assert np.all((cost["low_pct"] <= cost["annual_change_pct"]) & (cost["annual_change_pct"] <= cost["high_pct"]))
