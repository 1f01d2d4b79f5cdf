"""The table of symbols: every number of the model, once, with its axes, unit, source and the phase that writes it.

A month runs through nine phases (see ``model.Giants.step``).  Each class below is what one phase writes, and no
other phase may write it; a value that is read before its writer has run is last month's.  `axes` names the
dimensions, in order, by the letters of :data:`AXES`; an empty string is a scalar (a 0-d array).  `init` is the
neutral value that leaves every other equation as if the mechanism did not exist.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from giants import codes

type Array = NDArray[Any]

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
    "o": len(PARTNERS),  # Latin American partner
    "r": len(PRODUCTS),  # product of a sectoral deal
    "p": len(PROGRAMMES),  # Mexican budget programme
    "b": len(PLANKS),  # plank of Mexico's strategy
    "g": len(DRUGS),  # drug
    "c": len(PRECURSOR_ORIGINS),  # origin of precursors
    "l": len(LAUNDERING),  # laundering channel
    "d": len(ISSUES),  # bargaining issue
}


def symbol(axes: str, unit: str, label: str, *, source: str = "", init: float = 0.0, dtype: type = float) -> Any:
    """Declare one symbol: its axes (letters of AXES, spaced), unit, meaning, source and neutral value."""
    shape = tuple(AXES[a] for a in axes.split())
    meta = {"axes": axes, "unit": unit, "label": label, "source": source, "init": init}
    return field(default_factory=lambda: np.full(shape, init, dtype=dtype), metadata=meta)


class Block:
    """What one phase writes.  `update` is the only way in."""

    __slots__ = ()

    def update(self, result: Any) -> None:
        """Copy every field of the frozen `result` into the array of the same name.

        Raises AttributeError for a field that is not a symbol of this block, ValueError for a wrong shape or for
        a block that is frozen.
        """
        for name in result.__dataclass_fields__:
            getattr(self, name)[...] = getattr(result, name)

    def freeze(self, frozen: bool = True) -> None:
        """Make every array read-only (or writable again)."""
        for name in self.__dataclass_fields__:  # type: ignore[attr-defined]
            getattr(self, name).flags.writeable = not frozen


@dataclass(slots=True)
class Calendar(Block):
    """Written by the calendar phase: the clock, statutory dates and the scenario's exogenous paths."""

    month: Array = symbol("", "months", "months since the start of the run", dtype=int)
    year: Array = symbol("", "years", "calendar year as a decimal", init=2026.0)
    months_to_election: Array = symbol("n", "months", "to the next national election", init=24.0)
    review: Array = symbol("", "0 or 1", "a joint review of the treaty falls in this month")
    endowment: Array = symbol("n", "factor on 2023", "endowment of the domestic factor L_n", init=1.0)
    labour_cost: Array = symbol("n", "factor on 2023", "relative labour cost path beside the market wage", init=1.0)
    added_tariff: Array = symbol(
        "n i j", "ad valorem", "the law's and the scenario's tariffs above the base, importer n, exporter i"
    )
    mexican_law: Array = symbol(
        "i j", "ad valorem", "Mexico's tariffs of 2026 on non-treaty goods as the law writes them"
    )
    claim_margin: Array = symbol(
        "i", "ad valorem", "US surcharge that goods of i are spared if they claim the preference"
    )
    trade_cost: Array = symbol("n i j", "factor", "scenario's shifter of trade costs", init=1.0)
    productivity: Array = symbol("n j", "factor", "scenario's shifter of productivity", init=1.0)
    investment_wave: Array = symbol("", "factor", "scenario's shifter of the pull of relocation to Mexico", init=1.0)
    drug_demand: Array = symbol("g", "2023 = 1", "US demand for each drug", init=1.0)
    synthetic_shift: Array = symbol("", "0..1", "share of cocaine and plant-based demand moved to synthetics")
    leader_removed: Array = symbol(
        "k", "0 or 1", "this group's leader is removed this month, as in the dated table of removals"
    )
    rivalry_shock: Array = symbol(
        "k", "0 or 1", "this group's wings turn on each other this month, as in the dated table"
    )
    treaty_forced: Array = symbol("", "-1, 0, 1", "treaty endogenous (0), renewed (1) or left to sunset (-1)")


