"""Words that have changed: old name -> new, so that earlier code and notes can be read.

Blocks and symbols are those of the World ('block' or 'block.symbol').  Recorded columns of constants of the past are no
longer kept: they do not change during a run.
"""

RENAMED: dict[str, str] = {
    "stance": "actions",
    "policy": "bargaining",
    "invest.profits_base": "base.profits",
    "invest.groups_base": "base.groups",
    "invest.lever_base": "base.position",
    "trade.crime_base": "base.crime_cost",
    "trade.freight_base": "base.crime_freight",
    "security.wage_base": "base.real_wage",
    "security.employment_base": "base.employment",
    "security.lever_base": "base.position",
    "security.integrity_base": "base.port_integrity",
    "security.law_base": "base.rule_of_law",
    "society.homicides_base": "base.homicides",
    "society.overdose_base": "base.overdose_deaths",
    "society.capture_base": "base.capture",
    "society.lever_base": "base.position",
    "society.wage_base": "base.mean_wage",
    "society.remittances_base": "base.remittances",
    "measures.capture_base": "base.governed",
}
"""Old name of a block or symbol -> where it stands now."""


def advice(name: str) -> str:
    """Return '; it is NEW now' for a name that has changed, else nothing."""
    return f"; it is {RENAMED[name]} now" if name in RENAMED else ""
