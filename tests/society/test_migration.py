import numpy as np
import pytest

from giants.society import migration
from giants.symbols import ISSUES, MEX, USA


def flow(gap=1.0, violence=1.0, slack=0.0, control=0.0):
    return migration.flow_wanted(100.0, gap, violence, slack, control, (1.0, 0.05, 4.0))


def test_the_flow_is_at_base_when_nothing_moved():
    assert flow() == pytest.approx(100.0)


def test_the_flow_rises_with_the_gap_violence_and_slack_and_falls_with_control():
    assert flow(gap=1.1) == pytest.approx(110.0)
    assert flow(violence=2.0) == pytest.approx(100.0 * 2.0**0.05)
    assert flow(slack=0.02) > flow()
    assert flow(control=0.25) == pytest.approx(75.0)


def test_the_stock_of_migrants_balances_entry_and_return(parameters):
    p = parameters.migration
    assert migration.migrants_next(p.migrants, p.emigration, p.return_rate) == pytest.approx(p.migrants, rel=1e-4)
    assert migration.migrants_next(100.0, 24.0, 0.0) == 102.0


def test_a_tax_takes_its_share_and_deters_sending():
    free = migration.remittances(60.0, 1.0, 1.0, 1.0, 0.0, (1.0, -0.3, 0.7))
    taxed = migration.remittances(60.0, 1.0, 1.0, 1.0, 0.05, (1.0, -0.3, 0.7))
    inert = migration.remittances(60.0, 1.0, 1.0, 1.0, 0.05, (1.0, -0.3, 0.0))
    assert free == 60.0
    assert inert == pytest.approx(57.0)
    assert taxed < inert


def test_families_send_more_in_need_and_more_when_the_united_states_earn_more():
    terms = (1.0, -0.3, 0.7)
    assert migration.remittances(60.0, 1.0, 1.02, 1.0, 0.0, terms) == pytest.approx(61.2)
    assert migration.remittances(60.0, 1.0, 1.0, 0.9, 0.0, terms) > 60.0
    assert migration.remittances(60.0, 1.1, 1.0, 1.0, 0.0, terms) == pytest.approx(66.0)


def test_poverty_falls_with_labour_income_and_is_a_share():
    assert migration.poverty(0.3, 1.0, 1.5) == pytest.approx(0.3)
    assert migration.poverty(0.3, 1.1, 1.5) < 0.3
    assert migration.poverty(0.3, 0.1, 1.5) == 1.0


def test_an_american_recession_lowers_remittances_and_a_mexican_one_raises_migration(start, live):
    def after(economy):
        w = start()
        if economy is not None:
            w.trade.real_income[economy] *= 0.95
        return live(w, 24).society

    calm, american, mexican = after(None), after(USA), after(MEX)
    assert american.remittances < 0.99 * calm.remittances
    assert american.migration < calm.migration < mexican.migration


def test_control_that_was_bargained_stops_its_share(start, live, parameters):
    w = start()
    w.policy.lever[ISSUES.index("migration_control")] = 1.0
    free = start()
    free.policy.lever[ISSUES.index("migration_control")] = 0.0
    stopped = live(w, 60).society.migration / live(free, 60).society.migration
    # Workers who stay weigh on wages at home, which wins back a little of the flow.
    left = 1.0 - parameters.migration.control
    assert left <= stopped < 1.1 * left


def test_the_remittance_tax_reaches_the_trade_block_as_a_loss_against_the_base(start, live):
    w = start()
    w.policy.remittance_tax[...] = 0.05
    taxed = live(w, 1).society
    assert float(taxed.remittances_above) < -0.05 * 63.3
    assert np.isfinite(taxed.poverty)
