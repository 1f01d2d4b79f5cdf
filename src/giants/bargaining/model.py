"""Everything about bargaining that a run never changes: rules, numbers, issues and options as arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from giants.bargaining import estimated, instruments, issues, ratify
from giants.bargaining.parameters import Parameters
from giants.bargaining.rules import BargainingSettings, CommonAgency, ResolveInformation, SimultaneousDeals, Solution
from giants.symbols import CHN, MEX, USA, Array

SENDERS = 3
"""Rows of the economies that press others: Mexico (on the United States), the United States and China (on Mexico)."""
TARGET = np.array([USA, MEX, MEX])
DRAWS = ("start", "topic", "red_line", "choose", "form", "type", "concede", "stop", "extend", "act", "partial", "end",
         "ratify", "monitor", "review")  # fmt: skip
"""Columns of the uniform draws (SENDERS, len(DRAWS)) that a month needs."""
(START, TOPIC, RED_LINE, CHOOSE, FORM, TYPE, CONCEDE, STOP, EXTEND, ACT, PARTIAL, END, RATIFY, MONITOR,
 REVIEW) = range(len(DRAWS))  # fmt: skip

MEASURES = ("preference", "remittance", "border", "subsidy", "capital", "cooperation", "force")
"""Channels of instruments whose size is the strength of a measure in force."""
COOPERATION = ("drugs", "migration")
"""Matters on which Mexico can withdraw its cooperation."""


class Index(NamedTuple):
    """Positions in the issues."""

    regional: Array
    menu: Array
    """demands of China"""
    security: Array
    """(d,) whether it is a demand of the United States on drugs or borders"""
    members: Array
    """(topics, K) issues that each topic names first: K is the most that giants raise on one"""


class Rates(NamedTuple):
    """Tariffs that each option stands for."""

    aimed: Array
    """(O,) whether the option is one of the United States on Mexico"""
    leaving: Array
    """(O,) whether it is one of them to leave the treaty"""
    broad: Array
    """(tariffs,) rows of US tariffs on Mexico"""
    kept: Array
    """(O + 1,) whether it is one that stays for protection; the last row, also below, is what only exclusions end"""
    void: Array
    """(O + 1,) chance a month that a court ends it"""
    longest: Array
    """(O + 1,) months to where the law ends it"""
    foreseen: Array
    """(tariffs + 2,) rows of what firms foresee: the tariffs, a place for the measure at hand, the last row"""
    full: Array
    """(O, j) rate on trade that claims no preference; Mexican and Chinese tariffs included"""
    protecting: Array
    """(O, j) sectors hit by tariffs that meet the law's sector tariffs"""
    aimed_sectors: Array
    """(O, j) sectors hit by US tariffs on Mexico"""
    measures: Array
    """(O, MEASURES) size of each that is no tariff"""
    banned: Array
    """(O, j) part of a sector's market that it shuts"""


class Kinds(NamedTuple):
    """Which options are of which kind, (O,) each."""

    answer: Array
    """Mexican tariffs, which need a will to answer"""
    withdrawal: Array
    """withdrawals of cooperation, which need linkage"""
    treaty: Array
    """measures that need a treaty in force"""
    exit: Array
    """withdrawals from it"""
    preference: Array
    """withdrawals of the preference"""
    tariff: Array
    """tariffs"""
    broad: Array
    """US tariffs, which can be answered in kind"""
    protecting: Array
    """US measures that serve protection in themselves"""


@dataclass(frozen=True, slots=True)
class BargainingModel:
    """The fixed part of the bargaining phase; made once per run by `prepare`."""

    p: Parameters
    solution: Solution
    resolve_information: ResolveInformation
    common_agency: CommonAgency
    simultaneous_deals: SimultaneousDeals
    estimate: estimated.Coefficients
    """how threats end"""
    belief_odds: float
    """log odds that a threat yet to be made, by a sender without a record, is carried out if resisted"""
    any_expressive: float
    """chance that its sender is expressive"""
    any_concede_odds: float
    """log odds that Mexico concedes to it, at the origin of exposure and market"""
    issues: issues.Table
    options: instruments.Options
    nodes: tuple[instruments.Node, ...]
    own: Array
    """(SENDERS, d) which issues each sender presses"""
    value: Array
    """(SENDERS, d) declared worth a year to each sender, zero on what it does not press"""
    topics: Array
    """(topics, d) which issues are raised together"""
    base: Array
    """(d,) what is missing at the start of all that the proposer wants"""
    mine: Array
    """(d,) the addressee's ideal: 0, but for the shifts of twin runs"""
    theirs: Array
    """(d,) the proposer's ideal: 1, but for the same shifts"""
    length: Array
    """(O,) years that a measure would last within the horizon"""
    iota: Array
    """(d,) speed of implementation"""
    weight: Array
    """(d,) share of the approval cost of a full sovereign concession"""
    reach: Array
    """(d,) weight of each US demand, sovereign ones apart, in what Washington has got"""
    at: Index
    kinds: Kinds
    rates: Rates
    spared: Array
    """(j,) share of claimed trade that tariffs kept for protection leave out"""
    mirror: int
    """row of the answer in kind at 25% among the options"""
    threats: bool
    """whether conditional threats exist"""


