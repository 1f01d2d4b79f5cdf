"""The table of symbols: every number of the model, once, with its axes, unit, source and the phase that writes it.

A month runs through ten phases (see ``model.Giants.step``).  Each class below but `Base` is what one phase writes, and
no other phase may write it; a value that is read before its writer has run is last month's.  `axes` names the
dimensions, in order, by the letters of :data:`AXES`; an empty string is a scalar (a 0-d array).  `neutral` is the
value that leaves every other equation as if the mechanism did not exist.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, Never, Self, dataclass_transform

import numpy as np
from numpy.typing import NDArray

from giants import codes
from giants.renames import advice

type Array = NDArray[Any]
type Scalar = NDArray[Any] | float
"""A symbol without axes: phases return numbers, the World holds 0-d arrays."""

_REGIONS, _SECTORS, _ISSUES = "trade/regions.csv", "trade/sectors.csv", "bargaining/issues.csv"
ECONOMIES = codes.codes(_REGIONS, "region")
MEMBERS, PARTNERS, ASIA = (
    codes.codes(_REGIONS, "region", flag) for flag in ("treaty_member", "latin_american", "asian")
)
MFN_PARTNER = codes.attribute(_REGIONS, "region", "mfn_partner")
"""A partner without preference, whose base rate stands for the most-favoured-nation rate of this member."""
SECTORS = codes.codes(_SECTORS, "sector")
GOODS, MANUFACTURES, ENERGY = (
    codes.codes(_SECTORS, "sector", flag) for flag in ("tradable_goods", "manufacture", "energy")
)
STATES = tuple(f"{code:02d}" for code in range(1, 33))
PLANKS = ("industry", "china", "region", "security", "diplomacy")
PROGRAMMES = {
    "supplier": "industry",
    "skills": "industry",
    "infrastructure": "industry",
    "incentives": "industry",
    "screening": "china",
    "region": "region",
    "standards": "region",
    "enforcement": "security",
    "prevention": "security",
    "institutions": "security",
    "ports": "security",
    "finance": "security",
    "diplomacy": "diplomacy",
}
PRODUCTS = {"batteries": "ELE", "electric_vehicles": "AUT", "biofuels": "FUE", "food": "AGF"}
DRUGS = ("fentanyl", "methamphetamine", "cocaine")
PRECURSOR_ORIGINS = ("CHN", "IND", "other")
LAUNDERING = ("chinese_network", "trade_based", "bulk_cash")
CROSSINGS, PORTS, SLOTS, FIRMS = 14, 10, 200, 600
ISSUES = codes.codes(_ISSUES, "issue")  # the one list of them; who asks, of which kind and for what: conf/issues
MEX, USA, CHN = 0, 1, 2
PRESSURES = ("US tariffs of 25%", "break with the US", "US market shut", "break with China", "Chinese market shut")
NAN = float("nan")
NEVER = -(10**6)
"""Month of what has not happened yet."""
codes.require(_REGIONS, ECONOMIES, ("MEX", "USA", "CHN"), first=True)
codes.require(_REGIONS, ECONOMIES, tuple(MFN_PARTNER.values()))
codes.require(_REGIONS, tuple(MFN_PARTNER), MEMBERS)
codes.require(_SECTORS, SECTORS, tuple(PRODUCTS.values()))


def rows(names: Iterable[str], among: Sequence[str]) -> Array:
    """Return the positions of `names` on the axis of `among`."""
    return np.array([among.index(name) for name in names], dtype=int)


def mask(names: Iterable[str], among: Sequence[str]) -> Array:
    """Return 1.0 for what is one of `names` and 0.0 for what is not, along the axis of `among`."""
    return np.isin(among, tuple(names)).astype(float)


GOODS_ROWS, MANUFACTURE_ROWS, IS_GOODS = rows(GOODS, SECTORS), rows(MANUFACTURES, SECTORS), mask(GOODS, SECTORS)
PARTNER_ROWS, MEMBER_ROWS, ASIA_ROWS = (rows(names, ECONOMIES) for names in (PARTNERS, MEMBERS, ASIA))
IS_MEMBER = mask(MEMBERS, ECONOMIES) > 0
PREFERRED_ROWS = MEMBER_ROWS[MEMBER_ROWS != USA]  # Mexico first: origins with a preference in the United States

AXES: dict[str, int] = {
    "n": len(ECONOMIES),  # economy; importer where two stand together
    "i": len(ECONOMIES),  # economy as exporter or origin
    "j": len(SECTORS),  # sector
    "s": len(STATES),  # Mexican state, INEGI order
    "k": SLOTS,  # cartel slot
    "x": CROSSINGS,  # border crossing
    "q": PORTS,  # seaport
    "f": FIRMS,  # multinational firm
    "h": 3,  # Mexico and the giants; importer where two stand together
    "v": 3,  # Mexico and the giants as exporters
    "e": len(PRESSURES),  # pressure on Mexico's goods
    "m": len(ECONOMIES) * (1 + 2 * len(SECTORS)),  # unknown of the trade equilibrium
    "t": 0,  # threat whose losses trade solves; sized by the configuration of instruments
    "a": 0,  # option to announce: an instrument at a size; likewise
    "z": 0,  # signpost that Mexico watches; sized by its strategy
    "o": len(PARTNERS),  # Latin American partner
    "r": len(PRODUCTS),  # product of a sectoral deal
    "p": len(PROGRAMMES),  # Mexican budget programme
    "b": len(PLANKS),  # plank of Mexico's strategy
    "g": len(DRUGS),  # drug
    "c": len(PRECURSOR_ORIGINS),  # origin of precursors
    "l": len(LAUNDERING),  # laundering channel
    "d": len(ISSUES),  # bargaining issue
}


def symbol(axes: str, unit: str, label: str, *, source: str = "", neutral: float = 0.0, dtype: type = float) -> Any:
    """Declare one symbol: its axes (letters of AXES, spaced), unit, meaning, source and neutral value."""
    meta = {"axes": axes, "unit": unit, "label": label, "source": source, "neutral": neutral, "dtype": dtype}
    return field(metadata=meta)


@dataclass_transform(kw_only_default=True, field_specifiers=(symbol,))
def block[T](cls: type[T]) -> type[T]:
    """Make a class of symbols a block: every symbol must be given by keyword, and no other name."""
    return dataclass(slots=True, kw_only=True, eq=False)(cls)


class Block:
    """What one phase writes.  A phase returns a new block; `update` is the only way into the World."""

    __slots__: ClassVar[tuple[str, ...]] = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @classmethod
    def neutral(cls, axes: Mapping[str, int] = AXES, batch: tuple[int, ...] = ()) -> Self:
        """Return the block that leaves every other equation as if its mechanisms did not exist.

        `axes` gives the length of each letter, `batch` leading axes of every symbol.
        """
        return cls(**{f.name: _neutral(f.metadata, axes, batch) for f in fields(cls)})

    def update(self, new: Self) -> None:
        """Copy every symbol of `new` into the array of the same name.

        Raises TypeError for another block, ValueError for a wrong shape or for a block that is frozen.
        """
        if type(new) is not type(self):
            raise TypeError(f"{type(self).__name__} cannot take the symbols of {type(new).__name__}")
        for name in self.__slots__:
            getattr(self, name)[...] = getattr(new, name)

    if not TYPE_CHECKING:  # which would take every name for one that exists

        def __getattr__(self, name: str) -> Never:  # a name that is no symbol; it may be of an earlier version
            block = type(self).__name__
            raise AttributeError(f"{block} has no symbol {name!r}{advice(f'{block.lower()}.{name}')}")

    def freeze(self, frozen: bool = True) -> None:
        """Make every array read-only (or writable again)."""
        for name in self.__slots__:
            getattr(self, name).flags.writeable = not frozen


def _neutral(meta: Mapping[str, Any], axes: Mapping[str, int], batch: tuple[int, ...]) -> Array:
    shape = (*batch, *(axes[letter] for letter in meta["axes"].split()))
    return np.full(shape, meta["neutral"], dtype=meta["dtype"])


@block
class Base(Block):
    """Written during the past and frozen from month 0: what later months are compared with, each constant once."""

    profits: Array = symbol("i", "bn USD of 2023", "profits of foreign capacity in Mexico in 2023, which deficits hold")
    remittances: Scalar = symbol("", "bn USD of 2023", "remittances of 2023, which deficits hold", neutral=63.3)
    groups: Array = symbol("s", "count", "criminal groups by state that firms already know")
    bridge: Array = symbol("n", "share of GDP", "own value added sold to the United States in Mexican goods in 2023")
    position: Array = symbol("d", "0..1", "policy in force on each issue, which firms and agencies already know")
    crime_cost: Scalar = symbol("", "share of sales", "cost of crime already in domestic trade")
    crime_freight: Scalar = symbol("", "share of value", "cost of crime on freight already in trade")
    real_wage: Array = symbol("s", "USD a year", "real wage by state")
    employment: Array = symbol("s", "share", "of the labour force with a job", neutral=1.0)
    port_integrity: Scalar = symbol("", "0..1", "integrity of ports gained")
    rule_of_law: Scalar = symbol("", "0..1", "rule of law gained")
    homicides: Scalar = symbol("", "persons a month", "homicides in the first month of the past")
    overdose_deaths: Scalar = symbol("", "persons a year", "US deaths by fentanyl in that month")
    capture: Scalar = symbol("", "0..1", "capture of local government in that month, mean of states")
    mean_wage: Scalar = symbol("", "USD a year", "real wage in that month, mean of workers")


@block
class Calendar(Block):
    """Written by the calendar phase: the clock, statutory dates and the scenario's exogenous paths."""

    month: Scalar = symbol("", "months", "months since the start of the run", dtype=int)
    year: Scalar = symbol("", "years", "calendar year as a decimal", neutral=2026.0)
    months_to_election: Array = symbol("n", "months", "to the next national election", neutral=24.0)
    review: Scalar = symbol("", "0 or 1", "a joint review of the treaty falls in this month")
    endowment: Array = symbol("n", "factor on 2023", "endowment of the domestic factor L_n", neutral=1.0)
    labour_cost: Array = symbol("n", "factor on 2023", "relative labour cost path beside the market wage", neutral=1.0)
    added_tariff: Array = symbol(
        "n i j", "ad valorem", "the law's tariffs above the base if nothing claims a preference, and the scenario's"
    )
    mexican_law: Array = symbol(
        "i j", "ad valorem", "Mexico's tariffs of 2026 on non-treaty goods as the law writes them"
    )
    claim_margin: Array = symbol(
        "i j", "ad valorem", "part of the US ones that is left out if all that they reach claims the preference"
    )
    duty_scope: Array = symbol("i j", "share", "US imports from i that the law's tariffs above the base reach")
    spared_scope: Array = symbol("i j", "share", "US imports from i under those of them that spare what claims")
    sector_rate: Array = symbol("j", "ad valorem", "Section 232 on Mexican goods as written")
    sector_reach: Array = symbol("j", "share", "US imports from Mexico that Section 232 reaches")
    trade_cost: Array = symbol("n i j", "factor", "scenario's shifter of trade costs", neutral=1.0)
    productivity: Array = symbol("n j", "factor", "scenario's shifter of productivity", neutral=1.0)
    investment_wave: Scalar = symbol(
        "", "factor", "scenario's shifter of the pull of relocation to Mexico", neutral=1.0
    )
    drug_demand: Array = symbol("g", "2023 = 1", "US demand for each drug", neutral=1.0)
    drug_potency: Array = symbol("g", "2023 = 1", "potency of each drug by suppliers' decisions", neutral=1.0)
    synthetic_shift: Scalar = symbol("", "0..1", "share of cocaine and plant-based demand moved to synthetics")
    leader_removed: Array = symbol(
        "k", "0 or 1", "this group's leader is removed this month, as in the dated table of removals"
    )
    rivalry_shock: Array = symbol(
        "k", "0 or 1", "this group's wings turn on each other this month, as in the dated table"
    )
    treaty_forced: Scalar = symbol("", "-1, 0, 1", "treaty endogenous (0), renewed (1) or left to sunset (-1)")
    us_posture: Scalar = symbol(
        "", "code", "posture in Washington: 0 the run's own, then politics.postures in their order", dtype=int
    )
    dispute_kept: Scalar = symbol(
        "", "0 or 1", "Washington keeps up its open dispute, 0 if a new posture drops its predecessor's", neutral=1.0
    )
    tariff_kept: Array = symbol(
        "j", "0 or 1", "it keeps the tariff on Mexico that stands for protection, likewise", neutral=1.0
    )
    turnover: Array = symbol(
        "n", "-1..1", "share of governments that a vote this month changes; -1 where the vote decides", neutral=-1.0
    )


