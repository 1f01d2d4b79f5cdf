"""A trade table of one's own: what is wrong with it is named before any solve, and a published one can be repaired."""

import dataclasses
import warnings

import numpy as np
import pytest

from giants.errors import InputError
from giants.trade import counterfactual, from_flows, solver
from giants.trade.own_data import home_sales

REGIONS, SECTORS = ("A", "B", "C"), ("food", "steel")
TARIFF = {("A", "B", "*"): 0.1}


def arrays():
    """A small balanced table: home sales of 10, exports of 1, a tenth of output of each sector as each input."""
    flows = np.ones((3, 3, 2))
    flows[range(3), range(3)] = 10.0
    return {
        "regions": REGIONS,
        "sectors": SECTORS,
        "goods": np.ones(2, bool),
        "Z": flows,
        "t0": np.zeros((3, 3, 2)),
        "g": np.full((3, 2, 2), 0.1),
    }


def with_cell(name, cell, value):
    given = arrays()
    given[name][cell] = value
    return given


def short_of_steel():
    """A published table in which A ran down its stocks: it makes less steel than it uses."""
    given = arrays()
    given["Z"][0, 0, 1], given["g"][0, 1, 0] = 0.5, 0.4
    return given


WRONG = {
    "a negative flow": (with_cell("Z", (0, 1, 1), -3.0), ["flow", "importer A", "origin B", "sector steel", "-3"]),
    "a flow that is no number": (with_cell("Z", (2, 1, 0), np.nan), ["flow", "importer C", "origin B", "food", "nan"]),
    "an infinite input": (with_cell("g", (1, 0, 1), np.inf), ["g of region B", "input sector food", "steel", "inf"]),
    "a tariff below -1": (with_cell("t0", (0, 2, 0), -1.5), ["tariff", "importer A", "origin C", "food", "-1.5"]),
    "more inputs than output": (with_cell("g", (1, 0, 1), 1.2), ["value added", "region B", "sector steel", "-0.3"]),
    "a region named twice": (arrays() | {"regions": ("A", "B", "A")}, ["region A", "twice"]),
    "a region named *": (arrays() | {"regions": ("A", "B", "*")}, ["'*'", "region"]),
    "a sector without a name": (arrays() | {"sectors": ("food", "")}, ["''", "sector"]),
    "a region too many": (arrays() | {"regions": (*REGIONS, "D")}, ["flow", "importer (4)", "(3, 3, 2)"]),
    "texts for numbers": (arrays() | {"Z": arrays()["Z"].astype(str)}, ["flow", "numbers"]),
    "a list for an array": (arrays() | {"Z": [1.0]}, ["flow", "list"]),
    "goods of another length": (arrays() | {"goods": np.ones(3, bool)}, ["goods", "sector (2)", "(3,)"]),
    "a region that trades with nobody": (
        arrays() | {"Z": arrays()["Z"] * np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]])[..., None]},
        ["region C", "nobody"],
    ),
    "use beyond supply": (short_of_steel(), ["final demand of A for steel", "1 of 6 cells", "repair=True"]),
}


