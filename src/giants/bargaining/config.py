"""From plain configuration values to the board of a run."""

from collections.abc import Mapping
from typing import Any

from giants.bargaining import instruments, issues
from giants.bargaining.board import Board, prepare
from giants.bargaining.parameters import Parameters
from giants.bargaining.rules import RULES
from giants.errors import InputError
from giants.schema import build


def board(bargaining: Mapping[str, Any], issue_rows: Mapping[str, Any], tools: Mapping[str, Any],
          threats: bool = True) -> Board:  # fmt: skip
    """Return the board for the groups `bargaining`, `issues` and `instruments` of the configuration.

    Raises InputError naming the key that is unknown, missing or out of range.
    """
    groups = {group.split("/")[1]: group for group in RULES}
    values = {key: value for key, value in bargaining.items() if key not in groups}
    solution, resolve, menu, multi = (rule(groups[key], bargaining.get(key, {})) for key in groups)
    return prepare(
        build(Parameters, values, "bargaining"),
        solution,
        resolve,
        menu,
        multi,
        issues.load(issue_rows),
        instruments.load(tools),
        threats,
    )


def rule(group: str, row: Mapping[str, Any]) -> Any:
    """Return the rule that `row` names by its key 'rule', with its own fields."""
    known = {cls.__module__.rsplit(".", 1)[-1]: cls for cls in RULES[group]}
    name = row.get("rule")
    if name not in known:
        raise InputError(f"{group}: unknown rule {name!r}; rules are {', '.join(known)}")
    fields = {key: value for key, value in row.items() if key != "rule"}
    return build(known[name], fields, group.replace("/", "."))
