"""The issues that are bargained over: who asks whom for what, what it is worth, and which lever it moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, get_args

import numpy as np
from pydantic import Field

from giants import codes
from giants.bargaining.ratify import CLASSES
from giants.errors import InputError, MissingSettingError
from giants.schema import build, nearest
from giants.symbols import ECONOMIES, ISSUES, PRODUCTS, PROGRAMMES, Array, mask

Fraction = Annotated[float, Field(ge=0, le=1)]
LATIN_AMERICA = "LAT"
OFFERS = (*PRODUCTS, *PROGRAMMES)
type Topic = Literal["migration", "drugs", "China", "trade rules", "energy", "agriculture", "metals", "water",
                     "sovereignty", "Chinese goods", "Chinese presence", "Latin America", "access", "renewal",
                     "standards", "security"]  # fmt: skip
READ_BY_BLOCKS = (codes.BUNDLED / "bargaining/issues.csv").read_text(encoding="utf-8").split()[1:]
"""Issues whose position some block reads: those that are bundled."""
TOPICS: tuple[str, ...] = get_args(Topic.__value__)
GdpShare = Annotated[float, Field(ge=-0.2, le=0.2)]


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue; policy runs from 0 (the addressee's ideal) to 1 (the proposer's ideal)."""

    demand_class: Literal["executive", "structural", "sovereign"]
    """who at home must agree: an order, a law or a court or firms, or the constitution"""
    proposer: Literal["MEX", "USA", "CHN", "LAT"]
    """who asks; LAT stands for the Latin American partners"""
    value: GdpShare
    """worth of full concession to the proposer over a year, share of its GDP"""
    cost: GdpShare
    """cost of the first step to the addressee over a year, share of its GDP per unit of policy"""
    curvature: Annotated[float, Field(ge=0, le=1)]
    """rise of that cost, share of GDP per unit squared"""
    rival_value: GdpShare
    """worth to the other giant (negative where it wants the opposite), share of the addressee's GDP"""
    initial: Fraction
    """policy in force at the start"""
    red_line: Fraction
    """most that the addressee would ever grant, before its actions say otherwise"""
    topic: Topic
    """matter on which it is raised: one demand may name several issues of one topic"""
    binds: str
    """symbol of the model that the policy moves"""
    binds_unit: str
    """how, and in which unit"""
    demand: str
    """what is asked, in words that complete 'asks ... to'"""
    source: str
    """source, or 'prior' with a range"""
    raised: Annotated[float, Field(ge=0, le=100)] = 1.0
    """odds with which it comes up while all that is wanted of it is missing"""
    offers: tuple[str, ...] = ()
    """what Mexico brings to a regional deal, which is as deep as the best of it: products or its own programmes"""


class Table(NamedTuple):
    """The issues as arrays over d, in the order of ``symbols.ISSUES``."""

    kind: Array
    """index of the class in ratify.CLASSES"""
    proposer: Array
    """row of the proposing economy; -1 for the Latin American partners"""
    value: Array
    cost: Array
    curvature: Array
    rival: Array
    initial: Array
    red_line: Array
    topic: Array
    """index in TOPICS"""
    raised: Array
    offers: Array
    """(d, products then programmes) 1 where Mexico brings it to a regional deal"""


def load(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Issue]:
    """Return the issues of the configuration, in the order of ``symbols.ISSUES``.

    Raises InputError naming the issue and the field that is wrong, missing or unknown, a regional issue to which Mexico
    brings nothing, so that it could never move, and an issue of one's own whose position no block reads.
    """
    unknown = [name for name in rows if name not in ISSUES]
    missing = [name for name in ISSUES if name not in rows]
    if unknown:
        hint = nearest(unknown[0], ISSUES)
        raise InputError(
            f"issues.{unknown[0]}: unknown{hint if 'did you mean' in hint else ''}; the issues known are those of "
            "bargaining/issues.csv, and a new one needs a row there (see GIANTS_DATA)"
        )
    if missing:
        raise MissingSettingError(
            f"issues.{missing[0]}", "missing; every issue of bargaining/issues.csv needs its definition"
        )
    found = {name: build(Issue, rows[name], f"issues.{name}") for name in ISSUES}
    for name, one in found.items():
        for thing in one.offers:
            if thing not in OFFERS:
                raise InputError(f"issues.{name}.offers: unknown {thing!r}{nearest(thing, OFFERS)}")
        if bool(one.offers) != (one.proposer == LATIN_AMERICA):
            raise InputError(f"issues.{name}.offers: needed for an issue of {LATIN_AMERICA}, and for no other")
        if name not in READ_BY_BLOCKS and not set(one.offers) & set(PRODUCTS):
            raise InputError(
                f"issues.{name}: no block reads its position, so that nothing would follow; an issue of one's own acts "
                f"through a product that it offers ({', '.join(PRODUCTS)})"
            )
    for product in PRODUCTS:
        under = [name for name, one in found.items() if product in one.offers]
        if len(under) != 1:
            raise InputError(f"issues: {product} must be offered under one issue, not {', '.join(under) or 'none'}")
    return found


def of(issues: Mapping[str, Issue], *proposers: str) -> tuple[str, ...]:
    """Return the issues that these proposers raise, in order."""
    return tuple(name for name, one in issues.items() if one.proposer in proposers)


def demands(issues: Mapping[str, Issue]) -> dict[str, str]:
    """Return what is asked on each issue, in words."""
    return {name: one.demand for name, one in issues.items()}


def product_issues(issues: Mapping[str, Issue]) -> tuple[str, ...]:
    """Return the issue whose agreement opens each product, in the order of ``symbols.PRODUCTS``."""
    return tuple(next(name for name, one in issues.items() if product in one.offers) for product in PRODUCTS)


def table(issues: Mapping[str, Issue]) -> Table:
    """Return the issues as arrays."""
    rows = [issues[name] for name in ISSUES]
    return Table(
        kind=np.array([CLASSES.index(row.demand_class) for row in rows]),
        proposer=np.array([-1 if row.proposer == LATIN_AMERICA else ECONOMIES.index(row.proposer) for row in rows]),
        value=np.array([row.value for row in rows]),
        cost=np.array([row.cost for row in rows]),
        curvature=np.array([row.curvature for row in rows]),
        rival=np.array([row.rival_value for row in rows]),
        initial=np.array([row.initial for row in rows]),
        red_line=np.array([row.red_line for row in rows]),
        topic=np.array([TOPICS.index(row.topic) for row in rows]),
        raised=np.array([row.raised for row in rows]),
        offers=np.stack([mask(row.offers, OFFERS) for row in rows]),
    )
