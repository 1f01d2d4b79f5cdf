"""Everything about a run or a sweep on one page: report.html, which needs no network, with the tables beside it.

    giants-analyse report PATH [--out DIR] [--pdf]

An executive page in plain words, then each question in turn; what other questions wrote into the folder is shown too.
"""

import base64
import html
import io
import json
import os
import shutil
import subprocess
import tempfile
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable, Mapping, Sequence
from inspect import signature
from pathlib import Path
from typing import Any

import pandas as pd

from giants.analysis import words
from giants.analysis.autonomy.numbers import SCORES
from giants.analysis.autonomy.parts import EXTRA as AUTONOMY_EXTRA
from giants.analysis.ensemble import Ensemble, load
from giants.analysis.help import LANGUAGES, language, said
from giants.analysis.questions import QUESTIONS
from giants.analysis.report_parts import STYLE, glossary, validity_section
from giants.analysis.result import SIZES, Result, own_file, save
from giants.analysis.translate import Speaker, speaker, told, translated
from giants.errors import InputError
from giants.measures import frames
from giants.process import Parser

FIRST = "futures"
"""The question with which the page begins."""
HALVES = 3
"""Halves of the runs on which the report looks for its box again; `discovery.py` alone takes more."""
ADAPTED: Mapping[str, Callable[[Ensemble], dict[str, Any]]] = {
    "discovery": lambda runs: {"halves": HALVES},
    "sensitivity": lambda runs: {"where": first_future(runs)},
}
"""What the report asks otherwise than the question alone."""
SECTIONS = tuple(question for question in QUESTIONS if question.path)
BESIDE = tuple(question for question in QUESTIONS if not question.path)
"""Questions that simulate or calibrate by themselves: their results are shown if they were written into the folder."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
OFTEN = (*SCORES, "disposable_mex", "homicide_rate")
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
METHODS = (
    "Each run is a simulation by month; strategies under one seed meet the same luck, so differences are taken "
    "pair by pair.",
    "The Calibrated Autonomy Index is the geometric mean of four pillars (structural freedom, agency, relations, "
    "internal sovereignty), each between 0 and 1; no pillar can pay for another. Runs are labelled one by one and "
    "shares taken after.",
    "Intervals are 95%: Student's t for means, Wilson's for shares, Fieller's for the price of autonomy. They say "
    "how far luck and the sampled futures blur the figure, not how far the model may be wrong. That is known for "
    "shares of US imports alone, from the hindcast, and widens their levels, not differences on common seeds.",
    "Seeds are averaged within a future before robustness is judged. What a section needs and the runs lack is "
    "said in its place.",
)


def parser() -> Parser:
    """Return the command line of the report."""
    cli = Parser(prog="giants-analyse report", description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    cli.add_argument("path", metavar="PATH", type=Path, help="folder of a run or of a sweep")
    cli.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: PATH/analysis)")
    cli.add_argument("--pdf", action="store_true", help="also print the page to report.pdf (needs Chromium or Chrome)")
    cli.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the page; en writes report.html")
    return cli


def run_report(words: Sequence[str]) -> int:
    """Write the report as a command line asks for it; return the exit status."""
    args = said(parser(), language(words)).parse_args(words)
    page, *others = write(load(args.path), args.out or args.path / "analysis", pdf=args.pdf, lang=args.lang)
    print(f"written: {page} ({page.stat().st_size / 1e6:.1f} MB) and {len(others)} further files beside it")
    return 0


def _fault(error: Exception) -> str:
    return f"could not be made, which is a fault of this version ({type(error).__name__}: {error})"


def first_future(runs: Ensemble) -> dict[str, str]:
    """Return the first strategy and future, by label, where the runs differ in them other than by the design."""
    return {c: str(runs.runs[c].iloc[0]) for c in runs.apart(runs.runs)}


def collect(runs: Ensemble, lang: str = "en") -> tuple[list[Result], dict[str, str]]:
    """Return every result that the runs allow, in a language, and for the others why not."""
    results, missing = [], {}
    used = {*OFTEN, *frames.COLUMNS.values(), *AUTONOMY_EXTRA}
    runs.numbers([m for m in runs.measures if m in used])  # in one reading; the results find them there
    for question in SECTIONS:
        try:
            options = ADAPTED[question.name](runs) if question.name in ADAPTED else {}
            module = question.module()
            options |= {"lang": lang} if "lang" in signature(module.result).parameters else {}
            results.append(translated(module.result(runs, **options), lang))
        except InputError as error:
            missing[question.name] = str(error).replace(str(runs.path), runs.path.name)  # a page is read elsewhere
        except Exception as error:  # a fault of one section: told in its place, and the others stand
            missing[question.name] = _fault(error)
    if not results:
        raise InputError(f"{runs.path} allows no figure: {next(iter(missing.values()))}")
    return results, missing


def write(runs: Ensemble, out: Path, *, pdf: bool = False, lang: str = "en") -> list[Path]:
    """Write report.html (and report.pdf; report_es.* in Spanish) with every table beside it; return the paths."""
    browser = _browser() if pdf else ""
    results, missing = collect(runs, lang)
    name = "report" if lang == "en" else f"report_{lang}"
    written, sections = [], {}
    try:
        for result in results:
            try:
                sections[result.name] = _section(result, lang)
            except Exception as error:  # a figure that cannot be drawn
                missing[result.name] = _fault(error)
            written += save(Result(result.name, result.question, result.sentences, result.tables), out)
        page = out / f"{name}.html"
        own_file(page).write_text(_page(runs, results, sections, missing, out, lang), encoding="utf-8")
        written.insert(0, page)
        if pdf:
            written.insert(1, _pdf(browser, page, out / f"{name}.pdf"))
    except OSError as error:
        raise InputError(f"cannot write below {out}: {error.strerror}") from None
    return written


def _page(
    runs: Ensemble, results: list[Result], sections: dict[str, str], missing: dict[str, str], out: Path, lang: str
) -> str:
    say, name = speaker(lang), html.escape(runs.path.name)
    results = [result for result in results if result.name in sections]
    answers = [sections.pop(FIRST, ""), *sections.values()]
    links = " ".join(f'<a href="#{p.name}">{html.escape(say(words.words(p.name)))}</a>' for p in results)
    body = [
        "<!doctype html>",
        f'<html lang="{lang}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>giants: {name}</title><style>{STYLE}</style></head><body>",
        f"<h1>{say(f'Mexico between giants: {name}')}</h1>",
        f'<p class="faint">{html.escape(say(runs.caption))}</p><nav>{links}<a href="#validity">{say("validity")}</a> '
        f'<a href="#methods">{say("methods")}</a> <a href="#glossary">{say("glossary")}</a></nav>',
        *([f"<p><b>{html.escape(say(runs.gaps))}</b></p>"] if runs.gaps else []),
        answers[0],
        validity_section(say),
        f'<section class="lead"><h3>{say("What else was asked, in short")}</h3>',
        *(_short(p) for p in results if p.sentences and p.name != FIRST),
        "</section>",
        *answers[1:],
        *(_beside(out, question.name, question.asks, say) for question in BESIDE),
        f'<h2 id="methods">{say("Methods, and what is not here")}</h2>',
        *(f"<p>{html.escape(say(m))}</p>" for m in METHODS),
        *(f"<p><b>{html.escape(say(words.words(n)))}</b>: {html.escape(say(why))}.</p>" for n, why in missing.items()),
        glossary(runs, "".join(answers), say),
        _citations(runs, say),
        f"<details><summary>{say('Manifest')}</summary><pre>"
        f"{html.escape(json.dumps(runs.manifest, indent=1, ensure_ascii=False)[:20000])}</pre></details>",
        "</body></html>",
    ]
    return "\n".join(body)


def _short(result: Result) -> str:
    link = f'<a href="#{result.name}">{html.escape(result.question)}</a>'
    return f"<p>{link} {html.escape(result.sentences[0])}</p>"


def _beside(out: Path, name: str, question: str, say: Speaker) -> str:
    """Return a section of what another script wrote into the same folder, or nothing if it has not run."""
    drawn = sorted(p for p in out.glob(f"{name}*.png") if not p.stem.endswith("_small"))
    if not drawn:
        return ""
    question = say(question)
    parts = [f'<h2 id="{name}">{html.escape(question)}</h2>']
    for file in drawn:
        parts.append(_img(html.escape(question, quote=True), base64.b64encode(file.read_bytes()).decode("ascii")))
    links = (f'<a href="{html.escape(p.name)}">{html.escape(p.name)}</a>' for p in sorted(out.glob(f"{name}*.csv")))
    return "\n".join([*parts, f"<p>{say('Tables')}: {', '.join(links)}</p>"])


def _img(alt: str, data: str) -> str:
    return f'<div class="wide"><img alt="{alt}" src="data:image/png;base64,{data}"></div>'


def _section(result: Result, lang: str) -> str:
    say = speaker(lang)
    parts = [f'<h2 id="{result.name}">{html.escape(result.question)}</h2>']
    if result.name == FIRST:
        about = "Means and 95% intervals over luck, a row a future and strategy; futures are never pooled."
        parts.append(f'<p class="faint">{say(about)}</p><div class="words">{_table(result.tables[""], 90, say)}</div>')
    parts += [f"<p>{html.escape(s)}</p>" for s in result.sentences]
    for draw in result.figures.values():
        figure = draw(SIZES["large"])
        alt = html.escape(seen(figure, say), quote=True)  # told before it is drawn, which clears the figure
        parts.append(_img(alt, _png(figure)))
    for key, table in result.tables.items():
        file = f"{result.name}_{key}.csv" if key else f"{result.name}.csv"
        shown = say(f"Table: {words.words(key) if key else words.words(result.name)} ({len(table):,} rows)")
        parts.append(
            f"<details><summary>{html.escape(shown)}</summary>"
            f'<p><a href="{html.escape(file)}">{html.escape(file)}</a></p>'
            f"{_table(table, 60, say)}</details>"
        )
    return "\n".join(parts)


def _table(table: pd.DataFrame, rows: int, say: Speaker) -> str:
    shown = told(table.head(rows), say).to_html(
        index=False,
        float_format=lambda v: f"{v:.4g}",
        border=0,
        na_rep="-",
        escape=True,
    )
    shown = shown.replace("<th>", '<th scope="col">')
    rest = say(f"{len(table) - rows:,} more rows in the file.")
    more = f'<p class="faint">{rest}</p>' if len(table) > rows else ""
    return f'<div class="wide">{shown}</div>{more}'


def _citations(runs: Ensemble, say: Speaker) -> str:
    cited = runs.manifest.get("citations") or []
    items = "".join(f"<li>{html.escape(str(c))}</li>" for c in cited)
    return (
        f"<details><summary>{say('Sources of the components used')}</summary><ol>{items}</ol></details>"
        if items
        else ""
    )


def seen(figure: Any, say: Speaker) -> str:
    """Return what a reader who does not see a figure is told: its title, its panels or axes, and its caption."""
    shown = [axes for axes in figure.axes if axes.get_visible()]
    panels = [axes.get_title(loc=side) for axes in shown for side in ("left", "center")]
    panels = [*filter(None, panels)] or [*filter(None, (t for a in shown for t in (a.get_ylabel(), a.get_xlabel())))]
    parts = [figure.get_suptitle(), f"{say('Panels')}: {'; '.join(dict.fromkeys(panels))}" if panels else "",
             figure.get_supxlabel()]  # fmt: skip
    parts = [" ".join(part.split()) for part in parts if part]
    return " ".join(part if part.endswith(("?", ".")) else f"{part}." for part in parts)


def _png(figure) -> str:  # type: ignore[no-untyped-def]
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=150)
    figure.clear()
    return base64.b64encode(buffer.getvalue()).decode("ascii")


def _browser() -> str:
    """Return the browser that can print.  Raises InputError if there is none."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise InputError(
            f"a PDF needs one of {', '.join(BROWSERS)} on the path, and none is; without --pdf report.html is written, "
            "which any browser prints"
        )
    return browser


def _pdf(browser: str, page: Path, path: Path) -> Path:
    """Print a page to PDF with a browser that has no window, no network and a profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        flags = ["--headless", "--disable-gpu", "--no-pdf-header-footer", "--host-resolver-rules=MAP * ~NOTFOUND"]
        flags += ["--no-sandbox"] * (hasattr(os, "geteuid") and os.geteuid() == 0)  # Chromium's own sandbox bars root
        call = [browser, *flags, f"--user-data-dir={profile}", f"--print-to-pdf={path}", page.resolve().as_uri()]
        done = subprocess.run(call, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode or not path.is_file():
        raise InputError(f"{Path(browser).name} could not print {page}: {done.stderr.strip().splitlines()[-1:]}")
    return path
