"""The actions phase: what all actors do, gathered into one block.

Every view is made from the World as it stood before the month's decisions (`giants.agents.views`), and all decide
before any is applied.  The rules of governments are asked World by World.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from giants.agents.population import together
from giants.agents.views import Facts, Observed, cartel_views, firm_views, government_views, observe, state_views
from giants.batch import column
from giants.policies.base import View
from giants.symbols import CHN, MEX, PARTNER_ROWS, PRECURSOR_ORIGINS, PROGRAMMES, USA, Actions, Array, mask, reads
from giants.world import World

_IS_CHINA = mask(["CHN"], PRECURSOR_ORIGINS)


READS = reads(
    actions="signpost",
    base="bridge",
    bargaining="belief expected_tariff position tariff_variance treaty_horizon",
    calendar="month months_to_election us_posture year",
    invest="in_mexico size",
    labour="real_wage",
    measures="counter_leverage value_at_risk",
    security="capture groups homicides members overdose_deaths revenue rival_strength root unwashed",
    society="approval deal leaning pursued rule_of_law screening_capacity supplier_depth trust",
    trade="domestic_content flows gdp real_income suspect_content tariff us_export_content",
)
"""What the phase reads."""


class Deciders(NamedTuple):
    """Who decides in one World."""

    governments: Mapping[int, Callable[[View], Sequence[Any]]]
    """the actions of each government from its view; one that is not there keeps neutral actions"""
    populations: tuple[Any, Any, Any]
    """rules of states, groups and firms"""
    signposts: Sequence[Callable[[View], bool]] = ()
    """(z) what Mexico compares with its view"""


def decide(w: World, facts: Facts, who: Sequence[Deciders], errors: Array) -> Actions:
    """Let every rule answer its view of the World as it stands; return the actions.

    `who` has the deciders of each World of a stack, or of the one; `errors` (..., n, 2) are standard normal
    observation errors.
    """
    observed = observe(w, facts, errors)
    requested = [_requested(observed, one, world) for world, one in enumerate(who)]
    crowds = [
        together(several, views)
        for several, views in zip(
            zip(*(one.populations for one in who), strict=True),
            (state_views(w, facts), cartel_views(w), firm_views(w, facts)),
            strict=True,
        )
    ]
    return gather(requested, crowds)


def _requested(observed: Observed, who: Deciders, world: int) -> dict[str, Any]:
    """Return what the governments of one World ask for, by name, and the signposts that are passed.

    Efforts of Mexico's programmes go to the rows of `actions.programme`; the partners' readiness to (o,) columns.
    """
    views = government_views(observed, who.governments, world)
    actions = {n: answer(views[n]) for n, answer in who.governments.items()}
    giants = [action for n in (MEX, USA, CHN) for action in actions.get(n, ())]
    requested = {name: getattr(action, name) for action in giants for name in action.__dataclass_fields__}
    requested["programme"] = [requested.pop(name) for name in PROGRAMMES]
    partners = [actions[n][0] for n in PARTNER_ROWS.tolist()]
    for name in ("latam_openness", "latam_coalition"):
        requested[name] = [getattr(action, name) for action in partners]
    return requested | {"signpost": [fires(views[MEX]) for fires in who.signposts]}


def gather(requested: Sequence[Mapping[str, Any]], crowds: Sequence[Any]) -> Actions:
    """Return the month's actions from what the governments of each World asked for and what populations do."""
    names = requested[0]
    asked = {name: np.array([one[name] for one in requested]) for name in names} if len(requested) > 1 else dict(names)
    columns = {name: getattr(crowd, name) for crowd in crowds for name in crowd.__dataclass_fields__}
    asked |= {
        "precursor_control": column(asked["precursor_control"]) * _IS_CHINA,
        "signpost": np.asarray(asked["signpost"], dtype=bool),
    }
    return replace(_neutral(), **asked, **columns)


@cache
def _neutral() -> Actions:
    """Return what is kept where a government has no rule yet."""
    return Actions.neutral()
