"""No number of the configuration is dead: every field of a parameter class is read somewhere in its block."""

import ast
import dataclasses
import re
import typing
from pathlib import Path

import pytest

from giants.bargaining.parameters import Parameters as BargainingParameters
from giants.invest.parameters import InvestParameters
from giants.measures.parameters import MeasuresParameters
from giants.security.parameters import SecurityParameters
from giants.society.parameters import SocietyParameters
from giants.trade.parameters import TradeParameters

PACKAGE = Path(__import__("giants").__file__).parent
BLOCKS = {
    "bargaining": BargainingParameters,
    "invest": InvestParameters,
    "measures": MeasuresParameters,
    "security": SecurityParameters,
    "society": SocietyParameters,
    "trade": TradeParameters,
}


def fields(cls):
    hints = typing.get_type_hints(cls)
    for f in dataclasses.fields(cls):
        if dataclasses.is_dataclass(hints[f.name]):
            yield from fields(hints[f.name])
        else:
            yield f.name


def properties(path):
    """Source of the properties of a file: numbers that are derived from parameters read them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and any(getattr(d, "id", "") == "property" for d in node.decorator_list):
            yield ast.unparse(node)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_parameter_is_read_by_its_block(block):
    files = [p for p in (PACKAGE / block).rglob("*.py") if p.name != "parameters.py"]
    files.append(PACKAGE / "blocks.py")  # where numbers enter that tables are read with
    code = "\n".join([*(p.read_text(encoding="utf-8") for p in files), *properties(PACKAGE / block / "parameters.py")])
    dead = [name for name in fields(BLOCKS[block]) if not re.search(rf"\.{name}\b", code)]
    assert not dead
