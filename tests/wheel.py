"""Installs the package as a wheel and does what the pages say in empty folders, by the clock.

    python tests/wheel.py [PAGE ...]

PAGE is first_hour or the name of a page of docs/howto, all by default.  Ends with status 1 if a block failed.
Tests run the same blocks in a checkout (tests/docs/test_howto.py); here none of it is in reach, and pip installs
plug-ins.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "docs"))

from test_howto import PAGES, blocks  # noqa: E402


def main(chosen):
    """Install, do every block of the pages chosen, and return the exit status."""
    place = Path(tempfile.mkdtemp(prefix="giants-wheel-"))
    uv, python = ROOT / ".venv" / "bin" / "uv", place / "env" / "bin" / "python"
    run = {"check": True, "cwd": ROOT}
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", place], **run)
    subprocess.run([uv, "venv", "--quiet", "--seed", "--python", "python3.12", place / "env"], **run)
    (wheel,) = place.glob("*.whl")
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, f"{wheel}[analysis]", "duckdb"], **run)
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    env["PATH"] = f"{python.parent}{os.pathsep}{env['PATH']}"
    pages = [page for page in PAGES if not chosen or page.stem in chosen]
    worked = [done(page, place / page.stem, python, env) for page in pages]
    return int(not all(worked))


def done(page, folder, python, env):
    """Do the blocks of a page in order, say how long each took, and return whether all of them worked."""
    session, works = [], True
    folder.mkdir()
    for kind, title, code in blocks(page):
        if title:
            (folder / title).parent.mkdir(parents=True, exist_ok=True)
            (folder / title).write_text(code, encoding="utf-8")
            continue
        session += [code] if kind == "python" else []
        command = {"bash": ["bash", "-euc", code], "python": [python, "-c", "\n".join(session)]}.get(kind)
        if command:
            began = time.monotonic()
            ended = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
            works &= not ended.returncode
            print(f"{page.stem:12} {time.monotonic() - began:6.1f} s  {code.splitlines()[0][:80]}", flush=True)
            print(ended.stderr[-2000:] if ended.returncode else "", end="", flush=True)
    return works


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
