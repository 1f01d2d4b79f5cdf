"""The `giants-dashboard` command: serves the page to this machine only.

It listens on 127.0.0.1 and answers to the names 127.0.0.1 and localhost only (`served.py`); giants itself uses no
network, and Streamlit's statistics of use are switched off.
"""

import os
import subprocess
import sys
from pathlib import Path

from giants.errors import InputError
from giants.install import need
from giants.process import carry_out

OPTIONS = {"server.address": "127.0.0.1", "browser.gatherUsageStats": "false", "server.fileWatcherType": "none"}


def main() -> None:
    """Run `giants-dashboard`.  A user's mistake ends as one line on standard error and exit status 2."""
    carry_out("giants-dashboard", serve, "interrupted")


def serve() -> int:
    """Serve the page until Ctrl-C; the server takes the place of this process, and its signals.

    Raises InputError without the extra `dashboard`, and if another address is asked for.
    """
    need("dashboard", "the page", "streamlit", "matplotlib", "seaborn")
    if any(word.lower().startswith(("--server.address", "--browser.serveraddress")) for word in sys.argv[1:]):
        raise InputError("this machine only is served; for another one, forward its port (ssh -L)")
    flags = [part for name, value in OPTIONS.items() for part in (f"--{name}", value)]
    page = str(Path(__file__).with_name("served.py"))
    command = [sys.executable, "-m", "streamlit", "run", page, *sys.argv[1:], *flags]
    if os.name == "nt":  # there exec would leave this process and start another
        return subprocess.call(command)
    os.execv(command[0], command)