@block
class Actions(Block):
    """Written by the actions phase: what every actor's rule asks for.  Neutral values are today's policy."""

    programme: Array = symbol("p", "0..1", "Mexico: effort asked of each budget programme, 0 = today's, 1 = full")
    local_content: Scalar = symbol("", "0..1", "Mexico: domestic content asked of investors above today's rule")
    non_fta_tariff: Scalar = symbol(
        "", "0..1", "Mexico: share kept of its 2026 tariffs on non-treaty goods", neutral=1.0
    )
    fdi_screening: Scalar = symbol("", "0..1", "Mexico: strictness of screening of sensitive foreign investment")
    venture_transparency: Scalar = symbol("", "0..1", "Mexico: ownership disclosure asked of joint ventures")
    china_openness: Scalar = symbol(
        "", "0..1", "Mexico: ports, telecom and markets open to Chinese capital", neutral=0.5
    )
    deal_offer: Array = symbol("o r", "0..1", "Mexico: depth of sectoral deals sought, partner by product")
    kingpin: Scalar = symbol("", "present = 1", "Mexico: effort on removing leaders", neutral=1.0)
    intelligence_sharing: Scalar = symbol("", "0..1", "Mexico: cooperation granted to the United States", neutral=0.7)
    voiced: Array = symbol("d", "0..1", "Mexico: salience voiced on each issue", neutral=0.5)
    red_line: Array = symbol("d", "0..1", "Mexico: most of each demand that it would ever grant", neutral=1.0)
    accommodation: Scalar = symbol(
        "", "0..1", "Mexico: how far it meets Washington before it is asked, and yields once it is", neutral=0.3
    )
    linkage: Scalar = symbol("", "0..1", "Mexico: share of security cooperation tied to tariff relief")
    retaliation: Array = symbol("n", "0..1", "share of a partner's new tariff that is answered in kind")
    coalition: Scalar = symbol("", "0..1", "Mexico: effort to answer threats together with partners")
    signpost: Array = symbol("z", "0 or 1", "Mexico: the signpost stands beyond its trigger", dtype=bool)
    us_salience: Array = symbol("d", "factor", "United States: multiplier on the weight of each demand", neutral=1.0)
    us_pressure: Scalar = symbol("", "0..1", "United States: readiness to attach threats to demands", neutral=0.5)
    us_openness: Scalar = symbol("", "0..1", "United States: readiness to agree on joint terms without a threat")
    us_protection: Array = symbol("j", "share of own GDP", "United States: value of protecting a sector for itself")
    us_subsidy: Array = symbol("j", "ad valorem", "United States: industrial subsidy to domestic producers")
    us_content_eligible: Scalar = symbol(
        "", "0..1", "United States: subsidy shared by North American content", neutral=1.0
    )
    us_aid: Scalar = symbol("", "present = 1", "United States: security and development aid", neutral=1.0)
    us_aid_social_share: Scalar = symbol(
        "", "0..1", "United States: share of aid for prevention and institutions", neutral=0.3
    )
    us_treatment: Scalar = symbol("", "present = 1", "United States: drug treatment and demand reduction", neutral=1.0)
    us_arms_control: Scalar = symbol("", "0..1", "United States: control of southbound weapons")
    us_unilateral: Scalar = symbol("", "0..1", "United States: designation, sanctions and strikes against groups")
    china_inducement: Scalar = symbol("", "0..1", "China: offers attached to Mexican policy", neutral=0.3)
    china_push: Scalar = symbol("", "factor", "China: push of its firms to invest in Mexico", neutral=1.0)
    china_ports: Scalar = symbol("", "0..1", "China: presence sought in Mexican ports and telecom", neutral=0.3)
    precursor_control: Array = symbol("c", "0..1", "control of precursor exports by each origin")
    laundering_control: Scalar = symbol("", "0..1", "China: cooperation against underground banking")
    latam_openness: Array = symbol("o", "0..1", "partner: readiness for deals with Mexico", neutral=0.5)
    latam_coalition: Array = symbol("o", "0..1", "partner: readiness to stand with Mexico under threat", neutral=0.2)
    police: Array = symbol("s", "present = 1", "state government: police effort", neutral=1.0)
    local_social_effort: Array = symbol(
        "s", "present = 1", "state government: effort of social prevention", neutral=1.0
    )
    local_incentives: Array = symbol("s", "0..1", "state government: share of a full package offered to investors")
    capture_resistance: Array = symbol("s", "0..1", "state government: resistance to capture", neutral=0.5)
    cartel_move: Array = symbol("k", "factor", "group: readiness to enter a neighbouring state", neutral=1.0)
    cartel_fight: Array = symbol("k", "factor", "group: intensity of conflict with rivals", neutral=1.0)
    cartel_bribe: Array = symbol("k", "0..1", "group: share of income spent on protection", neutral=0.3)
    cartel_focus: Array = symbol("k", "factor", "group: concentration on the best corridor", neutral=1.0)
    cartel_launder: Array = symbol("k l", "share", "group: mix of laundering channels", neutral=1.0 / 3)
    firm_hazard: Array = symbol("f", "factor", "firm: readiness to reconsider its location", neutral=1.0)
    firm_caution: Array = symbol(
        "f", "0..1", "firm: weight on uncertainty when it waits and where it goes", neutral=0.5
    )


