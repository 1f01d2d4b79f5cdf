"""What is known of a threat: its form, statute and exposure, and the record of its sender."""

import numpy as np
from numpy.typing import ArrayLike

from giants.bargaining import signals
from giants.bargaining.estimated import EXPOSURE_ORIGIN, MARKET_ORIGIN, UNKNOWN, KnownThreat
from giants.bargaining.model import BargainingModel
from giants.bargaining.threat import logistic
from giants.rates import rate
from giants.symbols import MEX, USA, Array
from giants.world import World


def known(w: World, model: BargainingModel, option: Array, form: Array, kind: Array, record: Array,
          world: tuple[Array, ...] = ()) -> KnownThreat:  # fmt: skip
    """Return what can be known of threats (N,) of `option` in `form` for a demand of class `kind`.

    record (N,): sum of the sender's disputes, unbounded; `world`: which World of a stack each is of.  Source: the rules
    by which coded threats were read.  A speech names its statute as often as coded statements do.
    """
    o, p = model.options, model.p
    sender, target = o.sender[option], o.target[option]
    flows = w.trade.flows[(*world, sender, target)]
    hit, imports = o.sectors[option] * flows, np.maximum(flows.sum(axis=-1), 1.0)
    tariff = o.sectors[option].any(axis=-1)
    rates = np.where(tariff, o.size[option], signals.REFERENCE_RATE * o.size[option])
    scope = np.where(tariff, hit.sum(axis=-1) / imports, o.scope[option])
    spoken = (form == UNKNOWN) | (form == signals.FORMS.index("statement"))
    return KnownThreat(
        form=form,
        protective=o.protects[option].astype(float),
        statute_named=np.where(spoken, p.named_by_statement, 1.0),
        record=bounded(record),
        kind=kind,
        exposure=signals.exposure(
            imports / np.maximum(w.trade.gdp[(*world, target)], 1.0), np.maximum(scope, 1e-3), rates
        ),
        market=imports,
        adversary=np.zeros(len(option)),
        mexico=(target == MEX).astype(float),
    )


def bounded(record: Array) -> Array:
    """Return what a record can say at most, either way."""
    return np.minimum(np.maximum(record, -signals.BOUND), signals.BOUND)


def in_general(model: BargainingModel, record: Array) -> Array:
    """Return the chance (...,) that a threat yet to be made is carried out if resisted: h = Λ(ln h0/(1 - h0) + b r).

    h0 is that of a sender without a record for an executive demand in no particular form.  Source: the estimate.
    """
    return logistic(model.belief_odds + model.estimate.record * bounded(record))


def of_any_threat(w: World, model: BargainingModel, belief: Array) -> Array:
    """Return the chance that a threat by the United States yet to be made is carried out, P = h (1 - (1 - e) q).

    As `in_general`, over all that it buys at the reference rate; belief: h.  Source: the estimate.
    """
    e, odds, c = model.any_expressive, model.any_concede_odds, model.estimate
    imports = np.maximum(w.trade.flows[..., USA, MEX, :].sum(-1), 1.0)
    exposure = imports / np.maximum(w.trade.gdp[..., MEX], 1.0)
    odds = odds + c.concede_exposure * np.log(exposure / EXPOSURE_ORIGIN)
    odds = odds + c.concede_market * np.log(imports / MARKET_ORIGIN)
    return np.asarray(belief * (1 - (1 - e) / (1 + np.exp(-odds))))


def remember(record: Array, said: ArrayLike, half_life: float) -> Array:
    """Return the sum of what a sender's disputes say a month later: r' = r 2^(-1/half_life) + n.

    said (n,): news of the month, `signals.news`.  One dispute is one voice, so that the clipped sum is
    `signals.record` of the sender's history.  Prior form: reputations are bounded and fade.
    """
    return np.asarray(record * (1 - rate(half_life)) + said)
