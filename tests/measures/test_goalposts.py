import numpy as np
import pytest

from giants.errors import InputError
from giants.measures import anchors, goalposts


def test_linear_goalposts_run_from_worst_to_best_in_both_directions():
    assert goalposts.linear([0.80, 0.45, 0.10], 0.80, 0.10) == pytest.approx([0, 0.5, 1])
    assert goalposts.linear([0.45, 0.65, 0.85], 0.45, 0.85) == pytest.approx([0, 0.5, 1])


def test_scores_are_clipped_and_missing_stays_missing():
    s = goalposts.linear([-5.0, 50.0, np.nan], 30.0, 0.0)
    assert s[:2].tolist() == [1.0, 0.0]
    assert np.isnan(s[2])


def test_equal_ratios_are_equal_steps_on_the_log_scale():
    s = goalposts.logarithmic([8.0, 4.0, 2.0, 1.0], 8.0, 1.0)
    assert np.diff(s) == pytest.approx([1 / 3] * 3)


def test_the_trapezoid_falls_on_both_sides():
    s = goalposts.trapezoid([2, 5, 8, 14, 20, 27.5, 35, 60], 2, 8, 20, 35)
    assert s == pytest.approx([0, 0.5, 1, 1, 1, 0.5, 0, 0])


@pytest.mark.parametrize(
    "call",
    [
        lambda: goalposts.linear(1.0, 2.0, 2.0),
        lambda: goalposts.logarithmic(1.0, 0.0, 2.0),
        lambda: goalposts.trapezoid(1.0, 2, 1, 3, 4),
        lambda: anchors.bundled("eleven regions"),
    ],
)
def test_impossible_goalposts_are_refused(call):
    with pytest.raises(InputError):
        call()


@pytest.mark.parametrize("basis", anchors.BASES)
def test_the_vector_scale_equals_the_anchors_one_by_one(basis):
    table = anchors.bundled(basis)
    scale = anchors.Scale.of(table)
    x = np.linspace(-1, 50, 401)[:, None] * np.ones(len(table))
    one_by_one = np.stack([a.score(x[:, k]) for k, a in enumerate(table.values())], 1)
    assert scale.score(x) == pytest.approx(one_by_one, abs=1e-12)
    assert scale.groups.sum() == len(table)


def test_both_goalposts_of_every_anchor_are_attained():
    for anchor in anchors.bundled().values():
        a, b = anchor.posts[:2]
        assert float(anchor.score(a)) == 0, anchor.code
        assert float(anchor.score(b)) == 1, anchor.code
        assert anchor.source


def test_log_goalposts_keep_the_ends_and_change_the_middle():
    for anchor in anchors.bundled().values():
        if anchor.transform == "linear":
            worst, best = anchor.posts
            assert float(anchor.score(worst, log=True)) == pytest.approx(0, abs=1e-12)
            assert float(anchor.score(best, log=True)) == pytest.approx(1)
            assert abs(float(anchor.score((worst + best) / 2, log=True)) - 0.5) > 0.02


def test_stretching_moves_every_goalpost_even_one_at_zero():
    for anchor in anchors.bundled().values():
        moved = anchor.stretched(0.2, -0.2)
        fixed = {0.0} if anchor.transform == "trapezoid" else set()
        for old, new in zip(anchor.posts, moved.posts, strict=True):
            assert old in fixed or old != new, anchor.code
