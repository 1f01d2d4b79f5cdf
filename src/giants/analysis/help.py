"""The help of an analysis command in a language: what its parser says, text by text from the catalogue."""

import argparse
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from giants.analysis.translate import Speaker, speaker
from giants.process import Parser
from giants.records.words import SHORT

LANGUAGES = tuple(SHORT)
WIDTH = 118
COMMAND = "giants-analyse "
"""A line of a description that begins so is usage: typed as it stands, up to a remark two spaces behind it."""


def language(words: Sequence[str]) -> str:
    """Return the language that a command line names, for a help that is printed before the line has been read.

    Raises InputError for one that there is not.
    """
    first = Parser(add_help=False, allow_abbrev=False)
    first.add_argument("--lang", choices=LANGUAGES, default="en")
    lang: str = first.parse_known_args(words)[0].lang
    return lang


def said(cli: Parser, lang: str) -> Parser:
    """Return a parser whose help is in a language; the commands, options and names in it stay."""
    if lang == "en":
        return cli
    say = speaker(lang)
    cli.description = "\n\n".join(_part(part, say) for part in (cli.description or "").split("\n\n"))
    for group in cli._action_groups:
        group.title = say(group.title or "")
    for action in cli._actions:
        action.help = action.help and say(action.help)

    class Formatter(argparse.RawDescriptionHelpFormatter):
        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, f"{say('usage')}: " if prefix is None else prefix)

    cli.formatter_class = Formatter
    return cli


def texts(cli: Parser) -> Iterator[str]:
    """Yield every text of the help of a parser, which a catalogue must hold."""
    yield "usage"
    for part in (cli.description or "").split("\n\n"):
        yield from _remarks(part) if _usage(part) else _sentences(part)
    yield from (group.title for group in cli._action_groups if group.title)
    yield from (action.help for action in cli._actions if action.help)


def _part(part: str, say: Speaker) -> str:
    if not _usage(part):
        return textwrap.fill("  ".join(map(say, _sentences(part))), WIDTH, break_on_hyphens=False)
    for remark in _remarks(part):
        part = part.replace(remark, say(remark))
    return part


def _usage(part: str) -> bool:
    return part.strip().startswith(COMMAND)


def _remarks(part: str) -> Iterator[str]:
    """Yield what stands behind the commands of a usage, two spaces apart."""
    for line in part.splitlines():
        yield from (remark.strip() for remark in line.strip().split("  ", 1)[1:])


def _sentences(part: str) -> list[str]:
    """Return a paragraph in the parts that are told one by one: the question with which it begins, and the rest."""
    question, mark, rest = " ".join(part.split()).partition("? ")
    return [question + mark.strip(), rest] if mark else [question]
