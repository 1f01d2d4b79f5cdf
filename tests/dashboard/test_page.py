"""The page that steps a run: what it draws, and that a strategy can change on the way."""

import http.client
import signal
import socket
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

from giants.dashboard import page as dashboard
from giants.errors import InputError


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


@pytest.mark.parametrize("missing", ["streamlit", "matplotlib", "seaborn"])
def test_without_its_extra_one_line_says_what_to_install(missing):
    code = f"import sys; sys.modules[{missing!r}] = None; from giants.dashboard.command import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("giants-dashboard: the page needs the extra 'dashboard': python -m pip install ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "nobody", "", "transactional seed=3", "[a]"])
def test_a_choice_that_its_group_does_not_offer_is_refused(name):
    with pytest.raises(InputError, match="there is no such choice"):
        dashboard.Session({**dashboard.CHOICES, "usa": name}, seed=1)


def test_only_the_groups_of_the_page_are_choices():
    with pytest.raises(InputError, match="there is no such choice"):
        dashboard.Session({**dashboard.CHOICES, "hydra/launcher": "basic"}, seed=1)


@pytest.fixture
def served(tmp_path):
    """The dashboard as its command serves it: (process, port)."""
    pytest.importorskip("streamlit", reason="the extra 'dashboard' is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = "from giants.dashboard.command import main; main()"
    command = [sys.executable, "-c", code, "--server.port", str(port), "--server.headless", "true"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    until = time.monotonic() + 120
    while answer(port, "localhost") is None:
        assert process.poll() is None, process.stdout.read()
        assert time.monotonic() < until, "the server did not begin"
        time.sleep(0.1)
    yield process, port
    process.kill()
    process.wait()


def answer(port, host, path="/", **headers):
    """Return the status that the server gives to a request which calls it `host`; None if nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": f"{host}:{port}", **headers})
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def test_it_answers_to_its_own_names_only_and_ends_when_it_is_told(served):
    process, port = served
    socket_ = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }  # fmt: skip
    for host in ("localhost", "127.0.0.1"):
        assert answer(port, host) == 200
        assert answer(port, host, "/_stcore/stream", Origin=f"http://{host}:{port}", **socket_) == 101
    for host in ("rebound.example", "localhost.rebound.example", "127.0.0.1.example"):
        assert answer(port, host) == 400
        assert answer(port, host, "/_stcore/stream", Origin=f"http://{host}:{port}", **socket_) in (400, 403)
    process.send_signal(signal.SIGTERM)
    process.wait(30)
    assert answer(port, "localhost") is None, "a server was left behind"


def test_it_is_not_opened_to_other_machines():
    code = "from giants.dashboard.command import main; main()"
    command = [sys.executable, "-c", code, "--server.address", "0.0.0.0"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode in (1, 2)
    assert done.stderr.count("\n") == 1
