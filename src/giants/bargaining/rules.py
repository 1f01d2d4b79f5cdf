"""The rules of bargaining, by the configuration group that chooses each; a rule's name is the name of its file."""

from typing import Any

from giants.bargaining.menus.common_agency import CommonAgency
from giants.bargaining.menus.none import NoMenu
from giants.bargaining.multis.independent import Independent
from giants.bargaining.multis.nash_in_nash import NashInNash
from giants.bargaining.resolves.known import Known
from giants.bargaining.resolves.logit import Logit
from giants.bargaining.resolves.two_type import TwoType
from giants.bargaining.solutions.alternating_offers import AlternatingOffers
from giants.bargaining.solutions.compromise import Compromise
from giants.bargaining.solutions.nash import Nash
from giants.bargaining.solutions.screening import Screening

type Solution = Nash | Compromise | Screening | AlternatingOffers
type Resolve = TwoType | Logit | Known
type Menu = NoMenu | CommonAgency
type Multi = Independent | NashInNash

RULES: dict[str, tuple[type[Any], ...]] = {
    "bargaining/solution": (Nash, Compromise, Screening, AlternatingOffers),
    "bargaining/resolve": (TwoType, Logit, Known),
    "bargaining/menu": (NoMenu, CommonAgency),
    "bargaining/multi": (Independent, NashInNash),
}
