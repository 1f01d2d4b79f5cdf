"""The page of validation says what is missed and why, by block and kind."""

import numpy as np
import pandas as pd

from giants.analysis.result import Result
from giants.analysis.validate import of
from giants.analysis.validation_page import page
from giants.evidence import rows
from giants.evidence.rows import Benchmark


def block():
    held = Benchmark("1", "a share", "outside", "1.5", 1.5, (1.0, 2.0))
    missed = held._replace(id="2", fact="another share", ours=3.25, why="nobody knows")
    absent = held._replace(id="3", ours=np.nan, why="no counterpart")
    return rows.table([held, missed, absent, held._replace(id="4", kind="pin")])


def test_the_page_counts_outside_figures_and_tells_misses_with_their_reasons():
    text = page({"trade": block()})
    assert "**Outside figures, of other models and of the record: 1 hold, 1 fall short (1 out of reach).**" in text
    assert "| another share | 1.5 | 3.25 | 1 to 2 | nobody knows |" in text
    assert "Out of reach: no counterpart (1)." in text
    assert "### Pin: 1 hold, 0 fall short" in text


def test_the_hindcast_shows_its_held_out_scores_and_causes_below_its_rows():
    scores, causes = pd.DataFrame({"forecast": ["hindcast"], "crps": [1.234]}), pd.DataFrame({"cause": ["ahead"]})
    said = Result("hindcast", "Does it?", ("The band is too narrow.",), {"scores": scores, "causes": causes})
    text = page({"hindcast": block()}, said)
    assert text.index("The band is too narrow.") > text.index("### Outside: 1 hold")
    assert "| hindcast | 1.23 |" in text
    assert "(gallery/validation_hindcast_scores.png)" in text


def test_the_figure_of_a_block_shows_each_outside_figure_that_has_a_value():
    axis = of({"trade": block()}, pd.DataFrame()).figures["trade"](7.2).axes[0]
    assert [t.get_text() for t in axis.get_yticklabels()] == ["a share", "another share"]
