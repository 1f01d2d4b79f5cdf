import numpy as np
import pytest

from giants.errors import InputError
from giants.evidence.measures import uncertainty
from giants.measures import anchors, pillars

TABLE = anchors.bundled()
CODES = tuple(TABLE)
M = len(CODES)


def raw_at(score):
    """Raw indicators whose linear scores are all `score` (trapezoids on their rising side)."""
    return np.array([a.posts[0] + score * (a.posts[1] - a.posts[0]) for a in TABLE.values()])


def test_a_draw_has_the_declared_distributions():
    choices = uncertainty.draw(uncertainty.uniforms(1023, M), np.ones(M, bool))
    assert choices.weights.sum(1) == pytest.approx(1)
    assert choices.weights.mean(0) == pytest.approx(0.25, abs=0.01)
    assert choices.weights.var(0) == pytest.approx(0.25 * 0.75 / 17, rel=0.1)  # Dirichlet(4, 4, 4, 4)
    assert np.abs(choices.stretch).max() <= 0.2
    assert choices.order.min() >= -2
    assert choices.order.max() <= 0.5
    assert choices.log.mean() == pytest.approx(0.5, abs=0.01)
    assert set(choices.dropped) == set(range(M + 1))


def test_only_indicators_that_are_present_are_dropped():
    present = np.zeros(M, bool)
    present[3] = True
    choices = uncertainty.draw(uncertainty.uniforms(255, M), present)
    assert set(choices.dropped) == {3, M}


def test_the_default_choices_give_the_default_index():
    raw = raw_at(0.6)
    want = pillars.profile(raw, anchors.Scale.of(TABLE)).cai
    got = uncertainty.index_under(raw, TABLE, uncertainty._neutral(M))
    assert got[0] == pytest.approx(float(want))


def test_the_band_holds_the_median_and_collapses_at_the_top():
    low, mid, high = uncertainty.band(raw_at(0.5), TABLE, 255)
    assert low < mid < high
    top = uncertainty.band(raw_at(5.0), TABLE, 63, (0.05, 0.95))
    linear_only = [a for a in TABLE.values() if a.transform == "linear"]
    assert len(linear_only) < M  # far beyond the goalposts a trapezoid falls again, a linear score does not
    assert top[1] < 1.0


def test_a_dominated_strategy_never_overtakes_and_twins_often_do():
    jitter = 0.01 * np.sin(np.arange(5 * M)).reshape(5, M)
    good, bad = raw_at(0.7) * (1 + jitter), raw_at(0.3) * (1 + jitter)
    table = uncertainty.rank_reversal({"bad": bad, "good": good}, TABLE, 127)
    assert table.better.tolist() == ["good"]
    assert table.reversal_probability.iloc[0] == 0

    left, right = raw_at(0.5), raw_at(0.5)
    s, i = CODES.index("S3"), CODES.index("I1")
    left[s], right[i] = TABLE["S3"].posts[1], TABLE["I1"].posts[1]  # one better outside, the other better inside
    table = uncertainty.rank_reversal({"outside": left[None], "inside": right[None]}, TABLE, 255)
    assert 0.05 < table.reversal_probability.iloc[0] < 0.95


def test_sobol_indices_of_the_choices_are_shares_and_find_what_matters():
    uneven = raw_at(0.5)
    for code in ("I1", "I2", "I3"):
        uneven[CODES.index(code)] = TABLE[code].posts[0]
    even = uncertainty.choice_indices(raw_at(0.5), TABLE, 256)
    spread = uncertainty.choice_indices(uneven, TABLE, 256)
    for table in (even, spread):
        assert (table.total > -0.05).all()
        assert (table.first_order <= table.total + 0.1).all()
        assert table.first_order.sum() < 1.15
    assert even.total["aggregation"] < 0.1  # near-equal pillars have the same mean of any order
    assert spread.total.idxmax() == "aggregation"  # one failing pillar does not


def test_importance_departs_from_nominal_weights_when_one_pillar_varies_more():
    k = np.arange(200)
    x = np.stack([0.5 + 0.3 * np.sin(k * s) * v for s, v in ((1.0, 1.0), (1.7, 0.1), (2.3, 0.1), (3.1, 0.1))], 1)
    table = uncertainty.importance(x, np.exp(np.log(x).mean(1)))
    assert table.effective.sum() == pytest.approx(1)
    assert table.effective["structural"] > 0.8 > table.nominal["structural"]


def test_a_design_of_the_wrong_width_is_refused():
    with pytest.raises(InputError, match="columns"):
        uncertainty.draw(np.zeros((3, 5)), np.ones(M, bool))
