"""Instruments of pressure: statute, scope, sizes, legal window, and what they cost each side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from pydantic import Field

from giants.bargaining.issues import TOPICS, Fraction, Topic
from giants.bargaining.signals import FORMS
from giants.errors import InputError
from giants.schema import build
from giants.symbols import ECONOMIES, GOODS, SECTORS, Array

NODES = (0.10, 0.25, 0.50)
"""Sizes at which the trade block solves tariff threats that can be announced at more sizes than these."""
SOLVED = ("tariff", "preference", "exit")
"""Channels whose losses the trade block solves; those of others are declared."""
CONCAVITY = 0.7
"""Power of the tariff in declared losses: 10, 25 and 50% on Mexico cost in the ratio .48 : 1 : 1.55 (Armington
model on 2023 flows, elasticity 2.5), which a power of 0.7 fits within 3%."""

OTHER_SCOPE = 0.1
"""Share of trade that is hit by what is no tariff and closes neither border nor market: prior, 0.03 to 0.3."""
PRIORS = ("ban", "force")
"""Channels whose declared losses are priors and stay out of the value at risk."""
WHOLE = ("preference", "exit", "border")
"""Channels that reach all trade."""

type Form = Literal["statement", "process", "order", "letter"]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One legal way of hurting, at one or more sizes."""

    statute: str
    """law or power that it rests on"""
    sender: Literal["MEX", "USA", "CHN"]
    target: Literal["MEX", "USA"]
    channel: Literal["tariff", "preference", "exit", "remittance", "border", "subsidy", "cooperation", "capital", "ban",
                     "force"]  # fmt: skip
    """what is moved; only tariff, preference and exit have losses solved in the trade block, a ban raises trade costs
    there, force stands for strikes, designations and financial orders against groups"""
    sectors: tuple[str, ...]
    """sectors hit; empty for all goods"""
    sizes: Annotated[tuple[Annotated[float, Field(gt=0, le=1)], ...], Field(min_length=1)]
    """sizes that may be announced: ad valorem rate, or share of the full measure"""
    cap: Annotated[float, Field(gt=0, le=1)]
    """legal maximum of the size"""
    delay: Annotated[int, Field(ge=0, le=24)]
    """months between the order and its effect"""
    longest: Annotated[int, Field(ge=1, le=600)]
    """months after which it lapses by law"""
    legal_from: float
    """decimal year from which it may be used"""
    legal_to: float
    """decimal year after which it is void"""
    void: Fraction
    """probability a month that a court ends it"""
    exempt_preferred: Fraction
    """share of preferential (treaty) trade that the instrument leaves out"""
    protects: bool
    """whether imposing serves protection in itself, so that the sender's value of protection counts"""
    target_loss: Fraction
    """declared loss of the target at 25% (or full measure) for a year, share of GDP, if trade does not solve it"""
    sender_loss: Annotated[float, Field(ge=-0.05, le=0.2)]
    """same for the sender"""
    source: str
    topics: tuple[Topic, ...] = ()
    """matters that its statute can be used for; empty for all"""
    forms: tuple[Form, ...] = ()
    """acts by which it can be announced; empty for all"""


class Node(NamedTuple):
    """One threat whose losses the trade block solves."""

    importer: int
    exporter: int
    sectors: tuple[int, ...]
    size: float
    """added ad valorem rate; 0 where the preference is withdrawn instead"""
    preference: bool
    both: bool
    """whether the target's preferences for the sender's goods go too.  An exit is priced between the two alone:
    Canada's preferences, which end with the treaty (`giants.trade.policy.tariffs`), are left as they are"""


class Options(NamedTuple):
    """Every (instrument, size) that can be announced, as arrays over O options."""

    instrument: Array
    sender: Array
    target: Array
    size: Array
    weights: Array
    """(O, T) interpolation weights on the nodes"""
    declared: Array
    """(O, 2) declared losses of target and sender, used where an option has no node"""
    solved: Array
    """(O,) whether the trade block solves it"""
    legal_from: Array
    legal_to: Array
    delay: Array
    longest: Array
    void: Array
    exempt: Array
    protects: Array
    sectors: Array
    """(O, j) sectors hit by a tariff, 0 or 1"""
    banned: Array
    """(O, j) sectors part of which a ban shuts out"""
    scope: Array
    """(O,) share of trade hit by what is no tariff"""
    topics: Array
    """(O, topics) whether it can be used for each matter"""
    forms: Array
    """(O, forms) whether it can be announced by each act"""
    channel: tuple[str, ...]
    name: tuple[str, ...]


def load(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Instrument]:
    """Return the instruments of the configuration.

    Raises InputError naming the instrument and the field that is wrong, an unknown sector, or a size over the cap.
    """
    found = {name: build(Instrument, row, f"instruments.{name}") for name, row in rows.items()}
    for name, one in found.items():
        for sector in one.sectors:
            if sector not in SECTORS:
                raise InputError(f"instruments.{name}.sectors: unknown {sector!r}; known are {', '.join(SECTORS)}")
        if max(one.sizes) > one.cap:
            raise InputError(f"instruments.{name}.sizes: {max(one.sizes)} is over the cap {one.cap}")
    return found


def nodes(instruments: Mapping[str, Instrument]) -> tuple[Node, ...]:
    """Return the threats that the trade block should solve, each once, in a fixed order.

    Tariffs of the same scope are solved at every size that can be announced, or at NODES if those are fewer.
    """
    sizes: dict[tuple[int, int, tuple[int, ...], bool, bool], set[float]] = {}
    for one in instruments.values():
        if one.channel in SOLVED:
            tariff = one.channel == "tariff"
            at = (*_scope(one), not tariff, one.channel == "exit")
            sizes.setdefault(at, set()).update(one.sizes if tariff else (0.0,))
    return tuple(
        Node(importer, exporter, sectors, size, preference, both)
        for (importer, exporter, sectors, preference, both), announced in sizes.items()
        for size in (sorted(announced) if len(announced) <= len(NODES) else NODES)
    )


