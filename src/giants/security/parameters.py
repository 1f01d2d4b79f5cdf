"""Parameters of the security block; values, sources and dates stand in conf/security/default.yaml."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NonNegative = Annotated[float, Field(ge=0)]
Negative = Annotated[float, Field(lt=0)]


@dataclass(frozen=True)
class RecruitmentParameters:
    """Who joins and who leaves."""

    rho: NonNegative  # recruits per member and week
    omega: NonNegative  # departures per squared member of the group and week
    forced: Share  # chance of joining by force when exposed
    voluntary: Share  # ceiling of the chance of joining by choice
    base_chance: Share  # chance of joining at the base wage
    wage_sensitivity: NonNegative  # of the choice, per USD a year
    cartel_wage: Positive  # USD a year
    wage_income: NonNegative  # elasticity of the cartel wage to clean money spent per member
    social_money_elasticity: NonNegative  # elasticity of recruitment to social money, sign reversed
    idle_gain: NonNegative  # rise of the exposed young per share of jobs lost
    ceiling: Positive  # members in the country at which nobody joins any more
    leaderless: Share  # recruitment of a group without leader, as a share of normal


@dataclass(frozen=True)
class IncapacitationParameters:
    """Arrests."""

    eta: NonNegative  # arrests a week in the whole country
    effort: Share  # elasticity to security money
    size: Share  # elasticity of a state's arrests to its members
    capture_loss: Share  # share of arrests lost under full capture


@dataclass(frozen=True)
class ConflictParameters:
    """Killings between groups, and their place among all homicides."""

    theta: NonNegative  # deaths per member, week and unit of hostile pressure (per head where dilution is 1)
    dilution: Share  # power of the state's members that divides the pressure: 0 mass action, 1 per head
    background: NonNegative  # hostility of any two groups in one state, rivals = 1
    drug_income: NonNegative  # elasticity of killing to the drug income that passes the state
    arms: Share  # fall of killing under full control of southbound weapons
    escalation_memory: Annotated[float, Field(ge=0, lt=1)]  # monthly autocorrelation of local escalation
    escalation_spill: Annotated[float, Field(ge=0, lt=1)]  # weight of the neighbours' mean escalation last month
    escalation_noise: NonNegative  # standard deviation of its monthly shock, share
    # log fall of local escalation per percent of members arrested last month beyond the usual
    arrest_calm: Annotated[float, Field(ge=0, le=1)]
    homicides_per_killing: NonNegative  # homicides that come with one killing of the model
    homicide_floor: Share  # least share of a state's base homicides unrelated to groups

    def __post_init__(self) -> None:
        if self.escalation_memory + self.escalation_spill >= 1:
            raise ValueError("escalation_memory and escalation_spill must sum to less than 1, or escalation never ends")


@dataclass(frozen=True)
class NationalParameters:
    """The level of the nation's homicides, beside what the mechanisms make of it."""

    memory: Annotated[float, Field(ge=0, lt=1)]  # monthly, of the level
    momentum: Annotated[float, Field(ge=0, lt=1)]  # monthly, of its change
    noise: NonNegative  # standard deviation of the monthly shock to its change, share of the level


@dataclass(frozen=True)
class LeadershipParameters:
    """Removal of leaders, succession and splits."""

    hazard: NonNegative  # removals a month per unit of log members, at present effort
    left: Share  # integrity of the leadership just after a removal
    recovery: NonNegative  # integrity regained a month
    succession_home: NonNegative  # hostility inside a leaderless group in its home state
    succession_away: NonNegative  # the same elsewhere, in the first half of the recovery
    split: Share  # chance that a removal splits a group of 25,000
    split_least: NonNegative  # members below which a group does not split
    intra_family_hostility: NonNegative  # hostility between the parts of a split group, rivals = 1
    intra_family_hostility_away: Share  # share of that hostility where neither part is at home
    intra_family_hostility_half_life: Positive  # months


@dataclass(frozen=True)
class MovementParameters:
    """Entry into neighbouring states."""

    entry: NonNegative  # entries a month of a group of 1,000 members
    size: Share  # elasticity of entries to members
    entry_party: Share  # share of the origin's members that enters, at least 25
    drug_income: NonNegative  # weight of log drug income in the choice of state
    risk: NonNegative  # weight of police effort
    hostility: NonNegative  # weight of killings per member and year


@dataclass(frozen=True)
class CorridorParameters:
    """Routes, perceived risk and interdiction."""

    risk_memory: Positive  # months of seizures that are remembered
    premium_from: Positive  # perceived risk over that at the base from which a premium is asked
    premium_learning: Share  # weight of this month's risk in the premium
    choice: NonNegative  # fall in the log weight of a route per unit of premium times risk
    contest_cost: NonNegative  # fall in the log weight of a route per unit rise of its host's contest
    distance: Positive  # km over which the weight of a route falls by 1 - 1/e in the base
    learning: Share  # monthly shift of police capacity to last month's seizures
    floor: Share  # share of police capacity that stays where it was
    crowding: Share  # elasticity of the seizure rate to police capacity per unit of flow
    port_rate: Share  # share of precursors and cocaine seized at ports in the base
    port_effort: Share  # elasticity of the port seizure rate to effort
    port_capture: Share  # share of port seizures lost under full capture of the host, unless the port is shielded
    noise: NonNegative  # standard deviation of a month's seizures at one place, share
    intelligence: NonNegative  # rise of seizure rates per unit of cooperation
    control: Positive  # power of members in the contest for a corridor


