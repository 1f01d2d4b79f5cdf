"""Thin Mesa agents: an index into the World's arrays and a rule.  They read through columns and write no number."""

from giants.agents.cartel import Cartel
from giants.agents.firm import Firm
from giants.agents.government import Government
from giants.agents.population import Population
from giants.agents.row import enrol
from giants.agents.state import State

__all__ = ["Cartel", "Firm", "Government", "Population", "State", "enrol"]
