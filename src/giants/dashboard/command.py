"""giants-dashboard: compare runs, take a seat at the table, and ask why, on a page that only this machine serves.

    giants-dashboard [--port N] [--no-browser]

It uses no network; runs are read from and kept in the folder `runs`.  Ctrl-C ends it.
"""

import os
import signal
import sys
import threading
import webbrowser
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Never

from giants.dashboard.server import Server
from giants.errors import InputError
from giants.process import INTERRUPTED, Parser, carry_out, one_thread, say

PORT = 8501


def main(words: Sequence[str] | None = None) -> None:
    """Run `giants-dashboard`.  A user's mistake ends as one line on standard error and exit status 2."""
    one_thread()  # before numpy is loaded: a game has the bytes of its command, and threads would wait for one another
    carry_out("giants-dashboard", lambda: serve(sys.argv[1:] if words is None else words), "ended")


def serve(words: Sequence[str]) -> int:
    """Serve the page until Ctrl-C or a termination.  Raises InputError for a port that cannot be had."""
    cli = Parser(prog="giants-dashboard", description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    cli.add_argument(
        "--port", type=int, default=PORT, help="port of 127.0.0.1; 0 takes a free one (default: %(default)s)"
    )
    cli.add_argument("--no-browser", action="store_true", help="print the address only")
    asked = cli.parse_args(words)
    try:
        server = Server(asked.port, Path("runs"))
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError(f"--port {asked.port}: {why}; choose another one, or 0 for any that is free") from None
    signal.signal(signal.SIGTERM, _end)
    try:
        print(f"open {server.address}\nCtrl-C ends it", flush=True)
        _begin(_warm, server)
        if not asked.no_browser:
            _begin(webbrowser.open, server.address)
        _begin(server.serve_forever).join()  # so that an interrupt meets this line, and no request half way
    except KeyboardInterrupt:
        # at once: Python's own end trips over a thread that is loading a library
        os._exit(say("giants-dashboard: ended", INTERRUPTED))
    return 1  # the server has fallen over, and its thread has said why


def _begin(work: Callable[..., object], *arguments: object) -> threading.Thread:
    """Let a thread that holds nobody up do some work."""
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread


def _end(*_: object) -> Never:
    raise KeyboardInterrupt


def _warm(server: Server) -> None:
    """Make what the first page needs while a browser opens, and what the first run needs once the page is there.

    What goes wrong is met again by whoever asks for it.
    """
    with suppress(Exception):
        from giants.dashboard.choices import choices

        choices(server.runs)
        server.shown.wait()
        from giants.dashboard.desk import warm

        warm()


if __name__ == "__main__":
    main()
