"""Each issue moves when somebody wants it enough, and stays when nobody asks: minimally different worlds."""

import numpy as np
import pytest

from giants.bargaining.issues import of
from giants.config import default_settings
from giants.symbols import ISSUES

DEFINED = default_settings().issues
US_DEMANDS, CHINA_DEMANDS, REGIONAL_ISSUES, MEXICAN_DEMANDS = (of(DEFINED, p) for p in ("USA", "CHN", "LAT", "MEX"))
SOVEREIGN = tuple(name for name, one in DEFINED.items() if one.demand_class == "sovereign")


def furthest(new_world, model, run, issue, seeds=6, **actions):
    """Return the furthest that the lever moves from the addressee's own line, over some histories of six years."""
    k, moved = ISSUES.index(issue), 0.0
    for seed in range(seeds):
        w = new_world()
        w.trade.us_tariff[:9] = 0.15
        for name, value in actions.items():
            getattr(w.actions, name)[...] = value
        run(w, model, months=72, seed=seed)
        moved = max(moved, float(w.bargaining.position[k] - model.issues.initial[k]))
        if moved > 0.02:
            break
    return moved


def only(issue, value):
    """Return a salience (d,) on one issue alone."""
    return np.where(np.array(ISSUES) == issue, value, 0.0)


@pytest.mark.parametrize("issue", US_DEMANDS)
def test_what_washington_wants_moves(new_world, new_model, run, issue):
    want = 40.0 if issue in SOVEREIGN else 5.0
    assert furthest(new_world, new_model(), run, issue, us_pressure=1.0, us_salience=only(issue, want)) > 0.02
    assert furthest(new_world, new_model(), run, issue, us_pressure=1.0, us_salience=0.0, seeds=2) <= 1e-9


@pytest.mark.parametrize("issue", SOVEREIGN)
def test_a_sovereign_line_stays_where_the_government_draws_it(new_world, new_model, run, issue):
    pressed = {"us_pressure": 1.0, "us_salience": only(issue, 40.0)}
    assert furthest(new_world, new_model(), run, issue, red_line=0.0, seeds=2, **pressed) <= 1e-9
    assert furthest(new_world, new_model(), run, issue, red_line=0.05, seeds=2, **pressed) <= 0.05


@pytest.mark.parametrize("issue", MEXICAN_DEMANDS)
def test_what_mexico_wants_moves_if_it_links(new_world, new_model, run, issue):
    asks = {"us_pressure": 0.5, "us_salience": 0.0, "voiced": only(issue, 1.0), "retaliation": 0.5}
    assert furthest(new_world, new_model(), run, issue, seeds=12, linkage=1.0, **asks) > 0.02
    assert furthest(new_world, new_model(), run, issue, linkage=0.0, seeds=2, **asks | {"retaliation": 0.0}) <= 1e-9


@pytest.mark.parametrize("issue", CHINA_DEMANDS)
def test_what_beijing_wants_moves_if_it_is_worth_more_to_it(new_world, make_model, configuration, read, run, issue):
    moved = {}
    for worth in (0.0, 0.003):
        rows, tools = read("issues/default.yaml"), read("instruments/default.yaml")
        for name in CHINA_DEMANDS:
            rows[name]["value"] = worth * (name == issue)
        model, seeds = make_model(configuration(), rows, tools), 6 if worth else 2
        moved[worth] = furthest(new_world, model, run, issue, us_pressure=0.0, seeds=seeds)
    assert moved[0.003] > 0.02
    assert moved[0.0] <= 1e-9


@pytest.mark.parametrize("issue", REGIONAL_ISSUES)
def test_what_partners_and_mexico_want_moves(new_world, new_model, run, issue):
    actions = {"us_pressure": 0.0, "latam_openness": 0.9}
    assert furthest(new_world, new_model(), run, issue, deal_offer=0.9, programme=0.9, **actions) > 0.02
    assert furthest(new_world, new_model(), run, issue, deal_offer=0.0, programme=0.0, seeds=1, **actions) <= 1e-9
