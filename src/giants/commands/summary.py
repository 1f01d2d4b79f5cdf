"""`giants summary`: what a run said at its end, in a language."""

import re
from collections.abc import Callable
from typing import NoReturn

from giants.errors import InputError

CELLS = re.compile(r"\S+(?: \S+)*")
"""Texts of a line of the summary, which stand two spaces apart."""


def summary(words: list[str]) -> int:
    """Print the summary of a run folder.

    Raises InputError for a folder that is no run, one without a summary, and a language that there is not.
    """
    from argparse import ArgumentParser

    from giants.records.store import is_own_file, load_run
    from giants.records.words import ENGLISH, SHORT
    from giants.schema import nearest

    parser = ArgumentParser(prog="giants summary", add_help=False, allow_abbrev=False)
    parser.error = _refuse  # type: ignore[method-assign]
    parser.add_argument("run")
    parser.add_argument("--language", "--lang", default=ENGLISH)
    asked = parser.parse_args(words)
    language = SHORT.get(asked.language, asked.language)
    if language not in SHORT.values():
        raise InputError(f"--language {asked.language}: there is none{nearest(asked.language, SHORT.values())}")
    file = load_run(asked.run).path / "summary.txt"
    if not is_own_file(file):
        raise InputError(f"{asked.run} has no summary.txt")
    text = file.read_text(encoding="utf-8", errors="replace")
    if language != ENGLISH:
        from giants.analysis.translate import speaker

        text = said(text, speaker(language))
    print(text, end="")
    return 0


def said(text: str, say: Callable[[str], str]) -> str:
    """Return an aligned text with every cell translated: the first of a line begins where it began, others end so."""
    return "\n".join(_line(line, say) for line in text.splitlines()) + "\n"


def _line(line: str, say: Callable[[str], str]) -> str:
    out = ""
    for k, cell in enumerate(CELLS.finditer(line)):
        told = say(cell[0])
        left = k == 0 or line[cell.start() - 3] != " "  # a label, or a unit behind its number
        out = out.ljust(max(cell.start() if left else cell.end() - len(told), len(out) + 2 * (k > 0))) + told
    return out


def _refuse(message: str) -> NoReturn:
    raise InputError(f"summary: {message}; say giants summary RUN [--language NAME]")