@block
class ThreatLosses(Block):
    """Written by the threat_losses phase: what each threat would cost now, and where its next solve starts.

    Losses are shares of own GDP.  Those that the trade block solves stand until tariffs have moved or time has passed.
    """

    losses: Array = symbol("t n", "share of GDP a year", "loss of each economy under each threat that trade solves")
    losses_month: Scalar = symbol("", "months", "when they were solved, NEVER before", neutral=NEVER, dtype=int)
    losses_wedge: Array = symbol("h v j", "log", "one plus tariffs among Mexico and the giants at that time")
    losses_path: Array = symbol("m t", "log", "how far each threat moved the unknowns of trade")
    lasting: Array = symbol("e n", "share of GDP a year", "loss of each economy after all have adjusted, by pressure")
    sudden: Array = symbol("n", "share of GDP a year", "loss under 25% US tariffs on Mexico before anyone adjusts")
    reference_month: Scalar = symbol("", "months", "when these two were solved", neutral=NEVER, dtype=int)
    reference_wedge: Array = symbol("h v j", "log", "one plus tariffs among Mexico and the giants at that time")
    lasting_path: Array = symbol("m e", "log", "how far each pressure moved the unknowns of trade")
    sudden_path: Array = symbol("m", "log", "how far 25% US tariffs moved them")
    fresh: Scalar = symbol("", "0 or 1", "losses were solved this month, or law and actions behind them read again")
    target: Array = symbol("a", "share of GDP", "loss of the target of each option over the horizon")
    sender: Array = symbol("a", "share of GDP", "loss of the sender of each option over the horizon")
    benefit: Array = symbol("a", "share of GDP", "worth of each option to its sender for its own sake")
    legal: Array = symbol("a", "0 or 1", "law and actions leave the option to be announced", dtype=bool)
    levied: Array = symbol("a j", "ad valorem", "rate as written that the law levies already where the option would")
    left: Array = symbol("a", "share", "of the option's tariff that is not in force already")


