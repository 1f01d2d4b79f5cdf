"""`giants-complete`: what the Tab key offers behind the commands, for bash and for zsh with bashcompinit.

    complete -o nospace -o default -C giants-complete giants giants-{sweep,search,analyse,counterfactual,dashboard}

The shell gives the line in COMP_LINE and COMP_POINT, and as second argument the part of the last word that it would
replace (behind the last `=`, where it splits words).  What is offered are sub-commands, groups with their choices,
settings, and behind a dash options; where nothing is, the shell offers files.
"""

import os
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from giants.commands import COMMANDS
from giants.commands.choices import choices, groups, settings
from giants.sweep_cli import COMMANDS as SWEEP_COMMANDS

OF_SWEEPS = ("design", "sweep", "uncertainty")
"""Groups that a single run does not have."""
PLACES = {
    "giants": ("commands",),
    "giants-sweep": ("sweep_cli.py",),
    "giants-search": ("sweep/search_command.py",),
    "giants-analyse": ("analysis/command.py",),
    "giants-counterfactual": ("counterfactual_cli.py",),
    "giants-dashboard": ("dashboard/command.py",),
}
"""Where each command adds its options, or those of its sub-commands."""
WITH_SETTINGS = ("giants", "giants-sweep", "giants-search")


def main() -> None:
    """Print what may stand in the place of the word under the cursor, a line each."""
    line = os.environ.get("COMP_LINE", "")[: int(os.environ.get("COMP_POINT") or 0)]
    program, _, rest = line.lstrip().partition(" ")
    word = rest.rpartition(" ")[2]
    replaced = sys.argv[2] if len(sys.argv) > 2 else word
    kept = len(word) - len(replaced)
    print("\n".join(one[kept:] for one in offered(os.path.basename(program), rest.split(" "))))


def offered(program: str, words: list[str]) -> list[str]:
    """Return what the last of `words`, the words behind a command, can become."""
    word, first = words[-1], len(words) == 1
    if word.startswith("-"):
        return [option for option in options(program, words[0]) if option.startswith(word)]
    if program == "giants-analyse":
        return [name for name in questions() if name.startswith(word)] if first else []
    if program not in WITH_SETTINGS:
        return []
    of_run = [group for group in groups() if program != "giants" or group not in OF_SWEEPS]
    key, equals, values = word.partition("=")
    if equals:
        before, comma, last = values.rpartition(",")
        known = choices(key) if key in of_run else {}
        return [f"{key}={before}{comma}{name}" for name in known if name.startswith(last)]
    commands = {"giants": list(COMMANDS), "giants-sweep": list(SWEEP_COMMANDS)}.get(program, [])
    known_words = [*(commands if first else []), *(f"{name}=" for name in (*of_run, *settings()))]
    return [one for one in known_words if one.startswith(word)]


def options(program: str, question: str) -> list[str]:
    """Return the options of a command, and of its `question`, as their files add them, so that no parser is made."""
    package = Path(__file__).parent
    own = (f"analysis/{question}.py", f"analysis/{question}") if program == "giants-analyse" and question else ()
    places = [package / place for place in (*PLACES.get(program, ()), *own)]
    files = [file for place in places for file in ([place] if place.is_file() else sorted(place.glob("*.py")))]
    added = [re.findall(r'add_argument\(\s*"(--[\w-]+)"', file.read_text(encoding="utf-8")) for file in files]
    return sorted({"--help", *(option for some in added for option in some)})


def questions() -> list[str]:
    """Return the names that giants-analyse takes, from their file alone: its package loads pandas and more."""
    place = Path(__file__).with_name("analysis") / "questions.py"
    spec = spec_from_file_location("questions", place)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return [*(question.name for question in module.QUESTIONS), *module.PAGES]
