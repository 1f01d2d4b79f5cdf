"""`giants explain`: why an episode of a run went as it did."""

from argparse import ArgumentParser
from typing import NoReturn

from giants.errors import InputError


def explain(words: list[str]) -> int:
    """Print the episodes of a run folder, or why one of them, or those of a month, went as they did.

    Raises InputError for a folder that is no run, a month or an episode without an event, and an option that is none.
    """
    import re

    from giants.explain.log import read
    from giants.explain.page import explained, index
    from giants.records.words import ENGLISH
    from giants.scenario import MONTH

    parser = ArgumentParser(prog="giants explain", add_help=False, allow_abbrev=False)
    parser.error = _refuse  # type: ignore[method-assign]
    parser.add_argument("run")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--month")
    which.add_argument("--episode", type=int)
    parser.add_argument("--language", "--lang", default=ENGLISH)
    asked = parser.parse_args(words)
    if asked.month and not re.fullmatch(MONTH, asked.month):
        raise InputError(f"--month {asked.month}: is no month; write it as 2029-03")
    log = read(asked.run, asked.language)
    if asked.month is None and asked.episode is None:
        print("\n".join(index(log)) or "nothing happened in that run")
        return 0
    lines = log.in_month(asked.month) if asked.month else log.episode(asked.episode)
    for line in lines:
        if not line.episode:
            print(f"{log.month(line.event)}  {line.text}")
    for k, number in enumerate(dict.fromkeys(line.episode for line in lines if line.episode)):
        print("\n" * (k > 0) + "\n".join(explained(log, number)))
    return 0


def _refuse(message: str) -> NoReturn:
    raise InputError(f"explain: {message}; say giants explain RUN [--month 2029-03 | --episode N] [--language NAME]")