@block
class Bargaining(Block):
    """Written by the bargaining phase: positions, threats, tariffs, beliefs and the treaty."""

    position: Array = symbol("d", "0..1", "policy in force on each issue; 0 = addressee's ideal, 1 = proposer's ideal")
    promised: Array = symbol("d", "0..1", "policy that the addressee has promised, over its own line")
    overdue: Array = symbol("d", "0..1", "policy that promises kept in full would have in force by now, and is not")
    asked: Array = symbol("d", "0..1", "policy asked in the dispute that is open, over what was promised before")
    full: Array = symbol("d", "0..1", "full demand of it: the proposer's ideal less the policy in force when asked")
    settled: Array = symbol("d", "0..1", "the matter is at rest since it was agreed on; fades")
    bought: Array = symbol("d", "0..1", "policy that a menu pays for, over the addressee's own line and promises")
    regional: Array = symbol("o d", "0..1", "depth of regional deals, partner by issue")
    stage: Array = symbol(
        "n",
        "code",
        "dispute of each sender: none; statement, process, order, letter; pause; in force in part, fully",
        dtype=int,
    )
    form: Array = symbol(
        "n", "code", "act by which the open threat stands, 0 to 3: statement, process, order, letter", dtype=int
    )
    option: Array = symbol("n", "code", "instrument and size of the open dispute (row of the options)", dtype=int)
    deadline: Array = symbol("n", "months", "until the sender of a threat must act", dtype=int)
    age: Array = symbol("n", "months", "since the open threat was made or carried out", dtype=int)
    rest: Array = symbol("n", "months", "before the sender starts again", dtype=int)
    sender_type: Array = symbol(
        "n", "0, 1, 2", "sender is coercive, expressive, or expressive and will act in spite of a concession", dtype=int
    )
    refused: Array = symbol("n", "0 or 1", "the target has refused, and an order has been signed")
    concede: Array = symbol("n", "0..1", "chance that the target concedes before the instrument is in force")
    belief: Array = symbol("n", "0..1", "chance that a threat of this sender is carried out if resisted", neutral=0.46)
    carried_out: Array = symbol("n", "0..1", "chance that the open threat is carried out, 1 once it has been")
    record: Array = symbol("n", "disputes", "of each sender: spoken threats carried out less those dropped, fading")
    exempt: Array = symbol("n", "0..1", "share of claimed trade that the tariffs of sender n leave out")
    threat_loss: Array = symbol("n", "share of GDP", "target's loss for a year under the open instrument of sender n")
    threats_made: Array = symbol("n", "count", "threats made by sender n since the start")
    deals_made: Array = symbol("n", "count", "threats of sender n that ended in a deal")
    impositions: Array = symbol("n", "count", "instruments put in force by sender n")
    refusals: Array = symbol("n", "count", "threats of sender n that were resisted and dropped without loss")
    concession_cost: Array = symbol("n", "share of GDP", "cost a year of the promises made to sender n that still bind")
    inducement: Array = symbol(
        "i", "share of GDP", "paid to Mexico in a year for its policies over what was paid at the start, by payer"
    )
    retaliation: Array = symbol("n", "0 or 1", "target answers sender n's instrument in kind")
    added_tariff: Array = symbol(
        "n i j", "ad valorem", "tariffs put in force by bargaining or law, importer n, exporter i"
    )
    standing_tariff: Array = symbol(
        "j", "ad valorem", "US tariffs on Mexico kept for protection, part of the added ones"
    )
    preference_lost: Scalar = symbol("", "0 or 1", "treaty preferences of Mexico are withdrawn")
    remittance_tax: Scalar = symbol("", "ad valorem", "US tax on remittances to Mexico put in force by bargaining")
    border_friction: Scalar = symbol(
        "", "factor", "cost of crossing the US border put in force by bargaining", neutral=1.0
    )
    barrier: Array = symbol(
        "n i j", "factor", "cost of trade in single goods that agreements and bans have changed", neutral=1.0
    )
    us_force: Scalar = symbol("", "0..1", "US action against groups in Mexico put in force by bargaining, 1 = strikes")
    local_subsidy: Scalar = symbol("", "0 or 1", "US subsidies without North American eligibility are in force")
    capital_hold: Scalar = symbol("", "0..1", "share of Chinese projects in Mexico that China holds back")
    cooperation: Scalar = symbol("", "0..1", "security cooperation that Mexico keeps up, 1 = all", neutral=1.0)
    treaty_in_force: Scalar = symbol("", "0 or 1", "the treaty is in force", neutral=1.0)
    treaty_horizon: Scalar = symbol("", "years", "until the treaty ends as the law stands", neutral=10.0)
    treaty_notice: Scalar = symbol("", "months", "left of a notice of withdrawal, 0 if none runs")
    expected_tariff: Array = symbol(
        "j",
        "ad valorem",
        "US tariff on Mexican goods that firms foresee over a project's life, mean of logs above the base",
    )
    tariff_variance: Array = symbol("j", "log squared", "variance of that mean over what may come")
    approval_shift: Array = symbol("n", "points of 0..1", "approval won or lost in bargaining this month")


