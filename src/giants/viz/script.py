"""What every script of `analysis/` shares: options, one clear line for a mistake, and saying what was written."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from giants.analysis.ensemble import Ensemble, load
from giants.analysis.piece import SIZES, Piece, save
from giants.errors import InputError


def parser(doc: str | None) -> argparse.ArgumentParser:
    """Return a parser with PATH, --out and --size; `doc` is the docstring of the script."""
    made = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("path", metavar="PATH", type=Path, help="folder of a run or of a sweep")
    made.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: PATH/analysis)")
    made.add_argument("--size", choices=(*SIZES, "both"), default="large", help="width of figures (default: large)")
    return made


def conclude(
    asked: argparse.Namespace, make: Callable[[Ensemble], Piece | None], loader: Callable[[Path], Ensemble] = load
) -> int:
    """Load, make the piece, print its sentences and first table, save; return the exit status."""
    try:
        runs = loader(asked.path)
        piece = make(runs)
        if piece is None:
            return 0
        if runs.gaps:
            piece = replace(piece, sentences=(runs.gaps, *piece.sentences))
        sizes = tuple(SIZES) if asked.size == "both" else (asked.size,)
        written = save(piece, asked.out or asked.path / "analysis", sizes)
    except InputError as error:
        print(f"{Path(sys.argv[0]).stem}: {error}", file=sys.stderr)
        return 2
    show(piece)
    print(f"\nwritten: {', '.join(path.name for path in written)}\n     in: {written[0].parent}")
    return 0


def publish(make: Callable[[], Piece], out: Path, digits: int = 3) -> int:
    """Make a piece that needs no sweep, save it in both sizes, print every table and the sentences; return the status.

    Numbers are printed to `digits` significant digits.
    """
    try:
        piece = make()
        written = save(piece, out, tuple(SIZES))
    except InputError as error:
        print(f"{Path(sys.argv[0]).stem}: {error}", file=sys.stderr)
        return 2
    for name, table in piece.tables.items():
        shown = table.to_string(index=False, max_colwidth=56, float_format=f"{{:z.{digits}g}}".format)
        print(f"\n{name or piece.name}\n{shown}")
    print("", *piece.sentences, f"written to {written[0].parent}", sep="\n")
    return 0


def show(piece: Piece, rows: int = 40) -> None:
    """Print the sentences and the first table."""
    print("\n".join(piece.sentences))
    for table in list(piece.tables.values())[:1]:
        print()
        print(table.head(rows).round(4).to_string(index=False))
        if len(table) > rows:
            print(f"... {len(table) - rows} more rows in the CSV")


def options(text: str | None, known: Sequence[str], what: str) -> list[str]:
    """Split a list given with commas, and check each name against those known."""
    from difflib import get_close_matches

    names = [n.strip() for n in (text or "").split(",") if n.strip()]
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 3, 0.4)
            there = f"did you mean {', '.join(near)}?" if near else f"there are: {', '.join(list(known)[:12])}"
            raise InputError(f"no {what} {name!r}; {there}")
    return names
