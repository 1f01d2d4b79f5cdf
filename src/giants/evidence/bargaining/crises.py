"""Threats of many senders, played to their end with the chances and transitions of a run, without its Worlds."""

from typing import NamedTuple

import numpy as np

from giants.bargaining import estimated, moves, signals, talks
from giants.bargaining.estimated import KnownThreat
from giants.bargaining.parameters import Parameters
from giants.evidence.bargaining import coded_threats
from giants.evidence.bargaining.threat_fit import weights
from giants.symbols import Array

PRODUCT = 27_700.0
"""Product of the sender, bn USD: the United States in 2023, whose threats the estimate is on."""
MONTHS = 600
"""After which nobody waits any longer."""
ENDS = ("conceded", "imposed", "withdrawn", "settled", "lifted")
_ORDER = signals.FORMS.index("order")


class Crises(NamedTuple):
    """An ensemble of simulated threats, (N,)."""

    share: Array
    """sender's share of the target's trade"""
    asymmetry: Array
    """log of the target's dependence on the sender over the sender's on the target"""
    conceded: Array
    """and the sender stopped"""
    imposed: Array
    withdrawn: Array
    settled: Array
    """conceded after imposition"""
    lifted: Array
    threatened: Array
    """months until the threat ended"""
    in_force: Array
    """months until the instrument ended"""
    expected: Array
    """chance of being carried out, as estimated"""


def crises(p: Parameters, n: int, seed: int, record: float = 0.0) -> Crises:
    """Return `n` simulated threats by senders with a `record`.

    Forms, statutes and classes are drawn together from the coded threats, clusters alike.  Priors: the sender's share
    of the target's trade, exports over product, and the sender's product over the target's.
    """
    rng = np.random.default_rng(seed)
    share, openness, size = rng.beta(1.5, 2.5, n), rng.uniform(0.1, 0.4, n), rng.lognormal(3.0, 1.2, n)
    coded = coded_threats.read_all()
    coded = coded_threats.take(coded, coded.counted)
    odds = weights(coded.cluster)
    row = rng.choice(len(odds), n, p=odds / odds.sum())
    scope = rng.uniform(0.05, 1.0, n)
    x = KnownThreat(*(column[row] for column in coded.known))._replace(
        record=np.full(n, record),
        exposure=signals.exposure(share * openness, scope, signals.REFERENCE_RATE),
        market=share * openness * PRODUCT / size,
        adversary=np.zeros(n),
        mexico=np.zeros(n),
    )
    return _played(p, x, share, np.log(size), rng)


class _State(NamedTuple):
    """Threats as they stand, each (N,)."""

    form: Array
    belief: Array
    """chance of being carried out if resisted"""
    deadline: Array
    content: Array
    """the sender acts although its target has conceded"""
    refused: Array
    """an order has been signed instead of talks"""
    open: Array
    force: Array


def _played(p: Parameters, x: KnownThreat, share: Array, asymmetry: Array, rng: np.random.Generator) -> Crises:
    """Return how threats `x` end, where every bargain is found and every law passes."""
    c, n = estimated.read().shifted(p.follow_shift, p.concede_shift), len(share)
    q, h = estimated.concede(c, x), estimated.follow_through(c, x)
    order = estimated.follow_through(c, x._replace(form=np.full(n, _ORDER)))
    expressive, none = rng.random(n) < estimated.expressive(c, x), np.zeros(n, bool)
    s = _State(x.form, h, talks.windows(p, x.form), none, none, ~none, none)
    out = Crises(share, asymmetry, none, none, none, none, none, np.zeros(n), np.zeros(n), estimated.carried_out(c, x))
    for _ in range(MONTHS):
        u = rng.random((4, n))
        out = out._replace(threatened=out.threatened + s.open, in_force=out.in_force + s.force)
        settled = s.force & (u[0] < p.settle * q)
        lifted = s.force & ~settled & (u[1] >= 1 - p.relent)
        asks = s.open & ~s.content & ~s.refused & (u[0] < talks.a_month(p, q, s.form))
        stops = asks & (~expressive | (u[1] < 1 - s.belief))
        s = s._replace(deadline=s.deadline - s.open, open=s.open & ~stops, content=s.content | (asks & ~stops))
        s, acts, drops = _at_deadline(p, s, s.open & (s.deadline <= 0) & ~asks, order, u[2:])
        s = s._replace(force=(s.force & ~settled & ~lifted) | acts)
        ended = (stops, acts, drops, settled, lifted)
        out = out._replace(**{name: getattr(out, name) | now for name, now in zip(ENDS, ended, strict=True)})
        if not (s.open | s.force).any():
            break
    return out


def _at_deadline(p: Parameters, s: _State, due: Array, order: Array, u: Array) -> tuple[_State, Array, Array]:
    """Return the state after the deadlines that are `due` (N,), and who acts and who drops the threat."""
    moved = due & ~s.content & ~s.refused & (u[0] < p.extend)
    climb, act = moves.last_word(p, s.belief, order)
    climbs = moves.CLIMBING[s.form] & ~s.content
    climb, act = np.where(climbs, climb, 0.0), np.where(s.content, 1.0, np.where(climbs, act, s.belief))
    decides = due & ~moved
    signed = decides & (u[1] < climb)
    acts = decides & ~signed & (u[1] < climb + act)
    drops = decides & ~signed & ~acts
    form = np.where(signed, _ORDER, s.form)
    return (
        s._replace(
            form=form,
            belief=np.where(signed, order, s.belief),
            refused=s.refused | signed,
            deadline=np.where(moved | signed, talks.windows(p, form), s.deadline),
            open=s.open & ~acts & ~drops,
        ),
        acts,
        drops,
    )
