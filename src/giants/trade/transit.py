"""Chinese goods that pass through Mexico on their way to the United States with little done to them.

They are Chinese goods in everything but the papers: the equilibrium sources them from China, at the tariff that they
expect to pay, and no Mexican value is added.  Their number is kept apart from what Mexican plants make with Chinese
inputs, which adds value in Mexico.  j sector.

Source: rerouting and its response to tariffs as measured by Iyoha, Malesky, Wen, Wu and Feng (2025), "Exports in
Disguise? Trade Rerouting during the US-China Trade War", Harvard Business School working paper 24-072, for Vietnam.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from giants.batch import column
from giants.rates import rate
from giants.symbols import CHN, ISSUES, MEX, USA, Array, Scalar
from giants.trade import origin
from giants.trade.parameters import TradeParameters
from giants.world import World

STANDARDS, CONTENT = ISSUES.index("agreed_standards"), ISSUES.index("regional_content")


class Transit(NamedTuple):
    """One month of goods in transit."""

    share: Array
    """(j,) of Chinese goods bound for the United States that pass through Mexico as Mexican."""
    caught: Scalar
    """share of them that is found out."""
    relief: Array
    """(j,) what transit takes off the average US tariff on Chinese goods, ad valorem."""


class TransitBase(NamedTuple):
    """Transit in 2023."""

    mfn: Array
    """(j,) US tariff on Mexican goods that do not claim the treaty."""
    saved: Array
    """(j,) log tariff that transit saved."""
    relief: Array
    """(j,) what it took off the average tariff on Chinese goods."""


def caught(base: float, means: Sequence[Scalar], power: Sequence[float]) -> Scalar:
    """Return the share found out: 1 - (1 - q0) Π (1 - k_m a_m), a the means in force (0..1) and k what each finds.

    Elementwise (...,).  Prior form: each means finds independently.
    """
    missed: Scalar = 1.0 - base
    for force, found in zip(means, power, strict=True):
        missed = missed * (1.0 - found * force)
    return 1.0 - missed


def duty(eligible: Scalar, preferential: Array, ordinary: Array, chinese: Array, found: Scalar, fine: float) -> Array:
    """Return the tariff that goods in transit expect: (1-q) (e t_pref + (1-e) t_mex) + q (t_chn + fine).

    Elementwise (j,).  Definition: the expected rate.
    """
    passed = eligible * preferential + (1.0 - eligible) * ordinary
    return np.asarray((1.0 - found) * passed + found * (chinese + fine))


def share(base: float, response: float, saved: Array, saved_base: Array) -> Array:
    """Return the share in transit: odds e0 / (1 - e0) exp(η (s - s0)), s = ln (1 + t_chn) / (1 + t_transit).

    Elementwise (j,).  Prior form; η from Iyoha and others (2025), see the module.
    """
    odds = base / (1.0 - base) * np.exp(response * (saved - saved_base))
    return np.asarray(odds / (1.0 + odds))


def base(p: TradeParameters, mfn: Array, t0: Array) -> TransitBase:
    """Return what transit saved and took off the tariff in the base; `mfn` is the US rate on unclaimed goods."""
    eligible = float(origin.eligible(p.transit_content, p.chinese_threshold, p.chinese_spread))
    paid = duty(eligible, t0[USA, MEX], mfn, t0[USA, CHN], p.transit_caught, p.transit_fine)
    return TransitBase(mfn, np.log((1 + t0[USA, CHN]) / (1 + paid)), p.transit_share * (t0[USA, CHN] - paid))


def month(w: World, p: TradeParameters, b: TransitBase, held: Array, t: Array, goods: NDArray[np.bool_]) -> Transit:
    """Return goods in transit under tariffs as paid t, moved by a month from `held` toward what tariffs call for.

    Goods in transit hold `transit_content` of Chinese value: far above any threshold they lose the preference, and
    pay what Mexican goods pay that do not claim it.  The base of 2023 is in the tables, so only what differs from it
    moves the average tariff on Chinese goods.
    """
    lever = w.bargaining.position - w.base.position
    society, standards = w.society, np.maximum(lever[..., STANDARDS], 0.0)
    means = (society.port_integrity, society.screening_capacity, standards, w.actions.venture_transparency)
    found = caught(p.transit_caught, means, p.transit_detection)
    threshold = p.chinese_threshold - p.required_span * lever[..., CONTENT]
    eligible = column(origin.eligible(p.transit_content, threshold, p.chinese_spread))
    ordinary = b.mfn + w.calendar.added_tariff[..., USA, MEX, :] + w.bargaining.added_tariff[..., USA, MEX, :]
    mexican, chinese = t[..., USA, MEX, :], t[..., USA, CHN, :]
    paid = duty(eligible, mexican, ordinary, chinese, column(found), p.transit_fine)
    wanted = share(p.transit_share, p.transit_response, np.log((1 + chinese) / (1 + paid)), b.saved)
    share_now = (held + rate(p.transit_half_life) * (wanted - held)) * goods
    return Transit(share_now, found, (share_now * (chinese - paid) - b.relief) * goods)
