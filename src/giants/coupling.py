"""Who reads what: the contract of every phase, and the role of each symbol that follows from them."""

from giants import blocks, clock
from giants.agents import decisions
from giants.bargaining import phase as bargaining
from giants.invest import phase as invest
from giants.measures import phase as measures
from giants.security import phase as security
from giants.society import labour
from giants.society import phase as society
from giants.symbols import PHASES, table
from giants.trade import phase as trade

READS = {
    "calendar": clock.READS,
    "actions": decisions.READS,
    "threat_losses": blocks.READS,
    "bargaining": bargaining.READS,
    "invest": invest.READS,
    "trade": trade.READS,
    "labour": labour.READS,
    "security": security.READS,
    "society": society.READS,
    "measures": measures.READS,
}
"""What each phase reads as 'block.symbol'; the past, the recorder and the analysis may read anything."""
_ORDER = list(PHASES)


def lagged(reader: str, writer: str) -> bool:
    """Return whether a phase reads last month's value of what another one (or itself) writes."""
    return writer in PHASES and _ORDER.index(reader) <= _ORDER.index(writer)


def roles() -> dict[str, str]:
    """Return the role of each symbol by 'block.symbol'.

    "base" where it is frozen from month 0; "state" where a phase reads it before it is written again, so that it
    carries the past into the next month; "exogenous" where dates and the scenario alone set it; else "output".
    """
    carried = {symbol for reader in READS for symbol in READS[reader] if lagged(reader, symbol.partition(".")[0])}
    block_of = {f"{row['block']}.{row['name']}": row["block"] for row in table()}
    return {symbol: _role(block, symbol in carried) for symbol, block in block_of.items()}


def _role(block: str, carried: bool) -> str:
    if block == "base":
        return "base"
    if carried:
        return "state"
    return "exogenous" if block == "calendar" else "output"
