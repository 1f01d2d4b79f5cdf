"""Each causal loop: a push at its start reaches its end in the right direction, and not when its link is cut.

Where the chain runs inside one month, one symbol of a stepped World is moved and the next phase is asked again; where
it takes time, two runs of one seed are compared.
"""

import numpy as np
import pytest

from giants.agents.views import government_views, observe
from giants.bargaining.losses import losses
from giants.config import default_settings
from giants.invest.phase import pulls
from giants.model import Giants
from giants.symbols import ECONOMIES, ISSUES, MEX, SECTORS, USA

SEED = "seed=5"
FENTANYL = ISSUES.index("fentanyl_enforcement")
CAPOS = ISSUES.index("capo_transfers")


def stepped(*overrides, months=4):
    model = Giants(default_settings([SEED, *overrides]))
    for _ in range(months):
        model.step()
    return model


@pytest.fixture(scope="module")
def model():
    return stepped()


def view_of(model, world, n):
    return government_views(observe(world, model.facts, np.zeros((len(ECONOMIES), 2))), [n])[n]


def test_governments_feel_tariffs_as_they_are_paid(model):
    w = model.world.copy()
    w.bargaining.added_tariff[...], w.calendar.added_tariff[...] = 0.0, 0.0
    w.bargaining.added_tariff[USA, MEX, :9] = 0.25
    faced = {}
    for exempt in (0.0, 0.85):
        w.bargaining.exempt[USA] = exempt
        w.trade.update(model.blocks.trade(w))
        faced[exempt] = view_of(model, w, MEX).tariff_faced[USA]
    spared = 0.85 * (w.trade.preference_use[MEX, :9] * w.trade.flows[USA, MEX, :9]).sum()
    spared /= w.trade.flows[USA, MEX, :9].sum()
    assert faced[0.0] == pytest.approx(0.25, abs=0.005)
    assert faced[0.85] == pytest.approx(0.25 * (1 - spared), abs=0.01)


TARIFF = "scenario=tariff_shock"
TARIFF_NOW = [
    "scenario.shocks=[{symbol:added_tariff,where:[USA,MEX,goods],start:2026-08,end:2029-08,add:0.25}]",
]


def test_tariffs_cost_jobs_and_wages_and_so_raise_recruitment():
    calm, hit = stepped(months=12), stepped(*TARIFF_NOW, months=12)
    assert hit.world.labour.jobs.sum() < calm.world.labour.jobs.sum()
    assert hit.world.labour.real_wage.mean() < calm.world.labour.real_wage.mean()
    assert hit.world.security.recruits.sum() > calm.world.security.recruits.sum()


def test_without_wages_and_idleness_in_recruitment_tariffs_recruit_nobody():
    cut = ["security.recruitment.wage_sensitivity=0", "security.recruitment.idle_gain=0", "threats=false"]
    cut += ["security.recruitment.wage_income=0"]
    calm, hit = stepped(*cut, months=3), stepped(*cut, *TARIFF_NOW, months=3)
    assert hit.world.labour.jobs.sum() < calm.world.labour.jobs.sum()
    assert hit.world.security.recruits.sum() == pytest.approx(calm.world.security.recruits.sum(), rel=1e-3)


def test_crime_costs_domestic_sales_and_not_exports(model):
    w = model.world.copy()
    before = model.blocks.trade(w)
    w.security.extortion[...] += 0.02
    after = model.blocks.trade(w)
    home = after.flows[MEX, MEX].sum() / before.flows[MEX, MEX].sum()
    sold = after.flows[USA, MEX, :9].sum() / before.flows[USA, MEX, :9].sum()
    assert after.real_income[MEX] < before.real_income[MEX]
    assert home < 1.0
    assert sold > 0.99


def test_groups_keep_services_investment_out_and_leave_export_plants_alone(model):
    w = model.world.copy()
    data, p = model.blocks.invest_calibration, model.settings.invest
    before = pulls(w, data, p)
    w.security.groups[...] += 5
    change = (pulls(w, data, p) - before)[:, :32]
    assert change[SECTORS.index("SRV")].max() < 0.0
    for sector in ("AUT", "ELE", "MCH", "MET"):
        assert change[SECTORS.index(sector)] == pytest.approx(0.0, abs=1e-12)


