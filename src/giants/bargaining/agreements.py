"""Packages across topics on which Mexico and the United States agree with nobody threatening."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from giants.bargaining import nash, ratify
from giants.bargaining.events import of_no_disputes, told
from giants.bargaining.model import RATIFY
from giants.bargaining.month import Month
from giants.bargaining.payoffs import domestic_cost, offer_lost
from giants.bargaining.state import BargainingState, Line, of_sender
from giants.batch import column
from giants.symbols import ISSUES, MEX, USA, Actions, Array, neutral_value, rows

_VOICE, _STANDARDS = neutral_value(Actions, "voiced"), ISSUES.index("agreed_standards")
_CHINESE = rows(("china_tariff_alignment", "china_fdi_screening", "regional_content"), ISSUES)
LOG_WEIGHTS, _PARTS = (-8.0, 8.0), np.linspace(0.0, 1.0, 32)
"""Log weights of the United States between which the agreement is looked for, on a grid that is narrowed twice."""
WORTH_TELLING = 0.05
"""Policy that an agreement must add somewhere to be told; below it promises that have faded are renewed."""


class Package(NamedTuple):
    """Worth, cost, curvature and bound (d,) of policies that the United States wants of Mexico, or the other way.

    Curvature is positive, and the bound 0 where a policy is worth nothing.
    """

    a: Array
    c: Array
    g: Array
    room: Array

    def at(self, weight: Array) -> Array:
        """Return x_k = clip((w a_k - c_k) / g_k, 0, room_k) for each weight (N,) of the proposer: (N, d)."""
        x = weight[..., None] * self.a[..., None, :]
        x -= self.c[..., None, :]
        x /= self.g
        return np.asarray(np.minimum(np.maximum(x, 0.0, out=x), self.room[..., None, :], out=x))

    def worth(self, x: Array) -> Array:
        """Return the worth (N,) of policies (N, d) to the proposer."""
        return np.asarray(np.vecdot(x, self.a[..., None, :]))

    def cost(self, x: Array) -> Array:
        """Return the cost (N,) of policies (N, d) to the addressee."""
        return nash.cost(x, self.c[..., None, :], self.g)


def terms(asked: Package, offered: Package) -> Array:
    """Return the policies (d,) that the two would agree on: the Nash bargain over both sides' demands.

    max ln U_US + ln U_MEX,  U_US = Σ a_k x_k - C(y),  U_MEX = Σ a_l y_l - C(x):
    x_k = clip((λ a_k - c_k)/g_k, 0, room_k),  y_l = clip((a_l/λ - c_l)/g_l, 0, room_l),  λ U_US = U_MEX

    `asked` of Mexico (x), `offered` to it (y), each in shares of own GDP; with no agreement things stay as they are.
    λ U_US - U_MEX rises in λ, and is found on a grid that is narrowed.  Nothing where one side would lose.  Source:
    Nash 1950; linkage of matters as in Sebenius 1983.
    """

    def agreed(weight: Array) -> tuple[Array, Array, Array]:
        """Return what is agreed at each weight (N,) of the United States, and the gains of the two."""
        x, y = asked.at(weight), offered.at(1 / weight)
        return x + y, asked.worth(x) - offered.cost(y), offered.worth(y) - asked.cost(x)

    low, high = (np.full((*asked.a.shape[:-1], 1), end) for end in LOG_WEIGHTS)
    for _ in range(3):
        span = high - low
        weight = np.exp(low + span * _PARTS)
        _, usa, mexico = agreed(weight)
        at = column(np.clip(np.sum(weight * usa < mexico, axis=-1), 1, _PARTS.size - 1))
        low, high = low + span * _PARTS[at - 1], low + span * _PARTS[at]
    z, usa, mexico = agreed(np.exp(high))
    return np.where(column(np.minimum(usa, mexico) >= 0), z, 0.0)[..., 0, :]


def strike(m: Month, s: BargainingState) -> BargainingState:
    """Return the state with the promises of both sides raised to the terms agreed.

    promised_k = max(promised_k, o_MEX o_US x_k):  o_MEX Mexico's accommodation, o_US the openness of the United States,
    0..1, so that both must come forward.  Laws need ratification, each side's by its approval.  What it gives costs a
    government approval as under a threat, and there is no rally.
    """
    p, model, y, approval = m.model.p, m.model, s.policies, m.w.society.approval
    ready = column(m.w.actions.accommodation * m.w.actions.us_openness)
    if not np.any(ready > 0):
        return s
    agreed = ready * terms(*_packages(m))
    passed = ratify.passes(model.issues.kind, approval.take([USA, MEX], -1), m.u[..., RATIFY].take([MEX, USA], -1),
                           p.support_needed, p.support_width)  # fmt: skip
    agreed *= np.where(model.own[MEX] > 0, passed[..., 0, :], passed[..., 1, :])
    more = np.maximum(agreed - y.promised, 0.0)
    if not more.any():
        return s
    cost, shift = np.zeros(approval.shape), np.zeros(approval.shape)
    for proposer, giver in ((USA, MEX), (MEX, USA)):
        given = more * model.own[proposer]
        cost[..., proposer] = nash.cost(given, m.payoffs.c, m.payoffs.g)
        shift[..., giver] = -p.submission * np.vecdot(given, model.weight)
    some = more.any(axis=-1, keepdims=True)
    settled = np.where(some, np.maximum(y.settled, ready * (agreed > 0)), y.settled)
    s = s._replace(
        policies=y._replace(promised=y.promised + more, settled=settled),
        tally=s.tally.plus(concession_cost=cost, approval_shift=shift),
    )
    return told(s, _agreed(m, more))


def _agreed(m: Month, more: Array) -> list[Line]:
    """Return a line for each World whose policies rise by enough in `more` (d,) to be told."""
    who = of_sender(USA, more.max(axis=-1) >= WORTH_TELLING)
    more = np.broadcast_to(more[who.world], (who.sender.size, len(ISSUES)))
    lead = np.argmax(more * m.payoffs.a[who.at], axis=-1)
    lines = of_no_disputes(m, who, "agreed", "treaty_renewal")
    return [
        (world, replace(line, issue=ISSUES[k], granted=granted))
        for (world, line), k, granted in zip(
            lines, lead.tolist(), more[np.arange(len(lead)), lead].tolist(), strict=True
        )
    ]


def _packages(m: Month) -> tuple[Package, Package]:
    """Return what the demands of the United States and of Mexico are worth and cost from where nothing is promised."""
    worth = m.payoffs
    c = (domestic_cost(m.model, np.zeros(len(ISSUES))) + offer_lost(m.w, m.model)) * (m.model.p.horizon / 12)
    g, room = np.maximum(worth.g, 1e-12), worth.room + worth.given
    mine, wanted = worth.a[..., USA, :], unvoiced(m)
    asked = Package(mine, c, g, room * (mine > 0))
    return asked, Package(wanted, c - joint_interest(m), g, room * (wanted > 0))


def unvoiced(m: Month) -> Array:
    """Return what Mexico's demands are worth to it (d,), whether or not it raises its voice for them."""
    return np.asarray(m.payoffs.a[..., MEX, :] * _VOICE / np.maximum(m.w.actions.voiced, 1e-9))


def joint_interest(m: Month) -> Array:
    """Return what agreed standards are worth to Washington itself (d,), per unit: φ Σ_k a_k w_k over Chinese matters.

    a_k what a step is worth, w_k how much is missing of it, φ the share of its doubts over Chinese content that
    standards lay at rest; prior form.
    """
    out = np.zeros((*m.batch, len(ISSUES)))
    doubts = m.payoffs.a[..., USA, :].take(_CHINESE, -1), m.payoffs.wanted.take(_CHINESE, -1)
    out[..., _STANDARDS] = m.model.p.joint_standards * np.vecdot(*doubts)
    return out
