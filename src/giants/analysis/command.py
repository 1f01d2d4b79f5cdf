"""`giants-analyse NAME PATH` and the scripts of `analysis/`: one clear line for a mistake, and what was written."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from inspect import signature
from pathlib import Path
from typing import Any

from giants.analysis import words
from giants.analysis.ensemble import load
from giants.analysis.help import LANGUAGES, language, said
from giants.analysis.options import checked, names
from giants.analysis.questions import EXPLORER, PAGES, QUESTIONS, Question
from giants.analysis.result import FORMATS, SIZES, USUAL, Result, save
from giants.analysis.translate import speaker, told, translated
from giants.errors import InputError
from giants.install import need
from giants.process import Parser, carry_out, status_of
from giants.schema import nearest

MORE = "giants-analyse NAME --help says more, and with --lang es in Spanish"
STAY = "interrupted; files that were written stay"
ROWS = 40
"""Rows of a table that are printed where the CSV holds the rest."""


def main(words: Sequence[str] | None = None) -> None:
    """Run `giants-analyse`.  A user's mistake ends as one line on standard error and exit status 2."""
    args = list(sys.argv[1:] if words is None else words)
    carry_out("giants-analyse", lambda: _chosen(args), STAY)


def script(name: str) -> Callable[[Sequence[str] | None], int]:
    """Return the main function of a script of `analysis/`, which returns its exit status."""

    def run_main(words: Sequence[str] | None = None) -> int:
        args = sys.argv[1:] if words is None else words
        return status_of(name, lambda: run_script(name, args), STAY)

    return run_main


def run_script(name: str, words: Sequence[str]) -> int:
    """Answer a question from its command line: load, print the answer, save; return the exit status.

    Raises InputError for an unknown name and for whatever is wrong in `words` or in the runs.
    """
    question = None if name in PAGES else _known(name)
    need("analysis", "an answer with its figures", "matplotlib", "seaborn", "SALib", "ema_workbench")
    if name == EXPLORER:
        from giants.analysis import explorer

        return explorer.run_explorer(words)
    if question is None:
        from giants.analysis import report

        return report.run_report(words)
    module = question.module()
    args = vars(said(parser(question, module), language(words)).parse_args(words))
    given = ("path", "out", "size", "formats", "export", "lang")
    path, out, size, formats, export, lang = (args.pop(key, None) for key in given)
    if "lang" in signature(module.result).parameters:
        args["lang"] = lang
    if export == "xlsx":
        need("analysis", "a workbook", "openpyxl")
    runs = load(path) if path else None
    if args.pop("list", False):
        print(module.listing(runs))
        return 0
    result: Result = module.result(*([runs] if question.path else []), **args)
    result = translated(result, lang)
    if runs and runs.gaps:
        result = replace(result, sentences=(runs.gaps, *result.sentences))
    written = save(result, out or _place(question, path), tuple(SIZES) if size == "both" else (size,), formats, export)
    say = speaker(lang)
    show(result, question.digits, lang)
    print(f"\n{say('written')}: {', '.join(file.name for file in written)}\n     {say('in')}: {written[0].parent}")
    return 0


def parser(question: Question, module: Any) -> Parser:
    """Return the command line of a question: PATH, --out, --size, and the options of its own module."""
    cli = Parser(
        prog=f"giants-analyse {question.name}",
        description=question.text,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if question.path:
        cli.add_argument("path", metavar="PATH", type=Path, help="folder of a run or of a sweep")
    sizes = "large" if question.path else "both"
    default = "PATH/analysis" if question.path else f"runs/{question.name}"
    cli.add_argument("--out", type=Path, metavar="DIR", help=f"where to write (default: {default})")
    cli.add_argument("--size", choices=(*SIZES, "both"), default=sizes, help=f"width of figures (default: {sizes})")
    cli.add_argument("--format", dest="formats", type=checked(formats), default=USUAL, metavar="png,svg,pdf",
                     help="formats of figures, with commas (default: png,svg); PNG has 200 dots an inch")  # fmt: skip
    cli.add_argument("--lang", choices=LANGUAGES, default="en", help="language of sentences and figures")
    cli.add_argument("--export", choices=("csv", "xlsx"), default="csv", help="xlsx: tables in one workbook too")
    if "when" in signature(module.result).parameters:
        cli.add_argument("--when", default="last12", help="start, mean, last12 or end")
    if hasattr(module, "listing"):
        cli.add_argument("--list", action="store_true", help="only say what can be plotted")
    if hasattr(module, "options"):
        module.options(cli)
    return cli


def formats(text: str) -> tuple[str, ...]:
    """Return the formats of figures named with commas.  Raises InputError for one that is not written."""
    for name in names(text):
        if name not in FORMATS:
            raise InputError(f"there is no format {name!r} of figures{nearest(name, FORMATS)}")
    return tuple(dict.fromkeys(names(text))) or USUAL


def show(result: Result, digits: int = 0, lang: str = "en") -> None:
    """Print the sentences and the head of the first table; with `digits` every table, to as many significant ones.

    In English tables have the names and codes of their files, which other languages say in words.
    """
    say = speaker(lang)
    if not digits:
        print("\n".join(result.sentences))
        for table in list(result.tables.values())[:1]:
            head = table.head(ROWS).round(4).apply(lambda c: c + 0.0 if c.dtype.kind == "f" else c)  # no -0.0000
            print(f"\n{(head if lang == 'en' else told(head, say)).to_string(index=False)}")
            if len(table) > ROWS:
                print(f"... {say(f'{len(table) - ROWS} more rows in the CSV')}")
        return
    for key, table in result.tables.items():
        spoken = table if lang == "en" else told(table, say)
        shown = spoken.to_string(index=False, float_format=f"{{:z.{digits}g}}".format)
        title = key or result.name
        print(f"\n{title if lang == 'en' else say(words.words(title))}\n{shown}")
    print("", *result.sentences, sep="\n")


def listing(lang: str = "en") -> str:
    """Return usage, and the questions in a line each, in a language."""
    say = speaker(lang)
    usage = f"giants-analyse NAME PATH [--out DIR] [--size small|large|both]   ({say(MORE)})"
    about = {question.name: question.asks for question in QUESTIONS} | PAGES
    return "\n".join([usage, *(f"  {name:<16} {say(text)}" for name, text in about.items())])


def _chosen(args: Sequence[str]) -> int:
    if not args or args[0].startswith("-"):
        cli = Parser(prog="giants-analyse", add_help=False)
        cli.add_argument("-h", "--help", action="store_true")
        cli.add_argument("--lang", choices=LANGUAGES, default="en")
        print(listing(cli.parse_args(args).lang))
        return 0
    return run_script(args[0], args[1:])


def _known(name: str) -> Question:
    question = next((q for q in QUESTIONS if q.name == name), None)
    if question is None:
        raise InputError(f"there is no question {name!r}{nearest(name, [*(q.name for q in QUESTIONS), *PAGES])}")
    return question


def _place(question: Question, path: Path | None) -> Path:
    return path / "analysis" if path else Path("runs") / question.name