@block
class Invest(Block):
    """Written by the invest phase: firms, capacity and who owns it."""

    productivity: Array = symbol("n j", "factor", "productivity A moved by foreign capacity and skills", neutral=1.0)
    own_capital: Scalar = symbol("", "factor", "Mexico's own capital over its sourced path", neutral=1.0)
    content_rule: Scalar = symbol("", "0..1", "domestic content that rules in force ask of plants in Mexico")
    input_saving: Array = symbol("i j", "log", "cost that plants in Mexico are spared on inputs of sector j from i")
    input_rule: Array = symbol("i j", "log", "shadow price by which content rules favour inputs of sector j from i")
    profits: Array = symbol("i", "bn USD a year", "profits of foreign capacity in Mexico by owner")
    capital_mexico: Array = symbol("f s", "bn USD", "firm's capital in each Mexican state")
    capital_abroad: Array = symbol("f n", "bn USD", "firm's mobile capital in China, rest of Asia, USA and its home")
    size: Array = symbol("f", "bn USD", "firm's mobile capital in all places")
    in_mexico: Array = symbol("f", "0 or 1", "the firm has capital in Mexico")
    project: Array = symbol("f", "bn USD", "project under construction")
    project_place: Array = symbol("f", "index", "its place: a state below 32, then economies", dtype=int)
    project_months: Array = symbol("f", "months", "until it works", dtype=int)
    backlog: Array = symbol("f", "bn USD", "investment due and put off")
    capacity: Array = symbol(
        "s j", "factor", "foreign capital and a plant, by state and sector, over the base", neutral=1.0
    )
    capital_gained: Array = symbol(
        "s j", "bn USD", "foreign capital by state and sector over the base's, net of trend growth"
    )
    mobile: Array = symbol("n j", "bn USD", "mobile capital in each economy by sector, Mexico included")
    owners: Array = symbol("i j", "bn USD", "foreign capital in Mexico by owner and sector")
    fdi_state: Array = symbol("s", "bn USD a year", "foreign direct investment by state, new and reinvested")
    fdi_sector: Array = symbol("j", "bn USD a year", "foreign direct investment by sector, new and reinvested")
    fdi_origin: Array = symbol("i", "bn USD a year", "foreign direct investment by origin, new and reinvested")
    fdi_new: Array = symbol("i", "bn USD a year", "new investment by origin, accounts between companies included")
    fdi_reinvested: Array = symbol("i", "bn USD a year", "profits reinvested by origin")
    waiting: Scalar = symbol("", "share", "share of due investment put off this month")
    blocked: Scalar = symbol("", "bn USD a year", "Chinese projects stopped by screening, at annual rate")
    opaque_stake: Array = symbol("j", "share", "Chinese share of foreign capital not covered by transparency")


