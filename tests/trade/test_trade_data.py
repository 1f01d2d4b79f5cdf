"""The calibrated base balances, and a broken table is named by file, row and column."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from giants import codes, load, tables
from giants.config import default_settings
from giants.errors import InputError
from giants.symbols import CHN, MEX, USA
from giants.trade.content import embodied, value_added
from giants.trade.data import _built, abroad, bundled, from_flows, theta


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the bundled tables that a test may damage."""
    target = tmp_path / "trade"
    target.mkdir()
    for name in ("flows_2023.csv", "tariffs_base.csv", "io_coeffs.csv"):
        (target / name).write_bytes((codes.BUNDLED / "trade" / name).read_bytes())
    monkeypatch.setattr(codes, "BUNDLED", tmp_path)
    return target


def damage(path, edit):
    table = pd.read_csv(path, dtype=object)
    edit(table).to_csv(path, index=False)


def test_bundled_base_balances_to_machine_precision():
    bundled().check(1e-14)


def test_bundled_base_agrees_with_the_published_accounts():
    data = bundled()
    table = tables.read("trade/production.csv", ("gross_output_musd", "value_added_share", "final_share"))
    np.testing.assert_allclose(table["gross_output_musd"], (data.Y0 * data.world_income).ravel(), rtol=1e-8)
    np.testing.assert_allclose(table["value_added_share"], data.b.ravel(), atol=1e-9)
    np.testing.assert_allclose(table["final_share"], data.a.ravel(), atol=1e-9)


def test_both_input_output_tables_balance_and_keep_flows_abroad_gdp_and_deficits():
    old, new = bundled(), bundled("icio2020")
    new.check(1e-12)
    np.testing.assert_allclose(abroad(new.flows), abroad(old.flows), rtol=1e-12)
    for name in ("VA", "D", "world_income", "t0"):
        np.testing.assert_allclose(getattr(new, name), getattr(old, name), rtol=1e-6, atol=1e-9)
    assert np.abs(new.g - old.g).max() > 0.1


@pytest.mark.parametrize(("vintage", "mexican", "chinese"), [("wiod2011", 0.62, 0.09), ("icio2020", 0.66, 0.07)])
def test_the_tables_differ_in_what_is_mexican_and_chinese_in_sales_to_the_united_states(vintage, mexican, chinese):
    data = bundled(vintage)
    sold = embodied(value_added(data.b, data.g, data.flows), data.flows, MEX, USA, data.goods)
    assert (sold[MEX] / sold.sum(), sold[CHN] / sold.sum()) == pytest.approx((mexican, chinese), abs=0.005)


def test_a_month_runs_on_the_table_that_is_named():
    worlds = {name: load.initial(default_settings([f"trade.tables={name}"])) for name in ("wiod2011", "icio2020")}
    content = {name: w.trade.us_export_content[MEX] for name, w in worlds.items()}
    assert content["icio2020"] > content["wiod2011"] + 0.02


def test_bundled_arrays_cannot_be_written():
    with pytest.raises(ValueError, match="read-only"):
        bundled().pi0[0, 0, 0] = 1.0


def test_a_deficit_that_does_not_add_up_is_named():
    data = bundled()
    with pytest.raises(InputError, match=r"market of .* does not clear"):
        dataclasses.replace(data, D=data.D + 0.001).check()


def test_shares_that_do_not_sum_to_one_are_named():
    data = bundled()
    pi0 = data.pi0.copy()
    pi0[0, 2, 6] *= 1.01
    with pytest.raises(InputError, match="trade shares of importer MEX in sector ELE"):
        dataclasses.replace(data, pi0=pi0).check()


def test_more_inputs_than_output_are_named():
    data = bundled()
    with pytest.raises(InputError, match=r"value added .* of region MEX, sector FUE is -0\.3"):
        from_flows(data.regions, data.sectors, data.goods, data.flows, data.t0, data.g * 1.6)


def test_rounding_below_zero_is_repaired_without_breaking_an_identity():
    data = bundled()
    flows, j = data.flows, 1
    use = np.einsum("nk,nk->n", data.g[:, j], data.Y0)[0]
    spent = ((1 + data.t0) * flows)[0, :, j].sum()
    flows[0, 0, j] -= (spent - use + 1e-12) / (1 - data.g[0, j, j])
    repaired = from_flows(data.regions, data.sectors, data.goods, flows, data.t0, data.g)
    repaired.check(1e-12)
    assert 0 <= repaired.a[0, j] < 1e-6


def test_a_missing_table_is_named(folder):
    (folder / "io_coeffs.csv").unlink()
    with pytest.raises(InputError, match=r"io_coeffs\.csv is missing"):
        _built.__wrapped__("wiod2011")


def test_a_cell_that_is_no_number_is_named_by_row_and_column(folder):
    damage(folder / "flows_2023.csv", lambda t: t.assign(value_musd=["x", *t["value_musd"][1:]]))
    with pytest.raises(InputError, match=r"flows_2023\.csv, row 2, column 'value_musd'"):
        _built.__wrapped__("wiod2011")


def test_a_missing_row_is_named(folder):
    damage(folder / "flows_2023.csv", lambda t: t.drop(index=3))
    with pytest.raises(InputError, match=r"flows_2023\.csv.*destination BRA, origin MEX, sector AGF is missing"):
        _built.__wrapped__("wiod2011")


def test_a_repeated_row_is_named(folder):
    damage(folder / "io_coeffs.csv", lambda t: pd.concat([t, t[:1]]))
    with pytest.raises(InputError, match=r"io_coeffs\.csv.*region MEX.*appears more than once"):
        _built.__wrapped__("wiod2011")


def test_an_unknown_region_is_named(folder):
    damage(folder / "tariffs_base.csv", lambda t: t.replace({"origin": {"MEX": "MXC"}}))
    with pytest.raises(InputError, match=r"tariffs_base\.csv, row \d+, column 'origin': unknown code 'MXC'"):
        _built.__wrapped__("wiod2011")


def test_long_run_elasticities_cover_every_sector():
    assert theta().shape == (11,)
    assert (theta() > 1).all()
