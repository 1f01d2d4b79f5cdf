import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from giants.errors import InputError
from giants.measures import index, regimes

score = st.floats(0.03, 1.0)
four = st.tuples(score, score, score, score)

# Pillars S, A, I, the relations scores (US, China, Latin America) chosen so that R has the stated geometric and
# arithmetic values, and the published means: arithmetic (also inside R), geometric, harmonic.
CORNERS = {
    "calibrated": (0.65, 0.70, 0.60, (0.95, 0.45, 0.75), 0.74, (0.68, 0.67, 0.67)),
    "subordinated": (0.25, 0.10, 0.45, (0.90, 0.15, 0.15), 0.37, (0.33, 0.25, 0.21)),
    "estranged": (0.75, 0.85, 0.30, (0.05, 0.15, 0.95), 0.13, (0.55, 0.40, 0.30)),
    "captured": (0.30, 0.25, 0.40, (0.10, 0.10, 0.40), 0.14, (0.28, 0.25, 0.23)),
    "hollow": (0.60, 0.60, 0.03, (0.65, 0.50, 0.80), 0.64, (0.47, 0.29, 0.10)),
}


@pytest.mark.parametrize("name", CORNERS)
def test_the_published_corner_table_is_reproduced(name):
    s, a, i, partners, r, (arithmetic, geometric, harmonic) = CORNERS[name]
    assert float(index.relations(*partners)) == pytest.approx(r, abs=0.011)
    inside = float(np.average(partners, weights=index.RELATION_WEIGHTS))
    assert float(index.calibrated_autonomy(s, a, inside, i, r=1)) == pytest.approx(arithmetic, abs=0.006)
    assert float(index.calibrated_autonomy(s, a, r, i)) == pytest.approx(geometric, abs=0.006)
    assert float(index.calibrated_autonomy(s, a, r, i, r=-1)) == pytest.approx(harmonic, abs=0.006)


def test_arithmetic_averaging_would_prefer_estrangement_to_the_other_failures_and_the_harmonic_mean_does_not():
    means = {}
    for r in (1, -1):
        for name, (s, a, i, partners, rel, _) in CORNERS.items():
            inside = np.average(partners, weights=index.RELATION_WEIGHTS) if r == 1 else rel
            means[name, r] = float(index.calibrated_autonomy(s, a, inside, i, r=r))
    failures = [n for n in CORNERS if n != "calibrated"]
    assert max(failures, key=lambda n: means[n, 1]) == "estranged"
    assert means["estranged", -1] < 0.5 * means["calibrated", -1]
    assert means["estranged", 1] > 0.75 * means["calibrated", 1]


@given(four, st.floats(-4, 2))
def test_a_power_mean_lies_between_the_extremes_and_grows_with_r(scores, r):
    m = float(index.power_mean(scores, r=r))
    assert min(scores) - 1e-9 <= m <= max(scores) + 1e-9
    assert float(index.power_mean(scores, r=r - 0.5)) <= m + 1e-9


@given(four)
def test_the_four_published_orders_are_their_closed_forms(scores):
    s = np.array(scores)
    assert float(index.power_mean(s, r=1)) == pytest.approx(s.mean())
    assert float(index.power_mean(s, r=0)) == pytest.approx(np.exp(np.log(s).mean()))
    assert float(index.power_mean(s, r=-1)) == pytest.approx(1 / (1 / s).mean())
    assert float(index.power_mean(s, r=-np.inf)) == pytest.approx(s.min())
    assert float(index.power_mean(s, r=1e-7)) == pytest.approx(float(index.power_mean(s, r=0)), rel=1e-5)


def test_missing_scores_are_skipped_only_on_request():
    s = [0.5, np.nan, 0.125]
    assert np.isnan(index.power_mean(s))
    assert float(index.power_mean(s, skip_missing=True)) == pytest.approx(0.25)
    assert np.isnan(index.power_mean([np.nan, np.nan], skip_missing=True))


def test_bad_weights_are_refused():
    with pytest.raises(InputError):
        index.power_mean([0.5, 0.5], [1.0, -1.0])
    with pytest.raises(InputError):
        index.power_mean([0.5, 0.5], [0.0, 0.0])


def test_a_floor_keeps_one_zero_from_erasing_the_rest_and_its_absence_does_not():
    assert float(index.power_mean([0.0, 1.0])) == pytest.approx(0.02**0.5)
    for r in (0.0, -1.0, -np.inf):
        assert float(index.power_mean([0.0, 1.0], r=r, floor=0.0)) == 0.0


def label(s, a, r, i, us=0.9, cn=0.9, above=False):
    return regimes.REGIMES[int(regimes.label(s, a, r, i, us, cn, above))]


def test_every_corner_at_the_floor_gets_its_own_label():
    low = index.FLOOR
    assert label(1, 1, 1, low) == "hollow"
    assert label(1, 1, 1, 1, cn=low, above=True) == "captured"
    assert label(1, 1, 1, 1, us=low) == "estranged"
    assert label(low, 1, 1, 1) == "subordinated"
    assert label(1, low, 1, 1) == "subordinated"
    assert label(0.5, 0.5, 0.5, 0.5) == "calibrated"
    assert label(0.49, 0.5, 0.5, 0.5) == "contested"


def test_labels_have_an_order_from_the_inside_out():
    assert label(0.1, 0.1, 0.1, 0.1, us=0.1, cn=0.1, above=True) == "hollow"
    assert label(0.1, 0.1, 0.1, 0.9, us=0.1, cn=0.1, above=True) == "captured"
    assert label(0.1, 0.1, 0.1, 0.9, us=0.1, cn=0.1, above=False) == "estranged"
    assert label(0.1, 0.1, 0.1, 0.9, us=0.4) == "contested"


def test_too_little_china_is_not_capture_and_missing_agency_is_not_calibrated():
    assert label(0.9, 0.9, 0.9, 0.9, cn=0.1, above=False) == "calibrated"
    assert label(0.9, np.nan, 0.9, 0.9) == "contested"


def test_shares_are_of_runs_classified_one_by_one():
    codes = [[regimes.HOLLOW, regimes.CALIBRATED, regimes.CALIBRATED, regimes.CONTESTED]]
    assert regimes.shares(codes)[0] == pytest.approx([0.25, 0, 0, 0, 0.5, 0.25])