@block
class Trade(Block):
    """Written by the trade phase: the month's market equilibrium, tariffs as they are paid, and content.

    The numeraire is world factor income; bn USD are dollars of 2023 in US consumer prices.
    """

    wage: Array = symbol("n", "factor on 2023", "income per unit of the domestic factor, in the numeraire", neutral=1.0)
    pressure: Array = symbol(
        "n", "log", "pressure on the factor market not taken by its price: below zero slack, above it saving"
    )
    utilisation: Array = symbol("n", "share", "domestic factor in use", neutral=1.0)
    borrowed: Array = symbol("n", "share of GDP", "borrowed abroad to keep up spending under slack; saved if negative")
    habits_year: Scalar = symbol(
        "", "years after mid-2023", "when sourcing habits were settled: growth since then has moved them"
    )
    price: Array = symbol("n", "factor on 2023", "consumer price index, in the numeraire", neutral=1.0)
    sector_price: Array = symbol("n j", "factor on 2023", "price index of each sector at the buyer", neutral=1.0)
    unit_cost: Array = symbol("n j", "factor on 2023", "unit cost of producers, productivity included", neutral=1.0)
    expenditure: Array = symbol("n j", "factor on 2023", "spending on each sector, in the numeraire", neutral=1.0)
    taste: Array = symbol("n i j", "log", "sourcing habit: shifter of trade shares that adjusts slowly")
    input_shift: Array = symbol("i j", "log", "Mexico: shift of sourcing that its plants' choice of inputs makes")
    relative_price: Array = symbol("n i j", "log", "delivered price of origin i against the index of importer n")
    preference_use: Array = symbol("i j", "0..1", "share of US imports from i that would claim the preference")
    tariff: Array = symbol("n i j", "ad valorem", "tariff paid, after use of preferences, importer n, exporter i")
    deferred: Array = symbol("i j", "share", "Mexico's added duties on i that are deferred, as inputs of exports")
    deferral_cost: Array = symbol("n j", "log", "cost of Mexican sales to n that follows from duties deferred")
    ordinary_margin: Array = symbol(
        "i j",
        "ad valorem",
        "US tariff on the rates of the base that the treaty spares, or would if it stood, by origin",
    )
    us_tariff: Array = symbol("j", "ad valorem", "US tariff paid on Mexican goods above that of 2023")
    flows: Array = symbol("n i j", "bn USD a year", "sales of i to n, net of tariffs")
    exports: Array = symbol("n j", "factor on 2023", "sales abroad, in the numeraire", neutral=1.0)
    domestic_sales: Array = symbol("n j", "factor on 2023", "sales at home, in the numeraire", neutral=1.0)
    output: Array = symbol("n j", "factor on 2023", "gross output, in the numeraire", neutral=1.0)
    value_added: Array = symbol("n j", "factor on 2023", "value added, in the numeraire", neutral=1.0)
    us_share: Array = symbol("n j", "share", "share of sales abroad that goes to the United States")
    gdp: Array = symbol("n", "bn USD a year", "factor income and tariff revenue")
    gni: Array = symbol("n", "bn USD a year", "gross domestic product and profits of foreign capacity in Mexico, net")
    real_gdp: Array = symbol(
        "n", "factor on 2023", "factor income and tariff revenue over consumer prices", neutral=1.0
    )
    real_income: Array = symbol("n", "factor on 2023", "real national income", neutral=1.0)
    revenue: Array = symbol("n", "share of GDP", "tariff revenue")
    transit: Array = symbol("j", "share", "Chinese goods bound for the US that pass through Mexico as Mexican")
    transit_value: Array = symbol("j", "bn USD a year", "the same in dollars; no part of Mexican sales")
    transit_caught: Scalar = symbol("", "share", "part of goods in transit that is found out")
    suspect_content: Scalar = symbol(
        "", "share", "Chinese content that Washington sees in goods from Mexico, less where it trusts"
    )
    content: Array = symbol("n i j", "share", "value added in n per unit of output of sector j in i")
    us_export_content: Array = symbol("n", "share", "value added by origin in Mexican goods sold to the United States")
    domestic_content: Scalar = symbol("", "share", "Mexican value added in Mexican goods exports")
    regional_content: Array = symbol("j", "share", "value added in North America per unit of Mexican output")
    bridge: Scalar = symbol("", "bn USD a year", "Asian and Latin American value added sold to the US through Mexico")
    export_share: Array = symbol("n", "share", "buyers of Mexican goods")
    import_share: Array = symbol("n", "share", "sellers of goods to Mexico")
    us_import_share: Array = symbol("n", "share", "sellers of goods to the United States")
    residual: Scalar = symbol("", "log points", "largest gap of any equation of the equilibrium")
    redundant: Scalar = symbol("", "log points", "gap of the factor market that was not imposed")
    largest_redundant: Scalar = symbol("", "log points", "largest of these gaps since the run began")
    iterations: Scalar = symbol("", "count", "steps of the solver")


@block
class Labour(Block):
    """Written by the labour phase: jobs, wages and exposure by Mexican state."""

    jobs: Array = symbol("s j", "persons", "occupied persons by state and sector")
    labour_force: Array = symbol("s", "persons", "workers by state, occupied or between jobs")
    real_wage: Array = symbol("s", "USD a year", "real wage by state")
    slack: Array = symbol("s", "share", "workers whose job is gone and not yet replaced")
    output: Array = symbol("s j", "bn USD a year", "gross output by state and sector; sums to the trade block's Mexico")
    exports: Array = symbol("s j", "bn USD a year", "exports by state and sector; sums to the trade block's Mexico")
    tariff_exposure: Array = symbol("s", "share of output", "US tariffs on the state's exports over its output")


@block
class Security(Block):
    """Written by the security phase: groups, drugs, money, capture and violence."""

    members: Array = symbol("k s", "persons", "members by group and state")
    leadership: Array = symbol("k", "0..1", "integrity of the group's leadership", neutral=1.0)
    root: Array = symbol("k", "slot", "group of 2020 from which this one descends", dtype=int)
    family: Array = symbol("k", "slot", "groups of one family are parts of one split", dtype=int)
    intra_family_hostility: Array = symbol("k", "root of rivals = 1", "hostility towards the rest of the family")
    home: Array = symbol("k", "state row", "state to which the group retreats", dtype=int)
    removed: Array = symbol("k", "0 or 1", "the group lost its leader this month")
    split_from: Array = symbol(
        "k", "slot or -1", "group from which this one split off this month", neutral=-1, dtype=int
    )
    entered: Array = symbol("k", "state row or -1", "state that the group entered this month", neutral=-1, dtype=int)
    rival_strength: Array = symbol(
        "k", "factor", "rise since the start of hostile members met per own member, mean = 1"
    )
    revenue: Array = symbol("k", "bn USD a year", "drug income")
    unwashed: Array = symbol("k", "0..1", "share of money that is not laundered")
    dirty: Array = symbol("k", "USD", "money that is not laundered")
    cash: Array = symbol("k", "USD", "clean money")
    escalation: Array = symbol("s", "factor", "local escalation", neutral=1.0)
    recruits: Array = symbol("s", "persons a month", "who join")
    arrests: Array = symbol("s", "persons a month", "members arrested")
    killed: Array = symbol("s", "persons a month", "members killed by other groups")
    departures: Array = symbol("s", "persons a month", "members who leave")
    homicides: Array = symbol("s", "persons a month", "homicides by state, as INEGI counts them")
    national_level: Scalar = symbol("", "factor", "level of the nation's homicides, mean = 1", neutral=1.0)
    national_momentum: Scalar = symbol("", "share a month", "change of that level that goes on")
    homicide_level: Array = symbol(
        "s", "factor", "homicides counted at the start over those the block explains", neutral=1.0
    )
    capture: Array = symbol("s", "0..1", "capture of local government")
    groups: Array = symbol("s", "count", "groups with at least 25 members")
    drug_income: Array = symbol("s", "base = 1", "drug income that passes the state", neutral=1.0)
    extortion: Array = symbol("s", "share of sales", "cost of crime to domestic firms")
    police_share: Array = symbol("x", "share", "police capacity by crossing")
    crossing_risk: Array = symbol("x", "0..1", "perceived chance of seizure by crossing")
    crossing_premium: Array = symbol("x", "factor", "risk premium by crossing", neutral=1.0)
    port_risk: Array = symbol("q", "0..1", "perceived chance of seizure by port")
    port_premium: Array = symbol("q", "factor", "risk premium by port", neutral=1.0)
    freight_cost: Array = symbol("x", "share of value", "cost of crime on freight by crossing")
    freight: Scalar = symbol("", "share of value", "the same over all crossings, by trucks")
    crossing_flow: Array = symbol("g x", "kg a month", "drugs that pass each crossing, pure")
    port_flow: Array = symbol("g q", "share", "inflow of precursors or cocaine by port")
    flow: Array = symbol("g", "kg a month", "drugs that reach the United States, pure")
    seizures: Array = symbol("g", "kg a month", "drugs seized in Mexico and at the border, pure")
    price: Array = symbol("g", "2023 = 1", "price of the pure drug at the border", neutral=1.0)
    purity: Array = symbol("g", "2023 = 1", "purity at retail", neutral=1.0)
    supply_response: Array = symbol("g", "2023 = 1", "capacity built or left in answer to the price", neutral=1.0)
    treatment_coverage: Scalar = symbol("", "0..1", "share of Americans in need of opioid treatment who have it")
    inflow_lost: Array = symbol(
        "g", "share", "inflow lost to control at its origin and at ports, over the base, after stocks run down"
    )
    overdose_deaths: Array = symbol("g", "persons a year", "US deaths by drug; they overlap and must not be added")
    laundered: Array = symbol("l", "bn USD a year", "money washed by channel")


