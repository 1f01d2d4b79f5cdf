"""The capital ledger: what each firm owns where, and its sums, carried forward with wear and finished projects.

Sums are carried and not added up again each month: everything wears at one rate, so a sum of yesterday times that
rate plus what was finished is the sum of today.
"""

from typing import NamedTuple

import numpy as np

from giants.batch import grouped
from giants.invest.calibration import InvestCalibration, J, N, S
from giants.invest.inflows import Renewal
from giants.invest.rows import FirmRows
from giants.symbols import MEX, Array
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


def carried(
    w: World, calibration: InvestCalibration, keep: float, plant: float, renewed: Renewal, finished: Completed
) -> Ledger:
    """Return the ledger after a month: a share `keep` of all capital, what was `renewed` and plants `finished` added.

    The World holds (K + plant) / (K0 + plant).
    """
    v, (rows, place, amount) = w.invest, finished
    mexico, abroad = v.capital_mexico * keep, v.capital_abroad * keep
    mexico += renewed.mexico
    abroad += renewed.abroad
    size, in_mexico = v.size * keep + renewed.here + renewed.away, v.in_mexico.copy()
    local = place < S
    at_home, states, local_amount = rows.where(local), place[local], amount[local]
    mexico.reshape(-1)[at_home.cell * S + states] += local_amount
    abroad.reshape(-1)[rows.cell[~local] * N + place[~local] - S] += amount[~local]
    size.reshape(-1)[rows.cell] += amount
    in_mexico.reshape(-1)[at_home.cell] = 1.0
    by_sector = calibration.by_sector @ renewed.mexico  # (…, j, s)
    by_state = (v.capacity * (calibration.capacity + plant) - plant) * keep + by_sector.swapaxes(-1, -2)
    by_state += at_home.table(states, local_amount, S)
    mobile = v.mobile * keep + (calibration.by_sector @ renewed.abroad).swapaxes(-1, -2)
    mobile[..., MEX, :] += by_sector.sum(-1)
    mobile += rows.table(np.where(local, MEX, place - S), amount, N)
    owner = calibration.home * J + calibration.sector
    owners = v.owners * keep + grouped(owner, renewed.here, N * J).reshape(v.owners.shape)
    owners += at_home.table(at_home.home, local_amount, N)
    return Ledger(mexico, abroad, size, in_mexico, by_state, mobile, owners)
