"""Each government sees its own losses, not Mexico's."""

import numpy as np

from giants.agents.decisions import government_views
from giants.config import default_settings
from giants.model import Giants
from giants.symbols import CHN, ECONOMIES, MEX, USA


def test_each_government_reads_its_own_loss_first():
    model = Giants(default_settings(["observation_error=0"]))
    model.step()
    seen = government_views(model.world, [MEX, USA, CHN], model.facts, np.zeros((len(ECONOMIES), 2)))
    mexico, usa, china = seen[MEX], seen[USA], seen[CHN]
    assert mexico.loss_estimate > 0
    assert (usa.loss_estimate, usa.sender_loss_estimate) == (mexico.sender_loss_estimate, mexico.loss_estimate)
    assert (china.loss_estimate, china.sender_loss_estimate) == (0, 0)
