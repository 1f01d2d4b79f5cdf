"""Mexican screening of Chinese projects, and what is known of who owns them."""

from giants.batch import column
from giants.symbols import Array, Scalar


def block_chance(
    strictness: Scalar, capacity: Scalar, transparency: Scalar, sensitivity: Array, base: float, relief: float
) -> Array:
    """Probability by sector that a Chinese project is stopped: s (b + (1-b) K) σ_j (1 - r T).

    Strictness s asked, capacity K to screen (b of it works without), sensitivity σ_j, and transparency T of joint
    ventures, which lifts the share r of the block: an owner who is known is easier to admit.
    `sensitivity` σ (j,), 0..1.  Form and numbers: priors.
    """
    reach = strictness * (base + (1.0 - base) * capacity)
    chance: Array = column(reach) * sensitivity * column(1.0 - relief * transparency)
    return chance


def opaque_stake(stake: Array, transparency: Scalar, cover: float) -> Array:
    """Share of foreign capital by sector (j) that is Chinese and not disclosed: k_j (1 - c T), k the Chinese stake.

    Form and c: priors.
    """
    hidden: Array = stake * column(1.0 - cover * transparency)
    return hidden
