"""Talks end as the estimate says: simulated threats against the chances with which they were made."""

import numpy as np
import pytest

from giants.bargaining import moves
from giants.bargaining.model import CONCEDE, DRAWS, SENDERS
from giants.bargaining.signals import FORMS
from giants.bargaining.state import QUIET, STATEMENT
from giants.symbols import ISSUES, USA

near = pytest.approx
ENDS = {"imposed": 1.0, "notice": 1.0, "deal": 0.0, "withdrawn": 0.0}


def threats(new_world, model, advance, months=4000):
    """Return form, estimated chance of being carried out and of a concession, whether each came, of many threats."""
    exposure = np.full((len(model.nodes), 10), 0.03)
    exposure[:, USA] = 0.0003
    rng, rows, open_ = np.random.default_rng(1), [], None
    w = new_world()
    w.actions.us_pressure[...], w.calendar.months_to_election[...] = 1.0, 24.0
    for _ in range(months):
        done = advance(w, model, exposure, rng.random((SENDERS, len(DRAWS))))
        w.bargaining.update(done.result)
        w.bargaining.promised[...], w.bargaining.position[...] = 0.0, model.issues.initial
        w.bargaining.record[...], w.bargaining.rest[...] = 0.0, 0
        for e in done.events:
            if e.sender != "USA":
                continue
            if e.outcome in ("threat", "caught"):
                open_, conceded = e, False
            elif open_ is not None and e.outcome in ("deal", "pocketed"):
                conceded = True
            if open_ is not None and e.outcome in ENDS:
                rows.append((FORMS.index(open_.form), open_.carried_out, open_.concede, ENDS[e.outcome], conceded))
                open_ = None
                w.bargaining.stage[USA] = QUIET
    return np.array(rows, float)


@pytest.mark.slow
@pytest.mark.parametrize("climb", [0.0, 0.4, 0.8])
def test_as_many_are_carried_out_by_form_at_start_as_estimated_however_often_they_climb(
    climb, new_world, make_model, configuration, read, advance
):
    # demands that leave room within every red line, by instruments that hurt, so that a bargain can be found
    rows = {name: row | {"raised": 0.0} if row["demand_class"] != "executive" else row
            for name, row in read("issues/default.yaml").items()}  # fmt: skip
    tools = {name: read("instruments/default.yaml")[name] for name in ("section_301", "preference_loss", "cars_232")}
    model = make_model(configuration(climb=climb, believed_red_line=[[0.9, 0.95]] * 3), rows, tools)
    found = threats(new_world, model, advance)
    assert len(found) > 600
    used = np.unique(found[:, 0]).astype(int)  # not all forms go with these instruments and demands
    assert len(used) > 1
    for form in used:
        of = found[found[:, 0] == form]
        error = np.sqrt(np.mean(of[:, 1] * (1 - of[:, 1])) / len(of))
        assert of[:, 3].mean() == near(of[:, 1].mean(), abs=3 * error), FORMS[form]
    error = np.sqrt(np.mean(found[:, 2] * (1 - found[:, 2])) / len(found))
    assert found[:, 4].mean() == near(found[:, 2].mean(), abs=3 * error)


def test_more_forms_than_orders_can_climb_and_nobody_climbs_from_an_order():
    assert dict(zip(FORMS, moves.CLIMBING.tolist(), strict=True)) == {
        "statement": True, "process": True, "order": False, "letter": False,
    }  # fmt: skip


def granted(new_world, model, advance, q):
    """Return what of half a demand on drugs a target grants in the first month, where the share `q` would concede."""
    w, at = new_world(), ISSUES.index("fentanyl_enforcement")
    option = model.options.name.index("section_301")
    stands = {"stage": STATEMENT, "option": option, "concede": q, "belief": 0.5, "deadline": 2}
    for name, value in stands.items():
        getattr(w.bargaining, name)[USA] = value
    w.bargaining.asked[at] = w.bargaining.full[at] = 0.5
    u = np.full((SENDERS, len(DRAWS)), 0.99)
    u[:, CONCEDE] = 0.0
    exposure = np.full((len(model.nodes), 10), 0.015)
    exposure[:, USA] = 0.0001
    return float(advance(w, model, exposure, u).result.promised[at])


def test_the_fewer_concede_the_more_easily_they_bear_it_and_nobody_is_sorted_where_all_do(
    new_world, make_model, configuration, read, advance
):
    issues, tools = read("issues/default.yaml"), read("instruments/default.yaml")
    sorted_, alike = (make_model(configuration(width=width), issues, tools) for width in (0.4, 1e-9))
    shares = [granted(new_world, sorted_, advance, q) for q in (0.2, 0.6, 1.0)]
    assert 0.5 > shares[0] > shares[1] > shares[2] > 0
    assert shares[2] == near(granted(new_world, alike, advance, 1.0), rel=1e-6)
    assert granted(new_world, alike, advance, 0.2) == near(shares[2], rel=1e-6)