@dataclass(slots=True)
class Actions(Block):
    """Written by the actions phase: what every actor's rule asks for.  Neutral values are today's policy."""

    programme: Array = symbol("p", "0..1", "Mexico: effort asked of each budget programme, 0 = today's, 1 = full")
    local_content: Array = symbol("", "0..1", "Mexico: domestic content asked of investors above today's rule")
    non_fta_tariff: Array = symbol("", "0..1", "Mexico: share kept of its 2026 tariffs on non-treaty goods", init=1.0)
    fdi_screening: Array = symbol("", "0..1", "Mexico: strictness of screening of sensitive foreign investment")
    venture_transparency: Array = symbol("", "0..1", "Mexico: ownership disclosure asked of joint ventures")
    china_openness: Array = symbol("", "0..1", "Mexico: ports, telecom and markets open to Chinese capital", init=0.5)
    deal_offer: Array = symbol("o r", "0..1", "Mexico: depth of sectoral deals sought, partner by product")
    kingpin: Array = symbol("", "present = 1", "Mexico: effort on removing leaders", init=1.0)
    intelligence_sharing: Array = symbol("", "0..1", "Mexico: cooperation granted to the United States", init=0.7)
    voiced: Array = symbol("d", "0..1", "Mexico: salience voiced on each issue", init=0.5)
    red_line: Array = symbol("d", "0..1", "Mexico: most of each demand that it would ever grant", init=1.0)
    linkage: Array = symbol("", "0..1", "Mexico: share of security cooperation tied to tariff relief")
    retaliation: Array = symbol("n", "0..1", "share of a partner's new tariff that is answered in kind")
    coalition: Array = symbol("", "0..1", "Mexico: effort to answer threats together with partners")
    us_salience: Array = symbol("d", "factor", "United States: multiplier on the weight of each demand", init=1.0)
    us_pressure: Array = symbol("", "0..1", "United States: readiness to attach threats to demands", init=0.5)
    us_protection: Array = symbol("j", "share of own GDP", "United States: value of protecting a sector for itself")
    us_subsidy: Array = symbol("j", "ad valorem", "United States: industrial subsidy to domestic producers")
    us_content_eligible: Array = symbol("", "0..1", "United States: subsidy shared by North American content", init=1.0)
    us_aid: Array = symbol("", "present = 1", "United States: security and development aid", init=1.0)
    us_aid_prevention: Array = symbol(
        "", "0..1", "United States: share of aid for prevention and institutions", init=0.3
    )
    us_treatment: Array = symbol("", "present = 1", "United States: drug treatment and demand reduction", init=1.0)
    us_arms_control: Array = symbol("", "0..1", "United States: control of southbound weapons")
    us_unilateral: Array = symbol("", "0..1", "United States: designation, sanctions and strikes against groups")
    china_inducement: Array = symbol("", "0..1", "China: offers attached to Mexican policy", init=0.3)
    china_push: Array = symbol("", "factor", "China: push of its firms to invest in Mexico", init=1.0)
    china_ports: Array = symbol("", "0..1", "China: presence sought in Mexican ports and telecom", init=0.3)
    precursor_control: Array = symbol("c", "0..1", "control of precursor exports by each origin")
    laundering_control: Array = symbol("", "0..1", "China: cooperation against underground banking")
    latam_openness: Array = symbol("o", "0..1", "partner: readiness for deals with Mexico", init=0.5)
    latam_coalition: Array = symbol("o", "0..1", "partner: readiness to stand with Mexico under threat", init=0.2)
    police: Array = symbol("s", "present = 1", "state government: police effort", init=1.0)
    local_prevention: Array = symbol("s", "present = 1", "state government: social prevention", init=1.0)
    local_incentives: Array = symbol("s", "0..1", "state government: share of a full package offered to investors")
    capture_resistance: Array = symbol("s", "0..1", "state government: resistance to capture", init=0.5)
    cartel_move: Array = symbol("k", "factor", "group: readiness to enter a neighbouring state", init=1.0)
    cartel_fight: Array = symbol("k", "factor", "group: intensity of conflict with rivals", init=1.0)
    cartel_bribe: Array = symbol("k", "0..1", "group: share of income spent on protection", init=0.3)
    cartel_focus: Array = symbol("k", "factor", "group: concentration on the best corridor", init=1.0)
    cartel_launder: Array = symbol("k l", "share", "group: mix of laundering channels", init=1.0 / 3)
    firm_hazard: Array = symbol("f", "factor", "firm: readiness to reconsider its location", init=1.0)
    firm_caution: Array = symbol("f", "0..1", "firm: weight on uncertainty when it decides to wait", init=0.5)


