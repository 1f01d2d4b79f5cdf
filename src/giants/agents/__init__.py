"""Thin Mesa agents: an index into the World's arrays and a rule.  They read through columns and write nothing."""

from giants.agents.cartel import Cartel
from giants.agents.firm import Firm
from giants.agents.government import Government
from giants.agents.state import State

__all__ = ["Cartel", "Firm", "Government", "State"]
