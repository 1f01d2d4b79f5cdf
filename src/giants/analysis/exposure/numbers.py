"""Who can hurt whom: the ladder of threats, the convexity of power, and Mexico's partners before and after."""

from functools import cache
from itertools import product

import numpy as np
import pandas as pd

from giants.analysis.ensemble import Ensemble
from giants.evidence.measures.today import flows
from giants.measures.power import sector_power
from giants.symbols import CHN, ECONOMIES, MEX, SECTORS, USA
from giants.trade import counterfactual

RATES = (0.05, 0.1, 0.15, 0.25, 0.35, 0.5)
THREATS = {
    "US tariff on all Mexican goods": ("USA", "MEX", "*"),
    "US tariff on Mexican vehicles": ("USA", "MEX", "AUT"),
    "US tariff on Mexican electronics": ("USA", "MEX", "ELE"),
    "Chinese tariff on all Mexican goods": ("CHN", "MEX", "*"),
}
CREDIBLE = 0.1
"""Own loss that a sender accepts per unit of loss inflicted, in percent of own income (measures.sender_tolerance)."""


@cache
def ladder(rates: tuple[float, ...] = RATES, elasticity: float = 4.0) -> pd.DataFrame:
    """Return the loss of real income (percent, + = loss) of sender and target for each threat and rate.

    Losses are exact long-run changes of the trade block on 2023 data; `answered` has the target retaliate at the same
    rate.  `credible`: the sender loses less than CREDIBLE times the target's loss.
    """
    rows = []
    for name, key in THREATS.items():
        for rate in rates:
            for answered in (False, True):
                got = counterfactual({key: rate}, elasticity=elasticity, retaliation="same_rate" if answered else None)
                loss = -got["real_income_pct"]
                rows.append((name, key[0], rate, answered, float(loss["MEX"]), float(loss[key[0]])))
    table = pd.DataFrame(rows, columns=["threat", "sender", "rate", "answered", "loss_target", "loss_sender"])
    table["credible"] = table["loss_sender"] <= CREDIBLE * table["loss_target"]
    return table


def convexity() -> pd.DataFrame:
    """Return by giant and sector of Mexico: import share phi, the giant's share omega of imports, power (log points).

    Data of 2023; the formula is that of :func:`giants.measures.power.sector_power`.
    """
    spending = flows()[:, MEX]
    total = spending.sum(0)
    imported = total - spending[MEX]
    phi = imported / np.where(total > 0, total, 1.0)
    rows = []
    for giant in (USA, CHN):
        omega = spending[giant] / np.where(imported > 0, imported, 1.0)
        power = sector_power(phi, omega)
        rows += [(ECONOMIES[giant], SECTORS[j], phi[j], omega[j], power[j]) for j in range(len(SECTORS))]
    return pd.DataFrame(rows, columns=["giant", "sector", "imported", "share", "power"])


def partners(runs: Ensemble) -> pd.DataFrame:
    """Return Mexico's goods trade with each partner in the first and the last month, as shares, by strategy.

    In runs of one month they are the same.
    `power` is the import-side power of the partner over Mexico in one goods sector (log share of goods spending).
    """
    mean = runs.means("pairs", ["goods"], ["origin", "destination"], ends=True)
    ends = (("start", mean["month"].min()), ("end", mean["month"].max()))
    keys = ["strategy", "month", "origin"]
    mean = mean.pivot_table(index=keys, columns="destination", values="goods", observed=True, sort=False)
    rows = []
    for strategy, (when, month) in product(mean.index.unique("strategy"), ends):
        table = mean.loc[(strategy, month)].reindex(index=list(ECONOMIES), columns=list(ECONOMIES))
        bought, sold = table["MEX"].drop("MEX"), table.loc["MEX"].drop("MEX")
        spending = float(table["MEX"].sum())
        phi = float(bought.sum()) / spending
        power = sector_power(phi, (bought / bought.sum()).to_numpy(float))
        share = (bought + sold) / (bought.sum() + sold.sum())
        rows += [
            (strategy, when, p, float(share[p]), float(sold[p] / sold.sum()), float(bought[p] / bought.sum()), float(w))
            for p, w in zip(bought.index, power, strict=True)
        ]
    names = ["strategy", "when", "partner", "trade_share", "export_share", "import_share", "power"]
    return pd.DataFrame(rows, columns=names)
