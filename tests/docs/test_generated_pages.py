"""Pages made from the code say what the code says."""

import re
import sys
from pathlib import Path

import pytest

from giants.config import BargainingSettings, as_tree, default_settings
from giants.renames import GONE, RENAMED
from giants.symbols import PROGRAMMES, table

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("analysis.md", "symbols.md", "coupling.md", "equations.md", "strategies.md", "parameters.md", "model.md",
         "effects.md",
    "rules.md", "commands.md", "measures.md", "argument.md", "argument.svg")  # fmt: skip
WITH_ROW_ABOVE = {"migration.tax_start"}  # its date stands in the basis of migration.tax


@pytest.fixture(scope="module")
def generate(load_script):
    return load_script(DOCS / "generate.py")


def test_the_script_writes_the_pages_that_are_tested(generate):
    assert set(generate.PAGES) == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_committed_page_is_what_the_script_writes(generate, name):
    if name == "commands.md" and sys.version_info[:2] != (3, 12):
        pytest.skip("Python lays the help of commands out differently from version to version")
    committed = (DOCS / name).read_text(encoding="utf-8").splitlines()
    made = generate.PAGES[name]().splitlines()
    differing = [line for line in made if line not in committed] + [line for line in committed if line not in made]
    assert made == committed, f"run `python docs/generate.py`; differing lines: {differing[:6]}"


def test_every_symbol_is_on_its_page():
    text = (DOCS / "symbols.md").read_text(encoding="utf-8")
    now, _, earlier = text.partition("## Earlier names")
    assert now.count("\n| `") == len(list(table()))
    assert earlier.count("\n| `") == len(RENAMED) + len(GONE)


def test_every_strategy_rule_and_scenario_is_on_its_page():
    text = (DOCS / "strategies.md").read_text(encoding="utf-8")
    conf = DOCS.parent / "conf"
    groups = ("mexico", "usa", "china", "latam", "states", "cartels", "firms", "scenario")
    files = [path for group in groups for path in conf.glob(f"{group}/**/*.yaml")]
    chosen = {f"{path.parent.relative_to(conf).as_posix()}={path.stem}" for path in files}
    assert len(chosen) > 40
    assert {name for name in chosen if f"### `{name}`" not in text} == set()


def test_every_parameter_of_a_run_is_on_its_page_with_a_basis():
    text = (DOCS / "parameters.md").read_text(encoding="utf-8")
    tree = as_tree(default_settings())
    for block in ("trade", "bargaining", "invest", "security", "society", "measures"):
        section = re.search(rf"^## `{block}`\n(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)[1]
        found = re.findall(r"^\| `([\w.]+)` \| (.*) \| (.*) \|$", section, flags=re.MULTILINE)
        rows = {key: basis or value in ("true", "false") for key, value, basis in found}
        rules = set(BargainingSettings.__dataclass_fields__) if block == "bargaining" else set()
        assert {key for key in flat(tree[block]) if key.split(".")[0] not in rules} == set(rows)
        assert {key for key, basis in rows.items() if not basis} - WITH_ROW_ABOVE == set()


def flat(tree):
    """Yield the dotted keys of a nested mapping; numbers by code, as of sectors or programmes, are one parameter."""
    for key, value in tree.items():
        if isinstance(value, dict) and not all(map(str.isupper, value)) and set(value) != set(PROGRAMMES):
            yield from (f"{key}.{inner}" for inner in flat(value))
        else:
            yield key


def test_an_equation_names_its_function_once(generate):
    named = re.findall(r"^### `(.+)`$", (DOCS / "equations.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(named) == len(set(named))
    for central in ("trade.system.evaluate", "bargaining.nash.bundle", "security.recruitment.willingness"):
        assert f"giants.{central}" in named


@pytest.mark.parametrize(
    ("docstring", "equation"),
    [
        ("Return the tariff paid: t = u a + (1 - u) b.", "t = u a + (1 - u) b"),
        ("Return a price.\n\nP = (Q/D)^e\n\nSource: someone.", "P = (Q/D)^e"),
        ("Return a price.\n\nP = (Q/D)^e, e the elasticity.  Source: someone.", "P = (Q/D)^e, e the elasticity."),
        ("Return what a rule does, in words: nothing is counted.", ""),
        ("Return a block.\n\nRaises InputError if it is wrong.", ""),
    ],
)
def test_equations_are_told_from_words(generate, docstring, equation):
    assert generate._equation(docstring) == equation
