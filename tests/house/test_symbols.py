"""The table of symbols against the code: units, one writer each, and a reader for every lever."""

import ast
from dataclasses import fields

import numpy as np
import pytest

from giants.bargaining.state import Disputes, Policies, Tally
from giants.symbols import AXES, BLOCKS, PHASES, neutral_value, table

WRITERS = {
    "calendar": set(),
    "actions": {"policies", "agents"},
    "threat_losses": {"trade", "bargaining"},
    "bargaining": {"bargaining"},
    "invest": {"invest"},
    "trade": {"trade"},
    "labour": {"society"},
    "security": {"security"},
    "society": {"society"},
    "measures": {"measures"},
}
ASSIGNING = {"model", "load", "side_by_side", "world"}
SYMBOLS = [(row["block"], row["name"]) for row in table()]

# Levers of a strategy or of bargaining that no equation reads yet.  This must end empty: remove a name when its
# reader exists, and never add one to make the test pass.
UNREAD: set[str] = set()


def part_of(path):
    return path.split("/")[0].removesuffix(".py")


def names_of_blocks(scope):
    """Names that hold a block: the block's own name, `x = w.block`, and arguments annotated with its class."""
    held = {name: name for name in PHASES}  # `base` alone may be any base
    classes = {cls.__name__: name for name, cls in BLOCKS.items()}
    for node in ast.walk(scope):
        for target, value in assignments(node):
            if isinstance(target, ast.Name) and isinstance(value, ast.Attribute) and value.attr in BLOCKS:
                held[target.id] = value.attr
        if isinstance(node, ast.arg) and isinstance(node.annotation, ast.Name) and node.annotation.id in classes:
            held[node.arg] = classes[node.annotation.id]
    return held


def assignments(node):
    """Yield (target, value) of an assignment, tuples taken apart."""
    for target in node.targets if isinstance(node, ast.Assign) else []:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


def scopes(tree):
    """Yield each function of a module, or the module itself if it has none."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda)]
    yield from functions or [tree]


def block_of(owner, held):
    if isinstance(owner, ast.Attribute) and owner.attr in BLOCKS:
        return owner.attr
    if isinstance(owner, ast.Name):
        return held.get(owner.id)
    return None


def attributes(tree):
    """Yield (node, block, name) for every `w.block.name` of the module, however the block is held."""
    for scope in scopes(tree):
        held = names_of_blocks(scope)
        for node in ast.walk(scope):
            if isinstance(node, ast.Attribute):
                block = block_of(node.value, held)
                if block:
                    yield node, block, node.attr


@pytest.fixture(scope="module")
def readers(sources):
    """Parts of the package that read each symbol, other than those that keep it.

    What the decide phase asked for is not read by deciding again; the other phases may carry state of their own.
    """
    found = {symbol: set() for symbol in SYMBOLS}
    for path, tree in sources.items():
        part = part_of(path)
        for _, block, name in attributes(tree):
            deciding = block == "actions" and part in WRITERS[block]
            if (block, name) in found and part not in {"records", "symbols", "world"} and not deciding:
                found[block, name].add(part)
    for group in (Disputes, Policies, Tally):  # last month's are read by their fields' names
        for name in group._fields:
            if ("bargaining", name) in found:
                found["bargaining", name].add("bargaining")
    return found


@pytest.mark.parametrize("row", list(table()), ids=lambda row: f"{row['block']}.{row['name']}")
def test_a_symbol_has_a_unit_a_meaning_and_known_axes(row):
    assert row["unit"].strip()
    assert row["label"].strip()
    assert set(row["axes"].split()) <= set(AXES)


def test_no_two_symbols_of_a_block_share_a_name():
    assert len(SYMBOLS) == len(set(SYMBOLS))


def test_every_block_has_a_writer_and_every_writer_a_block():
    assert set(WRITERS) == set(PHASES)


def writes(scope):
    """Yield (line, symbol or block) for every write into a block of a World that was handed in.

    A function may fill a World of its own making (to run a block by itself); one that it was given, it may only read.
    """
    held = names_of_blocks(scope)
    given = {node.arg for node in ast.walk(scope) if isinstance(node, ast.arg)}
    origin = {
        target.id: root_of(value)
        for node in ast.walk(scope)
        for target, value in assignments(node)
        if isinstance(target, ast.Name) and isinstance(value, ast.Attribute)
    }
    for node in ast.walk(scope):
        called = node.func if isinstance(node, ast.Call) else None
        owner = called.value if isinstance(called, ast.Attribute) and called.attr == "update" else None
        found = [(owner, owner.attr)] if isinstance(owner, ast.Attribute) and owner.attr in BLOCKS else []
        targets = [node.target] if isinstance(node, ast.AugAssign) else [t for t, _ in assignments(node)]
        for target in targets:
            inner = target.value if isinstance(target, ast.Subscript) else target
            if isinstance(inner, ast.Attribute) and (block_of(inner.value, held), inner.attr) in SYMBOLS:
                found.append((inner, inner.attr))
        for written, name in found:
            root = root_of(written)
            if origin.get(root, root) in given:
                yield node.lineno, name


def root_of(node):
    """The name at the start of a chain such as `w.security.capture[0]`."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def test_only_the_month_assigns(sources):
    """`update` and assignments into a block appear only where a month or the initial state is put together."""
    wrong = []
    for path, tree in sources.items():
        if part_of(path) in ASSIGNING or path == "symbols.py":
            continue
        for scope in scopes(tree):
            wrong += [f"{path}:{line} writes {what}" for line, what in writes(scope)]
    assert wrong == []


