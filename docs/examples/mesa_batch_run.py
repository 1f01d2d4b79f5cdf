"""Drive the model with Mesa's batch_run, for those who have an analysis built on it.

Good for tens of runs.  Mesa 3.5 keeps all results in memory, returns none of them if one run raises, and waits for
ever if a worker process is killed; Mesa 4 drops batch_run.  giants-sweep has none of these limits.
"""

import mesa
import pandas as pd

from giants.config import default_settings
from giants.model import Giants
from giants.sweep.replace import replaced
from giants.symbols import MEX


class GiantsForMesa(Giants):
    """The model with its parameters as keywords and a data collector, as batch_run expects."""

    def __init__(self, mexico: str = "status_quo", content_cost: float = 0.15, rng: int = 1) -> None:
        settings = default_settings([f"mexico={mexico}", "record=summary"])
        super().__init__(replaced(settings, {"trade.content_cost": content_cost}), rng=int(rng))
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "real_income": lambda m: float(m.world.trade.real_income[MEX]),
                "homicides": lambda m: float(m.world.security.homicides.sum()),
            }
        )

    def step(self) -> None:
        """One month, then collect."""
        super().step()
        self.datacollector.collect(self)


def main(months: int = 12) -> pd.DataFrame:
    """Two strategies, two values of one parameter, two seeds."""
    rows = mesa.batch_run(
        GiantsForMesa,
        {"mexico": ["status_quo", "calibrated_autonomy"], "content_cost": [0.1, 0.3]},
        rng=[1, 2],
        max_steps=months,
        number_processes=1,
        display_progress=False,
    )
    return pd.DataFrame(rows)


if __name__ == "__main__":
    print(main().groupby(["mexico", "content_cost"])[["real_income", "homicides"]].mean())
