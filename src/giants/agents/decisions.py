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
    return gather(requested, crowds, w.actions)


def _requested(observed: Observed, who: Deciders, world: int) -> dict[str, Any]:
    """Return what the governments of one World ask for, by name, and the signposts that are passed.

    Efforts of Mexico's programmes go to the rows of `actions.programme`; the partners' readiness to (o,) columns.
    """
    views = government_views(observed, who.governments, world)
    actions = {n: answer(views[n]) for n, answer in who.governments.items()}
    giants = [action for n in (MEX, USA, CHN) for action in actions.get(n, ())]
    requested = {name: getattr(action, name) for action in giants for name in action.__dataclass_fields__}
    requested["programme"] = [requested.pop(name) for name in PROGRAMMES]
    requested["precursor_control"] = requested["precursor_control"] * _IS_CHINA
    partners = [actions[n][0] for n in PARTNER_ROWS.tolist()]
    for name in ("latam_openness", "latam_coalition"):
        requested[name] = [getattr(action, name) for action in partners]
    return requested | {"signpost": [fires(views[MEX]) for fires in who.signposts]}


def gather(requested: Sequence[Mapping[str, Any]], crowds: Sequence[Any], before: Actions) -> Actions:
    """Return the month's actions from what the governments of each World asked for and what populations do.

    `before` are actions of the same Worlds.
    """
    asked = dict(requested[0])
    if len(requested) > 1:
        asked = {name: _lined_up([one[name] for one in requested], getattr(before, name).ndim) for name in asked}
    columns = {name: getattr(crowd, name) for crowd in crowds for name in crowd.__dataclass_fields__}
    asked["signpost"] = np.asarray(asked["signpost"], dtype=bool)
    return replace(_neutral(), **asked, **columns)


def _lined_up(several: Sequence[Any], axes: int) -> Array:
    """Return what each World asks for with `axes` axes: one number for a whole row stands for that row of its World."""
    each = np.array(several)
    return each.reshape(len(several), *[1] * (axes - each.ndim), *each.shape[1:])


@cache
def _neutral() -> Actions:
    """Return what is kept where a government has no rule yet."""
    return Actions.neutral()
