"""Parameters of the bargaining phase; every value and its basis stands in ``conf/bargaining/default.yaml``."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

Share = Annotated[float, Field(ge=0, le=1)]
Months = Annotated[float, Field(gt=0, le=600)]
Shift = Annotated[float, Field(ge=0, le=0.5)]
Positive = Annotated[float, Field(gt=0, le=1000)]


@dataclass(frozen=True, slots=True)
class Parameters:
    """Numbers of the bargaining phase."""

    horizon: Months
    """months over which a deal and a threat are valued"""
    r0: Annotated[float, Field(gt=0, le=0.2)]
    """discount rate a month far from any date"""
    eta: Annotated[float, Field(ge=0, le=0.2)]
    """added discount rate at an election or a treaty review"""
    clock_span: Months
    """months over which a coming date is felt"""
    alpha_ratio: Positive
    """cost of backing down over the worth of the concession"""
    half_life: Months
    """of what a spoken threat, carried out or dropped, says of its sender"""
    follow_shift: Annotated[float, Field(ge=-3, le=3)]
    """added to the estimated log odds that a threat is carried out if resisted"""
    concede_shift: Annotated[float, Field(ge=-3, le=3)]
    """added to the estimated log odds that a target concedes"""
    accommodation_odds: Annotated[float, Field(ge=0, le=10)]
    """added to the log odds that Mexico concedes, per unit of accommodation beyond that of the coded cases"""
    form_odds: tuple[Positive, Positive, Positive, Positive]
    """odds that a threat begins as statement, process, order, letter, where its instrument allows"""
    named_by_statement: Share
    """share of statements that name the law by which they would be carried out"""
    climb: Share
    """share of threats carried out by statement or process for which an order is signed first"""
    choice_precision: Positive
    """logit precision of the choice of instrument, per unit of the worth of the full demand"""
    width: Positive
    """half-width of the target's unknown cost, over its loss: demands are fitted to it, it sorts who concedes"""
    believed_red_line: tuple[tuple[Share, Share], tuple[Share, Share], tuple[Share, Share]]
    """range in which a sender believes the red line on executive, structural and sovereign demands to be"""
    start_rate: Share
    """chance a month that an idle sender makes a threat, at full readiness"""
    attention: Share
    """power of a matter's worth in the odds that it comes up: 0 all alike, 1 in proportion"""
    mexico_readiness: Share
    """readiness of Mexico to press where US tariffs hurt it or where it links matters fully"""
    protection_readiness: Share
    """readiness of the United States to protect its producers, over that to threaten, in twin runs without threats"""
    china_readiness: Share
    """chance that China presses when it could, per unit of Mexico's alignment against it"""
    window: Annotated[int, Field(ge=1, le=24)]
    """months between a threat and its deadline"""
    process_window: Annotated[int, Field(ge=1, le=24)]
    """same where a process has been opened, or an order signed after it"""
    extend: Share
    """chance that a deadline without agreement is moved: a pause"""
    settled_half_life: Months
    """of the rest that an agreement on a matter brings it"""
    rest: Annotated[int, Field(ge=0, le=60)]
    """months after an episode before the same sender starts another"""
    partial: Share
    """chance that an imposition leaves preferential trade out"""
    settle: Share
    """chance a month that talks resume under an instrument in force"""
    relent: Share
    """chance a month that a sender lifts an instrument for nothing"""
    exclusion: Share
    """share a month of a protective tariff that exclusions take away"""
    iota_executive: Share
    """speed a month at which orders are carried out"""
    iota_structural: Share
    """same for laws and treaties"""
    iota_sovereign: Share
    """same for constitutional matters"""
    compliance: Share
    """share of a promise that is meant to be kept"""
    promise_half_life: Months
    """of promises that nobody renews"""
    monitor_spread: Share
    """error of the sender's view of compliance in a month; at most the root of three times this"""
    tolerance: Share
    """share of what is due whose absence a sender lets pass"""
    support_needed: Share
    """approval at which a structural deal has an even chance"""
    support_width: Annotated[float, Field(gt=0, le=1)]
    """spread of that chance"""
    rally_gdp: Annotated[float, Field(ge=0, le=0.02)]
    """worth of resisting to Mexico's government, share of GDP"""
    rally: Share
    """approval that a government gains by a settlement without loss or by standing firm"""
    submission: Share
    """approval lost by a full sovereign concession (less by class)"""
    audience: Share
    """approval that a sender loses when it backs down"""
    import_elasticity: Annotated[float, Field(gt=1, le=20)]
    """elasticity of imports from one origin, by which a sender counts what its own tariffs cost it"""
    food_barrier: Share
    """share of the cost of US food in Mexico that full access takes away"""
    metals_limit: Share
    """rise of the cost of Mexican metals in the United States under a full limit"""
    water_cost: Share
    """rise of the cost of Mexican food if all the water that is owed is delivered"""
    ban_barrier: Share
    """rise of the cost of Mexican goods or services of a sector part of which is banned"""
    reprisal_visas: Share
    """rise of the cost of Mexican services in the United States under a full reprisal: visas, travel advice, flights"""
    reprisal_exemptions: Share
    """share of the exemptions from US tariffs that a full reprisal takes away"""
    reprisal_finance: Annotated[float, Field(ge=0, le=0.1)]
    """rise of the cost of remittances under a full reprisal, ad valorem: orders against banks, correspondents lost"""
    joint_standards: Share
    """share of what it still wants on Chinese content that agreed standards are worth to Washington"""
    coalition_relief: Share
    """share of a threatened loss that a full coalition takes away"""
    deal_speed: Share
    """speed a month at which regional deals come into force"""
    renewal_bar: Share
    """share of US demands (by worth) in force at which renewal has an even chance"""
    renewal_slope: Positive
    """steepness of that chance"""
    renewal_relief: Share
    """how far full Mexican gains on renewal shift the bar"""
    canada_consents: Share
    """chance that Canada confirms a renewal on which the other two agree"""
    project_life: Annotated[float, Field(gt=0, le=50)]
    """years, the mean life over which firms foresee tariffs"""
    extension: Annotated[float, Field(gt=0, le=50)]
    """years added by a renewal"""
    notice: Annotated[int, Field(ge=0, le=24)]
    """months between notice of withdrawal and exit"""
    ideal_shift: tuple[Shift, Shift, Shift]
    """how far the ideals of Mexico, the United States and China on the giants' demands move toward the other side"""
