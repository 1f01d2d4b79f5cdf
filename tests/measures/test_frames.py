import numpy as np
import pandas as pd
import pytest

from giants.bargaining.issues import of
from giants.config import default_settings
from giants.errors import InputError
from giants.measures import anchors, frames, pillars, twins

TABLE = anchors.bundled()
LEVERS = frames.demand_columns(of(default_settings().issues, "USA", "CHN"))


def run(level=0.3, months=4, **over):
    """A recorded run whose levers all stand at `level` and whose other indicators are half-way."""
    columns = {name: 0.5 * sum(TABLE[code].posts[:2]) for code, name in frames.COLUMNS.items()}
    columns |= {"power_us": 3.0, "power_cn": 1.0, "treaty_horizon": 8.0, "treaty_in_force": 1.0, "contested": 1.0}
    columns |= dict.fromkeys(LEVERS, level)
    return pd.DataFrame({name: np.full(months, value) for name, value in (columns | over).items()})


def test_recorded_months_give_the_indicators_in_the_order_of_the_anchors():
    raw = frames.raw(run(), TABLE, {"A2": 0.9})
    codes = list(TABLE)
    assert raw.shape == (4, len(codes))
    assert raw[0, codes.index("S6")] == 3.0
    assert raw[0, codes.index("RU2")] == 8.0
    assert raw[0, codes.index("A2")] == 0.9
    assert np.isnan(raw[0, codes.index("A4")])
    assert frames.raw(run(treaty_in_force=0.0), TABLE)[0, codes.index("RU2")] == 0


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match="own_line"):
        frames.raw(run().drop(columns="own_line"), TABLE)


def test_twins_give_the_wedge_and_causal_agency(calibration):
    base, off = [run(0.5), run(0.5)], [run(0.2), run(0.2)]
    found = frames.twin_indicators(
        base, calibration, threats_off=off, own_shifted=[run(0.53)] * 2, giants_shifted={"USA": [run(0.56)] * 2}
    )
    assert found["A2"] == pytest.approx(1 - 0.3)
    assert found["A4"] == pytest.approx(0.03 / 0.09)


def test_months_without_dispute_carry_no_weight(calibration):
    base = [run(0.5, contested=np.array([1.0, 1.0, 0.0, 0.0]))]
    off = [run(0.5)]
    off[0].loc[2:, LEVERS] = 0.0  # differs only where nothing is contested
    assert frames.twin_indicators(base, calibration, threats_off=off)["A2"] == 1.0


def test_twins_that_do_not_pair_are_refused(calibration):
    with pytest.raises(InputError, match="pair"):
        frames.twin_indicators([run()], calibration, threats_off=[run(), run()])


def test_completing_agency_lowers_it_in_a_coercive_world_and_raises_it_in_a_free_one(calibration):
    scale = anchors.Scale.of(TABLE)
    monthly = float(pillars.profile(frames.raw(run(), TABLE), scale).agency[0])
    coerced = frames.completed(run(), calibration, {"A2": 0.1, "A4": 0.1})
    free = frames.completed(run(), calibration, {"A2": 1.0, "A4": 0.6})
    assert coerced["agency"][0] < monthly < free["agency"][0]
    assert coerced["index"][0] < free["index"][0]
    assert frames.completed(run(), calibration, {})["agency"][0] == pytest.approx(monthly)


def test_the_end_of_a_run_is_the_mean_of_the_months_in_which_an_indicator_is_known():
    frame = run(own_line=np.array([0.9, 0.2, np.nan, 0.4]))
    codes = list(TABLE)
    last = frames.ending(frame, TABLE, months=3)
    assert last[codes.index("A1")] == pytest.approx(0.3)
    assert np.isnan(last[codes.index("A4")])
    assert frames.ending(frame, TABLE, months=3, causal={"A4": 0.4})[codes.index("A4")] == pytest.approx(0.4)


def test_influence_does_not_depend_on_the_scale_of_weights():
    z, moved = np.array([0.2, 0.4]), np.array([0.25, 0.45])
    assert twins.influence(z, moved, 0.1, [0.1, 0.3]) == pytest.approx(0.5)
    assert twins.influence(z, moved, 0.1, [1.0, 3.0]) == pytest.approx(0.5)
    assert np.isnan(twins.influence(z, moved, 0.1, [0.0, 0.0]))
