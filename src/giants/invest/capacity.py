"""What capital does once it works: productivity, cost of domestic inputs, and profits of its owners."""

import numpy as np

from giants.symbols import Array


def elasticity(base: Array, value_added: Array, capital_share: float, capital_output: float, most: float) -> Array:
    """Elasticity of productivity to mobile capital: φ = min(most, α K0 / (κ VA)), α capital share, κ capital over VA.

    Growth accounting: one percent more capital in all of a sector adds α percent; foreign capital is K0 of κ VA.
    """
    phi: Array = np.minimum(most, capital_share * base / (capital_output * value_added))
    return phi


def productivity(capital: Array, base: Array, phi: Array) -> Array:
    """Productivity factor of mobile capital: A = (K / K0)^φ; 1 where the base has none."""
    ratio = np.divide(capital, base, out=np.ones_like(base), where=base > 0.0)
    factor: Array = np.maximum(ratio, 0.05) ** phi
    return factor


def shortfall(content: float, capability: float, gain: float, depth: float) -> float:
    """Domestic content asked beyond what suppliers can meet: max(0, r - (c0 + c1 S)), S supplier depth."""
    return max(0.0, content - capability - gain * depth)


def know_how(
    skills: float, infrastructure: float, goods: Array, p: tuple[float, float], rule: Array, penalty: float
) -> Array:
    """Mexican productivity by sector: exp(a_s skills · goods_j + a_i infrastructure - goods_j (rule_j + penalty)).

    `rule` is what a domestic content rule costs by sector, `penalty` what it costs beyond capability; skills
    serve goods only.
    """
    factor: Array = np.exp(p[0] * skills * goods + p[1] * infrastructure - goods * (rule + penalty))
    return factor


def input_cost(depth: float, saved: Array, content: float, pull: float, goods: Array) -> Array:
    """Trade cost of domestic inputs in Mexico by sector: d = exp(-ζ_j S - λ r goods_j).

    Supplier depth S saves real cost.  A content rule r works as a shadow subsidy λ r to sales at home; the same sum
    is charged to the producers' productivity (`rule` of `know_how` is λ r times the share sold at home), so that the
    rule tilts purchases towards domestic goods at the expense of exports and is no free lunch.
    """
    factor: Array = np.exp(-saved * depth - pull * content * goods)
    return factor


def supplier_ties(owners: Array, base: Array, owner: int, saved: float) -> Array:
    """Trade cost of inputs from an owner's home by sector: d = exp(-η (k - k0)), k its share of foreign capital.

    Plants buy from the suppliers they know: a larger Chinese stake brings Chinese inputs (network effects on trade,
    Rauch and Trindade 2002, for the mechanism; η is a prior).
    """
    share, before = owners[owner] / owners.sum(0), base[owner] / base.sum(0)
    factor: Array = np.exp(-saved * (share - before))
    return factor


def profits(owners: Array, rate: float, scale: float) -> Array:
    """Profits of foreign capital by owner (i), bn USD a year: ρ · scale · Σ_j K_ij."""
    earned: Array = rate * scale * owners.sum(1)
    return earned
