"""Mexican screening of Chinese projects, and what is known of who owns them."""

from giants.symbols import Array


def block_chance(
    strictness: float, capacity: float, transparency: float, sensitivity: Array, base: float, relief: float
) -> Array:
    """Probability by sector that a Chinese project is stopped: s (b + (1-b) K) σ_j (1 - r T).

    Strictness s asked, capacity K to screen (b of it works without), sensitivity σ_j, and transparency T of joint
    ventures, which lifts the share r of the block: an owner who is known is easier to admit.
    `sensitivity` σ (j,), 0..1.  Form and numbers: priors.
    """
    reach = strictness * (base + (1.0 - base) * capacity)
    chance: Array = reach * sensitivity * (1.0 - relief * transparency)
    return chance


def opaque_stake(stake: Array, transparency: float, cover: float) -> Array:
    """Share of foreign capital by sector (j) that is Chinese and not disclosed: k_j (1 - c T), k the Chinese stake.

    Form and c: priors.
    """
    hidden: Array = stake * (1.0 - cover * transparency)
    return hidden
