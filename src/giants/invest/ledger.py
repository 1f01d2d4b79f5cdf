"""The capital ledger: what each firm owns where, and its sums, carried forward with wear and finished projects.

Sums are carried and not added up again each month: everything wears at one rate, so a sum of yesterday times that
rate plus what was finished is the sum of today.
"""

from typing import NamedTuple

import numpy as np

from giants.batch import few_at_a_time, grouped
from giants.invest.calibration import InvestCalibration, J, N, S
from giants.invest.inflows import renewal
from giants.invest.rows import FirmRows
from giants.symbols import MEX, Array, Invest
from giants.world import World


class Ledger(NamedTuple):
    """Capital, bn USD net of the economy's trend growth."""

    mexico: Array  # (f, s)
    abroad: Array  # (f, n)
    size: Array  # (f,)
    in_mexico: Array  # (f,) 0 or 1
    by_state: Array  # (s, j)
    mobile: Array  # (n, j), Mexico included
    owners: Array  # (i, j), in Mexico


def opened(calibration: InvestCalibration) -> Ledger:
    """Return the ledger of the base."""
    mexico, abroad = calibration.capital_mexico.copy(), calibration.capital_abroad.copy()
    here = mexico.sum(1)
    return Ledger(
        mexico,
        abroad,
        here + abroad.sum(1),
        (here > 0.0).astype(float),
        calibration.capacity.copy(),
        calibration.mobile.copy(),
        calibration.owners.copy(),
    )


class Completed(NamedTuple):
    """New plants that start to work; each firm occurs at most once."""

    rows: FirmRows
    place: Array  # (r,) states, then economies
    amount: Array  # (r,) bn USD


class Reinvested(NamedTuple):
    """What a month's wear and reinvestment leave, and sums of what was reinvested, bn USD."""

    mexico: Array  # (…, f, s) capital
    abroad: Array  # (…, f, n) capital
    here: Array  # (…, f) reinvested, as the rest
    away: Array  # (…, f)
    state: Array  # (…, s)
    mexico_sector: Array  # (…, j, s)
    abroad_sector: Array  # (…, j, n)


def reinvested(v: Invest, calibration: InvestCalibration, keep: float, appeal: Array, due: Array) -> Reinvested:
    """Return capital by firm and place (f, p) after a month, before plants are finished: K' = k K + I.

    `keep` k the share that does not wear out, I the `renewal` of `due` (f,) bn USD by the `appeal` (j, p) of places.
    An identity.
    """
    worlds, firms = due.shape[:-1], np.ones(due.shape[-1])
    out = Reinvested(
        np.empty_like(v.capital_mexico),
        np.empty_like(v.capital_abroad),
        np.empty_like(due),
        np.empty_like(due),
        *(np.empty((*worlds, *axes)) for axes in ((S,), (J, S), (J, N))),
    )
    for some in few_at_a_time(worlds):  # these tables are the largest of the World
        mexico, abroad = v.capital_mexico[some], v.capital_abroad[some]
        new = renewal(mexico, abroad, appeal[some], calibration.sector, due[some])
        np.add(mexico * keep, new.mexico, out=out.mexico[some])
        np.add(abroad * keep, new.abroad, out=out.abroad[some])
        out.here[some], out.away[some], out.state[some] = new.here, new.away, firms @ new.mexico
        out.mexico_sector[some], out.abroad_sector[some] = (calibration.by_sector @ x for x in (new.mexico, new.abroad))
    return out


def carried(
    w: World, calibration: InvestCalibration, keep: float, plant: float, renewed: Reinvested, finished: Completed
) -> Ledger:
    """Return the ledger after a month: a share `keep` of all capital, what was `renewed` and plants `finished` added.

    The World holds (K + plant) / (K0 + plant).  Capital that was `renewed` is that of the ledger from now on.
    """
    v, (rows, place, amount) = w.invest, finished
    mexico, abroad = renewed.mexico, renewed.abroad
    size, in_mexico = v.size * keep + renewed.here + renewed.away, v.in_mexico.copy()
    local = place < S
    at_home, states, local_amount = rows.where(local), place[local], amount[local]
    mexico.reshape(-1)[at_home.cell * S + states] += local_amount
    abroad.reshape(-1)[rows.cell[~local] * N + place[~local] - S] += amount[~local]
    size.reshape(-1)[rows.cell] += amount
    in_mexico.reshape(-1)[at_home.cell] = 1.0
    by_state = (v.capacity * (calibration.capacity + plant) - plant) * keep + renewed.mexico_sector.swapaxes(-1, -2)
    by_state += at_home.table(states, local_amount, S)
    mobile = v.mobile * keep + renewed.abroad_sector.swapaxes(-1, -2)
    mobile[..., MEX, :] += renewed.mexico_sector.sum(-1)
    mobile += rows.table(np.where(local, MEX, place - S), amount, N)
    owner = calibration.home * J + calibration.sector
    owners = v.owners * keep + grouped(owner, renewed.here, N * J).reshape(v.owners.shape)
    owners += at_home.table(at_home.home, local_amount, N)
    return Ledger(mexico, abroad, size, in_mexico, by_state, mobile, owners)
