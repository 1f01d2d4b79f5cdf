import numpy as np
import pytest

from giants import tables
from giants.society import migration
from giants.symbols import ISSUES, MEX, USA


def flow(gap=1.0, violence=1.0, slack=0.0, cycle=1.0):
    return migration.flow_wanted(100.0, gap, violence, slack, cycle, (1.0, 0.05, 4.0, 4.0))


def test_the_flow_is_at_base_when_nothing_moved():
    assert flow() == pytest.approx(100.0)
    assert migration.controlled(100.0, 0.5, 0.55, 0.55) == pytest.approx(100.0)


def test_the_flow_rises_with_the_gap_violence_and_slack_and_falls_in_an_american_recession():
    assert flow(gap=1.1) == pytest.approx(110.0)
    assert flow(violence=2.0) == pytest.approx(100.0 * 2.0**0.05)
    assert flow(slack=0.02) > flow()
    assert flow(cycle=0.96) == pytest.approx(100.0 * 0.96**4)


def test_full_control_stops_its_share_of_a_flow_without_control():
    free, full = (migration.controlled(100.0, 0.5, lever, 0.55) for lever in (0.0, 1.0))
    assert full == pytest.approx(0.5 * free)


def test_the_stock_of_migrants_balances_entry_and_return(parameters):
    p = parameters.migration
    assert migration.migrants_next(p.migrants, p.emigration, p.return_rate) == pytest.approx(p.migrants, rel=1e-4)
    assert migration.migrants_next(100.0, 24.0, 0.0) == 102.0


def test_a_tax_takes_its_share_and_deters_sending():
    assert migration.received(60.0, 0.0, 0.7) == 60.0
    assert migration.received(60.0, 0.05, 0.0) == pytest.approx(57.0)
    assert migration.received(60.0, 0.05, 0.7) < 57.0


def sent(migrants=1.0, income=1.0, cycle=1.0, wage=1.0):
    return migration.remittances(60.0, migrants, income, cycle, wage, (1.0, 4.0, -0.3))


def test_families_send_more_in_need_and_more_when_the_united_states_earn_more():
    assert sent() == 60.0
    assert sent(income=1.02) == pytest.approx(61.2)
    assert sent(wage=0.9) > 60.0
    assert sent(migrants=1.1) == pytest.approx(66.0)


def test_the_great_recession_cut_remittances_as_observed(parameters):
    table = tables.read("history/remittances_to_mexico_annual.csv", ("year", "usd_mn")).set_index("year")
    observed = table.loc[2009, "usd_mn"] / table.loc[2007, "usd_mn"]
    p = parameters.migration
    ours = migration.remittances(
        1.0, 1.0, 1.0, 1.0 - 0.04, 1.0, (p.us_income_elasticity, p.us_cycle_elasticity, p.need_elasticity)
    )
    assert ours == pytest.approx(observed, abs=0.05)


def test_poverty_falls_with_labour_income_and_is_a_share():
    assert migration.poverty(0.3, 1.0, 1.5) == pytest.approx(0.3)
    assert migration.poverty(0.3, 1.1, 1.5) < 0.3
    assert migration.poverty(0.3, 0.1, 1.5) == 1.0


def test_an_american_recession_lowers_remittances_and_a_mexican_one_raises_migration(start, live):
    def after(economy):
        def each(w, month):
            if economy is not None and month == 0:
                w.calendar.endowment[economy] *= 0.95
                w.trade.real_income[economy] *= 0.95
                w.trade.wage[economy] /= 0.95
                w.trade.price[economy] /= 0.95

        return live(start(), 24, each=each).society

    calm, american, mexican = after(None), after(USA), after(MEX)
    assert american.remittances < 0.85 * calm.remittances
    assert american.migration < 0.9 * calm.migration < mexican.migration


def test_control_that_was_bargained_stops_its_share(start, live, parameters):
    w = start()
    w.bargaining.position[ISSUES.index("migration_control")] = 1.0
    free = start()
    free.bargaining.position[ISSUES.index("migration_control")] = 0.0
    stopped = live(w, 60).society.migration / live(free, 60).society.migration
    # Workers who stay weigh on wages at home, which wins back a little of the flow.
    left = 1.0 - parameters.migration.control
    assert left <= stopped < 1.1 * left


def test_the_remittance_tax_reaches_the_trade_block_as_a_loss_against_the_base(start, live):
    w = start()
    w.bargaining.remittance_tax[...] = 0.05
    taxed = live(w, 1).society
    assert float(taxed.remittances - w.base.remittances) < -0.05 * 63.3
    assert np.isfinite(taxed.poverty)
