"""The page that steps a run: what it draws, and that a strategy can change on the way."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from giants.viz import dashboard


@pytest.fixture(scope="module")
def session():
    session = dashboard.Session(dict(dashboard.CHOICES), seed=3)
    session.advance(2, "status_quo")
    session.advance(2, "defiance")
    return session


def test_every_first_choice_is_a_member_of_its_group():
    for group, name in dashboard.CHOICES.items():
        assert name in dashboard.offered(group)


def test_a_changed_strategy_holds_from_the_next_step(session):
    assert [row["strategy"] for row in session.rows] == ["status_quo"] * 2 + ["defiance"] * 2
    assert session.model.settings.mexico.name == "defiance"
    assert session.model.world.actions.retaliation.any()  # defiance answers in kind, the status quo does not


def test_months_before_the_change_are_those_of_the_first_strategy(session):
    plain = dashboard.Session(dict(dashboard.CHOICES), seed=3)
    plain.advance(4, "status_quo")
    assert plain.rows[:2] == session.rows[:2]
    assert plain.rows[3] != session.rows[3]


def test_a_run_ends_where_its_months_end(session):
    assert session.left == session.model.settings.run.months - 4


def test_every_figure_can_be_drawn(session):
    rows = pd.DataFrame(session.rows)
    figures = [dashboard.draw_pillars(rows), dashboard.draw_network(np.asarray(session.model.world.trade.flows))]
    figures += [dashboard.draw_map(session.by_state(name), title) for name, title in dashboard.MAPS.items()]
    assert all(figure.axes[0].has_data() or figure.axes[0].patches for figure in figures)


def test_the_page_steps_and_shows_the_month():
    testing = pytest.importorskip("streamlit.testing.v1", reason="the extra 'dashboard' is not installed")
    page = testing.AppTest.from_file(dashboard.__file__, default_timeout=60).run()
    assert not page.exception
    page.button[1].click().run()
    assert not page.exception
    assert page.metric[0].value == "2027.5"


def test_without_streamlit_one_line_says_what_to_install():
    code = "import sys; sys.modules['streamlit'] = None; from giants.viz import dashboard as d; "
    code += "d.find_spec = lambda name: None; sys.exit(d.main())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.strip() == "giants-dashboard needs Streamlit: install giants with the extra 'dashboard'"