@block
class Society(Block):
    """Written by the society phase: budget, development stocks, region, politics, migration.

    Stocks count improvement: 0 is the level of the start, 1 all that could be gained.
    """

    effort: Array = symbol("p", "0..1", "effort in force of each programme after the budget is scaled")
    spending: Scalar = symbol("", "share of GDP", "paid for programmes of the strategy and incentives of states")
    spending_asked: Scalar = symbol("", "share of GDP", "of which the strategy asked for, or states")
    supplier_depth: Scalar = symbol("", "0..1", "depth of domestic suppliers gained", neutral=0.0)
    skills: Scalar = symbol("", "0..1", "technical skills gained")
    infrastructure: Scalar = symbol("", "0..1", "energy, water and transport gained")
    screening_capacity: Scalar = symbol("", "0..1", "capacity to screen investment gained")
    port_integrity: Scalar = symbol("", "0..1", "integrity of ports gained")
    rule_of_law: Scalar = symbol("", "0..1", "rule of law gained")
    anchored: Array = symbol("p", "0..1", "part of the programme's stock that outlives a change of government")
    trust: Array = symbol("o", "0..1", "trust of each Latin American partner", neutral=0.5)
    leaning: Array = symbol("o", "-1..1", "government of each partner: 1 leans to the region, -1 to Washington")
    deal: Array = symbol("o r", "0..1", "sectoral deals at work, partner by product")
    standards: Array = symbol("o", "0..1", "common standards and transport links at work with each partner")
    regional_cost: Array = symbol("o j", "factor", "trade cost between Mexico and each partner", neutral=1.0)
    approval: Array = symbol("n", "0..1", "approval of each government, rallies included", neutral=0.5)
    standing: Array = symbol("n", "0..1", "approval without rallies", neutral=0.5)
    rally: Array = symbol("n", "points of 0..1", "approval won or lost in bargaining that has not faded")
    rallied: Array = symbol("n", "count", "rallies that people have in mind, older ones fading over a year")
    disposable: Array = symbol("n", "factor on 2023", "real national income after programmes are paid", neutral=1.0)
    governs: Scalar = symbol("", "0 or 1", "the authors of Mexico's strategy govern", neutral=1.0)
    pursued: Array = symbol("b", "0 or 1", "planks of the strategy that the government in office pursues", neutral=1.0)
    continuity: Scalar = symbol("", "0..1", "share of the strategy that a successor would keep", neutral=0.5)
    migration: Scalar = symbol("", "persons a year", "emigration from Mexico to the United States", neutral=300e3)
    migrants: Scalar = symbol("", "persons", "Mexican-born in the United States", neutral=10.9e6)
    remittances: Scalar = symbol("", "bn USD a year", "remittances received", neutral=63.3)
    poverty: Scalar = symbol("", "share of people", "poverty proxy moved by real labour income", neutral=0.296)


