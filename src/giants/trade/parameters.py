"""Parameters of the trade block; values and sources are in conf/trade."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

import yaml  # type: ignore[import-untyped]
from pydantic import Field

from giants.compose import conf_dir
from giants.schema import ByCode, Codes, build
from giants.symbols import SECTORS
from giants.trade.adjustment import FLOOR

HIGHEST = 70.0
"""Highest θ that can be given."""

Share = Annotated[float, Field(ge=0, le=1)]
Elasticity = Annotated[float, Field(gt=0, le=HIGHEST)]


@dataclass(frozen=True)
class TradeParameters:
    """How trade answers prices, rules of origin and policy."""

    model: Literal["caliendo_parro"]
    """which of `giants.trade.model.MODELS` the month asks"""
    tables: Literal["wiod2011", "icio2020"]
    """input-output table of the base, of `giants.trade.data.TABLES`"""
    theta_short: Annotated[float, Field(ge=FLOOR, le=HIGHEST)]
    """elasticity θ of trade shares in the first months; that of sales net of tariffs is θ + 1"""
    theta_long: Annotated[ByCode, Codes(SECTORS, Elasticity)]
    """long-run elasticity θ of trade shares of each sector"""
    adjustment_years: Annotated[float, Field(ge=0.5, le=100)]
    """mean lag of sourcing between the two, years"""
    horizon_months: Annotated[float, Field(ge=1, le=240)]
    """horizon at whose elasticity the losses of threats are counted"""
    closure: Literal["instant", "sticky"]
    """how factor markets clear in the short run: by prices at once, or slowly, with slack meanwhile"""
    wage_half_life: Annotated[float, Field(ge=1, le=600)]
    """sticky closure: months in which factor prices take half of a pressure on their market"""
    slack_spending: Share
    """sticky closure: fall of spending per unit of income lost to slack"""
    preference_half_life: Annotated[float, Field(ge=0.1, le=60)]
    """months for use of the preference to close half its gap upward"""
    preference_half_life_down: Annotated[float, Field(ge=0.1, le=600)]
    """same downward: the cost of showing origin is sunk once paid"""
    required_span: Share
    """rise of the required regional content per unit of the issue's lever; only changes since the base count"""
    content_cost: Annotated[float, Field(ge=0, le=2)]
    """cost of compliance, ad valorem, per unit of required above actual regional content"""
    chinese_cost: Annotated[float, Field(ge=0, le=2)]
    """cost of proving origin, ad valorem, per unit of Chinese content"""
    chinese_threshold: Share
    """Chinese content above which a good is not substantially transformed"""
    chinese_spread: Annotated[float, Field(gt=0, le=1)]
    """spread of single goods' Chinese content around their sector's mean"""
    suspicion_span: Share
    """how far agreed standards reduce the weight of Chinese content"""
    screened_span: Share
    """how far full screening of Chinese investment does"""
    duty_deferral: Share
    """share of an added Mexican duty not paid on inputs of exports, where the law lets it be deferred"""
    sectoral_relief: Share
    """share not paid on inputs from other countries in goods that enter the region free"""
    transit_share: Annotated[float, Field(ge=0, le=0.5)]
    """share of Chinese goods bound for the United States in 2023 that passed through Mexico as Mexican goods"""
    transit_response: Annotated[float, Field(ge=0, le=20)]
    """log odds of that share per log point of tariff that it saves"""
    transit_half_life: Annotated[float, Field(ge=0.1, le=60)]
    """months for goods in transit to close half of a gap"""
    transit_content: Share
    """Chinese value in goods in transit"""
    transit_caught: Share
    """share of goods in transit that customs found out in 2023"""
    transit_detection: tuple[Share, ...]
    """share of the rest found by port integrity, screening capacity, agreed standards, known owners, each in full"""
    transit_fine: Annotated[float, Field(ge=0, le=2)]
    """penalty on goods found out, ad valorem, beside the tariff on Chinese goods"""
    local_subsidy_rate: Annotated[float, Field(ge=0, le=0.5)]
    """US subsidy to electronics and cars, ad valorem, while subsidies without eligibility are in force"""


@lru_cache(maxsize=1)
def configured() -> TradeParameters:
    """Return the parameters of conf/trade, for calls that need no World."""
    text = (conf_dir() / "trade" / "caliendo_parro.yaml").read_text(encoding="utf-8")
    return build(TradeParameters, yaml.safe_load(text), "trade")