def prepare(b: BargainingSettings, defined: Mapping[str, issues.Issue], tools: Mapping[str, instruments.Instrument],
            threats: bool = True) -> BargainingModel:  # fmt: skip
    """Return the model of a run from its configuration."""
    p = b.parameters
    table, solved = issues.table(defined), instruments.nodes(tools)
    announced = instruments.options(tools, solved)
    own = np.stack([table.proposer == sender for sender in range(SENDERS)]).astype(float)
    topics = (table.topic == np.arange(len(issues.TOPICS))[:, None]).astype(float)
    mirror = [o for o, name in enumerate(announced.name) if name == "mirror_tariff" and announced.size[o] == 0.25]
    reach = own[USA] * np.where(table.kind == ratify.SOVEREIGN, 0.0, table.value)
    mexico, usa, china = p.ideal_shift
    estimate = estimated.read().shifted(p.follow_shift, p.concede_shift)
    unmade = estimated.unmade(p.named_by_statement)
    believed = float(estimated.follow_through(estimate, unmade)[0])
    conceded = float(estimated.concede(estimate, unmade._replace(mexico=unmade.mexico + 1.0))[0])
    theirs = 1.0 - usa * own[USA] - china * own[CHN]
    speed = {ratify.EXECUTIVE: p.iota_executive, ratify.STRUCTURAL: p.iota_structural}
    return BargainingModel(
        p=p,
        solution=b.solution,
        resolve_information=b.resolve_information,
        common_agency=b.common_agency,
        simultaneous_deals=b.simultaneous_deals,
        estimate=estimate,
        belief_odds=float(np.log(believed / (1 - believed))),
        any_expressive=float(estimated.expressive(estimate, unmade)[0]),
        any_concede_odds=float(np.log(conceded / (1 - conceded))),
        issues=table,
        options=announced,
        nodes=solved,
        own=own,
        value=own * table.value,
        topics=topics,
        base=np.maximum(theirs - table.initial, 1e-9),
        mine=mexico * (own[USA] + own[CHN]),
        theirs=theirs,
        length=np.minimum(announced.longest, p.horizon) / 12,
        iota=np.array([speed.get(kind, p.iota_sovereign) for kind in table.kind.tolist()]),
        weight=np.array([(0.2, 0.4, 1.0)[kind] for kind in table.kind.tolist()]),
        reach=reach / max(float(reach.sum()), 1e-12),
        at=Index(
            regional=np.flatnonzero(table.proposer < 0),
            menu=np.flatnonzero(own[CHN]),
            security=(own[USA] > 0) & np.isin(table.topic, [issues.TOPICS.index(t) for t in COOPERATION]),
            members=_members(topics * own.any(axis=0)),
        ),
        kinds=_kinds(announced),
        rates=_rates(announced),
        spared=(announced.sectors * (announced.exempt * announced.protects)[:, None]).max(axis=0),
        mirror=mirror[0] if mirror else -1,
        threats=threats,
    )


def _members(raised: Array) -> Array:
    """Return the issues (topics, K) of each topic, those of another topic after them; raised (topics, d): 0 or 1."""
    return np.argsort(raised <= 0, axis=1, kind="stable")[:, : int(raised.sum(axis=1).max())]


def _rates(o: instruments.Options) -> Rates:
    """Return the tariffs that the options stand for."""
    full, tariff = o.size[:, None] * o.sectors, np.array(o.channel) == "tariff"
    aimed = (o.sender == USA) & (o.target == MEX)
    aimed_sectors, broad = o.sectors * aimed[:, None], np.flatnonzero(aimed & tariff)
    return Rates(
        aimed=aimed,
        leaving=aimed & (np.array(o.channel) == "exit"),
        broad=broad,
        kept=np.append(aimed & o.protects & tariff, True),
        void=np.append(o.void, 0.0),
        longest=np.append(o.longest.astype(float), np.inf),
        foreseen=np.array([*broad, 0, len(o.size)]),
        full=full,
        protecting=aimed_sectors * o.protects[:, None],
        aimed_sectors=aimed_sectors,
        measures=o.size[:, None] * (np.array(o.channel)[:, None] == MEASURES),
        banned=o.size[:, None] * o.banned,
    )


def _kinds(o: instruments.Options) -> Kinds:
    """Return the kinds of the options."""
    channel = np.array(o.channel)
    broad = (channel == "tariff") & (o.sender == USA)
    return Kinds(
        answer=(channel == "tariff") & (o.sender == MEX),
        withdrawal=channel == "cooperation",
        treaty=np.isin(channel, ("exit", "preference")),
        exit=channel == "exit",
        preference=channel == "preference",
        tariff=channel == "tariff",
        broad=broad,
        protecting=o.protects & (o.sender == USA),
    )
