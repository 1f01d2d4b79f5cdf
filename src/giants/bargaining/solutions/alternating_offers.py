"""Alternating offers, after each refusal of which talks may break down; the sender, who asks, offers first."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from giants.bargaining import nash
from giants.symbols import Array

PARTS, STEPS = 64, 4
"""Into how many parts each step of the search divides what is left: in the end 2^-24 of it."""


@dataclass(frozen=True, slots=True)
class AlternatingOffers:
    """Each side offers what the other would just as soon take as wait for its own turn."""

    breakdown: Annotated[float, Field(gt=0, lt=1)]
    """q, chance that talks break down once an offer is refused"""

    def solve(self, beta: Array, a: Array, c: Array, g: Array, l_s: Array, l_t: Array,
              xbar: Array) -> nash.Bundle:  # fmt: skip
        """Return the first offer, which is taken at once; arguments as in :func:`giants.bargaining.nash.bundle`.

        S_1 = U_s(x_1) + l_s,  T_1 = l_t - C_t(x_1),  S_2 = d_s S_1,  T_1 = d_t T_2
        d_s = (1 - q)^(2 (1 - β)),  d_t = (1 - q)^(2 β)

        x_1 is the sender's offer, x_2 what the target would offer in its own turn; both are efficient.  q, the risk of
        breakdown, is shared out by impatience, so that q -> 0 gives the Nash agreement of weight β.  Source:
        Rubinstein 1982; Binmore, Rubinstein and Wolinsky 1986.
        """
        kept_s, kept_t = (1 - self.breakdown) ** (2 * (1 - beta)), (1 - self.breakdown) ** (2 * beta)
        agreed = nash.bundle(beta, a, c, g, l_s, l_t, xbar)  # the first offer gives the sender no less
        on = np.where(a > 0, a, 0.0)
        low, high = np.sum(on * agreed.x, axis=-1), np.sum(on * xbar, axis=-1)
        inner = np.arange(1, PARTS).reshape(-1, *(1,) * low.ndim) / PARTS
        for _ in range(STEPS):
            first = nash.judge(nash.cheapest(low + inner * (high - low), a, c, g, xbar), on, c, g, l_s, l_t)
            answer = nash.cheapest(kept_s * first.sender - l_s, a, c, g, xbar)
            enough = first.target >= kept_t * nash.judge(answer, on, c, g, l_s, l_t).target
            least, part = enough.sum(axis=0) / PARTS, (high - low) / PARTS
            low = low + least * (high - low)
            high = low + part
        return nash.judge(nash.cheapest(low, a, c, g, xbar), on, c, g, l_s, l_t)
