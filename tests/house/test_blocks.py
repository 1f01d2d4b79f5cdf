"""A block takes each of its symbols by keyword and no other name, as the type checker and the run time both see."""

import re
from dataclasses import fields, replace

import numpy as np
import pytest
from mypy import api

from giants.symbols import AXES, BLOCKS, Labour, Society, table

WRONG = """
from giants.symbols import Array, Labour


def complete(x: Array) -> Labour:
    return Labour(jobs=x, labour_force=x, real_wage=x, slack=x, output=x, exports=x, tariff_exposure=x)


def missing(x: Array) -> Labour:
    return Labour(jobs=x, labour_force=x, real_wage=x, slack=x, output=x, exports=x)


def unknown(x: Array) -> Labour:
    return Labour(jobs=x, labour_force=x, real_wage=x, slack=x, output=x, exports=x, tariff_exposure=x, wages=x)


def by_position(x: Array) -> Labour:
    return Labour(x, x, x, x, x, x, x)
"""


def given(cls):
    """The symbols of a neutral block by name."""
    block = cls.neutral()
    return {f.name: getattr(block, f.name) for f in fields(cls)}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_refuses_a_missing_and_an_unknown_symbol(name):
    cls, symbols = BLOCKS[name], given(BLOCKS[name])
    assert set(symbols) == {row["name"] for row in table() if row["block"] == name}
    for missing in symbols:
        rest = {key: value for key, value in symbols.items() if key != missing}
        with pytest.raises(TypeError, match=missing):
            cls(**rest)
    with pytest.raises(TypeError, match="no_such_symbol"):
        cls(**symbols, no_such_symbol=0.0)
    with pytest.raises(TypeError, match="positional"):
        cls(*symbols.values())


@pytest.mark.slow
def test_the_type_checker_refuses_them_too(root, tmp_path):
    file = tmp_path / "wrong.py"
    file.write_text(WRONG)
    config = ["--config-file", str(root / "pyproject.toml"), "--cache-dir", str(tmp_path), "--follow-imports=silent"]
    told, trouble, _ = api.run([*config, "--no-error-summary", "--hide-error-context", str(file)])
    found = re.findall(r"wrong\.py:(\d+): error: (.*)", told)
    functions = [text[4:].partition("(")[0] if text.startswith("def ") else "" for text in WRONG.splitlines()]
    refused = {functions[int(line) - 2]: words for line, words in found}
    assert trouble == ""
    assert list(refused) == ["missing", "unknown", "by_position"]
    assert "tariff_exposure" in refused["missing"]
    assert "wages" in refused["unknown"]
    assert "positional" in refused["by_position"]


def test_a_neutral_block_has_the_lengths_that_it_is_given_and_leading_axes():
    block = Labour.neutral(AXES | {"s": 4, "j": 3}, batch=(2,))
    assert block.jobs.shape == (2, 4, 3)
    assert block.slack.shape == (2, 4)
    assert Society.neutral(batch=(5,)).migrants.tolist() == [10.9e6] * 5


def test_a_block_takes_in_another_of_its_kind_and_keeps_its_own_arrays():
    block, new = Labour.neutral(), replace(Labour.neutral(), slack=np.full(AXES["s"], 0.1))
    slack = block.slack
    block.update(new)
    assert block.slack is slack
    np.testing.assert_array_equal(slack, 0.1)
    with pytest.raises(TypeError, match="Labour cannot take the symbols of Society"):
        block.update(Society.neutral())
    with pytest.raises(ValueError, match="broadcast"):
        block.update(replace(new, slack=np.ones(3)))
    block.freeze()
    with pytest.raises(ValueError, match="read-only"):
        block.update(new)
