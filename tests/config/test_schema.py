"""Mistakes in parameters end as one line that says where, what, and what would be right."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
import pytest
from pydantic import Field

from giants.config import as_tree, default_settings, settings
from giants.errors import InputError
from giants.schema import ByCode, Codes, build, nearest
from giants.sweep.replace import replaced


@dataclass(frozen=True)
class Inner:
    share: Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True)
class Outer:
    count: Annotated[int, Field(ge=1)]
    inner: Inner
    rows: tuple[Inner, ...] = ()
    by_code: Annotated[ByCode, Codes(("AGF", "SRV"), Annotated[float, Field(ge=0)])] = ByCode(AGF=1.0, SRV=2.0)


GOOD = {"count": 2, "inner": {"share": 0.5}, "rows": [{"share": 0.1}]}


def test_a_good_tree_becomes_frozen_classes():
    made = build(Outer, GOOD, "outer")
    assert made == Outer(2, Inner(0.5), (Inner(0.1),))


def test_numbers_by_code_stand_in_the_order_of_their_axis_and_can_be_hashed():
    made = build(Outer, GOOD | {"by_code": {"SRV": 4.0, "AGF": 3}}, "outer").by_code
    assert made.array.tolist() == [3.0, 4.0]
    assert hash(made) == hash(ByCode(AGF=3.0, SRV=4.0))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"cuont": 2}, ["outer.cuont", "unknown key", "count"]),
        ({"inner": {"shrae": 0.1}}, ["outer.inner.shrae", "share"]),
        ({"rows": [{"shrae": 0.1}]}, ["outer.rows.shrae", "share"]),
        ({"count": "two"}, ["outer.count", "integer", "two"]),
        ({"count": 0}, ["outer.count", "greater than or equal to 1", "0"]),
        ({"count": True}, ["outer.count", "integer"]),
        ({"inner": {"share": 1.5}}, ["outer.inner.share", "less than or equal to 1", "1.5"]),
        ({"inner": {}}, ["outer.inner.share", "missing"]),
        ({"inner": 3}, ["outer.inner", "expected keys and values"]),
        ({"inner": {"share": float("nan")}}, ["outer.inner.share", "finite", "nan"]),
        ({"inner": {"share": float("-inf")}}, ["outer.inner.share", "finite", "-inf"]),
        ({"rows": [{"share": float("inf")}]}, ["outer.rows.0.share", "finite", "inf"]),
        ({"count": np.float64("nan")}, ["outer.count", "finite"]),
        ({"count": object()}, ["outer.count", "neither number"]),
        ({"count": "x" * 300}, ["outer.count", "x...", "302 characters"]),
        ({"by_code": [1.0, 2.0]}, ["outer.by_code", "a number for each code", "{AGF: "]),
        ({"by_code": {"AGF": 1.0}}, ["outer.by_code", "no number for SRV"]),
        ({"by_code": {"AGF": 1.0, "SRV": 1.0, "SRW": 1.0}}, ["outer.by_code", "'SRW'", "'SRV'"]),
        ({"by_code": {"AGF": 1.0, "SRV": -1.0}}, ["outer.by_code.SRV", "greater than or equal to 0", "-1"]),
    ],
)
def test_each_mistake_is_one_line_with_path_value_and_remedy(change, words):
    with pytest.raises(InputError) as error:
        build(Outer, GOOD | change, "outer")
    message = str(error.value)
    assert "\n" not in message
    for word in words:
        assert word in message


def test_the_nearest_name_is_offered_and_otherwise_all_of_them():
    assert "transactional" in nearest("transactionl", ["transactional", "cooperative"])
    assert "a, b" in nearest("zzzz", ["a", "b"])


def numbers(tree, path=""):
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        here = f"{path}.{key}".lstrip(".")
        yield from [here] if isinstance(value, int | float) and not isinstance(value, bool) else numbers(value, here)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_no_number_of_the_configuration_may_be_other_than_finite(value):
    usual = default_settings()
    paths = list(numbers(as_tree(usual)))
    assert len(paths) > 500
    for path in paths:
        with pytest.raises(InputError, match=rf"{path}: input should be a finite number"):
            replaced(usual, {path: value})


def test_values_of_numpy_are_read_as_the_numbers_they_are():
    tree = as_tree(default_settings())
    assert settings(tree | {"seed": np.int64(3), "observation_error": np.float64(0.1)}).run.seed == 3
