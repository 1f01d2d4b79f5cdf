"""From runs to an argument: what `giants-analyse` and the scripts of `analysis/` compute, for notebooks.

    from giants import analysis

    runs = analysis.load("runs/first")
    analysis.paired(runs, ["index", "disposable_mex"], reference="status_quo")

Each question has a folder or a file here, whose `result(runs, ...)` holds sentences, tables and figures:

    from giants.analysis.autonomy import figures

    figures.result(runs).figures["regimes"](7.2)
"""

from giants.analysis.autonomy.numbers import headline, index_bands, plane, raw_by_strategy, regime_shares, reversals
from giants.analysis.bargaining.numbers import concessions, episodes, log, responses
from giants.analysis.compare.numbers import paired, replication
from giants.analysis.discovery.numbers import cart, failures, objectives, prim, separation
from giants.analysis.ensemble import Ensemble, load
from giants.analysis.exposure.numbers import convexity, ladder, partners
from giants.analysis.pathways.numbers import fired, firing, lasting, sell_by
from giants.analysis.result import Result, save
from giants.analysis.robustness.numbers import agreement, metrics, performance, regrets, satisficed
from giants.analysis.security.numbers import corridors, over_time
from giants.analysis.sensitivity.numbers import drivers, luck, morris, pawn, sobol, sobol_emulated
from giants.analysis.states.numbers import by_state
from giants.analysis.trade_offs.numbers import efficient, outcomes, prices

__all__ = [
    "Ensemble",
    "Result",
    "agreement",
    "by_state",
    "cart",
    "concessions",
    "convexity",
    "corridors",
    "drivers",
    "efficient",
    "episodes",
    "failures",
    "fired",
    "firing",
    "headline",
    "index_bands",
    "ladder",
    "lasting",
    "load",
    "log",
    "luck",
    "metrics",
    "morris",
    "objectives",
    "outcomes",
    "over_time",
    "paired",
    "partners",
    "pawn",
    "performance",
    "plane",
    "prices",
    "prim",
    "raw_by_strategy",
    "regime_shares",
    "regrets",
    "replication",
    "responses",
    "reversals",
    "satisficed",
    "save",
    "sell_by",
    "separation",
    "sobol",
    "sobol_emulated",
]
