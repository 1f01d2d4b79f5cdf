"""Public functions of the blocks say their equation, the shapes of their arrays, and what stands behind them."""

import ast
import re

import pytest

EQUATION = re.compile(r"\S\s(?:=|~|≤|<)\s\S|exp\(|ln\(|min\(|max\(|Σ|·|\^|sum_")
AXIS = r"(?:[a-z]|[A-Z]+|\d|threats)(?: \+ 1)?"
SHAPE = re.compile(rf"\([a-z]\)|\({AXIS},\)|\({AXIS}(?:, {AXIS})+,?\)|\((?:…|\.\.\.),(?: \w+,?)*\)")
BASIS = re.compile(r"Sources?\b|[Pp]riors?\b|identity|[Dd]efinition|calibrated|\((?:\w+ )?\d{4}\)")
KINDS = {"equation": EQUATION, "shapes": SHAPE, "basis": BASIS}

# Per cent of the functions of a block that say each.  Raise a number with what it measures; never lower one.
LEAST = {
    "trade": {"equation": 43, "shapes": 62, "basis": 43},
    "bargaining": {"equation": 58, "shapes": 57, "basis": 53},
    "invest": {"equation": 53, "shapes": 56, "basis": 65},
    "security": {"equation": 65, "shapes": 68, "basis": 70},
    "society": {"equation": 71, "shapes": 57, "basis": 69},
    "measures": {"equation": 46, "shapes": 48, "basis": 56},
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
