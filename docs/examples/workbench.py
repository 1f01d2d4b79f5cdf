"""Drive the model with the EMA Workbench, for its samplers and its analysis (PRIM, CART, feature scoring).

Keep to the SequentialEvaluator: in version 3.0 the MultiprocessingEvaluator waits for ever once an experiment raises.
For many runs compute with giants-sweep, and give `experiments` and `outcomes` made from giants.load_sweep to the
workbench's analysis; docs/sweeps.md shows how.
"""

from collections.abc import Mapping
from typing import Any

from ema_workbench import CategoricalParameter, Model, RealParameter, ScalarOutcome, SequentialEvaluator

from giants.config import Settings, default_settings
from giants.run import run
from giants.sweep.replace import replaced

UNCERTAINTIES = {  # names of the workbench are Python names; these are the settings behind them
    "theta_short": ("trade.theta_short", 0.5, 2.0),
    "content_cost": ("trade.content_cost", 0.0, 0.5),
    "settle": ("bargaining.settle", 0.03, 0.4),
}


def model(months: int) -> Model:
    """Return the workbench's model: uncertainties, one lever, two outcomes."""
    composed: dict[str, Settings] = {}  # composing takes a tenth of a second: once per strategy

    def simulate(mexico: str, seed: int = 1, **values: float) -> Mapping[str, Any]:
        if mexico not in composed:
            composed[mexico] = default_settings([f"mexico={mexico}", f"months={months}", "record=summary"])
        by_path = {UNCERTAINTIES[name][0]: value for name, value in values.items()}
        last = run(replaced(composed[mexico], {**by_path, "seed": seed})).frames()["measures"].iloc[-1]
        return {"real_income": last["real_income_mex"], "homicides": last["homicides_total"]}

    workbench = Model("giants", function=simulate)
    workbench.uncertainties = [RealParameter(name, low, high) for name, (_, low, high) in UNCERTAINTIES.items()]
    workbench.levers = [CategoricalParameter("mexico", ["status_quo", "calibrated_autonomy"])]
    workbench.outcomes = [ScalarOutcome("real_income"), ScalarOutcome("homicides")]
    return workbench


def main(months: int = 12, scenarios: int = 4) -> tuple[Any, Mapping[str, Any]]:
    """A Latin hypercube over the uncertainties, crossed with both strategies; returns (experiments, outcomes)."""
    with SequentialEvaluator(model(months)) as evaluator:
        return evaluator.perform_experiments(scenarios=scenarios, policies=2)


if __name__ == "__main__":
    experiments, outcomes = main()
    print(experiments.assign(**outcomes).groupby("mexico", observed=True)[["real_income", "homicides"]].mean())
