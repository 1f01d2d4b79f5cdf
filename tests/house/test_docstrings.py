"""Public functions of the blocks say their equation, the shapes of their arrays, and what stands behind them."""

import ast
import re

import pytest

EQUATION = re.compile(r"\S\s(?:=|~|≤|<)\s\S|exp\(|ln\(|min\(|max\(|Σ|·|\^|sum_")
SHAPE = re.compile(r"\((?:…, |\.\.\., )?[a-z](?:, [a-z])*,?\)|\(\.\.\., \w+\)")
BASIS = re.compile(r"Sources?\b|[Pp]riors?\b|identity|[Dd]efinition|calibrated|\((?:\w+ )?\d{4}\)")
KINDS = {"equation": EQUATION, "shapes": SHAPE, "basis": BASIS}

# Per cent of the functions of a block that say each.  Raise a number with what it measures; never lower one.
LEAST = {
    "trade": {"equation": 32, "shapes": 17, "basis": 7},
    "bargaining": {"equation": 54, "shapes": 25, "basis": 36},
    "invest": {"equation": 53, "shapes": 50, "basis": 63},
    "security": {"equation": 65, "shapes": 68, "basis": 68},
    "society": {"equation": 71, "shapes": 53, "basis": 69},
    "measures": {"equation": 46, "shapes": 46, "basis": 55},
}


def shares(sources, block):
    """Return the per cent of public functions of a block whose docstring holds each kind of fact."""
    told = [
        ast.get_docstring(node) or ""
        for path, tree in sources.items()
        if path.startswith(f"{block}/")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    return {
        kind: 100 * sum(bool(pattern.search(text)) for text in told) // len(told) for kind, pattern in KINDS.items()
    }


@pytest.mark.parametrize("block", sorted(LEAST))
def test_no_fewer_functions_say_what_they_compute(sources, block):
    found = shares(sources, block)
    assert {kind: least for kind, least in LEAST[block].items() if found[kind] < least} == {}


def test_every_public_function_of_a_block_has_a_docstring(sources):
    bare = [
        f"{path}: {node.name}"
        for path, tree in sources.items()
        if path.split("/")[0] in LEAST
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert bare == []