@dataclass(slots=True)
class Bargaining(Block):
    """Written by the bargaining phase: levers, threats, tariffs, beliefs and the treaty."""

    lever: Array = symbol("d", "0..1", "policy in force on each issue; 0 = addressee's ideal, 1 = proposer's ideal")
    promised: Array = symbol("d", "0..1", "policy that the addressee has promised, over its own line")
    overdue: Array = symbol("d", "0..1", "policy that promises kept in full would have in force by now, and is not")
    asked: Array = symbol("d", "0..1", "policy asked in the episode that is open")
    bought: Array = symbol("d", "0..1", "policy that a menu pays for, over the addressee's own line and promises")
    regional: Array = symbol("o d", "0..1", "depth of regional deals, partner by issue")
    stage: Array = symbol("n", "0, 1, 2", "episode of each sender: none, threat, instrument in force", dtype=int)
    option: Array = symbol("n", "code", "instrument and size of the open episode (row of the options)", dtype=int)
    deadline: Array = symbol("n", "months", "until the sender of a threat must act", dtype=int)
    extended: Array = symbol("n", "count", "times that the open deadline has moved", dtype=int)
    age: Array = symbol("n", "months", "since the open threat was made or carried out", dtype=int)
    rest: Array = symbol("n", "months", "before the sender starts again", dtype=int)
    resolved: Array = symbol("n", "0 or 1", "the sender of the open episode is of the tough type")
    concede: Array = symbol("n", "0..1", "chance that the target yields before the deadline")
    belief: Array = symbol("n", "0..1", "target's probability that this sender is tough", init=0.46)
    spared: Array = symbol("n", "0..1", "share of trade claiming preference that the open instrument leaves out")
    exempt: Array = symbol("n", "0..1", "the same over all tariffs of sender n on Mexico that bargaining put in force")
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
    preference_lost: Array = symbol("", "0 or 1", "treaty preferences of Mexico are withdrawn")
    remittance_tax: Array = symbol("", "ad valorem", "US tax on remittances to Mexico put in force by bargaining")
    border_friction: Array = symbol("", "factor", "cost of crossing the US border put in force by bargaining", init=1.0)
    local_subsidy: Array = symbol("", "0 or 1", "US subsidies without North American eligibility are in force")
    capital_hold: Array = symbol("", "0..1", "share of Chinese projects in Mexico that China holds back")
    cooperation: Array = symbol("", "0..1", "security cooperation that Mexico keeps up, 1 = all", init=1.0)
    treaty_in_force: Array = symbol("", "0 or 1", "the treaty is in force", init=1.0)
    treaty_horizon: Array = symbol("", "years", "until the treaty ends as the law stands", init=10.0)
    treaty_notice: Array = symbol("", "months", "left of a notice of withdrawal, 0 if none runs")
    expected_tariff: Array = symbol("j", "ad valorem", "US tariff on Mexican goods that firms expect")
    tariff_variance: Array = symbol("j", "ad valorem squared", "its variance")
    approval_shift: Array = symbol("n", "points of 0..1", "approval won or lost in bargaining this month")