@block
class Measures(Block):
    """Written by the measures phase: pillars, the index, the indicators behind them and their companions.

    A measure that has no meaning this month (nothing contested, no exposure computed yet) is missing (nan).
    """

    structural: Scalar = symbol("", "0..1", "pillar S, structural freedom", neutral=NAN)
    agency: Scalar = symbol("", "0..1", "pillar A, agency", neutral=NAN)
    relations: Scalar = symbol("", "0..1", "pillar R, relations", neutral=NAN)
    sovereignty: Scalar = symbol("", "0..1", "pillar I, internal sovereignty", neutral=NAN)
    relations_us: Scalar = symbol("", "0..1", "partnership with the United States", neutral=NAN)
    relations_cn: Scalar = symbol("", "0..1", "partnership with China", neutral=NAN)
    relations_la: Scalar = symbol("", "0..1", "partnership with Latin America", neutral=NAN)
    index: Scalar = symbol("", "0..1", "Calibrated Autonomy Index", neutral=NAN)
    index_outcomes: Scalar = symbol("", "0..1", "the index on outcomes only, without Mexico's own hands", neutral=NAN)
    index_outcomes_history: Scalar = symbol(
        "", "0..1", "the index on outcomes only, demands not in dispute faring as in history", neutral=NAN
    )
    agency_history: Scalar = symbol("", "0..1", "agency, demands not in dispute faring as in history", neutral=NAN)
    index_history: Scalar = symbol("", "0..1", "the index with that agency", neutral=NAN)
    agency_threat: Scalar = symbol(
        "", "0..1", "agency, demands not in dispute faring as under the strongest legal threat", neutral=NAN
    )
    index_threat: Scalar = symbol("", "0..1", "the index with that agency", neutral=NAN)
    regime: Scalar = symbol("", "code", "regime label, position in measures.regimes.REGIMES", neutral=5, dtype=int)
    value_at_risk: Scalar = symbol("", "% of GDP", "largest loss under a credible and legal threat", neutral=NAN)
    value_at_risk_reference: Scalar = symbol(
        "", "% of GDP", "vulnerability: loss under a 25% US tariff once all have adjusted", neutral=NAN
    )
    sensitivity: Scalar = symbol("", "% of GDP", "loss under a 25% US tariff before anyone adjusts", neutral=NAN)
    adjustability: Scalar = symbol("", "share", "part of that loss that adjustment removes", neutral=NAN)
    expected_coercion: Scalar = symbol(
        "", "% of GDP", "loss expected from open threats and instruments in force", neutral=NAN
    )
    counter_leverage: Scalar = symbol("", "% of GDP", "US loss in a full break of goods trade", neutral=NAN)
    break_loss: Scalar = symbol("", "% of GDP", "Mexico's loss in a full break of goods trade", neutral=NAN)
    break_loss_cn: Scalar = symbol("", "% of GDP", "Mexico's loss in a full break with China", neutral=NAN)
    asymmetry: Scalar = symbol("", "ratio", "Mexico's loss in a full break over the US loss", neutral=NAN)
    market_power_us: Scalar = symbol("", "% of GDP", "Mexico's loss if the US market shuts", neutral=NAN)
    market_power_cn: Scalar = symbol("", "% of GDP", "Mexico's loss if China's market shuts", neutral=NAN)
    hhi_exports: Scalar = symbol("", "0..1", "concentration of export partners, ten regions", neutral=NAN)
    hhi_imports: Scalar = symbol("", "0..1", "concentration of import partners, ten regions", neutral=NAN)
    domestic_value: Scalar = symbol("", "share", "Mexican value added in manufacturing exports", neutral=NAN)
    power_us: Scalar = symbol("", "% of spending", "import-side power of the United States", neutral=NAN)
    power_cn: Scalar = symbol("", "% of spending", "import-side power of China", neutral=NAN)
    own_line: Scalar = symbol("", "0..1", "alpha, proximity of outcomes to Mexico's own line", neutral=NAN)
    concession: Scalar = symbol("", "0..1", "mean concession on contested demands", neutral=NAN)
    consistency: Scalar = symbol("", "-1..1", "own-line consistency over contested demands", neutral=NAN)
    symmetry: Scalar = symbol("", "share", "kappa, the giants' share of all movement in bargaining", neutral=NAN)
    refusal: Scalar = symbol("", "share", "rho, demands of the giants refused at no cost", neutral=NAN)
    contested: Scalar = symbol("", "share", "weight of the giants' demands that is contested", neutral=NAN)
    us_tariff: Scalar = symbol("", "% ad valorem", "average US tariff on Mexican goods", neutral=NAN)
    china_import_share: Scalar = symbol("", "% of goods imports", "share of China", neutral=NAN)
    china_fdi_share: Scalar = symbol("", "% of FDI", "share of China, smoothed over a year", neutral=NAN)
    china_transparent: Scalar = symbol("", "share", "Chinese capital covered by transparency", neutral=NAN)
    latam_export_share: Scalar = symbol("", "% of goods exports", "share of Latin America", neutral=NAN)
    latam_trust: Scalar = symbol("", "0..1", "mean trust of Latin American partners", neutral=NAN)
    deals_working: Scalar = symbol("", "share", "sectoral deals at work", neutral=NAN)
    voting_distance: Scalar = symbol("", "ratio", "UN distance to the region over the US-China span", neutral=NAN)
    homicide_rate: Scalar = symbol("", "per 100k a year", "homicides", neutral=NAN)
    law_index: Scalar = symbol("", "0..1", "rule of law on the World Justice Project scale", neutral=NAN)
    free_population: Scalar = symbol("", "share", "people not under criminal governance", neutral=NAN)
    regional_gini: Scalar = symbol("", "0..1", "Gini of labour income per head among states", neutral=NAN)
    regional_variation: Scalar = symbol("", "ratio", "its coefficient of variation among states", neutral=NAN)
    fdi_china_mean: Scalar = symbol("", "bn USD a year", "Chinese direct investment, smoothed", neutral=NAN)
    fdi_all_mean: Scalar = symbol("", "bn USD a year", "all foreign direct investment, smoothed", neutral=NAN)
    since_pressed: Array = symbol("d", "months", "since a giant last pressed the demand", dtype=int)
    demands_closed: Scalar = symbol(
        "", "count", "demands of the giants settled, dropped or enforced, older ones fading"
    )
    refused_free: Scalar = symbol("", "count", "of which refused at no cost")
    moved_giants: Scalar = symbol("", "demands", "shares of full demands that giants gave up, fading")
    moved_mexico: Scalar = symbol("", "demands", "shares of full demands that Mexico granted, fading")


PHASES: dict[str, type[Block]] = {
    "calendar": Calendar,
    "actions": Actions,
    "threat_losses": ThreatLosses,
    "bargaining": Bargaining,
    "invest": Invest,
    "trade": Trade,
    "labour": Labour,
    "security": Security,
    "society": Society,
    "measures": Measures,
}


BLOCKS: dict[str, type[Block]] = {"base": Base, **PHASES}
"""What a World is made of: the phases' blocks, and the constants of the past."""


def reads(**names: str) -> frozenset[str]:
    """Return what a phase reads as 'block.symbol', given the names of the symbols by block, spaced."""
    return frozenset(f"{block}.{name}" for block, spaced in names.items() for name in spaced.split())


def table() -> Iterator[dict[str, Any]]:
    """Yield one row per symbol: block, name, axes, unit, label, source, neutral, dtype."""
    for name, cls in BLOCKS.items():
        for f in fields(cls):
            yield {"block": name, "name": f.name, **f.metadata}


def neutral_value(block: type[Block], name: str) -> float:
    """Return the neutral value of one symbol, at which no other equation feels it."""
    return float(block.__dataclass_fields__[name].metadata["neutral"])