def test_overdose_deaths_raise_us_demands_on_drugs_and_flows_are_not_heard(model):
    w = model.world.copy()
    calm = model.settings.usa.decide(view_of(model, w, USA)).us_salience
    w.security.overdose_deaths[...] *= 2
    worse = model.settings.usa.decide(view_of(model, w, USA)).us_salience
    assert worse[FENTANYL] == pytest.approx(calm[FENTANYL] * 2**0.5)
    w.security.flow[...] *= 2
    assert model.settings.usa.decide(view_of(model, w, USA)).us_salience[FENTANYL] == worse[FENTANYL]
    cut = stepped("usa.response=0", months=1).settings.usa
    assert cut.decide(view_of(model, w, USA)).us_salience[FENTANYL] == pytest.approx(1.0)


def test_chinese_content_raises_us_demands_on_origin(model):
    w = model.world.copy()
    rows = [ISSUES.index(i) for i in ("china_tariff_alignment", "china_fdi_screening", "regional_content")]
    calm = model.settings.usa.decide(view_of(model, w, USA)).us_salience[rows]
    w.trade.suspect_content *= 1.5
    worse = model.settings.usa.decide(view_of(model, w, USA)).us_salience[rows]
    assert np.all(worse > calm)


def test_expected_tariffs_keep_projects_away_and_their_variance_only_puts_them_off(model):
    data, p = model.blocks.invest_calibration, model.settings.invest
    base = pulls(model.world, data, p)[SECTORS.index("AUT"), :32].mean()
    w = model.world.copy()
    w.bargaining.expected_tariff[...] = 0.2
    assert pulls(w, data, p)[SECTORS.index("AUT"), :32].mean() < base
    w = model.world.copy()
    w.bargaining.tariff_variance[...] = 0.02
    np.testing.assert_array_equal(pulls(w, data, p), pulls(model.world, data, p))


def test_transfers_of_leaders_raise_removals_and_so_splits_and_killing():
    def ten_years(*overrides):
        m = stepped("threats=false", *overrides, months=1)
        removed = killed = 0.0
        for _ in range(119):
            m.step()
            m.world.bargaining.promised[CAPOS] = 1.0  # the concession, kept up by hand
            removed += m.world.security.removed.sum()
            killed += m.world.security.killed.sum()
        return removed, killed, m.world.security.groups.mean()

    linked, cut = ten_years(), ten_years("security.inputs.transfers=0")
    assert linked[0] > cut[0]
    assert linked[2] > cut[2]


def test_a_coalition_lowers_what_threats_cost_and_so_what_is_conceded(model):
    w = model.world.copy()
    bargaining = model.blocks.bargaining_model
    solved = w.threat_losses.losses
    alone = losses(w, bargaining, solved).target
    w.actions.coalition[...] = 1.0
    w.actions.latam_coalition[...] = 1.0
    together = losses(w, bargaining, solved).target
    aimed = (bargaining.options.target == MEX) & (alone > 0)  # tariffs that are in force already take nothing more
    assert aimed.sum() > 10
    assert np.all(together[aimed] < alone[aimed])
    without = default_settings(["bargaining.coalition_relief=0"])
    flat = Giants(without).blocks.bargaining_model
    assert losses(w, flat, solved).target == pytest.approx(losses(model.world, flat, solved).target)


def test_a_coming_election_makes_a_government_impatient(model):
    from giants.bargaining.clocks import sender_weight
    from giants.bargaining.model import SENDERS, TARGET

    p = model.settings.bargaining.parameters
    far, near = np.full(10, 48.0), np.full(10, 48.0)
    near[MEX] = 1.0
    rows = np.arange(SENDERS)
    assert sender_weight(p, near, 12.0, rows, TARGET)[USA] > sender_weight(p, far, 12.0, rows, TARGET)[USA]


def test_lost_elections_undo_what_is_not_anchored():
    m = stepped("mexico=calibrated_autonomy", "politics=drawn", "threats=false", months=36)
    w = m.world
    w.society.approval[MEX] = 0.0  # the party in office is sure to lose
    w.calendar.year[...], w.calendar.month[...] = 2030.45, 46  # and votes now
    before = float(w.society.supplier_depth)
    lost = m.blocks.society(w)
    assert lost.governs == 0.0
    assert lost.pursued.min() == 0.0
    assert lost.supplier_depth < before