@dataclass(slots=True)
class Invest(Block):
    """Written by the invest phase: firms, capacity and who owns it."""

    productivity: Array = symbol("n j", "factor", "productivity A moved by foreign capacity and skills", init=1.0)
    content_rule: Array = symbol("", "0..1", "domestic content that rules in force ask of plants in Mexico")
    input_saving: Array = symbol("i j", "log", "cost that plants in Mexico are spared on inputs of sector j from i")
    input_rule: Array = symbol("i j", "log", "shadow price by which content rules favour inputs of sector j from i")
    profits: Array = symbol("i", "bn USD a year", "profits of foreign capacity in Mexico by owner")
    profits_base: Array = symbol("i", "bn USD of 2023", "the same in 2023, which the deficit of the base holds")
    capital_mexico: Array = symbol("f s", "bn USD", "firm's capital in each Mexican state")
    capital_abroad: Array = symbol("f n", "bn USD", "firm's mobile capital in China, rest of Asia, USA and its home")
    size: Array = symbol("f", "bn USD", "firm's mobile capital in all places")
    in_mexico: Array = symbol("f", "0 or 1", "the firm has capital in Mexico")
    project: Array = symbol("f", "bn USD", "project under construction")
    project_place: Array = symbol("f", "index", "its place: a state below 32, then economies", dtype=int)
    project_months: Array = symbol("f", "months", "until it works", dtype=int)
    backlog: Array = symbol("f", "bn USD", "investment due and put off")
    capacity: Array = symbol(
        "s j", "factor", "foreign capital and a plant, by state and sector, over the base", init=1.0
    )
    mobile: Array = symbol("n j", "bn USD", "mobile capital in each economy by sector, Mexico included")
    groups_base: Array = symbol("s", "count", "criminal groups by state at the base, which firms already know")
    lever_base: Array = symbol("d", "0..1", "policies in force at the base, which firms already know")
    owners: Array = symbol("i j", "bn USD", "foreign capital in Mexico by owner and sector")
    fdi_state: Array = symbol("s", "bn USD a year", "foreign investment spent this month by state, at annual rate")
    fdi_sector: Array = symbol("j", "bn USD a year", "foreign investment spent this month by sector, at annual rate")
    fdi_origin: Array = symbol("i", "bn USD a year", "foreign investment spent this month by origin, at annual rate")
    waiting: Array = symbol("", "share", "share of due investment put off this month")
    blocked: Array = symbol("", "bn USD a year", "Chinese projects stopped by screening, at annual rate")
    opaque_stake: Array = symbol("j", "share", "Chinese share of foreign capital not covered by transparency")


