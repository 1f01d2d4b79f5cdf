"""The rules of bargaining, by the configuration group that chooses each; a rule's name is the name of its file."""

from dataclasses import dataclass
from typing import Any

from giants.bargaining.common_agency.none import NoMenus
from giants.bargaining.common_agency.truthful_menus import TruthfulMenus
from giants.bargaining.parameters import Parameters
from giants.bargaining.resolve_information.estimated import Estimated
from giants.bargaining.resolve_information.known import Known
from giants.bargaining.resolve_information.logit import Logit
from giants.bargaining.resolve_information.two_type import TwoType
from giants.bargaining.simultaneous_deals.independent import Independent
from giants.bargaining.simultaneous_deals.nash_in_nash import NashInNash
from giants.bargaining.solutions.alternating_offers import AlternatingOffers
from giants.bargaining.solutions.compromise import Compromise
from giants.bargaining.solutions.nash import Nash
from giants.bargaining.solutions.screening import Screening

type Solution = Nash | Compromise | Screening | AlternatingOffers
type ResolveInformation = Estimated | TwoType | Logit | Known
type CommonAgency = NoMenus | TruthfulMenus
type SimultaneousDeals = Independent | NashInNash

RULES: dict[str, tuple[type[Any], ...]] = {
    "bargaining/solution": (Nash, Compromise, Screening, AlternatingOffers),
    "bargaining/resolve_information": (Estimated, TwoType, Logit, Known),
    "bargaining/common_agency": (NoMenus, TruthfulMenus),
    "bargaining/simultaneous_deals": (Independent, NashInNash),
}


@dataclass(frozen=True)
class BargainingSettings:
    """How bargains are struck: one rule for each question, and the numbers they share."""

    solution: Solution
    resolve_information: ResolveInformation
    common_agency: CommonAgency
    simultaneous_deals: SimultaneousDeals
    parameters: Parameters
