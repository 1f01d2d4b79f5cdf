import numpy as np
import pytest

from giants.symbols import MEX, USA
from giants.trade import Shock, bundled, losses, solver


@pytest.fixture(scope="session")
def lasting_losses():
    """Losses (2, n) in percent at an elasticity of 4: 25% US tariff on Mexico, and no US-Mexico goods trade."""
    data = bundled()
    t = np.stack([data.t0, data.t0])
    t[0, USA, MEX, data.goods] += 0.25
    t[1, USA, MEX, data.goods] = t[1, MEX, USA, data.goods] = 20.0  # beyond this the losses no longer move
    return 100 * losses.losses(solver(data, np.full(len(data.goods), 4.0)), Shock(t=data.t0), t)
