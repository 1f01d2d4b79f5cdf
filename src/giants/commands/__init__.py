"""The words that `giants` understands beside KEY=VALUE: one table, and one answer to a word that is in neither."""

import difflib
from collections.abc import Callable, Iterable
from typing import NamedTuple, NoReturn

from giants.commands.choices import choices, groups, listed, settings
from giants.commands.explain import explain
from giants.commands.new import new
from giants.commands.summary import summary
from giants.errors import InputError
from giants.schema import short


class Command(NamedTuple):
    """A sub-command: how it is said, what it does in a few words, and what carries it out and returns the status."""

    usage: str
    about: str
    run: Callable[[list[str]], int]


COMMANDS = {
    "list": Command("list [GROUP]", "what can be chosen, each choice of a group in a line", listed),
    "explain": Command(
        "explain RUN [--month YYYY-MM | --episode N] [--language NAME]",
        "why an episode of a run went as it did; without: list them",
        explain,
    ),
    "summary": Command("summary RUN [--language NAME]", "what a run said at its end, e.g. in es, Spanish", summary),
    "new": Command(
        "new rule|scenario|experiment NAME [OF]", "write a file of one's own to start from, as a copy of OF", new
    ),
}


def refuse_word(word: str, commands: Iterable[str]) -> NoReturn:
    """Raise InputError for a word that is neither KEY=VALUE nor one of `commands`, with what may have been meant."""
    meant = {command: command for command in commands}
    told = ", ".join(meant)
    for group in groups():
        meant |= {name: f"{group}={name}" for name in choices(group) if name not in meant}
    meant |= {key: f"{key}=VALUE" for key in settings()} | {group: f"{group}=NAME" for group in groups()}
    close = difflib.get_close_matches(word[:200], meant, n=1, cutoff=0.6)
    advice = f"; did you mean {meant[close[0]]}?" if close else ""
    raise InputError(f"{short(word)}: neither KEY=VALUE nor a command ({told}; --help){advice}")
