"""The estimate of how threats end: limits, invariance, and parameters found again in simulated cases."""

import numpy as np
import pytest

from giants.bargaining import estimated
from giants.bargaining.estimated import GRID, KnownThreat
from giants.evidence.bargaining import threat_fit
from giants.evidence.bargaining.threat_fit import ALL, SIGNALLING, SPECIFICATIONS, Cases, Prior, fit, mode

near = pytest.approx


@pytest.fixture(scope="module")
def prior():
    return threat_fit.read_prior()


def simulated(n, theta, seed=0):
    """Return `n` cases that end as the coefficients say, each a cluster of its own."""
    rng = np.random.default_rng(seed)
    known = KnownThreat(
        form=rng.integers(0, 4, n),
        protective=rng.integers(0, 2, n) * 1.0,
        statute_named=rng.integers(0, 2, n) * 1.0,
        record=rng.uniform(-1, 1, n),
        kind=rng.integers(0, 3, n),
        exposure=0.035 * np.exp(rng.normal(0, 1.2, n)),
        market=60 * np.exp(rng.normal(0, 1.5, n)),
        adversary=(rng.random(n) < 0.2) * 1.0,
        mexico=(rng.random(n) < 0.3) * 1.0,
    )
    c = threat_fit.coefficients(theta)
    little, much = estimated.share_given(c)
    gives = rng.random(n) < estimated.concede(c, known)
    shares = np.where(gives, rng.choice(GRID, n, p=much), rng.choice(GRID, n, p=little))
    stops = gives & (rng.random(n) > estimated.expressive(c, known))
    acts = (rng.random(n) < estimated.follow_through(c, known)) & ~stops
    return Cases(known, shares, acts * 1.0, np.ones(n))


def without(cases):
    n = len(cases.weight)
    return cases._replace(concession=np.full(n, np.nan), imposed=np.full(n, np.nan))


def test_every_coefficient_has_a_prior_and_a_basis(prior):
    assert prior.mean.shape == prior.spread.shape == (len(ALL),)
    assert (prior.spread > 0).all()


def test_without_outcomes_the_posterior_is_the_prior(prior):
    found = fit(SIGNALLING, without(simulated(20, prior.mean)), prior)
    assert found.mode == near(prior.mean, abs=1e-4)
    assert np.sqrt(np.diag(found.covariance)) == near(prior.spread, rel=1e-3)


def test_the_parameters_of_simulated_cases_are_found_again(prior):
    rng = np.random.default_rng(5)
    true = prior.mean + 0.7 * prior.spread * rng.standard_normal(len(ALL))
    found = fit(SIGNALLING, simulated(3000, true), Prior(prior.mean, 3 * prior.spread))
    error = (found.mode - true) / np.sqrt(np.diag(found.covariance))
    assert np.abs(error).max() < 3.5
    assert np.sqrt(np.mean(error**2)) == near(1.0, abs=0.5)
    sure = np.sqrt(np.diag(found.covariance)) < 0.5 * prior.spread
    assert sure.sum() > len(ALL) / 2


def test_several_starts_end_at_the_same_mode(prior):
    cases = simulated(80, prior.mean, seed=4)
    rng = np.random.default_rng(1)
    ends = [
        mode(SIGNALLING, cases, prior, [prior.mean + prior.spread * rng.standard_normal(len(ALL))]) for _ in range(3)
    ]
    assert ends[1] == near(ends[0], abs=2e-3)
    assert ends[2] == near(ends[0], abs=2e-3)


def test_the_estimate_does_not_depend_on_the_order_of_rows(prior):
    cases = simulated(60, prior.mean, seed=2)
    turned = np.random.default_rng(0).permutation(60)
    other = Cases(KnownThreat(*(column[turned] for column in cases.known)), *(column[turned] for column in cases[1:]))
    assert mode(SIGNALLING, other, prior) == near(mode(SIGNALLING, cases, prior), abs=1e-3)


def test_a_cluster_of_like_rows_says_no_more_than_one_of_them(prior):
    one = simulated(1, prior.mean, seed=3)
    copies = Cases(KnownThreat(*(np.repeat(column, 15) for column in one.known)), *(np.repeat(c, 15) for c in one[1:3]),
                   threat_fit.weights(np.zeros(15)))  # fmt: skip
    assert mode(SIGNALLING, copies, prior) == near(mode(SIGNALLING, one, prior), abs=1e-3)


def test_one_cluster_that_dominates_moves_all_forms_towards_the_pooled_estimate(prior):
    """Letters alone were seen, and all carried out: the other forms follow as far as they are pooled."""
    cases = simulated(40, prior.mean)
    letters = Cases(cases.known._replace(form=np.full(40, 3)), np.full(40, np.nan), np.ones(40), np.ones(40))
    found = threat_fit.coefficients(mode(SIGNALLING, letters, prior))
    before, after = (
        estimated.follow_through(c, cases.known._replace(form=np.full(40, 0)))
        for c in (threat_fit.coefficients(prior.mean), found)
    )
    assert (after > before).all()
    assert (after < estimated.follow_through(found, letters.known)).all()


def test_what_a_specification_leaves_out_is_zero_and_unlinked_ones_are_not_stopped_by_concessions(prior):
    cases = simulated(40, prior.mean)
    for spec in SPECIFICATIONS:
        found = fit(spec, cases, prior)
        c = threat_fit.coefficients(found.mode)
        absent = [name for name in ALL if name not in spec.free and name != "expressive"]
        assert not any(getattr(c, name).any() for name in absent)
        if not spec.linked:
            assert estimated.carried_out(c, cases.known) == near(estimated.follow_through(c, cases.known))


def test_the_forecast_is_the_same_each_time_and_keeps_more_doubt_than_the_mode(prior):
    cases = simulated(30, prior.mean)
    found = fit(SIGNALLING, cases, prior)
    first, again = (threat_fit.predict(found, cases.known) for _ in range(2))
    assert np.array_equal(first[0], again[0])
    at_mode = estimated.carried_out(threat_fit.coefficients(found.mode), cases.known)
    assert np.std(first[0]) < np.std(at_mode)
    assert first[1].sum(axis=1) == near(np.ones(30))
