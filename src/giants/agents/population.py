"""The rules of a population, row by row, each asked once a month for all of its rows."""

import pickle
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from giants.agents.views import locked
from giants.policies.base import checked
from giants.symbols import Array


class Population:
    """The rule that each row follows: its own, else that of the row it descends from, else the usual one.

    It answers like a rule.  Rows are grouped by rule when they are next asked after a change, never each month, so
    that a population of one rule costs what the rule costs.  A rule of its own belongs to the group that stands in
    the slot, not to the slot: it ends when another group moves in.
    """

    def __init__(self, usual: Any, rows: int, own: Mapping[int, Any]) -> None:
        self._usual = usual
        self._own = {(i, i): rule for i, rule in own.items()}  # by row and the row it descends from
        self._founder = np.arange(rows)
        self._groups: list[tuple[Any, Array]] = []  # rule and its rows; empty after a change
        self._only: Hashable = None

    def rule(self, i: int, founder: int) -> Any:
        """Return the rule of row `i`, which descends from row `founder` (itself where there is no descent)."""
        return self._own.get((i, founder), self._own.get((founder, founder), self._usual))

    def follow(self, i: int, founder: int, rule: Any) -> None:
        """Let row `i`, which descends from `founder`, follow `rule` from the next decision on.

        Raises InputError for what is no rule; equal ones are asked together, so they are hashed.
        """
        self._own[i, founder] = checked(rule)
        self._groups = []

    def descend(self, founder: Array) -> None:
        """Take note of the row (k,) from which each row descends, so that splinters follow the rule of their root."""
        if self._own and not np.array_equal(founder, self._founder):
            self._founder = founder.copy()
            self._groups = []

    def decide(self, views: Any) -> Any:
        """Return the actions of all rows: each rule is asked for its own, from columns that cannot be written."""
        groups = self.grouped()
        if len(groups) == 1:
            return groups[0][0].decide(views)
        return _merged([(rows, rule.decide(_rows_of(views, rows))) for rule, rows in groups], len(self._founder))

    def grouped(self) -> list[tuple[Any, Array]]:
        """Return each rule that some rows follow, and those rows."""
        return self._groups or self._grouped()

    def _grouped(self) -> list[tuple[Any, Array]]:
        rows: dict[Any, list[int]] = {}
        for i, founder in enumerate(self._founder.tolist()):
            rows.setdefault(self.rule(i, founder), []).append(i)
        self._groups = [(rule, np.array(found)) for rule, found in rows.items()]
        self._only = _to_the_letter(self._groups[0][0]) if len(self._groups) == 1 else None
        return self._groups

    def only(self) -> Hashable:
        """Return what two populations share if all their rows follow one rule that is the same in both; else None."""
        self.grouped()
        return self._only


def _to_the_letter(rule: Any) -> Hashable:
    """Return what rules share that are alike in everything: equal ones may differ in what they do not compare."""
    try:
        return type(rule), pickle.dumps(rule)
    except (pickle.PicklingError, AttributeError, TypeError):
        return id(rule)


def _rows_of(views: Any, rows: Array) -> Any:
    """Return the columns of `views` at `rows`, read-only."""
    return type(views)(*(locked(column[rows]) for column in _columns(views)))


def _merged(answers: Sequence[tuple[Array, Any]], rows: int) -> Any:
    """Return one table of actions of all `rows` from those of each rule at its own rows."""
    first = answers[0][1]
    columns = []
    for name in first.__dataclass_fields__:
        whole = np.empty((rows, *getattr(first, name).shape[1:]))
        for where, answer in answers:
            whole[where] = getattr(answer, name)
        columns.append(whole)
    return type(first)(*columns)


def together(several: Sequence[Any], views: Any) -> Any:
    """Return the actions of the rules `several`, one for each World of a stack, from columns (..., rows).

    Where all Worlds follow one rule it is asked once, for the rows of all: row i of an action depends on row i alone.
    """
    if len(several) == 1:
        return several[0].decide(views)
    columns, rules = _columns(views), {one.only() for one in several}
    if len(rules) == 1 and None not in rules:
        rule = several[0].grouped()[0][0]
        answer = rule.decide(type(views)(*(locked(c.reshape(-1)) for c in columns)))
        return type(answer)(*(c.reshape(*columns[0].shape, *c.shape[1:]) for c in _columns(answer)))
    each = [one.decide(type(views)(*(c[k] for c in columns))) for k, one in enumerate(several)]
    return type(each[0])(*map(np.stack, zip(*map(_columns, each), strict=True)))


def _columns(of: Any) -> list[Array]:
    return [getattr(of, name) for name in of.__dataclass_fields__]