@dataclass(slots=True)
class Trade(Block):
    """Written by the trade phase: the month's market equilibrium, tariffs as they are paid, and content.

    The numeraire is world factor income; bn USD are dollars of 2023 in US consumer prices.
    """

    wage: Array = symbol("n", "factor on 2023", "income per unit of the domestic factor, in the numeraire", init=1.0)
    price: Array = symbol("n", "factor on 2023", "consumer price index, in the numeraire", init=1.0)
    sector_price: Array = symbol("n j", "factor on 2023", "price index of each sector at the buyer", init=1.0)
    unit_cost: Array = symbol("n j", "factor on 2023", "unit cost of producers, productivity included", init=1.0)
    expenditure: Array = symbol("n j", "factor on 2023", "spending on each sector, in the numeraire", init=1.0)
    taste: Array = symbol("n i j", "log", "sourcing habit: shifter of trade shares that adjusts slowly")
    input_shift: Array = symbol("i j", "log", "Mexico: shift of sourcing that its plants' choice of inputs makes")
    relative_price: Array = symbol("n i j", "log", "delivered price of origin i against the index of importer n")
    preference_use: Array = symbol("i j", "0..1", "share of US imports from i that would claim the preference")
    tariff: Array = symbol("n i j", "ad valorem", "tariff paid, after use of preferences, importer n, exporter i")
    us_tariff: Array = symbol("j", "ad valorem", "US tariff paid on Mexican goods above that of 2023")
    flows: Array = symbol("n i j", "bn USD a year", "sales of i to n, net of tariffs")
    exports: Array = symbol("n j", "factor on 2023", "sales abroad, in the numeraire", init=1.0)
    domestic_sales: Array = symbol("n j", "factor on 2023", "sales at home, in the numeraire", init=1.0)
    output: Array = symbol("n j", "factor on 2023", "gross output, in the numeraire", init=1.0)
    value_added: Array = symbol("n j", "factor on 2023", "value added, in the numeraire", init=1.0)
    us_share: Array = symbol("n j", "share", "share of sales abroad that goes to the United States")
    gdp: Array = symbol("n", "bn USD a year", "factor income and tariff revenue")
    gni: Array = symbol("n", "bn USD a year", "gross domestic product and profits of foreign capacity in Mexico, net")
    real_gdp: Array = symbol("n", "factor on 2023", "factor income and tariff revenue over consumer prices", init=1.0)
    real_income: Array = symbol("n", "factor on 2023", "real national income", init=1.0)
    revenue: Array = symbol("n", "share of GDP", "tariff revenue")
    transit: Array = symbol("j", "share", "Chinese goods bound for the US that pass through Mexico as Mexican")
    transit_value: Array = symbol("j", "bn USD a year", "the same in dollars; no part of Mexican sales")
    transit_caught: Array = symbol("", "share", "part of goods in transit that is found out")
    suspect_content: Array = symbol(
        "", "share", "Chinese content that Washington sees in goods from Mexico: value added and new transit"
    )
    content: Array = symbol("n i j", "share", "value added in n per unit of output of sector j in i")
    us_export_content: Array = symbol("n", "share", "value added by origin in Mexican goods sold to the United States")
    domestic_content: Array = symbol("", "share", "Mexican value added in Mexican goods exports")
    regional_content: Array = symbol("j", "share", "value added in North America per unit of Mexican output")
    bridge: Array = symbol("", "bn USD a year", "Asian and Latin American value added sold to the US through Mexico")
    export_share: Array = symbol("n", "share", "buyers of Mexican goods")
    import_share: Array = symbol("n", "share", "sellers of goods to Mexico")
    us_import_share: Array = symbol("n", "share", "sellers of goods to the United States")
    crime_base: Array = symbol("", "share of sales", "cost of crime already in the base of domestic trade")
    freight_base: Array = symbol("", "share of value", "cost of crime on freight already in the base")
    residual: Array = symbol("", "log points", "largest gap of any equation of the equilibrium")
    redundant: Array = symbol("", "log points", "gap of the factor market that was not imposed")
    iterations: Array = symbol("", "count", "steps of the solver")


@dataclass(slots=True)
class Labour(Block):
    """Written by the labour phase: jobs, wages and exposure by Mexican state."""

    jobs: Array = symbol("s j", "persons", "occupied persons by state and sector")
    labour_force: Array = symbol("s", "persons", "workers by state, occupied or between jobs")
    real_wage: Array = symbol("s", "USD a year", "real wage by state")
    slack: Array = symbol("s", "share", "workers whose job is gone and not yet replaced")
    output: Array = symbol("s j", "bn USD a year", "gross output by state and sector; sums to the trade block's Mexico")
    exports: Array = symbol("s j", "bn USD a year", "exports by state and sector; sums to the trade block's Mexico")
    tariff_exposure: Array = symbol("s", "share of output", "US tariffs on the state's exports over its output")


