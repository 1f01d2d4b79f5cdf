"""One page to explore a sweep or a run with: explorer.html, which needs no network and no further software.

    giants-analyse explorer PATH [--out DIR] [--lang es]

Choose futures, strategies, a measure and a state; a line for each strategy, a map of the chosen year, and the story of
a run month by month follow.  Numbers are means over seeds, bands their 95% intervals over luck.
"""

import html
import json
from argparse import RawDescriptionHelpFormatter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from giants import tables
from giants.analysis import style, words
from giants.analysis.bargaining import numbers as bargaining
from giants.analysis.ensemble import Ensemble, load
from giants.analysis.futures.numbers import named
from giants.analysis.help import LANGUAGES, language, said
from giants.analysis.result import own_file, own_folder
from giants.analysis.states.numbers import RATES, people
from giants.analysis.states.one import by_year, dated
from giants.analysis.translate import Speaker, speaker
from giants.errors import InputError
from giants.process import Parser
from giants.tiles import PLACES, abbreviations

MEASURES = ("index", "index_outcomes", *words.PILLARS, "disposable_mex", "homicide_rate", "us_tariff", "members_total")
STATES = ("homicides", "capture", "groups", "real_wage", "fdi_state")
STORIES = 40
"""Runs, the first ones, whose story the page holds."""
TEXTS = {"measure": "Measure", "future": "Future", "place": "Mexico or a state",
         "country": "Mexico", "year": "Year", "map": "By state", "story": "The story of a run", "run": "Run",
         "lines": "Over the years", "about": "Lines: means over seeds; bands: 95% intervals over luck. Click a state.",
         "on_map": "Measure on the map"}  # fmt: skip
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"


def parser() -> Parser:
    """Return the command line of the explorer."""
    cli = Parser(prog="giants-analyse explorer", description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    cli.add_argument("path", metavar="PATH", type=Path, help="folder of a run or of a sweep")
    cli.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: PATH/analysis)")
    cli.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the page")
    return cli


def run_explorer(args: Sequence[str]) -> int:
    """Write the page as a command line asks for it; return the exit status."""
    asked = said(parser(), language(args)).parse_args(args)
    page = write(load(asked.path), asked.out or asked.path / "analysis", asked.lang)
    print(f"written: {page} ({page.stat().st_size / 1e6:.1f} MB)")
    return 0


def write(runs: Ensemble, out: Path, lang: str = "en") -> Path:
    """Write the page and return its path.  Raises InputError for runs without tables over time."""
    if "measures" not in runs.tables:
        raise InputError(f"{runs.path} kept summaries only; the explorer needs record=yearly or more")
    say = speaker(lang)
    data = json.dumps(content(runs, say, lang), ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    template = files("giants.analysis").joinpath("explorer.html").read_text(encoding="utf-8")
    title = html.escape(say(f"Mexico between giants: {runs.path.name}"))
    for mark, text in (("%LANG%", lang), ("%POLICY%", POLICY), ("%TITLE%", title), ("%DATA%", data)):
        template = template.replace(mark, text)
    try:
        own_folder(out)
        page = own_file(out / ("explorer.html" if lang == "en" else f"explorer_{lang}.html"))
        page.write_text(template, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write below {out}: {error.strerror}") from None
    return page


def content(runs: Ensemble, say: Speaker, lang: str) -> dict[str, Any]:
    """Return what the page holds: names, looks, series by measure, future and strategy, and stories."""
    known = [m for m in MEASURES if m in runs.measures]
    country = runs.table("measures", ["month", "year", *known])
    country = dated(runs, country)
    clock = runs.table("measures", ["month", "year"], labels=False).drop_duplicates(["run_id", "month"])
    series = {m: _series(country, m) for m in known}
    shown = []
    if "states" in runs.tables:
        every = runs.table("states", ["month", "state", *STATES]).merge(clock, on=["run_id", "month"])
        every = dated(runs, every)
        every["homicides"] *= RATES["homicides"] / every["state"].astype(str).map(people())
        shown = list(STATES)
        for code, part in every.groupby(every["state"].astype(str)):
            series |= {f"{m}@{code}": _series(part, m) for m in STATES}
    looks = style.looks(runs.strategies)
    return {
        "text": {key: say(text) for key, text in TEXTS.items()},
        "caption": say(runs.caption),
        "futures": {f: say(f) for f in dict.fromkeys(country["future"])},
        "strategies": {s: {"name": say(words.words(s)), "colour": looks[s].colour, "dash": k} for k, s in
                       enumerate(runs.strategies)},
        "measures": {m: say(words.titled(m)) for m in known},
        "states": {m: say(words.words(m)) for m in shown},
        "tiles": [[code, abbr, *PLACES[abbr], tables.state_names()[code]] for code, abbr in abbreviations().items()],
        "series": series,
        "stories": _stories(runs, say, lang),
    }  # fmt: skip


def _series(frame: pd.DataFrame, measure: str) -> list[list[Any]]:
    """Return rows of future, strategy, year, mean, low and high of a measure, four digits of each number."""
    table = by_year(frame.dropna(subset=measure), measure)
    rows = table[["future", "strategy", "year", "mean", "low", "high"]].itertuples(index=False)
    return [[f, s, int(y), *(None if v != v else float(f"{v:.4g}") for v in numbers)] for f, s, y, *numbers in rows]


def _stories(runs: Ensemble, say: Speaker, lang: str) -> list[list[Any]]:
    """Return for each of the first runs its name and the lines of its log, as month and sentence."""
    if "events" not in runs.tables:
        return []
    few = runs.runs.head(STORIES)
    names = named(runs, few)
    out = []
    for run, future in zip(few.itertuples(), names, strict=True):
        log = bargaining.log(runs, int(run.run_id), lang)
        name = f"{say(words.words(run.strategy))}, {say(future)}, {say(f'seed {run.seed}')}"
        out.append([name, [[f"{pd.Timestamp(line.date):%Y-%m}", line.text] for line in log.itertuples()]])
    return out
