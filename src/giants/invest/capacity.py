"""What capital does once it works: productivity, cost of domestic inputs, and profits of its owners."""

import numpy as np

from giants.batch import column
from giants.rates import rate
from giants.symbols import CHN, ECONOMIES, MEMBER_ROWS, MEX, Array, Scalar

N = len(ECONOMIES)


def elasticity(base: Array, value_added: Array, capital_share: float, capital_output: float, most: float) -> Array:
    """Elasticity of productivity to mobile capital: φ = min(most, α K0 / (κ VA)), α capital share, κ capital over VA.

    Growth accounting: one percent more capital in all of a sector adds α percent; foreign capital is K0 of κ VA.
    `base` K0 and `value_added` VA (n, j) bn USD.  α and κ are orders of magnitude (conf/invest).
    """
    phi: Array = np.minimum(most, capital_share * base / (capital_output * value_added))
    return phi


def productivity(capital: Array, base: Array, phi: Array) -> Array:
    """Productivity factor of mobile capital: A = (K / K0)^φ; 1 where the base has none.

    `capital` K, `base` K0, `phi` φ (n, j).  Source: growth accounting, as for φ.
    """
    ratio = np.divide(capital, base, out=np.ones_like(capital), where=base > 0.0)
    factor: Array = np.maximum(ratio, 0.05) ** phi
    return factor


def own_capital(capital: Scalar, income: Scalar, wear: float, share: float, response: float) -> Scalar:
    """Mexico's own capital over its path: k' = k + ω (y (y / k^α)^a - k) / 12, ω the share that wears out or is added.

    `capital` k and `income` y are factors on the sourced path; ω `wear` a year, α `share` of capital, a `response` of
    the rate of investment to what income is above the capital that earns it.  With a = 0 a fixed share of income is
    invested.  Source: Solow (1956); a: prior from Mexico's investment, which fell by 4.9% in 2019 as GDP stood still.
    """
    wanted = income * np.power(income / np.power(capital, share), response)
    following: Scalar = capital + wear * (wanted - capital) / 12.0
    return following


def shortfall(content: Scalar, capability: float, gain: float, depth: Scalar) -> Scalar:
    """Domestic content asked beyond what suppliers can meet: max(0, r - (c0 + c1 S)), S supplier depth.

    Shares of inputs, 0..1.  c0 and c1 are priors.
    """
    missing: Scalar = np.maximum(0.0, content - capability - gain * depth)
    return missing


def know_how(skills: Scalar, infrastructure: Scalar, goods: Array, p: tuple[float, float], penalty: Scalar) -> Array:
    """Mexican productivity by sector: exp(a_s skills · goods_j + a_i infrastructure - goods_j penalty).

    `penalty` is what a domestic content rule costs beyond what suppliers can meet; skills serve goods only.
    `goods` (j,); `p` = (a_s, a_i).  a_i: Bom and Ligthart (2014); a_s is a prior.
    """
    factor: Array = np.exp(column(p[0] * skills) * goods + column(p[1] * infrastructure) - goods * column(penalty))
    return factor


def complied(rule: Scalar, asked: Scalar, half_life: float) -> Scalar:
    """Content rule that plants work under: r' = r + (1 - 2^(-1/h)) (asked - r), as contracts are renewed.

    Shares, 0..1; h in months.  Form and h: priors.
    """
    held: Scalar = rule + rate(half_life) * (asked - rule)
    return held


def input_saving(depth: Scalar, saved: Array, ties: Array) -> Array:
    """Cost that plants are spared on inputs by origin and sector (i, j), log: Mexican ζ_j S, Chinese η_j.

    Supplier depth S saves real cost on domestic inputs, `ties` on those from the suppliers that plants know.
    `saved` ζ, `ties` η (j,).  ζ is a prior.
    """
    saving = np.zeros((*ties.shape[:-1], N, len(saved)))
    saving[..., MEX, :], saving[..., CHN, :] = column(depth) * saved, ties
    return saving


def input_rule(content: Scalar, pull: float, regional: Scalar, regional_pull: float, goods: Array) -> Array:
    """Shadow price of content rules by origin and sector (i, j), log: λ r for Mexico, λ_R (z - z0) for the region.

    The rules make plants buy as if inputs of goods from Mexico, or from the treaty's members, were cheaper by that
    much.  What this costs the plants is worked out from what they then buy.
    `goods` (j,).  Form and λ: priors.
    """
    rule = np.zeros((*np.shape(content), N, len(goods)))
    rule[..., MEMBER_ROWS, :] = (column(regional_pull * regional) * goods)[..., None, :]
    rule[..., MEX, :] += column(pull * content) * goods
    return rule


def supplier_ties(stake: Array, base: Array, saved: float) -> Array:
    """Log cost spared on inputs from an owner's home by sector: η (k - k0), k its stake in foreign capital.

    Plants buy from the suppliers they know: a larger Chinese stake brings Chinese inputs (network effects on trade,
    Rauch and Trindade 2002, for the mechanism; η is a prior).
    """
    spared: Array = saved * (stake - base)
    return spared


def spillover(stake: Array, transparency: Scalar, gain: float) -> Array:
    """Log productivity that joint ventures with known owners bring to their sector: σ T k_j, k the Chinese stake.

    Partners and others in the industry learn from joint ventures, more than from plants wholly foreign-owned (Jiang,
    Keller, Qiu and Ridley 2024, Journal of International Economics 150, 103939, for China; σ for Mexico is a prior).
    """
    learnt: Array = column(gain * transparency) * stake
    return learnt


def profits(owners: Array, rate: float, scale: Scalar) -> Array:
    """Profits of foreign capital by owner (i), bn USD a year: ρ · scale · Σ_j K_ij.

    `owners` K (i, j) bn USD; ρ `rate` a year.  ρ is an order of magnitude, swept as a prior.
    """
    earned: Array = column(rate * scale) * owners.sum(-1)
    return earned