@pytest.mark.parametrize(("given", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_flows_is_one_line_that_names_it(given, said):
    with pytest.raises(InputError) as error:
        from_flows(**given)
    message = str(error.value)
    assert "\n" not in message
    for word in said:
        assert word in message


def test_two_blocs_that_do_not_trade_are_named():
    flows = np.zeros((4, 4, 1))
    flows[:2, :2], flows[2:, 2:] = 1.0, 1.0
    with pytest.raises(InputError, match=r"regions A, B trade with nobody else"):
        from_flows(tuple("ABCD"), ("all",), np.ones(1, bool), flows, np.zeros((4, 4, 1)), np.zeros((4, 1, 1)))


BROKEN = {
    "pi0": ((0, 1, 1), -0.3, ["pi0 of importer A, origin B, sector steel is -0.3"]),
    "t0": ((0, 1, 1), np.nan, ["t0 of importer A, origin B, sector steel is nan"]),
    "X0": ((1, 0), -1.0, ["X0 of region B, sector food is -1"]),
    "b": ((1, 0), -0.1, ["b of region B, sector food"]),
    "a": ((2, 1), np.inf, ["a of region C, sector steel is inf"]),
    "VA": ((2,), 0.0, ["VA of region C is 0"]),
    "D": ((0,), np.nan, ["D of region A is nan"]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_wrong_cell_of_a_base_is_named_before_it_is_solved(name):
    cell, value, said = BROKEN[name]
    data = from_flows(**arrays())
    wrong = getattr(data, name).copy()
    wrong[cell] = value
    broken = dataclasses.replace(data, **{name: wrong})
    for solve in (lambda: counterfactual(TARIFF, data=broken), lambda: solver(broken, 4.0), broken.check):
        with pytest.raises(InputError) as error:
            solve()
        assert said[0] in str(error.value)


def test_shares_that_do_not_add_up_are_named_before_a_counterfactual():
    data = from_flows(**arrays())
    shares = data.pi0.copy()
    shares[0, 1, 0] += 0.01
    with pytest.raises(InputError, match="trade shares of importer A in sector food do not sum to one"):
        counterfactual(TARIFF, data=dataclasses.replace(data, pi0=shares))


def test_data_that_is_no_base_is_refused():
    with pytest.raises(InputError, match="TradeData"):
        counterfactual(TARIFF, data={"pi0": 1})


def test_a_repair_sets_negative_final_demand_to_zero_books_it_at_home_and_says_how_much():
    given = short_of_steel()
    supply = given["Z"][0, :, 1].sum()
    used = given["g"][0, 1] @ given["Z"][:, 0].sum(0)
    with pytest.warns(UserWarning, match=r"1 of 6 cells .*most in A, steel: -2\.55") as said:
        data = from_flows(**given, repair=True)
    assert len(said) == 1
    assert supply - used == pytest.approx(-2.55)
    data.check(1e-12)
    assert data.a[0, 1] == 0.0
    added = 2.55 / (1 - 0.1)  # a sale at home of one leaves .9 for others, as steel takes .1 of itself
    assert data.flows[0, 0, 1] * data.world_income == pytest.approx(0.5 + added)
    elsewhere = data.flows * data.world_income - given["Z"]
    elsewhere[0, 0, 1] = 0.0
    assert np.abs(elsewhere).max() < 1e-12
    assert np.isfinite(counterfactual(TARIFF, data=data).real_income_pct).all()


def test_a_repair_adds_the_least_that_lifts_every_cell_even_where_one_sale_uses_up_another():
    rng = np.random.default_rng(3)
    N, J = 4, 6
    given = {
        "regions": tuple("ABCD"),
        "sectors": tuple(f"s{j}" for j in range(J)),
        "Z": rng.random((N, N, J)),
        "t0": np.zeros((N, N, J)),
        "g": 0.95 * rng.dirichlet(np.ones(J), (N, J)).swapaxes(1, 2),
    }
    with pytest.warns(UserWarning, match="is set to zero"):
        added = home_sales(**{{"Z": "flows"}.get(k, k): v for k, v in given.items()}, repair=True)
    Y = given["Z"].sum(0) + added
    final = given["Z"].sum(1) + added - np.einsum("njk,nk->nj", given["g"], Y)
    assert (added > 0).sum() >= 3
    assert final.min() > -1e-12
    assert np.abs(final[added > 0]).max() < 1e-12


def test_a_table_that_needs_no_repair_is_left_as_it_is():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plain, repaired = from_flows(**arrays()), from_flows(**arrays(), repair=True)
    for name in ("pi0", "X0", "Y0", "a", "VA", "D"):
        np.testing.assert_array_equal(getattr(plain, name), getattr(repaired, name))
