"""What a rule may know (views), what it may ask for (actions), and the shape of a rule.

A rule is a frozen dataclass with one method, ``decide``.  Its fields are its own schema: a YAML file in ``conf/``
names the rule and gives every field.  A government's rule gets one View and returns one action; a rule of a
population (states, cartels, firms) gets the columns of its rows and returns columns, and row i of the action may
depend on row i of the view only.  All arrays of a view are read-only.
"""

from dataclasses import dataclass
from typing import Annotated, Protocol

from pydantic import Field

from giants.errors import InputError
from giants.symbols import Array

Share = Annotated[float, Field(ge=0, le=1)]
"""A number between 0 and 1."""

Multiple = Annotated[float, Field(ge=0, le=5)]
"""A multiple of today's level, from 0 to 5."""


@dataclass(frozen=True, slots=True)
class View:
    """All that one government may know in a month: its own economy, public facts, and its noisy estimates."""

    economy: int  # own row in the economies
    month: int  # since the start of the run
    year: float  # decimal calendar year
    months_to_election: Array  # [n] public
    treaty_horizon: float  # years until the treaty ends as the law stands
    real_income: float  # own real national income, start of the data = 1
    approval: float  # own approval, 0..1
    export_share: Array  # [n] shares of own goods exports by destination
    import_share: Array  # [n] shares of own goods imports by origin
    tariff_faced: Array  # [n] average tariff paid to each importer on own goods, beyond that of 2023
    position: Array  # [d] policies in force
    sovereign: Array  # [d] which issues touch the constitution
    loss_estimate: float  # own loss if what the other side could lawfully do is done, share of GDP, with error
    sender_loss_estimate: float  # its cost to the other side, share of its GDP, with error; both 0 for third parties
    us_posture: int  # code of the posture in Washington, public
    pursued: Array  # [b] planks of its strategy that the government in Mexico City pursues, 0 or 1
    belief: float  # own probability that the sender of threats is resolved
    homicide_rate: float  # Mexico, per 100,000 a year
    overdose_deaths: float  # United States, deaths that involve fentanyl, persons a year
    capture: float  # mean capture of Mexican local governments, weighted by population
    chinese_content: float  # Chinese content that Washington sees in Mexican goods exports to the US, share
    domestic_value: float  # Mexican value added in its manufacturing exports, share
    supplier_depth: float  # stocks of Mexico, 0..1
    screening_capacity: float
    rule_of_law: float
    trust: Array  # [o] of the Latin American partners in Mexico, 0..1
    own_trust: float  # own in Mexico, 0..1; neutral for who is no partner
    leaning: float  # of the own government: 1 to the region, -1 to Washington, 0 for who is no partner
    bridge: float  # own value added sold to the United States in Mexican goods, over own GDP, 2023 = 1
    deal: Array  # [o r] sectoral deals at work


@dataclass(frozen=True, slots=True)
class IndustryPlank:
    """Efforts (0..1 of a full programme) and the domestic content asked of investors (0..1)."""

    supplier: float
    skills: float
    infrastructure: float
    incentives: float
    local_content: float


@dataclass(frozen=True, slots=True)
class ChinaPlank:
    """Effort on screening capacity, then the policies toward Chinese goods and capital (all 0..1)."""

    screening: float
    fdi_screening: float
    venture_transparency: float
    china_openness: float
    non_fta_tariff: float


@dataclass(frozen=True, slots=True)
class RegionPlank:
    """Efforts on ties and on standards, and the depth of deals sought, partner by product (all 0..1)."""

    region: float
    standards: float
    deal_offer: Array


@dataclass(frozen=True, slots=True)
class SecurityPlank:
    """Efforts (0..1), the effort on leaders (1 = present), and the cooperation granted to the United States."""

    enforcement: float
    prevention: float
    institutions: float
    ports: float
    finance: float
    kingpin: float
    intelligence_sharing: float


@dataclass(frozen=True, slots=True)
class DiplomacyPlank:
    """Effort on diplomacy, saliences voiced, red lines by issue, and how demands and pressure are met (all 0..1)."""

    diplomacy: float
    voiced: Array
    red_line: Array
    accommodation: float
    linkage: float
    retaliation: Array
    coalition: float


@dataclass(frozen=True, slots=True)
class UnitedStatesAction:
    """Weights on demands, readiness to threaten, to agree and to protect, and what Washington does alone."""

    us_salience: Array
    us_pressure: float
    us_openness: float
    us_protection: Array
    us_subsidy: Array
    us_content_eligible: float
    us_aid: float
    us_aid_social_share: float
    us_treatment: float
    us_arms_control: float
    us_unilateral: float


@dataclass(frozen=True, slots=True)
class ChinaAction:
    """Offers attached to Mexican policy, the push abroad, and cooperation on precursors and money."""

    china_inducement: float
    china_push: float
    china_ports: float
    precursor_control: float
    laundering_control: float


@dataclass(frozen=True, slots=True)
class PartnerAction:
    """A Latin American partner's readiness for deals, and to stand with Mexico under threat (0..1)."""

    latam_openness: float
    latam_coalition: float


@dataclass(frozen=True, slots=True)
class StateViews:
    """Columns over the Mexican states of one rule."""

    homicide_rate: Array  # [s] per 100,000 a year
    groups: Array  # [s] groups present
    capture: Array  # [s] 0..1
    real_wage: Array  # [s] relative to the base


@dataclass(frozen=True, slots=True)
class StateActions:
    """Columns over states: police and social effort (1 = present), incentives, resistance to capture (0..1)."""

    police: Array
    local_social_effort: Array
    local_incentives: Array  # [s] share of a full package for investors, paid by the state
    capture_resistance: Array


@dataclass(frozen=True, slots=True)
class CartelViews:
    """Columns over the groups of one rule."""

    members: Array  # [k] persons
    states: Array  # [k] states in which the group is present
    rivals: Array  # [k] strength of rivals met, relative to own
    revenue: Array  # [k] bn USD a year
    unwashed: Array  # [k] share of income not laundered


@dataclass(frozen=True, slots=True)
class CartelActions:
    """Columns over groups; factors are 1 and shares as observed under the published model."""

    cartel_move: Array  # [k] factor on entry into neighbouring states
    cartel_fight: Array  # [k] factor on conflict
    cartel_bribe: Array  # [k] share of income spent on protection
    cartel_focus: Array  # [k] factor on the concentration of corridors
    cartel_launder: Array  # [k l] shares of laundering channels


@dataclass(frozen=True, slots=True)
class FirmViews:
    """Columns over the firms of one rule."""

    in_mexico: Array  # [f] 0 or 1
    size: Array  # [f] bn USD of capital
    expected_tariff: Array  # [f] on Mexican goods in the firm's sector
    tariff_variance: Array  # [f]


@dataclass(frozen=True, slots=True)
class FirmActions:
    """Columns over firms: readiness to reconsider (factor), weight on uncertainty in when and where to build (0..1)."""

    firm_hazard: Array
    firm_caution: Array


class Rule[V, A](Protocol):
    """A behaviour: one view in, one action out, nothing else read and nothing written."""

    def decide(self, view: V) -> A:
        """Return the action for this view."""
        ...


def checked[R](rule: R) -> R:
    """Return `rule` if it is one: an object that decides and is frozen, hence hashable.  Raises InputError."""
    try:
        hash(rule)
        decides = callable(getattr(rule, "decide", None)) and not isinstance(rule, type)
    except TypeError:
        decides = False
    if not decides:
        raise InputError(
            f"{rule!r} is not a rule: give a frozen object with a method decide(view), "
            "such as giants.config.choice('states', 'strained')"
        )
    return rule