@dataclass(slots=True)
class Security(Block):
    """Written by the security phase: groups, drugs, money, capture and violence."""

    members: Array = symbol("k s", "persons", "members by group and state")
    leadership: Array = symbol("k", "0..1", "integrity of the group's leadership", init=1.0)
    root: Array = symbol("k", "slot", "group of 2020 from which this one descends", dtype=int)
    family: Array = symbol("k", "slot", "groups of one family are parts of one split", dtype=int)
    feud: Array = symbol("k", "root of rivals = 1", "hostility towards the rest of the family")
    home: Array = symbol("k", "state row", "state to which the group retreats", dtype=int)
    removed: Array = symbol("k", "0 or 1", "the group lost its leader this month")
    split_from: Array = symbol("k", "slot or -1", "group from which this one split off this month", init=-1, dtype=int)
    entered: Array = symbol("k", "state row or -1", "state that the group entered this month", init=-1, dtype=int)
    rival_strength: Array = symbol(
        "k", "factor", "rise since the start of hostile members met per own member, mean = 1"
    )
    revenue: Array = symbol("k", "bn USD a year", "drug income")
    unwashed: Array = symbol("k", "0..1", "share of money that is not laundered")
    dirty: Array = symbol("k", "USD", "money that is not laundered")
    cash: Array = symbol("k", "USD", "clean money")
    heat: Array = symbol("s", "factor", "local escalation", init=1.0)
    recruits: Array = symbol("s", "persons a month", "who join")
    arrests: Array = symbol("s", "persons a month", "members arrested")
    killed: Array = symbol("s", "persons a month", "members killed by other groups")
    departures: Array = symbol("s", "persons a month", "members who leave")
    homicides: Array = symbol("s", "persons a month", "homicides by state")
    homicide_level: Array = symbol(
        "s", "factor", "homicides counted at the start over those the block explains", init=1.0
    )
    capture: Array = symbol("s", "0..1", "capture of local government")
    groups: Array = symbol("s", "count", "groups with at least 25 members")
    rent: Array = symbol("s", "base = 1", "drug income that passes the state", init=1.0)
    extortion: Array = symbol("s", "share of sales", "cost of crime to domestic firms")
    police_share: Array = symbol("x", "share", "police capacity by crossing")
    crossing_risk: Array = symbol("x", "0..1", "perceived chance of seizure by crossing")
    crossing_premium: Array = symbol("x", "factor", "risk premium by crossing", init=1.0)
    port_risk: Array = symbol("q", "0..1", "perceived chance of seizure by port")
    port_premium: Array = symbol("q", "factor", "risk premium by port", init=1.0)
    freight_cost: Array = symbol("x", "share of value", "cost of crime on freight by crossing")
    freight: Array = symbol("", "share of value", "the same over all crossings, by trucks")
    crossing_flow: Array = symbol("g x", "kg a month", "drugs that pass each crossing, pure")
    port_flow: Array = symbol("g q", "share", "inflow of precursors or cocaine by port")
    flow: Array = symbol("g", "kg a month", "drugs that reach the United States, pure")
    seizures: Array = symbol("g", "kg a month", "drugs seized in Mexico and at the border, pure")
    price: Array = symbol("g", "2023 = 1", "price of the pure drug at the border", init=1.0)
    purity: Array = symbol("g", "2023 = 1", "purity at retail", init=1.0)
    use: Array = symbol("", "present = 1", "US demand as moved by treatment", init=1.0)
    lost: Array = symbol(
        "g", "share", "inflow lost to control at its origin and at ports, over the base, after stocks run down"
    )
    found: Array = symbol("g", "share", "inflow that new sources and ways replace")
    overdose_deaths: Array = symbol("g", "persons a year", "US deaths by drug; they overlap and must not be added")
    laundered: Array = symbol("l", "bn USD a year", "money washed by channel")
    wage_base: Array = symbol("s", "USD a year", "real wage at the start")
    employment_base: Array = symbol("s", "share", "of the labour force with a job at the start", init=1.0)
    lever_base: Array = symbol("d", "0..1", "policy in force on each issue at the start")
    integrity_base: Array = symbol("", "0..1", "integrity of ports at the start")
    law_base: Array = symbol("", "0..1", "rule of law at the start")


