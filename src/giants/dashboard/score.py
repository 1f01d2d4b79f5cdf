"""How a game went, beside what the model's own choices make of the same seed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from giants.branch import changed
from giants.compose import offered
from giants.config import as_tree, settings
from giants.dashboard.side import Side, Stretch
from giants.errors import InputError
from giants.model import Giants
from giants.records.schema import Column
from giants.records.tables import TABLES

OUTCOMES = {
    "MEX": {"index": "mean", "disposable_mex": "end", "homicide_rate": "last", "approval_mex": "mean",
            "us_tariff": "mean", "concession_cost_usa": "mean"},
    "USA": {"real_income_usa": "end", "approval_usa": "mean", "overdose_deaths_fentanyl": "last",
            "concession_cost_usa": "mean", "china_import_share": "last", "index": "mean"},
}  # fmt: skip
"""What is told of each chair: a measure and whether its mean, its last year's mean or its end."""
GROUP = {"MEX": "mexico", "USA": "usa"}
"""Group whose choices a chair is compared with."""
PLAYED, RULE = "played", "rule"
"""What was played, and the same run with every choice left to the model."""


def rows(chair: str) -> list[str]:
    """Return what is compared: the game, the model in its place, and each choice of the group of the chair."""
    return [PLAYED, RULE, *offered(GROUP[chair])]


def score(side: Side, chair: Any, name: Any) -> dict[str, float]:
    """Return the outcomes of a row for the months that were played.  Raises InputError for a row that is none."""
    if chair not in GROUP or name not in rows(chair):
        raise InputError("there is no such row")
    if not side.done:
        raise InputError("nothing has been played yet")
    wanted = OUTCOMES[chair]
    columns = [c for table in TABLES if table.name == "measures" for c in table.columns if c.name in wanted]
    if name == PLAYED:
        months = side.measures
    elif name == RULE:
        months = course([_free(part) for part in side.parts], side.done, columns)
    else:
        first = side.parts[0]
        other = settings(changed(as_tree(first.settings), {GROUP[chair]: name}))
        months = course([_free(first._replace(settings=other))], side.done, columns)
    return {measure: _summed([month[measure] for month in months], how) for measure, how in wanted.items()}


def _free(part: Stretch) -> Stretch:
    """Return a part to which nothing is given."""
    s = part.settings
    run, scenario = replace(s.run, answers=()), replace(s.scenario, demands=())
    return part._replace(settings=replace(s, run=run, scenario=scenario))


def course(parts: Sequence[Stretch], months: int, columns: Sequence[Column]) -> list[dict[str, float]]:
    """Return columns of each month of a run of `parts`."""
    begin = {part.first: part.settings for part in parts}
    model, found = Giants(begin[0]), []
    for month in range(months):
        if month and month in begin:
            model = Giants(begin[month], world=model.world)
        model.step()
        found.append({column.name: float(column.get(model.world)) for column in columns})
    return found


def _summed(values: list[float], how: str) -> float:
    part = {"mean": values, "last": values[-12:], "end": values[-1:]}[how]
    return float(f"{np.nanmean(part):.5g}")
