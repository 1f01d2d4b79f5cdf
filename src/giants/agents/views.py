"""What each actor may know, made from the World as it stands: one table for all Worlds of a stack, read-only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from giants.batch import column, joined, shared
from giants.policies.base import CartelViews, FirmViews, StateViews, View
from giants.symbols import DRUGS, ECONOMIES, GOODS_ROWS, MEX, PARTNER_ROWS, USA, Array, Scalar, Society, neutral_value
from giants.world import World

_FENTANYL = DRUGS.index("fentanyl")
_TRUST = neutral_value(Society, "trust")
ABROAD = 1.0 - np.eye(len(ECONOMIES))[..., None]
"""(n, i, 1) one where goods cross a border."""


@dataclass(frozen=True)
class Facts:
    """Constants that views need beside the World."""

    population: Array  # [s] persons
    wage: Array  # [s] USD a year at the base
    firm_sector: Array  # [f] index of the sector
    sovereign: Array  # [d] which issues touch the constitution
    base_tariff: Array  # [n i j] tariffs as paid at the base, ad valorem
    observation_error: float  # standard deviation of the log error of estimates about others


class Observed(NamedTuple):
    """What may be known in each World w of a stack, or in the one (w = 0), by the name it has in a view; read-only."""

    month: int
    goods: dict[str, Array]
    """(w, n, i) of goods trade, by importer and exporter"""
    public: dict[str, Array]
    """(w, ...) what every government sees alike"""
    numbers: dict[str, list[Any]]
    """[w] likewise"""
    own: dict[str, list[list[Any]]]
    """[w][n] what each sees of itself"""


def observe(w: World, facts: Facts, errors: Array) -> Observed:
    """Return what governments may know; `errors` (..., n, 2) are their standard normal observation errors."""
    worlds = errors.ndim - 2

    def by_world(values: Scalar) -> Array:
        whole = np.asarray(values)
        return whole.reshape(-1, *whole.shape[worlds:])

    return Observed(
        month=int(shared(w.calendar.month)),
        goods={name: locked(by_world(values)) for name, values in _goods(w, facts).items()},
        public={name: locked(by_world(values)) for name, values in _public(w, facts).items()},
        numbers={name: by_world(values).tolist() for name, values in _numbers(w, facts).items()},
        own={name: by_world(values).tolist() for name, values in _own(w, facts, errors).items()},
    )


def _goods(w: World, facts: Facts) -> dict[str, Array]:
    """Return tables (..., n, i) of goods trade, by importer and exporter."""
    sold = w.trade.flows.take(GOODS_ROWS, axis=-1) * ABROAD  # (..., n, i, goods) to n, from i
    added = (w.trade.tariff - facts.base_tariff).take(GOODS_ROWS, axis=-1)  # as paid
    exports = sold.sum(-1)
    return {
        "export_share": exports / exports.sum(-2, keepdims=True),
        "import_share": exports / exports.sum(-1, keepdims=True),
        "tariff_faced": (added * sold).sum(-1) / np.maximum(exports, 1e-12),
    }


def _public(w: World, facts: Facts) -> dict[str, Array]:
    """Return the arrays that every government sees."""
    return {
        "months_to_election": w.calendar.months_to_election,
        "position": w.bargaining.position,
        "sovereign": np.broadcast_to(facts.sovereign, w.bargaining.position.shape),
        "pursued": w.society.pursued,
        "trust": w.society.trust,
        "deal": w.society.deal,
    }


def _numbers(w: World, facts: Facts) -> dict[str, Scalar]:
    """Return the numbers that every government sees."""
    security, society, people = w.security, w.society, facts.population.sum()
    return {
        "year": w.calendar.year,
        "us_posture": np.asarray(w.calendar.us_posture, dtype=int),
        "treaty_horizon": w.bargaining.treaty_horizon,
        "belief": w.bargaining.belief[..., USA],
        "homicide_rate": security.homicides.sum(-1) * 12e5 / people,
        "overdose_deaths": security.overdose_deaths[..., _FENTANYL],
        "capture": np.vecdot(security.capture, facts.population) / people,
        "chinese_content": w.trade.suspect_content,
        "domestic_value": w.trade.domestic_content,
        "supplier_depth": society.supplier_depth,
        "screening_capacity": society.screening_capacity,
        "rule_of_law": society.rule_of_law,
    }


def _own(w: World, facts: Facts, errors: Array) -> dict[str, Array]:
    """Return what each government (..., n) sees of itself."""
    true = np.zeros(errors.shape)
    true[..., MEX, :] = joined([_fraction(w.measures.value_at_risk), _fraction(w.measures.counter_leverage)])
    true[..., USA, :] = true[..., MEX, ::-1]  # each its own loss first; no threat is aimed at the others
    estimates = np.exp(facts.observation_error * errors) * true
    trust, leaning = np.full(errors.shape[:-1], _TRUST), np.zeros(errors.shape[:-1])
    trust[..., PARTNER_ROWS], leaning[..., PARTNER_ROWS] = w.society.trust, w.society.leaning
    return {
        "real_income": w.trade.real_income,
        "approval": w.society.approval,
        "loss_estimate": estimates[..., 0],
        "sender_loss_estimate": estimates[..., 1],
        "own_trust": trust,
        "leaning": leaning,
        "bridge": bridged(w) / w.base.bridge,
    }


def government_views(observed: Observed, rows: Iterable[int], world: int = 0) -> dict[int, View]:
    """Return what the governments of `rows` may know in a World of a stack, or in the one."""
    goods = {name: values[world] for name, values in observed.goods.items()}
    exports, imports, faced = goods["export_share"], goods["import_share"], goods["tariff_faced"]
    known: dict[str, Any] = {name: values[world] for name, values in observed.public.items()}
    known |= {name: values[world] for name, values in observed.numbers.items()}
    own = {name: values[world] for name, values in observed.own.items()}
    return {
        n: View(
            economy=n,
            month=observed.month,
            export_share=exports[:, n],
            import_share=imports[n],
            tariff_faced=faced[:, n],
            **{name: values[n] for name, values in own.items()},
            **known,
        )
        for n in rows
    }


def bridged(w: World) -> Array:
    """Return each economy's value added sold to the United States in Mexican goods over its own GDP (n): V_n S / Y_n.

    V_n its share of the value of Mexican goods sold there, S their sales, Y_n its GDP.  An identity.
    """
    sold = w.trade.flows[..., USA, MEX, :].take(GOODS_ROWS, axis=-1).sum(-1)
    share: Array = w.trade.us_export_content * column(sold) / w.trade.gdp
    return share


def _fraction(percent: Scalar) -> Array:
    """Return a number in percent as a fraction, zero before it is first measured."""
    return np.where(np.isnan(percent), 0.0, percent) / 100.0


def state_views(w: World, facts: Facts) -> StateViews:
    """Return the columns that state governments may know."""
    return StateViews(
        homicide_rate=locked(w.security.homicides * 12e5 / facts.population),
        groups=locked(w.security.groups),
        capture=locked(w.security.capture),
        real_wage=locked(w.labour.real_wage / facts.wage),
    )


def cartel_views(w: World) -> CartelViews:
    """Return the columns that groups may know."""
    s = w.security
    return CartelViews(
        members=locked(s.members.sum(-1)),
        states=locked((s.members >= 25).sum(-1)),
        rivals=locked(s.rival_strength),
        revenue=locked(s.revenue),
        unwashed=locked(s.unwashed),
    )


def firm_views(w: World, facts: Facts) -> FirmViews:
    """Return the columns that firms may know."""
    sector = facts.firm_sector
    return FirmViews(
        in_mexico=locked(w.invest.in_mexico),
        size=locked(w.invest.size),
        expected_tariff=locked(w.bargaining.expected_tariff.take(sector, axis=-1)),
        tariff_variance=locked(w.bargaining.tariff_variance.take(sector, axis=-1)),
    )


def locked(values: Array) -> Array:
    """Return a read-only view of `values`: a rule can look and not touch."""
    view = values.view()
    view.flags.writeable = False
    return view