@dataclass(slots=True)
class Society(Block):
    """Written by the society phase: budget, development stocks, region, politics, migration.

    Stocks count improvement: 0 is the level of the start, 1 all that could be gained.
    """

    effort: Array = symbol("p", "0..1", "effort in force of each programme after the budget is scaled")
    spending: Array = symbol("", "share of GDP", "paid for programmes of the strategy and incentives of states")
    supplier_depth: Array = symbol("", "0..1", "depth of domestic suppliers gained", init=0.0)
    skills: Array = symbol("", "0..1", "technical skills gained")
    infrastructure: Array = symbol("", "0..1", "energy, water and transport gained")
    screening_capacity: Array = symbol("", "0..1", "capacity to screen investment gained")
    port_integrity: Array = symbol("", "0..1", "integrity of ports gained")
    rule_of_law: Array = symbol("", "0..1", "rule of law gained")
    anchored: Array = symbol("p", "0..1", "part of the programme's stock that outlives a change of government")
    trust: Array = symbol("o", "0..1", "trust of each Latin American partner", init=0.5)
    deal: Array = symbol("o r", "0..1", "sectoral deals at work, partner by product")
    standards: Array = symbol("o", "0..1", "common standards and transport links at work with each partner")
    regional_cost: Array = symbol("o j", "factor", "trade cost between Mexico and each partner", init=1.0)
    approval: Array = symbol("n", "0..1", "approval of each government", init=0.5)
    disposable: Array = symbol("n", "factor on 2023", "real national income after programmes are paid", init=1.0)
    homicides_base: Array = symbol("", "persons a month", "homicides when the society was first counted, 0 before")
    overdose_base: Array = symbol("", "persons a year", "US deaths by fentanyl when the society was first counted")
    capture_base: Array = symbol("", "0..1", "mean capture when the society was first counted")
    lever_base: Array = symbol("", "0..1", "mean lever on US demands when the society was first counted")
    wage_base: Array = symbol("", "USD a year", "mean real wage when the society was first counted")
    governs: Array = symbol("", "0 or 1", "the authors of Mexico's strategy govern", init=1.0)
    mandate: Array = symbol("", "0..1", "share of the strategy that the government in office pursues", init=1.0)
    continuity: Array = symbol("", "0..1", "share of the strategy that a successor would keep", init=0.5)
    migration: Array = symbol("", "persons a year", "emigration from Mexico to the United States", init=300e3)
    migrants: Array = symbol("", "persons", "Mexican-born in the United States", init=10.9e6)
    remittances: Array = symbol("", "bn USD a year", "remittances received", init=63.3)
    remittances_base: Array = symbol(
        "", "bn USD of 2023", "the same in 2023, which the deficit of the base holds", init=63.3
    )
    poverty: Array = symbol("", "share of people", "poverty proxy moved by real labour income", init=0.296)


