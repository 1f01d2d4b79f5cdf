"""Which files does one matter cross?  A tariff threat is followed through a run, a setting through the text.

    python benchmarks/crossed.py

The threat: files of the bargaining block with a function that is called in the month in which the United States
threatens Mexico with a tariff or in the month after, and those of any block that are called in neither of the two
months before.  The setting: files of src/ and conf/ in which its name or that of what it moves stands as a word.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from giants.config import default_settings
from giants.model import Giants

ROOT = Path(__file__).resolve().parents[1]
THREAT = "{month: 2026-10, sender: USA, issue: migration_control, instrument: section_301, size: 0.25, deadline: 3}"
PREVENTION = r"\b(prevention|social_money_at_full|social_money_elasticity)\b"
"""mexico.security.prevention: the effort, the money that it pays for, and what the money does to recruitment."""


def called(act: Callable[[], object]) -> set[str]:
    """Return the files of the package in which a function is called while `act` runs."""
    files: set[str] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        name = frame.f_code.co_filename
        if event == "call" and "/giants/" in name:
            files.add(name.rpartition("/src/")[2])

    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
    return files


def threat() -> list[str]:
    """Return the files of bargaining that are called in months of a tariff threat, and others that it alone calls."""
    model = Giants(default_settings(["months=4", "seed=1", f"scenario.demands=[{THREAT}]"]))
    before = called(model.step) | called(model.step)
    after = called(model.step) | called(model.step)
    return sorted({file for file in after if "/bargaining/" in file or file not in before})


def setting() -> list[str]:
    """Return the files that name the effort on prevention or what it moves."""
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "conf").rglob("*.yaml")]
    texts = ((path, path.read_text(encoding="utf-8")) for path in sorted(files))
    return [path.relative_to(ROOT).as_posix() for path, text in texts if re.search(PREVENTION, text)]


if __name__ == "__main__":
    for what, files in (("a tariff threat", threat()), ("mexico.security.prevention", setting())):
        print(f"{what}: {len(files)} files", *files, sep="\n  ")
