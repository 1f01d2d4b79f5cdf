"""Who is answered: this machine's own names, whoever has the key, each visitor at a desk of their own."""

import http.client
import json
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

import pytest

from giants.dashboard import choices, command
from giants.dashboard import server as serving

CODE = "from giants.dashboard.command import main; main()"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving.Server(0, tmp_path_factory.mktemp("runs")) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def ask(server, path="/", host="127.0.0.1", method="GET", body=None, **headers):
    """Return the answer to a request which calls the server `host`, and its body."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=120)
    try:
        headers = {"Host": f"{host}:{server.server_port}", **headers}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def visit(server):
    """Return the cookie of a new visitor."""
    answer, _ = ask(server, f"/?key={server.key}")
    assert (answer.status, answer.headers["Location"]) == (303, "/")
    return answer.headers["Set-Cookie"]


def post(server, cookie, request, body="{}", **headers):
    headers = {"Cookie": cookie.split(";")[0], "Content-Type": "application/json", **headers}
    return ask(server, f"/api/{request}", method="POST", body=body, **headers)


@pytest.mark.parametrize("host", ["rebound.example", "localhost.rebound.example", "127.0.0.1.example", "0.0.0.0", ""])
def test_it_answers_to_its_own_names_only(server, host):
    cookie = visit(server)
    assert ask(server, host=host, Cookie=cookie.split(";")[0])[0].status == 400
    connection = {"Cookie": cookie.split(";")[0], "Content-Type": "application/json"}
    assert ask(server, "/api/state", host=host, method="POST", body="{}", **connection)[0].status == 400
    assert ask(server, host="localhost", Cookie=cookie.split(";")[0])[0].status == 200


def leave(server, request):
    """Send the beginning of a conversation and reset the connection, as a browser does whose page is closed."""
    with socket.create_connection(("127.0.0.1", server.server_port)) as visitor:
        visitor.sendall(request)
        visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.fixture
def ended(server, monkeypatch):
    """A lock that opens once for each request when all that it had to tell is told."""
    lock, finish = threading.Semaphore(0), server.finish_request

    def finished(request, address):
        try:
            finish(request, address)
        except BaseException:
            server.handle_error(request, address)
        finally:
            lock.release()

    monkeypatch.setattr(server, "finish_request", finished)
    return lock


@pytest.fixture
def late(server, monkeypatch):
    """Return a function that asks for something, leaves, and lets the request go on with `then` only afterwards."""

    def asked(then):
        begun, left = threading.Event(), threading.Event()

        def answer(visitor, request, asked):
            begun.set()
            assert left.wait(20)
            return then()

        cookie = visit(server).split(";")[0]
        monkeypatch.setattr(serving.Visitor, "answer", answer)
        head = f"Host: 127.0.0.1:{server.server_port}\r\nCookie: {cookie}\r\nContent-Type: application/json\r\n"
        with socket.create_connection(("127.0.0.1", server.server_port)) as visitor:
            visitor.sendall(f"POST /api/state HTTP/1.1\r\n{head}Content-Length: 2\r\n\r\n{{}}".encode())
            assert begun.wait(20)
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        left.set()

    return asked


def test_a_fault_of_its_own_is_answered_and_told_in_the_terminal(server, ended, monkeypatch, capfd):
    def fails(visitor, request, asked):
        raise ZeroDivisionError("a fault of the model")

    cookie = visit(server)
    monkeypatch.setattr(serving.Visitor, "answer", fails)
    answer, body = post(server, cookie, "state")
    assert answer.status == 500
    assert b"terminal" in body
    for _ in range(2):
        assert ended.acquire(timeout=20)
    assert "a fault of the model" in capfd.readouterr().err


@pytest.mark.parametrize(
    "request_", [b"", b"GET", b"GET / HTTP/1.1\r\nHost:", b"GET / HTTP/1.1\r\n\r\n"], ids=["", "GET", "Host", "whole"]
)
def test_a_browser_that_leaves_before_it_is_answered_is_no_fault(server, ended, capfd, request_):
    leave(server, request_)
    assert ended.acquire(timeout=20)
    assert capfd.readouterr().err == ""
    assert ask(server)[0].status == 403  # the next one is answered


def test_a_browser_that_leaves_while_it_waits_is_no_fault(ended, late, capfd):
    late(lambda: {"long": "x" * 1_000_000})
    for _ in range(2):
        assert ended.acquire(timeout=20)
    assert capfd.readouterr().err == ""


def test_a_fault_is_told_although_its_browser_has_left(ended, late, capfd):
    late(lambda: 1 / 0)
    for _ in range(2):
        assert ended.acquire(timeout=20)
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_nobody_is_given_a_session_without_the_key(server):
    for path in ("/", "/?key=", "/?key=guess", "/page.js"):
        answer, body = ask(server, path)
        assert answer.status == 403
        assert b"giants-dashboard" in body
        assert "Set-Cookie" not in answer.headers


def test_a_cookie_is_read_by_no_script_and_sent_by_no_other_site(server):
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(visit(server).split("; "))


def test_one_session_does_not_reach_another(server):
    one, other = visit(server), visit(server)
    start = json.dumps({"side": "left", "seed": 1, "months": 12})
    assert post(server, one, "start", start)[0].status == 200
    assert list(json.loads(post(server, one, "state")[1])["sides"]) == ["left"]
    assert json.loads(post(server, other, "state")[1])["sides"] == {}
    name = one.split("=")[0]
    assert post(server, f"{name}=", "state")[0].status == 403
    assert post(server, f"{name}={'0' * 36}", "state")[0].status == 403


def test_another_site_cannot_ask_in_the_name_of_a_visitor(server):
    cookie = visit(server)
    assert post(server, cookie, "state", Origin="http://evil.example")[0].status == 400
    assert post(server, cookie, "state", Origin=f"http://127.0.0.1:{server.server_port}")[0].status == 200
    assert post(server, cookie, "state", **{"Content-Type": "text/plain"})[0].status == 400


@pytest.mark.parametrize("body", ["[]", "{", "null", "[" * 5000, '{"side": 1}', '{"side": "left", "seed": NaN}'])
def test_a_request_that_is_none_is_refused_in_one_line(server, body):
    answer, text = post(server, visit(server), "start", body)
    assert answer.status == 400
    assert "\n" not in json.loads(text)["error"]


def test_a_request_that_is_too_long_is_not_read(server):
    answer, _ = post(server, visit(server), "state", "{}", **{"Content-Length": str(serving.LARGEST + 1)})
    assert answer.status == 400


@pytest.mark.parametrize(
    "path", ["/../desk.py", "/static/page.js", "/page.js/..", "/%2e%2e/server.py", "/etc/passwd", "//etc"]
)
def test_only_the_files_of_the_page_are_served(server, path):
    assert ask(server, path, Cookie=visit(server).split(";")[0])[0].status == 404


def test_the_page_may_ask_nobody_but_its_own_server(server):
    cookie = visit(server).split(";")[0]
    for path in serving.STATIC:
        answer, body = ask(server, path, Cookie=cookie)
        assert answer.status == 200
        rules = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in rules
        assert "connect-src 'self'" in rules
        assert b"https://" not in body


def test_whoever_was_away_longest_is_forgotten_first(tmp_path):
    with serving.Server(0, tmp_path) as server:
        words = [server.begin() for _ in range(serving.SESSIONS)]
        assert server.of(words[0])
        server.begin()
        assert server.of(words[1]) is None
        assert server.of(words[0])


def test_the_first_page_comes_before_the_model_and_a_termination_ends_the_server(tmp_path):
    command = [sys.executable, "-c", CODE, "--port", "0", "--no-browser"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = process.stdout.readline().split()[1]
        port, path = int(address.split(":")[2].split("/")[0]), "/" + address.split("/", 3)[3]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path)
        assert connection.getresponse().status == 303
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 130
        with pytest.raises(OSError, match="refused"):
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
        assert process.stderr.read() == "giants-dashboard: ended\n"
    finally:
        process.kill()
        process.wait()


def test_what_warming_up_meets_is_not_told(monkeypatch, server, capfd):
    def ending(*_):
        raise RuntimeError("no library can be loaded any more")

    monkeypatch.setattr(choices, "choices", ending)
    thread = threading.Thread(target=command._warm, args=(server,))
    thread.start()
    thread.join()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("words", [["--port", "99999999"], ["--port", "x"], ["--server.address", "0.0.0.0"]])
def test_a_mistake_on_the_command_line_is_one_line(tmp_path, words):
    done = subprocess.run([sys.executable, "-c", CODE, *words], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("giants-dashboard: ")
    assert done.stderr.count("\n") == 1


def test_a_port_that_is_taken_is_told_with_a_way_out(tmp_path, server):
    command = [sys.executable, "-c", CODE, "--port", str(server.server_port), "--no-browser"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=120)
    assert done.returncode == 2
    assert "choose another one, or 0" in done.stderr


def test_requests_of_one_visitor_are_carried_out_one_after_the_other(tmp_path):
    visitor, running, seen = serving.Visitor(tmp_path), [], []

    class Slow:
        def answer(self, request, asked):
            running.append(request)
            seen.append(len(running))
            time.sleep(0.02)
            running.remove(request)
            return {}

    visitor.desk = Slow()
    threads = [threading.Thread(target=visitor.answer, args=(str(k), {})) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1, 1, 1, 1]
