"""Where firms invest: log odds of 32 Mexican states and of other economies, and the choice itself."""

import numpy as np

from giants.symbols import Array


def tariff_pull(tariff: Array, us_bound: Array, weight: float) -> Array:
    """Log odds lost to a tariff on sales to the United States, by place and sector: -β x_j ln(1 + t).

    `tariff` t ad valorem, of Mexico as firms foresee it (`giants.bargaining.outlook`), `us_bound` x (j,).
     β as the long-run trade elasticity, a prior.
    """
    pull: Array = -weight * us_bound * np.log1p(tariff)
    return pull


def state_pull(mexico: Array, slack: Array, groups: Array, capacity: Array, p: tuple[float, Array, float]) -> Array:
    """Log odds of Mexican states by sector (j, s): m_j + β_s slack_s - β_gj Δgroups_s + β_a ln capacity_sj.

    `groups` counts criminal groups beyond the base.  They deter services, trade, finance and farming and leave
    export manufacturing alone: Ashby and Ramos (2013), Garriga and Phillips (2023).  `p` = (β_s, β_g, β_a).
    """
    local = p[0] * slack[..., None, :] - p[1][:, None] * groups[..., None, :]
    local += p[2] * np.log(np.maximum(capacity.swapaxes(-1, -2), 0.05))
    pull: Array = mexico[..., None] + local
    return pull


def rooted(sunk: float, readiness: Array) -> Array:
    """Share of a firm's investment that stays in its own plants: ω^r, r its readiness to reconsider (f,), 1 as usual.

    Multinationals answer less to sunk costs than firms of one country (Blanchard, Dhyne, Fuss and Mathieu 2016), and
    differ in it among themselves.  Form: prior.
    """
    share: Array = sunk**readiness
    return share


def choose(weight: Array, u: Array) -> Array:
    """Place chosen by each firm: argmin_p of -ln(u_p) / weight_p, a race of exponential clocks.

    With `weight` exp(V) times base shares of the firm's kind, so that V = 0 reproduces the base, it
    is the multinomial logit choice argmax_p ln weight_p + Gumbel_p with Gumbel_p = -ln(-ln u_p), so that a firm's
    luck with each place stays the same when another place changes.  Source: McFadden (1974).
    """
    clock = -np.log(np.maximum(u, 1e-300)) / np.maximum(weight, 1e-300)
    return np.asarray(clock.argmin(axis=-1))
