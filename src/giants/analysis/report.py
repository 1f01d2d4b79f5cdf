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
from pathlib import Path
from typing import Any

import pandas as pd

from giants.analysis import words
from giants.analysis.autonomy.numbers import SCORES, last_regime
from giants.analysis.autonomy.parts import EXTRA as AUTONOMY_EXTRA
from giants.analysis.command import Parser
from giants.analysis.ensemble import Ensemble, load
from giants.analysis.questions import QUESTIONS
from giants.analysis.result import SIZES, Result, own_file, save
from giants.errors import InputError
from giants.measures import frames
from giants.measures.regimes import CALIBRATED

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
STYLE = """
body{font:16px/1.55 Georgia,'Times New Roman',serif;color:#222;max-width:60rem;margin:0 auto;
 padding:1.5rem;background:#fff}
h1,h2,h3,nav,table,summary,figcaption{font-family:system-ui,'Segoe UI',Arial,sans-serif}
h1{font-size:1.7rem;margin:.2rem 0}
h2{font-size:1.25rem;margin:2.6rem 0 .4rem;border-top:1px solid #ddd;padding-top:1.2rem}
nav a{margin-right:.9rem;white-space:nowrap}
a{color:#0058a3}img{max-width:100%;height:auto;display:block;margin:1rem 0}
table{border-collapse:collapse;font-size:.82rem;margin:.6rem 0}
th,td{padding:.25rem .7rem;text-align:right;border-bottom:1px solid #e5e5e5}
th:first-child,td:first-child{text-align:left}.wide{overflow-x:auto}
.lead{background:#f6f4ee;padding:.6rem 1.2rem;border-left:4px solid #c28a00}
.faint{color:#666;font-size:.85rem}details{margin:.5rem 0}
pre{font-size:.75rem;overflow-x:auto;background:#f7f7f7;padding:.8rem}
@media print{nav,details{display:none}h2{break-before:page}}
"""
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


def run_report(words: Sequence[str]) -> int:
    """Write the report as a command line asks for it; return the exit status."""
    cli = Parser(prog="giants-analyse report", description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    cli.add_argument("path", metavar="PATH", type=Path, help="folder of a run or of a sweep")
    cli.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: PATH/analysis)")
    cli.add_argument("--pdf", action="store_true", help="also print the page to report.pdf (needs Chromium or Chrome)")
    args = cli.parse_args(words)
    page, *others = write(load(args.path), args.out or args.path / "analysis", pdf=args.pdf)
    print(f"written: {page} ({page.stat().st_size / 1e6:.1f} MB) and {len(others)} further files beside it")
    return 0


def _fault(error: Exception) -> str:
    return f"could not be made, which is a fault of this version ({type(error).__name__}: {error})"


def first_future(runs: Ensemble) -> dict[str, str]:
    """Return the first strategy and future, by label, where the runs differ in them other than by the design."""
    return {c: str(runs.runs[c].iloc[0]) for c in runs.apart(runs.runs)}


def collect(runs: Ensemble) -> tuple[list[Result], dict[str, str]]:
    """Return every result that the runs allow, and for the others why not."""
    results, missing = [], {}
    used = {*OFTEN, *frames.COLUMNS.values(), *AUTONOMY_EXTRA}
    runs.numbers([m for m in runs.measures if m in used])  # in one reading; the results find them there
    for question in SECTIONS:
        try:
            options = ADAPTED[question.name](runs) if question.name in ADAPTED else {}
            results.append(question.module().result(runs, **options))
        except InputError as error:
            missing[question.name] = str(error).replace(str(runs.path), runs.path.name)  # a page is read elsewhere
        except Exception as error:  # a fault of one section: told in its place, and the others stand
            missing[question.name] = _fault(error)
    if not results:
        raise InputError(f"{runs.path} allows no figure: {next(iter(missing.values()))}")
    return results, missing


def overview(runs: Ensemble) -> pd.DataFrame:
    """Return one row per strategy: runs, index, share calibrated, pillars, income, homicides (last twelve months)."""
    columns = ["index", *words.PILLARS, "disposable_mex", "homicide_rate"]
    frame = runs.numbers(columns)
    frame["calibrated"] = last_regime(runs) == CALIBRATED
    grouped = frame.groupby("strategy", sort=False)
    table = grouped[["index", "calibrated", *columns[1:]]].mean()
    table.insert(0, "runs", grouped.size())
    table = table.sort_values("index", ascending=False).reset_index()
    table["strategy"] = table["strategy"].map(words.words)
    table["calibrated"] = (100 * table["calibrated"]).map("{:.0f}".format)
    table["homicide_rate"] = table["homicide_rate"].map("{:.1f}".format)
    for column in columns[:-1]:
        table[column] = table[column].map("{:.3f}".format)
    titles = {c: words.titled(c).replace(" (0 to 1)", "") for c in columns} | {
        "calibrated": "calibrated at the end (%)"
    }
    return table.rename(columns=titles)


