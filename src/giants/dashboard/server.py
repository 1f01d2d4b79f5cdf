"""The page as a server of this machine only: who may ask, and what each address answers.

It listens on 127.0.0.1 and answers to the names 127.0.0.1 and localhost; a page on another name that is made to resolve
to this machine (DNS rebinding) sends that name and is refused.  The address that the command prints holds a key,
without which nobody is given a session; a session is a random word in a cookie that no script can read and no other
site sends.
"""

import hmac
import json
import os
import sys
import threading
from contextlib import suppress
from functools import cache
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from giants.errors import InputError

HOSTS = ("127.0.0.1", "localhost")
LARGEST = 100_000
"""Bytes of a request."""
SESSIONS = 8
"""Visitors that are remembered; the one who was away longest is forgotten first."""
SCRIPTS = ("page", "core", "setup", "panels", "chairs", "draw")
STATIC = {
    "/": ("index.html", "text/html"),
    "/page.css": ("page.css", "text/css"),
    **{f"/{name}.js": (f"{name}.js", "text/javascript") for name in SCRIPTS},
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; img-src 'self' data: blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Visitor:
    """Whoever has a session: a desk, which one request at a time may move."""

    def __init__(self, runs: Path) -> None:
        self.runs, self.lock = runs, threading.Lock()
        self.desk: Any = None

    def answer(self, request: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Carry out a request; the first that needs the model loads it, so that the page opens at once."""
        with self.lock:
            if request == "choices":
                from giants.dashboard.choices import choices

                return choices(self.runs)
            if self.desk is None and request == "state":
                return {"sides": {}}
            if self.desk is None:
                from giants.dashboard.desk import Desk

                self.desk = Desk(self.runs)
            found: dict[str, Any] = self.desk.answer(request, asked)
            return found


class Server(ThreadingHTTPServer):
    """The server: its key, and the visitor of each session."""

    daemon_threads = True

    def __init__(self, port: int, runs: Path) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.key, self.runs = os.urandom(18).hex(), runs
        self.desks: dict[str, Visitor] = {}
        self.door = threading.Lock()
        self.shown = threading.Event()
        """whether a first page has all that it shows"""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell a fault in the terminal; that a browser left before it had asked its question is none."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def cookie(self) -> str:
        """Name of the cookie; browsers keep one jar for all ports of a machine."""
        return f"giants-{self.server_port}"

    @property
    def address(self) -> str:
        """The address to open, with the key."""
        return f"http://127.0.0.1:{self.server_port}/?key={self.key}"

    def begin(self) -> str:
        """Return the word of a new session."""
        word = os.urandom(18).hex()
        with self.door:
            self.desks[word] = Visitor(self.runs)
            while len(self.desks) > SESSIONS:
                del self.desks[next(iter(self.desks))]
        return word

    def of(self, word: str) -> "Visitor | None":
        """Return the visitor of a session, None for a word that is none; whoever asked last is last."""
        with self.door:
            found = self.desks.pop(word, None)
            if found is not None:
                self.desks[word] = found
            return found


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    server_version, sys_version = "giants", ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer with a file of the page, or begin a session for whoever has the key."""
        place = urlsplit(self.path)
        if not self._own():
            return self._refuse(400, "this page answers to the names of its own machine only")
        if place.path not in STATIC:
            return self._refuse(404, "there is no such page")
        if self._visitor():
            return self._file(*STATIC[place.path])
        given = parse_qs(place.query).get("key", [""])[0]
        if place.path != "/" or not hmac.compare_digest(given.encode(), self.server.key.encode()):
            return self._refuse(403, "open the address that giants-dashboard printed: it holds the key")
        cookie = f"{self.server.cookie}={self.server.begin()}; Path=/; HttpOnly; SameSite=Strict"
        self._send(303, b"", "text/plain", **{"Location": "/", "Set-Cookie": cookie})

    def do_POST(self) -> None:
        """Answer a request of the page, which is JSON and gets JSON."""
        place, visitor = urlsplit(self.path), self._visitor()
        if not self._own() or not self._same_origin():
            return self._refuse(400, "this page answers to the names of its own machine only")
        if visitor is None:
            return self._refuse(403, "this session is over; open the address that giants-dashboard printed")
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST or self.headers.get_content_type() != "application/json":
            return self._refuse(400, "a short request in JSON is needed")
        try:
            asked = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            return self._refuse(400, "that is no JSON")
        if not isinstance(asked, dict):
            return self._refuse(400, "keys and values are needed")
        try:
            found = visitor.answer(place.path.removeprefix("/api/"), asked)
        except InputError as error:
            return self._refuse(400, str(error))
        except Exception:
            self._refuse(500, "this failed; the terminal of giants-dashboard says why")
            raise  # which prints it there
        self._send(200, json.dumps(found, ensure_ascii=False, allow_nan=False).encode(), "application/json")
        self.server.shown.set()

    def _own(self) -> bool:
        """Return whether the request calls this machine by a name of its own."""
        host, _, port = self.headers.get("Host", "").partition(":")
        return host in HOSTS and port in ("", str(self.server.server_port))

    def _same_origin(self) -> bool:
        origin = self.headers.get("Origin")
        return origin is None or origin in [f"http://{host}:{self.server.server_port}" for host in HOSTS]

    def _visitor(self) -> Visitor | None:
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get(self.server.cookie)
        except CookieError:
            return None
        return self.server.of(cookie.value) if cookie else None

    def _file(self, name: str, kind: str) -> None:
        self._send(200, _static(name), f"{kind}; charset=utf-8")

    def _refuse(self, status: int, why: str) -> None:
        self.close_connection = True
        self._send(status, json.dumps({"error": why}, ensure_ascii=False).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str, **more: str) -> None:
        """Answer whoever is still there; a page that was closed meanwhile hides no fault of ours."""
        self.send_response(status)
        for name, value in {**HEADERS, **more, "Content-Type": kind, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        with suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of each request."""


@cache
def _static(name: str) -> bytes:
    return files("giants.dashboard").joinpath("static", name).read_bytes()
