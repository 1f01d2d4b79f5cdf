"""Ends: an instrument is put in force, a dispute is closed, and what is remembered of it."""

import numpy as np

from giants.bargaining import signals
from giants.bargaining.events import of_disputes, told
from giants.bargaining.model import PARTIAL, SENDERS, TARGET
from giants.bargaining.month import Month
from giants.bargaining.moves import Mask
from giants.bargaining.state import FULL, BargainingState, pairs
from giants.bargaining.state import PARTIAL as PARTLY
from giants.batch import column
from giants.symbols import ECONOMIES, SECTORS, Array

_AIMS = 1.0 * (TARGET[:, None] == np.arange(len(ECONOMIES)))
ENDING = ("deadline", "age", "refused", "concede", "carried_out", "threat_loss")
"""What of a dispute goes back to nought when it is closed."""


def to_targets(x: Array) -> Array:
    """Return what senders (n,) bring about, by target (n,): y_t = Σ_s x_s [target of s = t].  An identity."""
    return np.sum(x[..., :SENDERS, None] * _AIMS, axis=-2)


def remembered(m: Month, s: BargainingState, said: Array) -> BargainingState:
    """Return the state with news (n,) added to the senders' records: R' = R + news, see `signals.news`.

    Protection says nothing of resolve.  Definition.
    """
    d = s.disputes
    news = signals.news(said > 0, said < 0, np.ones(said.shape), m.model.options.protects[d.option])
    return s._replace(disputes=d._replace(record=d.record + news))


def impose(m: Month, s: BargainingState, imposed: Mask) -> BargainingState:
    """Return the state with the instruments of some senders (n,) put in force, in full or where nothing is claimed."""
    p, o, kinds, d, y = m.model.p, m.model.options, m.model.kinds, s.disputes, m.w.bargaining
    partial = imposed & kinds.broad[d.option] & ~o.protects[d.option] & (column(y.treaty_in_force) > 0)
    partly = partial & (m.drawn[..., PARTIAL] < p.partial)
    d = d._replace(
        stage=np.where(imposed, np.where(partly, PARTLY, FULL), d.stage),
        age=np.where(imposed, 0, d.age),
        carried_out=np.where(imposed, 1.0, d.carried_out),
    )
    tally = s.tally.plus(impositions=imposed, approval_shift=to_targets(imposed * p.rally))
    s, who = remembered(m, s._replace(disputes=d, tally=tally), 1.0 * imposed), pairs(imposed)
    words = np.where(kinds.exit[d.option[who.at]], "notice", "imposed").tolist()
    s = told(s, of_disputes(m, s.disputes, s.policies, who, words))
    return _kept_for_protection(m, s, imposed & kinds.protecting[d.option] & kinds.broad[d.option])


def _kept_for_protection(m: Month, s: BargainingState, kept: Mask) -> BargainingState:
    """Return the state in which the tariffs that senders `kept` (n,) want for their own sake stay for good.

    Their sender is free to press for something else.  Each sets a rate, so that only what the law of the day does not
    levy already comes on top.
    """
    if not kept.any():
        return s
    who, rate = pairs(kept), np.zeros((*kept.shape, len(SECTORS)))
    option = s.disputes.option[who.at]
    rate[who.at] = m.model.rates.full[option] - m.legal.levied[who.on(option)]
    standing = np.maximum(s.standing_tariff, rate.max(axis=-2))
    return end(m, s._replace(standing_tariff=standing), kept)


def end(m: Month, s: BargainingState, over: Mask) -> BargainingState:
    """Return the state with the disputes of some senders (n,) closed."""
    if not over.any():
        return s
    d, own = s.disputes, np.any(over[..., :SENDERS, None] & (m.model.own > 0), axis=-2)
    closed = d._replace(stage=d.stage * ~over, rest=np.where(over, m.model.p.rest, d.rest))
    closed = closed._replace(**{name: getattr(d, name) * ~over for name in ENDING})
    policies = s.policies._replace(asked=np.where(own, 0.0, s.policies.asked), full=np.where(own, 0.0, s.policies.full))
    return s._replace(disputes=closed, policies=policies)
