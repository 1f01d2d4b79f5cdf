"""The actions phase: what each actor may know, and what all of them do, gathered into one block.

Every view is made from the World as it stood before the month's decisions, and all decide before any is applied.  The
rules of governments are asked World by World; what may be known is one table for all Worlds of a stack.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from giants.agents.population import together
from giants.batch import column, joined, shared
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
    mask,
    neutral_value,
    reads,
)
from giants.world import World

_IS_CHINA = mask(["CHN"], PRECURSOR_ORIGINS)
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


def _requested(observed: "Observed", who: Deciders, world: int) -> dict[str, Any]:
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


class Observed(NamedTuple):
    """What may be known in each World w of a stack, or in the one (w = 0), read-only."""

    month: int
    goods: dict[str, Array]
    """(w, n, i) of goods trade, by importer and exporter"""
    public: dict[str, Array]
    """(w, ...) what every government sees alike"""
    numbers: list[list[Any]]
    """[w] likewise, NUMBERS"""
    own: list[list[list[Any]]]
    """[w][n] what each sees of itself, OWN"""


OWN = ("real_income", "approval", "loss_estimate", "sender_loss_estimate", "own_trust", "leaning", "bridge")
NUMBERS = (
    "year",
    "treaty_horizon",
    "belief",
    "homicide_rate",
    "overdose_deaths",
    "capture",
    "chinese_content",
    "domestic_value",
    "supplier_depth",
    "screening_capacity",
    "rule_of_law",
    "us_posture",
)


def observe(w: World, facts: Facts, errors: Array) -> Observed:
    """Return what governments may know; `errors` (..., n, 2) are their standard normal observation errors."""
    trade, society, security, bargaining = w.trade, w.society, w.security, w.bargaining
    sold = trade.flows.take(GOODS_ROWS, axis=-1) * ABROAD  # (..., n, i, goods) to n, from i
    added = (trade.tariff - facts.base_tariff).take(GOODS_ROWS, axis=-1)  # as paid
    exports = sold.sum(-1)
    true = np.zeros(errors.shape)
    true[..., MEX, :] = joined([_fraction(w.measures.value_at_risk), _fraction(w.measures.counter_leverage)])
    true[..., USA, :] = true[..., MEX, ::-1]  # each its own loss first; no threat is aimed at the others
    estimates = np.exp(facts.observation_error * errors) * true
    trust, leaning = np.full(errors.shape[:-1], _TRUST), np.zeros(errors.shape[:-1])
    trust[..., PARTNER_ROWS], leaning[..., PARTNER_ROWS] = society.trust, society.leaning
    people = facts.population.sum()
    goods = {
        "export_share": exports / exports.sum(-2, keepdims=True),
        "import_share": exports / exports.sum(-1, keepdims=True),
        "tariff_faced": (added * sold).sum(-1) / np.maximum(exports, 1e-12),
    }
    public = {
        "months_to_election": w.calendar.months_to_election,
        "position": bargaining.position,
        "pursued": society.pursued,
        "trust": society.trust,
        "deal": society.deal,
        "sovereign": np.broadcast_to(facts.sovereign, bargaining.position.shape),
    }
    own = joined(
        [
            trade.real_income,
            society.approval,
            estimates[..., 0],
            estimates[..., 1],
            trust,
            leaning,
            bridged(w) / w.base.bridge,
        ]
    )
    numbers = joined([
        w.calendar.year,
        bargaining.treaty_horizon,
        bargaining.belief[..., USA],
        security.homicides.sum(-1) * 12e5 / people,
        security.overdose_deaths[..., _FENTANYL],
        np.vecdot(security.capture, facts.population) / people,
        trade.suspect_content,
        trade.domestic_content,
        society.supplier_depth,
        society.screening_capacity,
        society.rule_of_law,
        w.calendar.us_posture,
    ])  # fmt: skip
    worlds = errors.ndim - 2

    def by_world(values: Array) -> Array:
        return locked(values.reshape(-1, *values.shape[worlds:]))

    return Observed(
        month=int(shared(w.calendar.month)),
        goods={name: by_world(values) for name, values in goods.items()},
        public={name: by_world(values) for name, values in public.items()},
        numbers=by_world(numbers).tolist(),
        own=by_world(own).tolist(),
    )


def government_views(observed: Observed, rows: Iterable[int], world: int = 0) -> dict[int, View]:
    """Return what the governments of `rows` may know in a World of a stack, or in the one."""
    exports, imports, faced = (values[world] for values in observed.goods.values())
    known: dict[str, Any] = {name: values[world] for name, values in observed.public.items()}
    known |= zip(NUMBERS, observed.numbers[world], strict=True)
    known["us_posture"] = int(known["us_posture"])
    own = observed.own[world]
    return {
        n: View(
            economy=n,
            month=observed.month,
            export_share=exports[:, n],
            import_share=imports[n],
            tariff_faced=faced[:, n],
            **dict(zip(OWN, own[n], strict=True)),
            **known,
        )
        for n in rows
    }


def bridged(w: World) -> Array:
    """Return each economy's value added sold to the United States in Mexican goods over its own GDP (n): V_n S / Y_n.

    V_n its share of the value of Mexican goods sold there, S their sales, Y_n its GDP.  An identity.
    """
    sold = w.trade.flows[..., USA, MEX, :].take(GOODS_ROWS, axis=-1).sum(-1)
    share: Array = w.trade.us_export_content * column(sold) / w.trade.gdp
    return share


def _fraction(percent: Scalar) -> Array:
    """Return a number in percent as a fraction, zero before it is first measured."""
    return np.where(np.isnan(percent), 0.0, percent) / 100.0


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
        members=locked(s.members.sum(-1)),
        states=locked((s.members >= 25).sum(-1)),
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
        expected_tariff=locked(w.bargaining.expected_tariff.take(sector, axis=-1)),
        tariff_variance=locked(w.bargaining.tariff_variance.take(sector, axis=-1)),
    )


@cache
def _neutral() -> Actions:
    """Return what is kept where a government has no rule yet."""
    return Actions.neutral()


def locked(values: Array) -> Array:
    """Return a read-only view of `values`: a rule can look and not touch."""
    view = values.view()
    view.flags.writeable = False
    return view
