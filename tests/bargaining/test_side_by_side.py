"""Worlds that bargain side by side: each to the bit and the event what it is alone, under every rule."""

import numpy as np
import pytest

from giants.bargaining import phase
from giants.bargaining.given import CONCEDE, FREE, REFUSE, SHARE, WAIT, Given, Order
from giants.bargaining.model import DRAWS, SENDERS
from giants.symbols import CHN, ISSUES, MEX, USA
from giants.world import row, stack

WORLDS, MONTHS = 5, 16
LAW = "fentanyl_enforcement"
RULES = (
    {},
    {"threats": False},
    {"solution": "compromise"},
    {"solution": "screening"},
    {"solution": "alternating_offers"},
    {"resolve_information": "logit"},
    {"resolve_information": "two_type"},
    {"resolve_information": "known"},
    {"common_agency": "none", "simultaneous_deals": "independent"},
)


def differing(rng, new_world, price, model):
    """Return Worlds of which some press, link, answer, come forward or have left the treaty, and others do not."""
    worlds = []
    for k in range(WORLDS):
        w = new_world()
        actions, y = w.actions, w.bargaining
        actions.us_pressure[...], actions.linkage[...] = (1.0, 0.3, 0.0, 1.0, 0.6)[k], (0.0, 1.0, 0.5, 0.0, 0.0)[k]
        actions.us_openness[...], actions.accommodation[...] = (
            (0.0, 0.0, 1.0, 0.7, 0.0)[k],
            (0.3, 0.0, 1.0, 0.9, 0.2)[k],
        )
        actions.retaliation[[USA, CHN]] = k % 2
        actions.us_salience[...] = rng.uniform(0.5, 2.0, len(ISSUES))
        actions.intelligence_sharing[...] = 0.7 * (k != 1)
        actions.latam_openness[...] = rng.uniform(0.0, 1.0, actions.latam_openness.shape)
        y.treaty_in_force[...], y.treaty_horizon[...] = (k != 4) * 1.0, (10.0, 9.0, 2.0, 5.0, 0.0)[k]
        y.position[ISSUES.index("tariff_relief")] = 0.4 * (k == 3)
        w.trade.us_tariff[:9] = 0.05 * k
        w.trade.flows[USA, MEX, :9] *= 1 + 0.1 * k
        w.society.approval[...] = rng.uniform(0.3, 0.8, w.society.approval.shape)
        price(w, model, None)
        worlds.append(w)
    return worlds


def given(model, month):
    """Return demands and answers of a few months, the same in all Worlds."""
    option = model.options.name.index("section_301")
    reply = {8: CONCEDE, 9: SHARE, 10: WAIT, 11: REFUSE}.get(month, 0) * (np.arange(10) == USA)
    orders = {USA: Order(option, ISSUES.index(LAW), 2)} if month in (7, 14) else {}
    return Given(orders, reply) if orders or reply.any() else FREE


@pytest.mark.parametrize("rules", RULES, ids=lambda rules: "-".join(map(str, rules.values())) or "usual")
def test_each_gets_the_bits_and_the_log_that_it_gets_alone(rules, new_world, new_model, price):
    rng, model = np.random.default_rng(7), new_model(**rules)
    several = stack(differing(rng, new_world, price, model))
    seen = set()
    for month in range(MONTHS):
        several.calendar.month[...], several.calendar.year[...] = month, 2026.6 + month / 12
        several.calendar.review[...] = float(month % 6 == 5)
        several.calendar.dispute_kept[...] = (month % 9 != 8) | (np.arange(WORLDS) % 2 == 0)
        u, told = rng.random((WORLDS, SENDERS, len(DRAWS))), given(model, month)
        alone = [phase.advance(row(several, k), model, u[k], told) for k in range(WORLDS)]
        block, logs = phase.advance(several, model, u, told)
        assert logs == [log for _, (log,) in alone]
        several.bargaining.update(block)
        for name in several.bargaining.__slots__:
            for k, (one, _) in enumerate(alone):
                now = several.bargaining
                assert (
                    getattr(now, name)[k].tobytes()
                    == np.asarray(getattr(one, name), getattr(now, name).dtype).tobytes()
                )
        seen |= {line.outcome for log in logs for line in log}
    assert len(seen) > (8 if rules.get("threats", True) else 2)
