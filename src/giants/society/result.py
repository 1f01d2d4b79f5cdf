"""What the society phase hands to the World."""

from dataclasses import dataclass

from giants.symbols import Array


@dataclass(frozen=True)
class SocietyResult:
    """What the society phase writes; see `symbols.Society`."""

    effort: Array
    spending: float
    supplier_depth: float
    skills: float
    infrastructure: float
    screening_capacity: float
    port_integrity: float
    rule_of_law: float
    anchored: Array
    trust: Array
    deal: Array
    standards: Array
    regional_cost: Array
    approval: Array
    disposable: Array
    governs: float
    mandate: float
    continuity: float
    migration: float
    migrants: float
    remittances: float
    remittances_base: float
    poverty: float
    homicides_base: float
    overdose_base: float
    capture_base: float
    lever_base: float
    wage_base: float


@dataclass(frozen=True)
class Start:
    """The part of the society that does not start at its neutral value."""

    trust: Array
    approval: Array
    disposable: Array
    continuity: float
    migration: float
    migrants: float
    remittances: float
    remittances_base: float
    poverty: float


@dataclass(frozen=True)
class Bases:
    """What the society was first counted at; later months are judged against it."""

    homicides_base: float
    overdose_base: float
    capture_base: float
    lever_base: float
    wage_base: float
