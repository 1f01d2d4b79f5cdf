"""The actions phase: what each actor may know, and what all of them do, gathered into one block.

Every view is made from the World as it stood before the month's decisions, and all decide before any is applied.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from giants.policies.base import CartelViews, FirmViews, StateViews, View
from giants.symbols import (
    CHN,
    DRUGS,
    ECONOMIES,
    GOODS_ROWS,
    MEX,
    PARTNER_ROWS,
    PRECURSOR_ORIGINS,
    PROGRAMMES,
    USA,
    Actions,
    Array,
    Scalar,
    Society,
    neutral_value,
    reads,
)
from giants.world import World

_FROM_CHINA = PRECURSOR_ORIGINS.index("CHN")
_FENTANYL = DRUGS.index("fentanyl")
_TRUST = neutral_value(Society, "trust")
ABROAD = 1.0 - np.eye(len(ECONOMIES))[..., None]
"""(n, i, 1) one where goods cross a border."""


@dataclass(frozen=True)
class Facts:
    """Constants that views need beside the World."""

    population: Array  # [s] persons
    wage: Array  # [s] USD a year at the base
    firm_sector: Array  # [f] index of the sector
    sovereign: Array  # [d] which issues touch the constitution
    base_tariff: Array  # [n i j] tariffs as paid at the base, ad valorem
    observation_error: float  # standard deviation of the log error of estimates about others


READS = reads(
    actions="signpost",
    base="bridge",
    bargaining="belief expected_tariff position tariff_variance treaty_horizon",
    calendar="month months_to_election year",
    invest="in_mexico size",
    labour="real_wage",
    measures="counter_leverage value_at_risk",
    security="capture groups homicides members overdose_deaths revenue rival_strength root unwashed",
    society="approval deal leaning rule_of_law screening_capacity supplier_depth trust",
    trade="domestic_content flows gdp real_income suspect_content tariff us_export_content",
)
"""What the phase reads."""


def decide(
    w: World,
    facts: Facts,
    deciders: Mapping[int, Callable[[View], Sequence[Any]]],
    populations: tuple[Any, Any, Any],
    errors: Array,
    watched: Sequence[Callable[[View], bool]] = (),
) -> Actions:
    """Let every rule answer its view of the World as it stands; return the actions.

    `deciders` gives the actions of each government from its view (one that is not there keeps neutral actions),
    `populations` are the rules of states, groups and firms, `errors` (n, 2) standard normal observation errors,
    `watched` the signposts (z) that Mexico compares with its view.
    """
    views = government_views(w, deciders, facts, errors)
    actions = {n: answer(views[n]) for n, answer in deciders.items()}
    states, cartels, firms = populations
    crowds = [
        states.decide(state_views(w, facts)),
        cartels.decide(cartel_views(w)),
        firms.decide(firm_views(w, facts)),
    ]
    giants = [action for n in (MEX, USA, CHN) for action in actions.get(n, ())]
    signpost = np.array([fires(views[MEX]) for fires in watched], dtype=bool)
    return gather([*giants, *crowds], [actions[n][0] for n in PARTNER_ROWS.tolist()], signpost)


def government_views(w: World, rows: Iterable[int], facts: Facts, errors: Array) -> dict[int, View]:
    """Return what the governments of `rows` may know; `errors` (n, 2) are their standard normal observation errors.

    Tables over all economies are made once; each government sees its own row or column of them.
    """
    trade, society = w.trade, w.society
    sold = trade.flows.take(GOODS_ROWS, axis=-1) * ABROAD  # (n, i, goods) to n, from i
    added = (trade.tariff - facts.base_tariff).take(GOODS_ROWS, axis=-1)  # as paid
    exports = sold.sum(-1)
    faced = locked((added * sold).sum(-1) / np.maximum(exports, 1e-12))
    export_share = locked(exports / exports.sum(0))
    import_share = locked(exports / exports.sum(1, keepdims=True))
    true = np.zeros(errors.shape)
    true[MEX] = _fraction(w.measures.value_at_risk), _fraction(w.measures.counter_leverage)
    true[USA] = true[MEX, ::-1]  # each government its own loss first; no threat is aimed at the others
    observed = (np.exp(facts.observation_error * errors) * true).tolist()
    real_income, approval = trade.real_income.tolist(), society.approval.tolist()
    trust, leaning = np.full(len(ECONOMIES), _TRUST), np.zeros(len(ECONOMIES))
    trust[PARTNER_ROWS], leaning[PARTNER_ROWS] = society.trust, society.leaning
    bridge = bridged(w) / w.base.bridge
    known = _public(w, facts)
    return {
        n: View(
            economy=n,
            real_income=real_income[n],
            approval=approval[n],
            export_share=export_share[:, n],
            import_share=import_share[n],
            tariff_faced=faced[:, n],
            loss_estimate=observed[n][0],
            sender_loss_estimate=observed[n][1],
            own_trust=float(trust[n]),
            leaning=float(leaning[n]),
            bridge=float(bridge[n]),
            **known,
        )
        for n in rows
    }


def bridged(w: World) -> Array:
    """Return each economy's value added sold to the United States in Mexican goods over its own GDP (n): V_n S / Y_n.

    V_n its share of the value of Mexican goods sold there, S their sales, Y_n its GDP.  An identity.
    """
    sold = w.trade.flows[USA, MEX].take(GOODS_ROWS, axis=-1).sum()
    share: Array = w.trade.us_export_content * sold / w.trade.gdp
    return share


def _fraction(percent: Scalar) -> float:
    """Return a number in percent as a fraction, zero before it is first measured."""
    return 0.0 if np.isnan(percent) else float(percent) / 100.0


def _public(w: World, facts: Facts) -> dict[str, Any]:
    """Return the part of a view that every government shares."""
    security, society, bargaining = w.security, w.society, w.bargaining
    people = facts.population.sum()
    return {
        "month": int(w.calendar.month),
        "year": float(w.calendar.year),
        "months_to_election": locked(w.calendar.months_to_election),
        "treaty_horizon": float(bargaining.treaty_horizon),
        "position": locked(bargaining.position),
        "sovereign": locked(facts.sovereign),
        "belief": float(bargaining.belief[USA]),
        "homicide_rate": float(security.homicides.sum() * 12e5 / people),
        "overdose_deaths": float(security.overdose_deaths[_FENTANYL]),
        "capture": float(security.capture @ facts.population / people),
        "chinese_content": float(w.trade.suspect_content),
        "domestic_value": float(w.trade.domestic_content),
        "supplier_depth": float(society.supplier_depth),
        "screening_capacity": float(society.screening_capacity),
        "rule_of_law": float(society.rule_of_law),
        "trust": locked(society.trust),
        "deal": locked(society.deal),
    }


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
        expected_tariff=locked(w.bargaining.expected_tariff[sector]),
        tariff_variance=locked(w.bargaining.tariff_variance[sector]),
    )


def gather(actions: Sequence[Any], partners: Sequence[Any], signpost: Array) -> Actions:
    """Return the month's actions from those of governments and populations.

    Efforts of Mexico's programmes go to the rows of `actions.programme`; the partners' readiness to (o,) columns.
    """
    requested = {name: getattr(action, name) for action in actions for name in action.__dataclass_fields__}
    requested["programme"] = np.array([requested.pop(name) for name in PROGRAMMES])
    origins = np.zeros(len(PRECURSOR_ORIGINS))
    origins[_FROM_CHINA] = requested["precursor_control"]
    requested["precursor_control"] = origins
    for name in ("latam_openness", "latam_coalition"):
        requested[name] = np.array([getattr(action, name) for action in partners])
    return replace(_neutral(), **requested, signpost=signpost)


@cache
def _neutral() -> Actions:
    """Return what is kept where a government has no rule yet."""
    return Actions.neutral()


def locked(values: Array) -> Array:
    """Return a read-only view of `values`: a rule can look and not touch."""
    view = values.view()
    view.flags.writeable = False
    return view
