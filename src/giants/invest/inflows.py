"""Foreign direct investment as statistics count it: new plants while they are built, and reinvested profits."""

from typing import NamedTuple

import numpy as np

from giants.batch import grouped
from giants.invest.calibration import InvestCalibration, J, N, S
from giants.symbols import Array


class Inflows(NamedTuple):
    """Foreign direct investment in Mexico; `new` and `reinvested` sum to what states and sectors receive."""

    state: Array  # (s,)
    sector: Array  # (j,)
    new: Array  # (i,) by origin
    reinvested: Array  # (i,)


class Renewal(NamedTuple):
    """Reinvestment of a month, bn USD."""

    mexico: Array  # (…, f, s)
    abroad: Array  # (…, f, n)
    here: Array  # (…, f) sum over states
    away: Array  # (…, f) sum over economies


def renewal(mexico: Array, abroad: Array, appeal: Array, sector: Array, due: Array) -> Renewal:
    """Reinvestment by firm and place, states and economies (p): I_fp = d_f K_fp A_jp / Σ_q K_fq A_jq, j of f.

    Firms put what is `due` d (f,) bn USD into the plants K that they have in states, `mexico` (f, s), and elsewhere,
    `abroad` (f, n), the more where the `appeal` A (j, p) of a place to their `sector` (f,) has risen.
    Form: the multinomial logit around base shares, McFadden (1974), as for new plants.
    """
    here, away = appeal[..., :S].take(sector, axis=-2), appeal[..., S:].take(sector, axis=-2)
    here *= mexico
    away *= abroad
    in_states, elsewhere = here @ np.ones(S), away @ np.ones(N)
    scale = due / (in_states + elsewhere)
    here *= _columns(scale, S)
    away *= _columns(scale, N)
    return Renewal(here, away, scale * in_states, scale * elsewhere)


def _columns(x: Array, columns: int) -> Array:
    """Return x (…, f) in each of some columns (…, f, p), laid out: a broadcast product takes a loop for each firm."""
    return x.repeat(columns).reshape(*x.shape, columns)


def inflows(calibration: InvestCalibration, project: Array, place: Array, renewed: Array, kept: Array) -> Inflows:
    """Sum a month of spending in Mexico: plants are paid for evenly while they are built, reinvestment at once.

    `project` bn USD under construction at `place` (f,), states first; reinvested are `renewed` (s,) bn USD by state,
    `kept` (f,) by firm.
    An identity.
    """
    spent = np.where(place < S, project / calibration.build, 0.0)
    home = calibration.home
    return Inflows(
        state=grouped(place, spent, S + N)[..., :S] + renewed,
        sector=grouped(calibration.sector, spent + kept, J),
        new=grouped(home, spent, N),
        reinvested=grouped(home, kept, N),
    )
