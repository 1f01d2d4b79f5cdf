"""The decide phase: what each actor may know, and all their actions gathered into one stance.

Every view is made from the World as it stood before the month's decisions, and all decide before any is applied.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from giants.policies.base import CartelViews, FirmViews, StateViews, View
from giants.symbols import (
    CHN,
    DRUGS,
    ECONOMIES,
    GOODS,
    MEX,
    PARTNERS,
    PRECURSOR_ORIGINS,
    PROGRAMMES,
    USA,
    Array,
    Stance,
)
from giants.world import World

PARTNER_ROWS = tuple(ECONOMIES.index(code) for code in PARTNERS)
_FROM_CHINA = PRECURSOR_ORIGINS.index("CHN")
_GOODS = len(GOODS)
_FENTANYL = DRUGS.index("fentanyl")


@dataclass(frozen=True)
class Facts:
    """Constants that views need beside the World."""

    population: Array  # [s] persons
    wage: Array  # [s] USD a year at the base
    firm_sector: Array  # [f] index of the sector
    base_tariff: Array  # [n i j] tariffs as paid at the base, ad valorem
    observation_error: float  # standard deviation of the log error of estimates about others


def decide(
    w: World,
    facts: Facts,
    deciders: Mapping[int, Callable[[View], Sequence[Any]]],
    populations: tuple[Any, Any, Any],
    errors: Array,
) -> tuple[Stance, dict[int, View]]:
    """Let every rule answer its view of the World as it stands; return the stance, and what each government saw.

    `deciders` gives the actions of each government from its view (one that is not there keeps the neutral stance),
    `populations` are the rules of states, groups and firms, `errors` (n, 2) standard normal observation errors.
    """
    views = {n: government_view(w, n, facts, errors[n]) for n in deciders}
    actions = {n: answer(views[n]) for n, answer in deciders.items()}
    states, cartels, firms = populations
    crowds = [
        states.decide(state_views(w, facts)),
        cartels.decide(cartel_views(w)),
        firms.decide(firm_views(w, facts)),
    ]
    giants = [action for n in (MEX, USA, CHN) for action in actions.get(n, ())]
    return gather([*giants, *crowds], [actions[n][0] for n in PARTNER_ROWS]), views


def government_view(w: World, n: int, facts: Facts, error: Array) -> View:
    """Return what the government of economy `n` may know; `error` (2,) are its standard normal observation errors."""
    trade, security, policy, society = w.trade, w.security, w.policy, w.society
    people = facts.population.sum()
    sold, bought = trade.flows[:, n, :_GOODS].copy(), trade.flows[n, :, :_GOODS].sum(-1)
    sold[n], bought[n] = 0.0, 0.0
    added = (trade.tariff - facts.base_tariff)[:, n, :_GOODS]  # as paid: treaty goods may be exempt, or lose it
    seen = np.exp(facts.observation_error * error)
    return View(
        economy=n,
        month=int(w.calendar.month),
        year=float(w.calendar.year),
        months_to_election=locked(w.calendar.months_to_election),
        treaty_horizon=float(policy.treaty_horizon),
        real_income=float(trade.real_income[n]),
        approval=float(society.approval[n]),
        export_share=locked(sold.sum(-1) / sold.sum()),
        import_share=locked(bought / bought.sum()),
        tariff_faced=locked((added * sold).sum(-1) / np.maximum(sold.sum(-1), 1e-12)),
        lever=locked(policy.lever),
        loss_estimate=float(seen[0] * np.nan_to_num(w.measures.value_at_risk)) / 100.0,
        sender_loss_estimate=float(seen[1] * np.nan_to_num(w.measures.counter_leverage)) / 100.0,
        belief=float(policy.belief[USA]),
        homicide_rate=float(security.homicides.sum() * 12e5 / people),
        overdose_deaths=float(security.overdose_deaths[_FENTANYL]),
        fentanyl_flow=float(security.flow[_FENTANYL]),
        capture=float(security.capture @ facts.population / people),
        chinese_content=float(trade.suspect_content),
        domestic_value=float(trade.domestic_content),
        supplier_depth=float(society.supplier_depth),
        screening_capacity=float(society.screening_capacity),
        rule_of_law=float(society.rule_of_law),
        trust=locked(society.trust),
        deal=locked(society.deal),
    )


def state_views(w: World, facts: Facts) -> StateViews:
    """Return the columns that state governments may know."""
    return StateViews(
        homicide_rate=locked(w.security.homicides * 12e5 / facts.population),
        groups=locked(w.security.groups),
        capture=locked(w.security.capture),
        real_wage=locked(w.labour.real_wage / facts.wage),
    )


def cartel_views(w: World) -> CartelViews:
    """Return the columns that groups may know."""
    s = w.security
    return CartelViews(
        members=locked(s.members.sum(1)),
        states=locked((s.members >= 25).sum(1)),
        rivals=locked(s.rival_strength),
        revenue=locked(s.revenue),
        unwashed=locked(s.unwashed),
    )


def firm_views(w: World, facts: Facts) -> FirmViews:
    """Return the columns that firms may know."""
    sector = facts.firm_sector
    return FirmViews(
        in_mexico=locked(w.invest.in_mexico),
        size=locked(w.invest.size),
        expected_tariff=locked(w.policy.expected_tariff[sector]),
        tariff_variance=locked(w.policy.tariff_variance[sector]),
    )


def gather(actions: Sequence[Any], partners: Sequence[Any]) -> Stance:
    """Return the month's stance from the governments' and populations' actions.

    Efforts of Mexico's programmes go to the rows of `stance.programme`; the partners' readiness to (o,) columns.
    """
    asked = {f.name: getattr(action, f.name) for action in actions for f in fields(action)}
    asked["programme"] = np.array([asked.pop(name) for name in PROGRAMMES])
    origins = np.zeros(len(PRECURSOR_ORIGINS))
    origins[_FROM_CHINA] = asked["precursor_control"]
    asked["precursor_control"] = origins
    for name in ("latam_openness", "latam_coalition"):
        asked[name] = np.array([getattr(action, name) for action in partners])
    return Stance(**asked)


def locked(values: Array) -> Array:
    """Return a read-only view of `values`: a rule can look and not touch."""
    seen = values.view()
    seen.flags.writeable = False
    return seen
