"""What is known of a threat: its form, statute and exposure, and the record of its sender."""

import numpy as np

from giants.bargaining import estimated, signals
from giants.bargaining.estimated import KnownThreat
from giants.bargaining.model import TARGET, BargainingModel
from giants.rates import rate
from giants.symbols import CHN, MEX, USA, Array
from giants.world import World

UNKNOWN = -1
"""Form of a threat that has not been made."""
_PAIRS = np.array([MEX, USA, CHN]), TARGET


def known(w: World, model: BargainingModel, option: Array, form: Array, kind: Array, record: Array) -> KnownThreat:
    """Return what can be known of threats (N,) of `option` in `form` for a demand of class `kind`.

    record (N,): sum of the sender's disputes, unbounded.  Source: the rules by which coded threats were read.
    A speech names its statute as often as coded statements do.
    """
    o, p = model.options, model.p
    sender, target = o.sender[option], o.target[option]
    hit = o.sectors[option] * w.trade.flows[sender, target]
    imports = np.maximum(w.trade.flows[sender, target].sum(axis=-1), 1.0)
    tariff = o.sectors[option].any(axis=-1)
    rates = np.where(tariff, o.size[option], signals.REFERENCE_RATE * o.size[option])
    scope = np.where(tariff, hit.sum(axis=-1) / imports, o.scope[option])
    spoken = (form == UNKNOWN) | (form == signals.FORMS.index("statement"))
    return KnownThreat(
        form=form,
        protective=o.protects[option].astype(float),
        statute_named=np.where(spoken, p.named_by_statement, 1.0),
        record=np.clip(record, -signals.BOUND, signals.BOUND),
        kind=kind,
        exposure=signals.exposure(imports / np.maximum(w.trade.gdp[target], 1.0), np.maximum(scope, 1e-3), rates),
        market=imports,
        adversary=np.zeros(len(option)),
        mexico=(target == MEX).astype(float),
    )


def in_general(w: World, model: BargainingModel, record: Array) -> tuple[Array, Array]:
    """Return the chances (SENDERS,) that a threat yet to be made is carried out if resisted, and at all.

    An executive demand, in no particular form, over all that the sender buys at the reference rate.
    """
    imports = np.maximum(w.trade.flows[_PAIRS].sum(axis=-1), 1.0)
    none = np.zeros(len(TARGET))
    x = KnownThreat(
        form=none.astype(int) + UNKNOWN,
        protective=none,
        statute_named=none + model.p.named_by_statement,
        record=np.clip(record, -signals.BOUND, signals.BOUND),
        kind=none.astype(int),
        exposure=imports / np.maximum(w.trade.gdp[TARGET], 1.0),
        market=imports,
        adversary=none,
        mexico=(TARGET == MEX).astype(float),
    )
    return estimated.follow_through(model.estimate, x), estimated.carried_out(model.estimate, x)


def remember(record: Array, said: Array, half_life: float) -> Array:
    """Return the sum of what a sender's disputes say a month later: r' = r 2^(-1/half_life) + n.

    said (n,): news of the month, `signals.news`.  One dispute is one voice, so that the clipped sum is
    `signals.record` of the sender's history.  Prior form: reputations are bounded and fade.
    """
    return np.asarray(record * (1 - rate(half_life)) + said)