@dataclass(frozen=True)
class MarketParameters:
    """Supply, price, purity, users and deaths, one value per drug where a tuple."""

    elasticity: tuple[Negative, ...]  # of demand to price
    supply_elasticity: NonNegative  # of supply to price in the long run
    supply_half_life: Positive  # months in which half of that answer is made
    made_again: Share  # share of goods seized beyond the usual that are made again next month
    potency: tuple[Share, ...]  # elasticity of purity to supply per unit of demand
    users: tuple[Share, ...]  # elasticity of users to the same
    dose_risk: Share  # elasticity of deaths per user to the pure dose
    fentanyl_involved: tuple[Share, ...]  # share of the drug's deaths that follow the purity of fentanyl
    stock_half_life: Positive  # months in which half of a new loss of inflow is felt, as stocks run down
    laboratories: Share  # elasticity of the seizure rate in Mexico to security money
    laboratory_capacity: Positive  # output at full capacity, base = 1
    border_income: Share  # share of income that follows crossings
    port_income: Share  # share that follows ports
    treatment_coverage: Share  # of people in need of treatment for opioids, at the base
    treated_mortality: Share  # mortality of the treated over that of the untreated
    treatment_reach: Share  # elasticity of coverage to treatment
    treatment_half_life: Positive  # months
    synthetic_share: Share  # of demand that leaves cocaine, the part that moves to fentanyl

    def __post_init__(self) -> None:
        if any(a + b > 1 for a, b in zip(self.potency, self.users, strict=False)):
            raise ValueError("potency and users share one quantity and may not exceed 1 together, drug by drug")


@dataclass(frozen=True)
class LaunderingParameters:
    """Channels: Chinese networks, trade-based, bulk cash."""

    capacity: tuple[NonNegative, ...]  # (l,) over base income
    fee: tuple[Share, ...]  # (l,)
    control: tuple[Share, ...]  # (l,) capacity lost under full control
    chinese_cooperation: Share  # capacity of Chinese networks lost when China cooperates fully
    intelligence: NonNegative  # weight of cooperation with the United States in control
    sanctions: Share  # capacity lost under full unilateral sanctions
    spending: Annotated[float, Field(gt=0, le=1)]  # clean cash spent a month

    @property
    def usual(self) -> float:
        """Share of income that arrives clean where the channels are used alike."""
        return 1 - sum(self.fee) / len(self.fee)


@dataclass(frozen=True)
class CaptureParameters:
    """Capture of local government."""

    base_mean: Share  # at the start, mean of states
    base_spread: NonNegative  # at the start, standard deviation
    speed: NonNegative  # monthly
    half_bribe: Positive  # bribes, base = 1, at which half of their effect is reached
    election: NonNegative  # rise in the three months before an election


@dataclass(frozen=True)
class CostParameters:
    """Extortion and freight."""

    firms: NonNegative  # cost of crime over sales, mean
    groups: NonNegative  # elasticity to the number of groups
    members: NonNegative  # elasticity to members
    capture: NonNegative  # elasticity to capture
    freight: NonNegative  # freight cost over value per unit of firms' cost in the host state of a crossing


@dataclass(frozen=True)
class InputParameters:
    """What policy at its full position or effort is worth; money is relative to the present budget."""

    security_money_at_full: NonNegative  # security money at full effort, above the present
    social_money_at_full: NonNegative  # social money at full effort, above the present
    agreed_enforcement: NonNegative  # security money when the agreed position is full, above the present
    transfers: NonNegative  # rise of the removal hazard when transfers of leaders are full
    foreign_forces: NonNegative  # rise of the removal hazard when foreign forces act with consent
    unilateral: NonNegative  # rise of the removal hazard under full unilateral action
    intelligence: NonNegative  # rise of the removal hazard per unit of cooperation
    aid_security: Share  # share of present security money that is US aid
    aid_social: Share  # share of present social money that is US aid
    aid_agreed: NonNegative  # rise of aid when the agreed position is full, present = 1
    treatment_agreed: NonNegative  # rise of treatment when the agreed position is full, present = 1
    police_money: NonNegative  # weight of local police effort in security money
    institutions: NonNegative  # resistance to capture with all institutions built, above the present


@dataclass(frozen=True)
class SecurityParameters:
    """All of them."""

    recruitment: RecruitmentParameters
    incapacitation: IncapacitationParameters
    conflict: ConflictParameters
    national: NationalParameters
    leadership: LeadershipParameters
    movement: MovementParameters
    corridors: CorridorParameters
    market: MarketParameters
    laundering: LaunderingParameters
    capture: CaptureParameters
    costs: CostParameters
    inputs: InputParameters
