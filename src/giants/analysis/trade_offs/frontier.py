"""Where strategies stand beside the candidates that a search of policy levers found."""

from pathlib import Path

import pandas as pd

from giants.analysis import style, words
from giants.analysis.ensemble import PURSE, Ensemble, load
from giants.analysis.result import Figure
from giants.analysis.trade_offs.numbers import efficient
from giants.errors import InputError
from giants.sweep.folder import Folder

AIMS = ("index_outcomes", "disposable_mex", "homicide_rate")
"""What strategies and candidates are compared on: autonomy without what is read back, income, violence."""
FUTURES = ("usa", "china", "latam", "scenario", "politics")
CANDIDATE = "candidate"


def frontier(runs: Ensemble, search: Path, when: str = "mean") -> pd.DataFrame:
    """Return mean AIMS of every strategy and of every candidate of a search, and whether any other beats it on all.

    Columns: name, kind (strategy or candidate), AIMS, front.  Raises InputError for a folder that holds no search, or
    one that was scored on other seeds or futures than the runs, since luck would then be compared.
    """
    found = _scored(search)
    met = _met(runs)
    for label, theirs in _met(found).items():
        if (ours := met[label]) != theirs:
            raise InputError(
                f"--search {search}: its candidates met {label} {words.listed(sorted(theirs))}, these strategies "
                f"{words.listed(sorted(ours))}; that would compare luck, means or futures"
            )
    named = runs.numbers(AIMS, when).groupby("strategy", sort=False)[list(AIMS)].mean()
    others = found.numbers(AIMS, when).groupby("point_id")[list(AIMS)].mean()
    table = pd.concat([named, others])
    table.insert(0, "name", [*named.index, *(f"{CANDIDATE} {k}" for k in others.index)])
    table.insert(1, "kind", ["strategy"] * len(named) + [CANDIDATE] * len(others))
    table["front"] = efficient(table[list(AIMS)].to_numpy() * [-1 if a in words.LOWER_IS_BETTER else 1 for a in AIMS])
    return table.reset_index(drop=True)


def _met(runs: Ensemble) -> dict[str, set[str]]:
    """Return seeds, futures and purses of some runs."""
    definition = Folder(runs.path).definition()
    purses = definition.grid.get(PURSE, [tree["society"]["budget"]["purse"] for tree in definition.trees])
    met = {label: set(runs.runs[label].astype(str)) if label in runs.runs else set() for label in ("seed", *FUTURES)}
    return met | {PURSE: set(map(str, purses))}


def _scored(search: Path) -> Ensemble:
    """Return the runs on fresh seeds of the candidates that no other beats."""
    fronts = sorted(search.glob("front-*/definition.json")) if search.is_dir() else []
    if len(fronts) != 1:
        raise InputError(f"--search {search} is not the folder of a finished giants-search with fresh seeds")
    return load(fronts[0].parent)


def told(table: pd.DataFrame) -> str:
    """Return who is on the frontier of strategies and candidates, as a sentence."""
    named = table[table["kind"] != CANDIDATE]
    on, off = ([words.words(n) for n in named.loc[named["front"] == is_on, "name"]] for is_on in (True, False))
    count = int((table["kind"] == CANDIDATE).sum())
    text = f"Beside {count} candidate{'s' * (count != 1)} of the search, on autonomy by outcomes, income and homicides"
    if not on:
        return f"{text}: every strategy is beaten."
    text += f": nothing beats {words.listed(on)}"
    return f"{text}; {words.listed(off)} {'is' if len(off) == 1 else 'are'} beaten." if off else f"{text}."


def draw(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw income and homicides against autonomy by outcomes: candidates as small marks, strategies as named ones."""
    rows, columns = (1, 2) if width > 5 else (2, 1)
    figure, axes = style.canvas(width, 3.6 if width > 5 else 6.0, rows, columns)
    named, others = table[table["kind"] != CANDIDATE], table[table["kind"] == CANDIDATE]
    looks = style.looks(list(named["name"]))
    for axis, measure in zip(axes.ravel(), AIMS[1:], strict=True):
        axis.plot(others[AIMS[0]], others[measure], ".", color=style.FAINT, ms=5)
        for row in named.itertuples():
            look, x, y = looks[row.name], getattr(row, AIMS[0]), getattr(row, measure)
            face = look.colour if row.front else "white"
            axis.plot(x, y, look.mark, color=look.colour, mfc=face, ms=7.5, mew=1.3, zorder=4)
        axis.margins(0.06, 0.08)
        axis.set_xlabel(style.wrapped(f"{words.named(AIMS[0])}, {style.directed(AIMS[0])}", 40))
        axis.set_ylabel(style.wrapped(f"{words.named(measure)}, {style.directed(measure)}", 40))
    style.marked(figure, {words.words(name): look._replace(dash="") for name, look in looks.items()})
    about = "small: candidates of the search; large: strategies, filled if nothing beats them on all three"
    return style.finish(figure, "Strategies beside what a search found", f"{about}; {note}")
