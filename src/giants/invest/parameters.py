"""Parameters of the invest block; values, sources and dates stand in conf/invest/default.yaml."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from giants.schema import ByCode, Codes
from giants.symbols import SECTORS

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NonNegative = Annotated[float, Field(ge=0)]
BySector = Annotated[ByCode, Codes(SECTORS, NonNegative)]


@dataclass(frozen=True)
class StockParameters:
    """How much mobile capital there is, and how it renews itself."""

    mexico: Positive  # bn USD, foreign capital in Mexico at the base
    chinese: Annotated[float, Field(gt=0, le=0.1)]  # share of it that is Chinese
    depreciation: Positive  # share a year
    growth: Annotated[float, Field(ge=0, le=0.1)]  # share a year added on trend
    plant: Positive  # bn USD, one plant: added to both sides where a state's capital is compared with its base
    hazard: Share  # probability a month that a firm takes its investment decision
    domestic_us: Share  # share of US domestic sales that competes for the same mobile capital
    local_market: Share  # Mexico's share of mobile capital in sectors that serve the local market

    @property
    def renewal(self) -> float:
        """Share of capital a year that is built anew: what wears out and what trend growth adds."""
        return self.depreciation + self.growth


@dataclass(frozen=True)
class LocationParameters:
    """Log odds of a place, per unit of what changed since the base."""

    sunk: Share  # share of investment that renews and enlarges plants where they are; the rest is in new plants
    cost: NonNegative  # per log unit cost of the sector in the economy
    slack: NonNegative  # per unit of slack in the state, where hiring is easier and cheaper
    tariff: NonNegative  # per log point of tariff on what is sold to the United States
    supplier: NonNegative  # per unit of supplier depth
    skills: NonNegative
    infrastructure: NonNegative
    law: NonNegative  # per unit of rule of law
    incentives: NonNegative  # per unit of effort
    groups: BySector  # (j) lost per criminal group beyond the base
    agglomeration: Share  # per log capacity of the state and sector
    content_rule: NonNegative  # lost per unit of domestic content asked beyond capability
    openness: NonNegative  # Chinese firms, per unit of openness to Chinese capital
    energy_access: NonNegative  # extraction, fuels and utilities, per unit of access granted to foreign firms
    port_presence: NonNegative  # Chinese firms, per unit of presence granted in ports and telecom
    transparency: NonNegative  # Chinese firms, lost per unit of transparency asked


@dataclass(frozen=True)
class WaitingParameters:
    """The option to wait."""

    business_variance: Positive  # of project value a year, without trade policy
    leverage: NonNegative  # log project value lost per unit of tariff on its sales
    discount: Positive  # a year
    payout: Positive  # a year; yield foregone by waiting
    tail: NonNegative  # Pareto tail of project values over cost
    lapse: Share  # share of the investment put off that is never made


@dataclass(frozen=True)
class CapacityParameters:
    """What capital does once it works."""

    capital_share: Share  # elasticity of output to capital
    capital_output: Positive  # capital over value added
    own_response: NonNegative  # elasticity of the rate of investment to income over the capital that earns it
    most: Share  # ceiling on the elasticity of productivity to foreign capital
    build_months: Annotated[ByCode, Codes(SECTORS, Annotated[int, Field(ge=1, le=36)])]  # (j) from decision to working
    skills: NonNegative  # log productivity of goods and utilities at full skills
    infrastructure: NonNegative  # log productivity of all sectors at full infrastructure
    supplier_cost: BySector  # (j) log cost of domestic inputs saved at full supplier depth
    labour_share: Share  # of the cost of goods, on which the path of relative labour cost acts
    chinese_ties: NonNegative  # log cost of Chinese inputs saved per unit of Chinese share of capital gained
    content_pull: NonNegative  # log shadow price that favours domestic inputs at full content rule
    regional_pull: (
        NonNegative  # log shadow price that favours North American inputs at full position on regional content
    )
    content_half_life: Positive  # months for half of the plants to come under a new content rule
    content_penalty: NonNegative  # log productivity lost per unit of content rule beyond capability
    capability: Share  # content that suppliers can meet at the base
    capability_gain: Share  # added by full supplier depth
    venture_gain: NonNegative  # log productivity of a sector all in joint ventures with known Chinese owners
    profit_rate: Share  # a year on foreign capital


@dataclass(frozen=True)
class ScreeningParameters:
    """Screening of Chinese projects."""

    sensitivity: Annotated[ByCode, Codes(SECTORS, Share)]  # (j)
    base_capacity: Share  # share of strictness that works without built capacity
    transparent_relief: Share  # share of the block lifted by full ownership disclosure
    transparent_cover: Share  # share of the Chinese stake that full disclosure makes known


@dataclass(frozen=True)
class InvestParameters:
    """All of the invest phase."""

    stock: StockParameters
    location: LocationParameters
    waiting: WaitingParameters
    capacity: CapacityParameters
    screening: ScreeningParameters
