"""Losses between the size nodes, against the trade block solved at those sizes."""

import numpy as np
import pytest

from giants.bargaining import instruments
from giants.bargaining.instruments import NODES, Node, interpolation
from giants.schema import build as parse
from giants.symbols import MEX, USA
from giants.trade.model import build
from giants.trade.parameters import TradeParameters
from giants.trade.phase import initial
from giants.trade.pressure import losses
from giants.world import World


def test_interpolated_losses_of_both_sides_are_within_two_percent_of_the_solved_ones(read):
    block, w = build(parse(TradeParameters, read("trade/caliendo_parro.yaml"), "trade")), World()
    w.trade.update(initial(w, block))
    tools = instruments.load(read("instruments/default.yaml"))
    for name in ("section_301", "cars_232", "machinery_232"):
        scope = instruments.nodes({name: tools[name]})[0].sectors
        between = (0.05, 0.15, 0.35)
        solved = losses(w, block, [Node(USA, MEX, scope, size, False, False) for size in (*NODES, *between)]).losses
        for at, size in enumerate(between, len(NODES)):
            guessed = interpolation(size, NODES) @ solved[: len(NODES)]
            largest = np.abs(solved[len(NODES) - 1]).max(initial=1e-4)
            assert guessed[MEX] == pytest.approx(solved[at, MEX], rel=0.02)
            assert guessed[USA] == pytest.approx(solved[at, USA], rel=0.02, abs=0.02 * largest)