def interpolation(size: float, at: Sequence[float]) -> Array:
    """Return the weights on the nodes that interpolate a loss at `size` by the polynomial through them and zero.

    w_m = Π_{r≠m} (s - s_r) / (s_m - s_r)  over the nodes and s = 0, where the loss is zero
    size (...,), weights (..., m).  Definition: Lagrange's polynomial.
    """
    points = np.array([0.0, *at])
    weights = np.ones(len(points))
    for m, r in product(range(len(points)), repeat=2):
        if m != r:
            weights[m] *= (size - points[r]) / (points[m] - points[r])
    return weights[1:]


def options(instruments: Mapping[str, Instrument], solved: Sequence[Node]) -> Options:
    """Return every announcement that can be made, with its interpolation weights on the solved nodes."""
    pairs = [(i, one, size) for i, one in enumerate(instruments.values()) for size in one.sizes]
    names = tuple(instruments)
    return Options(
        instrument=np.array([i for i, _, _ in pairs]),
        sender=np.array([ECONOMIES.index(one.sender) for _, one, _ in pairs]),
        target=np.array([ECONOMIES.index(one.target) for _, one, _ in pairs]),
        size=np.array([size for _, _, size in pairs]),
        weights=np.array([_weights(one, size, solved) for _, one, size in pairs]),
        declared=np.array([_declared(one, size) for _, one, size in pairs]),
        solved=np.array([one.channel in SOLVED for _, one, _ in pairs]),
        legal_from=np.array([one.legal_from for _, one, _ in pairs]),
        legal_to=np.array([one.legal_to for _, one, _ in pairs]),
        delay=np.array([one.delay for _, one, _ in pairs]),
        longest=np.array([one.longest for _, one, _ in pairs]),
        void=np.array([one.void for _, one, _ in pairs]),
        exempt=np.array([one.exempt_preferred for _, one, _ in pairs]),
        protects=np.array([one.protects for _, one, _ in pairs]),
        sectors=np.array(
            [[one.channel == "tariff" and s in (one.sectors or GOODS) for s in SECTORS] for _, one, _ in pairs],
            dtype=float,
        ),
        banned=np.array([[one.channel == "ban" and s in one.sectors for s in SECTORS] for _, one, _ in pairs], float),
        scope=np.array([1.0 if one.channel in WHOLE else OTHER_SCOPE for _, one, _ in pairs]),
        topics=np.array([[not one.topics or name in one.topics for name in TOPICS] for _, one, _ in pairs]),
        forms=np.array([[not one.forms or name in one.forms for name in FORMS] for _, one, _ in pairs]),
        channel=tuple(one.channel for _, one, _ in pairs),
        name=tuple(names[i] for i, _, _ in pairs),
    )


def losses(table: Options, exposure: Array | None) -> tuple[Array, Array]:
    """Return (target, sender) losses of every option over a full year, shares of own GDP.

    exposure (T, n): loss of each economy at each node, from the trade block; None when it is off, and the declared
    losses are used.
    """
    if exposure is None:
        return table.declared[:, 0], table.declared[:, 1]
    rows = np.arange(len(table.size))
    at = table.weights @ exposure
    return (
        np.where(table.solved, at[..., rows, table.target], table.declared[:, 0]),
        np.where(table.solved, at[..., rows, table.sender], table.declared[:, 1]),
    )


def _scope(one: Instrument) -> tuple[int, int, tuple[int, ...]]:
    """Return importer, exporter and sectors of an instrument."""
    sectors = tuple(SECTORS.index(sector) for sector in (one.sectors or GOODS))
    return ECONOMIES.index(one.sender), ECONOMIES.index(one.target), sectors


def dead_weight(rate: ArrayLike, elasticity: float) -> Array:
    """Return what an importer loses under a tariff that its own prices bear in full, share of its imports before it.

    d(t) = (1 - (1+t)^(1-σ)) / (σ-1) - t (1+t)^-σ,  near σ t²/2

    What buyers lose under CES demand less the revenue, which is returned.  Source: complete pass-through of the
    tariffs of 2018 (Amiti, Redding and Weinstein 2019; Fajgelbaum et al. 2020; Cavallo et al. 2021).
    """
    gross = 1 + np.asarray(rate, float)
    lost = (1 - gross ** (1 - elasticity)) / (elasticity - 1)
    return np.asarray(lost - (gross - 1) * gross**-elasticity)


def _weights(one: Instrument, size: float, solved: Sequence[Node]) -> Array:
    """Return the weights (T,) of one option on the solved nodes."""
    row, tariff, leaving = np.zeros(len(solved)), one.channel == "tariff", one.channel == "exit"
    if one.channel in SOLVED:
        mine = [t for t, node in enumerate(solved) if node[:3] == _scope(one) and node[4:] == (not tariff, leaving)]
        row[mine] = interpolation(size, [solved[t].size for t in mine]) if tariff else 1.0
    return row


def _declared(one: Instrument, size: float) -> tuple[float, float]:
    """Return the declared losses (target, sender) of an option.

    L(s) = L_25 (s / 0.25)^0.7 for a tariff, L_full s otherwise
    """
    scale = (size / 0.25) ** CONCAVITY if one.channel == "tariff" else size
    return one.target_loss * scale, one.sender_loss * scale