@dataclass(slots=True)
class Measures(Block):
    """Written by the measures phase: pillars, the index, the indicators behind them and their companions.

    A measure that has no meaning this month (nothing contested, no exposure computed yet) is missing (nan).
    """

    structural: Array = symbol("", "0..1", "pillar S, structural freedom", init=float("nan"))
    agency: Array = symbol("", "0..1", "pillar A, agency", init=float("nan"))
    relations: Array = symbol("", "0..1", "pillar R, relations", init=float("nan"))
    sovereignty: Array = symbol("", "0..1", "pillar I, internal sovereignty", init=float("nan"))
    relations_us: Array = symbol("", "0..1", "partnership with the United States", init=float("nan"))
    relations_cn: Array = symbol("", "0..1", "partnership with China", init=float("nan"))
    relations_la: Array = symbol("", "0..1", "partnership with Latin America", init=float("nan"))
    index: Array = symbol("", "0..1", "Calibrated Autonomy Index", init=float("nan"))
    regime: Array = symbol("", "code", "regime label, position in measures.regimes.REGIMES", init=5, dtype=int)
    value_at_risk: Array = symbol("", "% of GDP", "largest loss under a credible and legal threat", init=float("nan"))
    value_at_risk_reference: Array = symbol(
        "", "% of GDP", "vulnerability: loss under a 25% US tariff once all have adjusted", init=float("nan")
    )
    sensitivity: Array = symbol("", "% of GDP", "loss under a 25% US tariff before anyone adjusts", init=float("nan"))
    adjustability: Array = symbol("", "share", "part of that loss that adjustment removes", init=float("nan"))
    expected_coercion: Array = symbol(
        "", "% of GDP", "loss expected from open threats and instruments in force", init=float("nan")
    )
    counter_leverage: Array = symbol("", "% of GDP", "US loss in a full break of goods trade", init=float("nan"))
    break_loss: Array = symbol("", "% of GDP", "Mexico's loss in a full break of goods trade", init=float("nan"))
    break_loss_cn: Array = symbol("", "% of GDP", "Mexico's loss in a full break with China", init=float("nan"))
    asymmetry: Array = symbol("", "ratio", "Mexico's loss in a full break over the US loss", init=float("nan"))
    market_power_us: Array = symbol("", "% of GDP", "Mexico's loss if the US market shuts", init=float("nan"))
    market_power_cn: Array = symbol("", "% of GDP", "Mexico's loss if China's market shuts", init=float("nan"))
    hhi_exports: Array = symbol("", "0..1", "concentration of export partners, ten regions", init=float("nan"))
    hhi_imports: Array = symbol("", "0..1", "concentration of import partners, ten regions", init=float("nan"))
    domestic_value: Array = symbol("", "share", "Mexican value added in manufacturing exports", init=float("nan"))
    power_us: Array = symbol("", "% of spending", "import-side power of the United States", init=float("nan"))
    power_cn: Array = symbol("", "% of spending", "import-side power of China", init=float("nan"))
    own_line: Array = symbol("", "0..1", "alpha, proximity of outcomes to Mexico's own line", init=float("nan"))
    concession: Array = symbol("", "0..1", "mean concession on contested demands", init=float("nan"))
    consistency: Array = symbol("", "-1..1", "own-line consistency over contested demands", init=float("nan"))
    symmetry: Array = symbol("", "share", "kappa, the giants' share of all movement in bargaining", init=float("nan"))
    refusal: Array = symbol("", "share", "rho, demands of the giants refused at no cost", init=float("nan"))
    contested: Array = symbol("", "share", "weight of the giants' demands that is contested", init=float("nan"))
    us_tariff: Array = symbol("", "% ad valorem", "average US tariff on Mexican goods", init=float("nan"))
    china_import_share: Array = symbol("", "% of goods imports", "share of China", init=float("nan"))
    china_fdi_share: Array = symbol("", "% of FDI", "share of China, smoothed over a year", init=float("nan"))
    china_transparent: Array = symbol("", "share", "Chinese capital covered by transparency", init=float("nan"))
    latam_export_share: Array = symbol("", "% of goods exports", "share of Latin America", init=float("nan"))
    latam_trust: Array = symbol("", "0..1", "mean trust of Latin American partners", init=float("nan"))
    deals_working: Array = symbol("", "share", "sectoral deals at work", init=float("nan"))
    voting_distance: Array = symbol("", "ratio", "UN distance to the region over the US-China span", init=float("nan"))
    homicide_rate: Array = symbol("", "per 100k a year", "homicides", init=float("nan"))
    law_index: Array = symbol("", "0..1", "rule of law on the World Justice Project scale", init=float("nan"))
    free_population: Array = symbol("", "share", "people not under criminal governance", init=float("nan"))
    regional_gini: Array = symbol("", "0..1", "Gini of labour income per head among states", init=float("nan"))
    regional_variation: Array = symbol("", "ratio", "its coefficient of variation among states", init=float("nan"))
    capture_base: Array = symbol("", "0..1", "capture of local government at the start, by people", init=float("nan"))
    fdi_china_mean: Array = symbol("", "bn USD a year", "Chinese investment begun, smoothed", init=float("nan"))
    fdi_all_mean: Array = symbol("", "bn USD a year", "all foreign investment begun, smoothed", init=float("nan"))
    since_pressed: Array = symbol("d", "months", "since a giant last pressed the demand", dtype=int)
    demands_closed: Array = symbol("", "count", "demands of the giants settled, dropped or enforced, older ones fading")
    refused_free: Array = symbol("", "count", "of which refused at no cost")
    moved_giants: Array = symbol("", "0..1", "worth of demands that giants gave up, over full concession, fading")
    moved_mexico: Array = symbol("", "0..1", "worth of demands that Mexico granted, over full concession, fading")


PHASES: dict[str, type[Block]] = {
    "calendar": Calendar,
    "actions": Actions,
    "bargaining": Bargaining,
    "invest": Invest,
    "trade": Trade,
    "labour": Labour,
    "security": Security,
    "society": Society,
    "measures": Measures,
}


def table() -> Iterator[dict[str, Any]]:
    """Yield one row per symbol: block, name, axes, unit, label, source, init."""
    for block, cls in PHASES.items():
        for f in fields(cls):  # type: ignore[arg-type]
            yield {"block": block, "name": f.name, **f.metadata}
