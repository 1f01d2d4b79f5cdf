"""Parameters of the measures; every value and its basis stands in ``conf/measures/default.yaml``.

They are fixed while a run is measured: no strategy may change them.
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

Share = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, slots=True)
class MeasuresParameters:
    """Numbers of the Calibrated Autonomy Index and of its companions."""

    order: Annotated[float, Field(ge=-20, le=1)]
    """order r of the power mean over pillars: 1 arithmetic, 0 geometric, -1 harmonic"""
    weights: tuple[Share, Share, Share, Share]
    """weights of structural freedom, agency, relations, internal sovereignty; normalised to one"""
    floor: Annotated[float, Field(gt=0, le=0.2)]
    """least score before logarithms"""
    sender_tolerance: Annotated[float, Field(ge=0, le=2)]
    """theta: own loss a sender accepts per unit of loss inflicted, both as shares of own GDP"""
    reference_ideal: Share
    """Mexico's reference ideal on every giant's demand, as a position: 0 is the addressee's own line"""
    giant_ideal: Share
    """the giants' ideal on their own demands, same scale"""
    contested_gap: Share
    """delta: ideals nearer than this are not contested"""
    contested_window: Annotated[int, Field(ge=1, le=240)]
    """months for which a demand that was pressed stays in dispute"""
    vital_weight: Share
    """share of the weight of a giant's demands that lies on the issues vital to it"""
    vital: tuple[str, ...]
    """demands vital to the giant that makes them; the other demands share the rest of the weight"""
    opposed: tuple[str, ...]
    """demands of which the other giant wants the opposite"""
    line_base: Share
    """proximity to Mexico's own line under past threats, the convention of history for demands not in dispute"""
    refusal_base: Share
    """share of past demands refused without cost, the prior of rho"""
    symmetry_base: Share
    """the giants' share of past movement from opening positions, the prior of kappa"""
    history_weight: Annotated[float, Field(ge=0, le=100)]
    """weight of both priors in demands"""
    base_tariff: Annotated[float, Field(ge=0, le=1)]
    """US tariff on Mexican goods in the base year, ad valorem"""
    voting_shift: Annotated[float, Field(ge=0, le=5)]
    """move of the UN ideal point towards Washington at full concession of foreign-policy identity, ideal points"""
    law_anchor: Share
    """rule-of-law index of Mexico at the start, World Justice Project scale"""
    law_gain: Share
    """rise of that index for a full rise of the rule-of-law stock"""
    sigma: Annotated[float, Field(gt=1, le=20)]
    """elasticity across foreign origins in geoeconomic power"""
    eta: Annotated[float, Field(gt=1, le=20)]
    """elasticity between home and foreign in geoeconomic power"""
