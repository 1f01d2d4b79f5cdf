"""Chinese goods that pass through Mexico on their way to the United States with little done to them.

They are Chinese goods in everything but the papers: the equilibrium sources them from China, at the tariff that they
expect to pay, and no Mexican value is added.  Their number is kept apart from what Mexican plants make with Chinese
inputs, which adds value in Mexico.  j sector.

Source: rerouting and its response to tariffs as measured by Iyoha, Malesky, Wen, Wu and Feng (2025), "Exports in
Disguise? Trade Rerouting during the US-China Trade War", Harvard Business School working paper 24-072, for Vietnam.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from giants.symbols import CHN, ISSUES, MEX, USA
from giants.trade import origin
from giants.trade.parameters import TradeParameters
from giants.world import World

Array = NDArray[np.float64]

STANDARDS, CONTENT = ISSUES.index("agreed_standards"), ISSUES.index("regional_content")


class Transit(NamedTuple):
    """One month of goods in transit."""

    share: Array
    """(j,) of Chinese goods bound for the United States that pass through Mexico as Mexican."""
    caught: float
    """share of them that is found out."""
    relief: Array
    """(j,) what transit takes off the average US tariff on Chinese goods, ad valorem."""


def caught(base: float, means: Array, power: Array) -> float:
    """Return the share found out: 1 - (1 - q0) Π (1 - k_m a_m), a the means in force (0..1) and k what each finds."""
    return float(1.0 - (1.0 - base) * np.prod(1.0 - power * means))


def duty(eligible: float, preferential: Array, ordinary: Array, chinese: Array, found: float, fine: float) -> Array:
    """Return the tariff that goods in transit expect: (1-q) (e t_pref + (1-e) t_mex) + q (t_chn + fine)."""
    passed = eligible * preferential + (1.0 - eligible) * ordinary
    return np.asarray((1.0 - found) * passed + found * (chinese + fine))


def share(base: float, response: float, saved: Array, saved_base: Array) -> Array:
    """Return the share in transit: odds e0 / (1 - e0) exp(η (s - s0)), s = ln (1 + t_chn) / (1 + t_transit)."""
    odds = base / (1.0 - base) * np.exp(response * (saved - saved_base))
    return np.asarray(odds / (1.0 + odds))


def month(
    w: World, p: TradeParameters, held: Array, mfn: Array, t: Array, t0: Array, goods: NDArray[np.bool_]
) -> Transit:
    """Return goods in transit under tariffs as paid t, moved by a month from `held` toward what tariffs call for.

    Goods in transit hold `transit_content` of Chinese value: far above any threshold they lose the preference, and
    pay what Mexican goods pay that do not claim it.  The base of 2023 is in the tables, so only what differs from it
    moves the average tariff on Chinese goods.
    """
    lever = w.policy.lever - w.invest.lever_base
    means = np.array(
        [
            w.society.port_integrity,
            w.society.screening_capacity,
            max(float(lever[STANDARDS]), 0.0),
            w.stance.venture_transparency,
        ]
    )
    found = caught(p.transit_caught, means, np.array(p.transit_detection))
    rise = p.required_span * lever[CONTENT]
    eligible = float(origin.eligible(np.array(p.transit_content), p.chinese_threshold - rise, p.chinese_spread))
    unclaimed = w.calendar.claim_margin[MEX] * w.trade.preference_use[MEX]
    ordinary = mfn + w.calendar.added_tariff[USA, MEX] + w.policy.added_tariff[USA, MEX] + unclaimed
    paid = duty(eligible, t[USA, MEX], ordinary, t[USA, CHN], found, p.transit_fine)
    before = duty(eligible, t0[USA, MEX], mfn, t0[USA, CHN], p.transit_caught, p.transit_fine)
    saved, saved_base = (np.log((1 + a[USA, CHN]) / (1 + b)) for a, b in ((t, paid), (t0, before)))
    wanted = share(p.transit_share, p.transit_response, saved, saved_base)
    held = held + (1.0 - 0.5 ** (1.0 / p.transit_half_life)) * (wanted - held)
    relief = held * (t[USA, CHN] - paid) - p.transit_share * (t0[USA, CHN] - before)
    return Transit(np.where(goods, held, 0.0), found, np.where(goods, relief, 0.0))
