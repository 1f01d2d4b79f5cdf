"""Parameters of the society block; values, sources and dates stand in conf/society/default.yaml."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from giants.schema import ByCode, Codes
from giants.symbols import PARTNERS, PROGRAMMES, SECTORS

Share = Annotated[float, Field(ge=0, le=1)]
OpenShare = Annotated[float, Field(gt=0, lt=1)]  # some approve and some do not
Rate = Annotated[float, Field(ge=-0.2, le=0.2)]
Positive = Annotated[float, Field(gt=0)]
NonNegative = Annotated[float, Field(ge=0)]
Leaning = Annotated[float, Field(ge=-1, le=1)]
Purse = Annotated[float, Field(ge=0, le=0.02)]
Elasticity = Annotated[float, Field(ge=-10, le=10)]


@dataclass(frozen=True)
class LabourParameters:
    """Jobs and wages."""

    base_year: Annotated[float, Field(ge=2020, le=2030)]  # decimal year at which the base jobs hold
    pesos_per_dollar: Positive  # one exchange rate for every wage in USD
    workforce_growth: Rate  # workers a year
    okun: Share  # elasticity of jobs to a scenario's loss of endowment
    hiring_half_life: Positive  # months to close half of a gap upward
    separation_half_life: Positive  # months to close half of a gap downward
    moving_half_life: Positive  # months for half of the workers to follow jobs to another state
    plant_jobs: Annotated[ByCode, Codes(SECTORS, NonNegative)]  # (j) jobs per million USD of foreign capital
    hired_locally: Share  # share of a plant's workers taken from other jobs of its state
    capacity_tilt: Annotated[ByCode, Codes(SECTORS, Share)]  # (j) elasticity of a state's share of sales to its capital
    unemployment: Annotated[float, Field(gt=0, le=0.2)]  # rate at the base
    wage_elasticity: Annotated[float, Field(ge=0, le=1)]  # of pay to local unemployment, sign reversed
    base_emigration: NonNegative  # persons a year already in workforce_growth


@dataclass(frozen=True)
class BudgetParameters:
    """One discretionary budget over the five planks."""

    budget: Positive  # share of GDP
    cost: tuple[NonNegative, ...]  # (p,) share of GDP of each programme at full effort
    local_incentives: NonNegative  # share of a state's product, its full package for investors
    ramp_half_life: Positive  # months for spending to become effort on the ground
    diminishing: Annotated[float, Field(gt=0, le=1)]  # exponent of effort in what it builds
    income_share: NonNegative  # share of added revenue from real income growth that goes to the budget
    purse: Purse | None  # share of GDP that is spent whatever is asked; null: the above
    basket: Annotated[ByCode, Codes(PROGRAMMES, Share)]  # (p,) proportions of what is spent and not asked for


@dataclass(frozen=True)
class DevelopmentParameters:
    """Stocks that programmes build; every tuple is in the order of `development.STOCKS`."""

    build_rate: tuple[NonNegative, ...]  # share of the remaining gap closed a year at full effort
    decay_rate: tuple[NonNegative, ...]  # share of the part that is not anchored lost a year
    anchor_rate: NonNegative  # share of the gap between stock and anchored part closed a year
    turnover_loss: Share  # share of the part not anchored that a hostile successor undoes
    capture_erosion: NonNegative  # rule of law lost a year per unit of capture above the base


@dataclass(frozen=True)
class RegionParameters:
    """Deals, standards, infrastructure and trust with Latin America."""

    trust: Annotated[ByCode, Codes(PARTNERS, Share)]  # (o,) at the start, also the level trust returns to
    leaning: Annotated[ByCode, Codes(PARTNERS, Leaning)]  # (o,) of governments at the start: 1 region, -1 Washington
    trust_half_life: Positive  # months for half of a deviation of trust to fade
    trust_deal: NonNegative  # trust built a year by a full set of deals
    trust_effort: NonNegative  # trust built a year by full regional and diplomatic effort
    trust_joint: Elasticity  # trust built a year by full joint migration and climate action
    trust_violence: Elasticity  # trust lost a year per unit of log homicides above the start
    trust_capture: Elasticity  # trust lost a year per unit of capture above the base
    trust_turnover: Share  # share of trust above its resting level lost when a partner's government changes
    unaided: Share  # share of an agreement that works without regional effort
    deal_half_life: Positive  # months for half of an agreed deal to be ratified and at work
    unwind_half_life: Positive  # months for half of a lapsed deal to end
    deal_cost: NonNegative  # log trade cost saved on the product's share by a full deal
    standards_cost: Share  # log trade cost saved by full common standards, goods
    infrastructure_cost: Share  # log trade cost saved by full regional infrastructure, goods


@dataclass(frozen=True)
class PoliticsParameters:
    """Approval, elections and continuity."""

    resting: tuple[OpenShare, ...]  # MEX, USA: approval of a new government without its honeymoon, to which it returns
    polled: OpenShare  # MEX in December 2025
    half_life: Positive  # months for half of a deviation to fade
    luck: Annotated[float, Field(ge=0, le=0.1)]  # standard deviation of approval by other news in a month
    rally_half_life: Positive  # months for half of a rally to fade
    rally_wear: Share  # share of the last rally that one more within a year wins
    income: NonNegative  # approval a year per unit of real income growth above trend
    income_trend: Rate  # real income growth a year that leaves approval alone
    violence: NonNegative  # approval a year per unit of log homicides above the start
    submission: NonNegative  # approval a year lost at full perceived submission
    jobs: NonNegative  # approval a year lost per unit of slack
    overdose: NonNegative  # USA: approval a year per unit of log overdose deaths above the start
    incumbency: Elasticity  # log odds of the governing party at approval of one half
    steepness: NonNegative  # log odds per unit of approval
    other_stay: Share  # odds that another government stays at its general election
    continuity: Share  # MEX at the start: share of policy that a hostile successor keeps
    continuity_gain: NonNegative  # a year, by full effort on institutions
    own_continuity: Share  # MEX: chance that a successor of the authors' own party keeps a plank
    honeymoon: Share  # approval of a new government, added


@dataclass(frozen=True)
class MigrationParameters:
    """Migration to the United States and remittances."""

    emigration: Positive  # persons a year at the start, to the United States
    migrants: Positive  # persons, stock at the start
    return_rate: NonNegative  # share of the stock that returns or dies a year
    income_elasticity: Elasticity  # of the flow to US over Mexican real wage
    violence_elasticity: Elasticity  # of the flow to homicides
    slack_elasticity: Elasticity  # log flow per unit of slack
    control: Share  # share of the flow stopped by full migration control
    control_start: Share  # position on migration control at which the base flow was counted
    half_life: Positive  # months for half of a gap between flow and its cause to close
    remittances: Positive  # bn USD a year at the start
    us_income_elasticity: Elasticity  # of remittances per migrant to the trend of US real income
    us_cycle_elasticity: Elasticity  # of remittances per migrant to a US recession
    cycle_flow_elasticity: Elasticity  # of the flow to a US recession
    need_elasticity: Elasticity  # of remittances per migrant to Mexican real wage, counter-cyclical
    tax_elasticity: NonNegative  # of the amount sent to its cost
    tax: Share  # on remittances by the law of the day
    tax_start: Annotated[float, Field(ge=2020, le=2040)]  # decimal year from which it is levied
    poverty: Share  # share of people at the start
    poverty_elasticity: Elasticity  # of poverty to real labour income


@dataclass(frozen=True)
class SocietyParameters:
    """All of the labour and society phases."""

    labour: LabourParameters
    budget: BudgetParameters
    development: DevelopmentParameters
    region: RegionParameters
    politics: PoliticsParameters
    migration: MigrationParameters
