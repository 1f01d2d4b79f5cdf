"""Each government sees its own losses, not Mexico's."""

import numpy as np
import pytest

from giants.agents.views import bridged, government_views, observe
from giants.config import default_settings
from giants.model import Giants
from giants.symbols import CHN, ECONOMIES, GOODS_ROWS, MEX, PARTNER_ROWS, USA


def test_each_government_reads_its_own_loss_first():
    model = Giants(default_settings(["observation_error=0"]))
    model.step()
    seen = government_views(observe(model.world, model.facts, np.zeros((len(ECONOMIES), 2))), [MEX, USA, CHN])
    mexico, usa, china = seen[MEX], seen[USA], seen[CHN]
    assert mexico.loss_estimate > 0
    assert (usa.loss_estimate, usa.sender_loss_estimate) == (mexico.sender_loss_estimate, mexico.loss_estimate)
    assert (china.loss_estimate, china.sender_loss_estimate) == (0, 0)


def test_what_passes_through_mexico_adds_up_to_what_it_sells_and_starts_at_the_base():
    model = Giants(default_settings())
    w = model.world
    sold = w.trade.flows[USA, MEX].take(GOODS_ROWS, axis=-1).sum()
    assert bridged(w) @ w.trade.gdp == pytest.approx(sold)
    seen = government_views(observe(w, model.facts, np.zeros((len(ECONOMIES), 2))), [CHN])[CHN]
    assert seen.bridge == pytest.approx(bridged(w)[CHN] / w.base.bridge[CHN])
    assert seen.leaning == 0.0


def test_partners_see_their_own_trust_and_government():
    model = Giants(default_settings())
    rows = PARTNER_ROWS.tolist()
    seen = government_views(observe(model.world, model.facts, np.zeros((len(ECONOMIES), 2))), rows)
    np.testing.assert_array_equal([seen[n].own_trust for n in rows], model.world.society.trust)
    np.testing.assert_array_equal([seen[n].leaning for n in rows], model.world.society.leaning)