def test_every_lever_is_read_by_some_equation(readers):
    levers = {symbol for symbol in SYMBOLS if symbol[0] in ("actions", "bargaining")}
    unread = {f"{block}.{name}" for block, name in levers if not readers[block, name]}
    assert unread - UNREAD == set()
    assert UNREAD - unread == set(), "these have a reader now: take them off the list"


def test_every_name_read_from_a_block_is_a_symbol(sources):
    """A misspelt symbol is found here, before any month runs."""
    allowed = {"update", "freeze"}
    wrong = []
    for path, tree in sources.items():
        for node, block, name in attributes(tree):
            owner = node.value.value if isinstance(node.value, ast.Attribute) else None
            sure = isinstance(owner, ast.Name) and owner.id in ("w", "world")
            if sure and (block, name) not in SYMBOLS and name not in allowed and not name.startswith("__"):
                wrong.append(f"{path}:{node.lineno} reads {block}.{name}")
    assert wrong == []


def test_every_column_of_an_agent_is_a_symbol():
    import pkgutil
    from importlib import import_module

    from giants import agents
    from giants.agents.column import OwnRow

    modules = [import_module(f"giants.agents.{m.name}") for m in pkgutil.iter_modules(agents.__path__)]
    classes = {c for m in modules for c in vars(m).values() if isinstance(c, type)}
    columns = [c for owner in classes for c in vars(owner).values() if isinstance(c, OwnRow)]
    assert columns
    assert [(c.block, c.name) for c in columns if (c.block, c.name) not in SYMBOLS] == []


def test_the_reader_of_symbols_sees_each_way_to_hold_a_block():
    text = """
def phase(w, actions, held: Society):
    short, brief, own = w.bargaining, w.trade, World()
    own.trade.real_income[:] = 1
    own.trade.update(1)
    w.labour.update(2)
    brief.real_income[0] = w.security.capture + actions.kingpin + held.approval + short.position + w.other.thing
def another(short):
    return short.index
"""
    found = {(block, name) for _, block, name in attributes(ast.parse(text)) if name != "update"}
    assert found == {
        ("security", "capture"),
        ("actions", "kingpin"),
        ("society", "approval"),
        ("bargaining", "position"),
        ("trade", "real_income"),
    }
    assert {what for scope in scopes(ast.parse(text)) for _, what in writes(scope)} == {"labour", "real_income"}


def test_a_neutral_value_is_what_a_fresh_block_holds():
    for cls in PHASES.values():
        fresh = cls.neutral()
        for f in fields(cls):
            np.testing.assert_array_equal(getattr(fresh, f.name), neutral_value(cls, f.name), err_msg=f.name)