def write(runs: Ensemble, out: Path, *, pdf: bool = False) -> list[Path]:
    """Write report.html (and report.pdf) with the tables of every result beside it; return the paths."""
    browser = _browser() if pdf else ""
    results, missing = collect(runs)
    written, sections = [], {}
    try:
        for result in results:
            try:
                sections[result.name] = _section(result)
            except Exception as error:  # a figure that cannot be drawn
                missing[result.name] = _fault(error)
            written += save(Result(result.name, result.question, result.sentences, result.tables), out)
        page = out / "report.html"
        own_file(page).write_text(_page(runs, results, sections, missing, out), encoding="utf-8")
        written.insert(0, page)
        if pdf:
            written.insert(1, _pdf(browser, page, out / "report.pdf"))
    except OSError as error:
        raise InputError(f"cannot write below {out}: {error.strerror}") from None
    return written


def _page(runs: Ensemble, results: list[Result], sections: dict[str, str], missing: dict[str, str], out: Path) -> str:
    name = html.escape(runs.path.name)
    results = [result for result in results if result.name in sections]
    links = " ".join(f'<a href="#{p.name}">{html.escape(words.words(p.name))}</a>' for p in results)
    body = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>giants: {name}</title><style>{STYLE}</style></head><body>",
        f"<h1>Mexico between giants: {name}</h1>",
        f'<p class="faint">{html.escape(runs.caption)}</p><nav>{links}<a href="#methods">methods</a></nav>',
        '<section class="lead"><h3>In short</h3>',
        *([f"<p><b>{html.escape(runs.gaps)}</b></p>"] if runs.gaps else []),
        *(_short(p) for p in results if p.sentences),
        "</section>",
        _table(overview(runs), 20),
        *sections.values(),
        *(_beside(out, question.name, question.asks) for question in BESIDE),
        '<h2 id="methods">Methods, and what is not here</h2>',
        *(f"<p>{html.escape(m)}</p>" for m in METHODS),
        *(f"<p><b>{html.escape(words.words(n))}</b>: {html.escape(why)}.</p>" for n, why in missing.items()),
        _citations(runs),
        "<details><summary>Manifest</summary><pre>"
        f"{html.escape(json.dumps(runs.manifest, indent=1, ensure_ascii=False)[:20000])}</pre></details>",
        "</body></html>",
    ]
    return "\n".join(body)


def _short(result: Result) -> str:
    link = f'<a href="#{result.name}">{html.escape(result.question)}</a>'
    return f"<p>{link} {html.escape(result.sentences[0])}</p>"


def _beside(out: Path, name: str, question: str) -> str:
    """Return a section of what another script wrote into the same folder, or nothing if it has not run."""
    drawn = sorted(p for p in out.glob(f"{name}*.png") if not p.stem.endswith("_small"))
    if not drawn:
        return ""
    parts = [f'<h2 id="{name}">{html.escape(question)}</h2>']
    for file in drawn:
        data = base64.b64encode(file.read_bytes()).decode("ascii")
        parts.append(f'<img alt="{html.escape(question, quote=True)}" src="data:image/png;base64,{data}">')
    links = (f'<a href="{html.escape(p.name)}">{html.escape(p.name)}</a>' for p in sorted(out.glob(f"{name}*.csv")))
    return "\n".join([*parts, f"<p>Tables: {', '.join(links)}</p>"])


def _section(result: Result) -> str:
    parts = [f'<h2 id="{result.name}">{html.escape(result.question)}</h2>']
    parts += [f"<p>{html.escape(s)}</p>" for s in result.sentences]
    for key, draw in result.figures.items():
        alt = html.escape(f"{words.words(result.name)} {words.words(key)}: {result.question}", quote=True)
        parts.append(f'<img alt="{alt}" src="data:image/png;base64,{_png(draw(SIZES["large"]))}">')
    for key, table in result.tables.items():
        file = f"{result.name}_{key}.csv" if key else f"{result.name}.csv"
        shown = f"Table: {words.words(key) if key else words.words(result.name)} ({len(table):,} rows)"
        parts.append(
            f"<details><summary>{html.escape(shown)}</summary>"
            f'<p><a href="{html.escape(file)}">{html.escape(file)}</a></p>'
            f"{_table(table, 60)}</details>"
        )
    return "\n".join(parts)


def _table(table: pd.DataFrame, rows: int) -> str:
    shown = table.head(rows).to_html(
        index=not isinstance(table.index, pd.RangeIndex),
        float_format=lambda v: f"{v:.4g}",
        border=0,
        na_rep="-",
        escape=True,
    )
    more = f'<p class="faint">{len(table) - rows:,} more rows in the file.</p>' if len(table) > rows else ""
    return f'<div class="wide">{shown}</div>{more}'


def _citations(runs: Ensemble) -> str:
    cited = runs.manifest.get("citations") or []
    items = "".join(f"<li>{html.escape(str(c))}</li>" for c in cited)
    return f"<details><summary>Sources of the components used</summary><ol>{items}</ol></details>" if items else ""


def _png(figure) -> str:  # type: ignore[no-untyped-def]
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=130)
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
