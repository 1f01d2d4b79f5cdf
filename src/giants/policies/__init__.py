"""Behaviour: one rule per small file, listed here by the group of ``conf/`` that configures it.

To add a rule: write its file beside the others, add the class to its tuple below, and add a YAML file of the same
name to the group in ``conf/``.  A test asserts that the three agree, and runs every rule through the same contract.
"""

from typing import Any

from giants.policies.cartels.adaptive import Adaptive
from giants.policies.cartels.diversified import Diversified
from giants.policies.cartels.territorial import Territorial
from giants.policies.china.assertive import Assertive
from giants.policies.china.inward import Inward
from giants.policies.china.patient_investor import PatientInvestor
from giants.policies.firms.cautious import Cautious
from giants.policies.firms.footloose import Footloose
from giants.policies.latam.fragmented import Fragmented
from giants.policies.latam.integrationist import Integrationist
from giants.policies.latam.pragmatic import Pragmatic
from giants.policies.mexico.china.hedge import Hedge
from giants.policies.mexico.china.steady import SteadyChina
from giants.policies.mexico.diplomacy.accommodate import Accommodate
from giants.policies.mexico.diplomacy.balance import Balance
from giants.policies.mexico.diplomacy.defy import Defy
from giants.policies.mexico.industry.deepen import Deepen
from giants.policies.mexico.industry.steady import SteadyIndustry
from giants.policies.mexico.region.integrate import Integrate
from giants.policies.mexico.region.steady import SteadyRegion
from giants.policies.mexico.security.dual_track import DualTrack
from giants.policies.mexico.security.iron_fist import IronFist
from giants.policies.mexico.security.steady import SteadySecurity
from giants.policies.states.coordinated import Coordinated
from giants.policies.states.strained import Strained
from giants.policies.usa.cooperative import Cooperative
from giants.policies.usa.decoupling import Decoupling
from giants.policies.usa.maximal_pressure import MaximalPressure
from giants.policies.usa.retrenchment import Retrenchment
from giants.policies.usa.transactional import Transactional

RULES: dict[str, tuple[type[Any], ...]] = {
    "mexico/industry": (SteadyIndustry, Deepen),
    "mexico/china": (SteadyChina, Hedge),
    "mexico/region": (SteadyRegion, Integrate),
    "mexico/security": (SteadySecurity, IronFist, DualTrack),
    "mexico/diplomacy": (Accommodate, Balance, Defy),
    "usa": (Transactional, Cooperative, MaximalPressure, Decoupling, Retrenchment),
    "china": (PatientInvestor, Assertive, Inward),
    "latam": (Pragmatic, Integrationist, Fragmented),
    "states": (Coordinated, Strained),
    "cartels": (Adaptive, Territorial, Diversified),
    "firms": (Footloose, Cautious),
}
"""Every rule, by the configuration group that chooses it; a rule's name is the name of its file."""


def rule_name(rule: type[Any]) -> str:
    """Return the name by which configuration calls this rule: the name of its file."""
    return rule.__module__.rsplit(".", 1)[-1]
