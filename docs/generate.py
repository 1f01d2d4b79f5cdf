"""Write the pages made from the code (.md here): symbols, coupling, equations, choices, commands, the argument.

    python docs/generate.py

A test asserts that the committed pages are what this script writes, so that they cannot say what the code does not.
"""

import ast
import csv
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout, suppress
from html import escape
from importlib import import_module
from inspect import getdoc, getmodule
from io import StringIO
from itertools import groupby
from pathlib import Path
from textwrap import fill
from typing import Any
from unittest.mock import patch

import yaml

from giants import analysis, coupling, duties, policies, symbols
from giants.analysis.questions import QUESTIONS
from giants.bargaining.rules import RULES as BARGAINING_RULES
from giants.config import default_settings
from giants.evidence.model import effects
from giants.evidence.model import rules as choices
from giants.evidence.trade import duty_coverage, own_tariffs
from giants.policies import RULES, rule_name
from giants.records.tables import TABLES
from giants.renames import GONE, RENAMED
from giants.scenario import month_number
from giants.symbols import MEX, USA
from giants.trade import bundled, treaty_value
from giants.trade.treaty import DATE, duties_at

DOCS = Path(__file__).resolve().parent
CONF = DOCS.parent / "conf"
SOURCE = Path(policies.__file__).resolve().parents[1]
MONTH = {
    "Calendar": ("society/growth",),
    "Actions: the rules of behaviour": ("policies",),
    "Threat losses": ("trade/threats", "trade/pressure", "trade/losses", "trade/welfare"),
    "Bargaining": ("bargaining",),
    "Investment": ("invest",),
    "Trade": ("trade",),
    "Labour": ("society/labour",),
    "Security": ("security",),
    "Society": ("society",),
    "Measures": ("measures",),
    "Evidence: models that runs are held to": ("evidence",),
    "Analysis of runs": ("analysis",),
}
"""Sections of the page of equations, with where their functions stand: the phases in the order of a month."""
APART = ("evidence/trade/", "evidence/bargaining/validation", "evidence/security/validation",
         "evidence/security/stylised_facts", "evidence/model/", "policies/base")  # fmt: skip
NUMBERED = ("trade", "bargaining", "invest", "security", "society", "measures")
LISTED = {
    "issues": ("proposer", "demand_class", "value", "cost", "initial", "red_line", "binds", "source"),
    "instruments": ("sender", "statute", "sizes", "legal_from", "legal_to", "target_loss", "source"),
}
FORMULA = re.compile(r"^\s*(?:max_x |\S+(?: \S+){0,3}\s+(?:=|~|<|<=|>=) )", flags=re.MULTILINE)
ARITHMETIC = re.compile(r" / |\^|·|Σ|exp\(|ln\(|min\(|max\(| sum |\(1 [-−]")
PAGE = "<!-- Written by docs/generate.py; edit the code or the configuration, not this page. -->"
AXES: dict[str, tuple[str, tuple[str, ...]]] = {
    "n": ("economy; importer where two stand together", symbols.ECONOMIES),
    "i": ("economy as exporter, origin or owner", symbols.ECONOMIES),
    "j": ("sector", symbols.SECTORS),
    "s": ("Mexican state, in the order of INEGI", ()),
    "k": ("slot of a criminal group", ()),
    "x": ("border crossing", ()),
    "q": ("seaport", ()),
    "f": ("multinational firm", ()),
    "h": ("Mexico and the giants; importer where two stand together", symbols.ECONOMIES[: symbols.AXES["h"]]),
    "v": ("Mexico and the giants as exporters", symbols.ECONOMIES[: symbols.AXES["v"]]),
    "e": ("pressure on Mexico's goods", symbols.PRESSURES),
    "m": ("unknown of the trade equilibrium", ()),
    "t": ("threat whose losses the trade block solves", ()),
    "a": ("option to announce: an instrument at a size", ()),
    "z": ("signpost that Mexico's strategy watches", ()),
    "o": ("Latin American partner", symbols.PARTNERS),
    "r": ("product of a sectoral deal", tuple(symbols.PRODUCTS)),
    "p": ("Mexican budget programme", tuple(symbols.PROGRAMMES)),
    "b": ("plank of Mexico's strategy", symbols.PLANKS),
    "g": ("drug", symbols.DRUGS),
    "c": ("origin of precursors", symbols.PRECURSOR_ORIGINS),
    "l": ("laundering channel", symbols.LAUNDERING),
    "d": ("bargaining issue", symbols.ISSUES),
}
SYMBOLS = """Every number of the model, by the phase that writes it, in the order of the month. A value that is read
before its writer has run is last month's. *Start* is the neutral value before the
[past of a run](model.md#5-initialization) is stepped. *Role*: a *base* is written during the past and frozen from month
0; what is *exogenous* is set by dates and the scenario alone; a *state* is read before it is written again and carries
the past into the next month; the rest is *output*."""
COUPLING = """How many symbols of each block (across) each phase (down) reads, from what the phases state in `READS`;
recorded runs hold them to it. The rows are the order of the month. What stands in *italics* is last month's: the reader
comes before the writer, or is the writer. Which symbols these are is listed below."""
EQUATIONS = """One formula, one function, one citation, in the order of the month. Each entry is taken from the
docstring of the function in its heading, where shapes, units and errors stand too. An entry without a source is an
identity, a definition, or a form of this model's own. Files that a phase calls stand first, in the order of its
calls."""
NOTATION = """Plain text: `x'` is next month's x, `x0` its value in the data or before the run, `x^` the ratio of x to
that value, `[x]+` its positive part; `sum_i` runs over an index and `x_nij` has one for each axis; a dot at the end of
an index (`x_n.`) sums over it. Shares, rates and probabilities are fractions unless a unit is named; money is in
billions of dollars a year. Indices of World arrays:"""
CHOICES = """Everything in `conf/` that is a choice of behaviour or of future, with the reason for it and its settings.
Choose with `group=name` and change a setting with `group.key=value`, where a `/` of the group becomes a dot. A rule's
name is the name of its file."""
STRATEGIES = """A strategy is one rule for each of five planks; settings named here differ from those of the plank's
rule below. A trigger puts another rule in place while its signpost stands beyond the threshold."""
SCENARIOS = """A scenario is exogenous: how the treaty ends, and dated shocks to symbols of the calendar. A shock
multiplies, or adds to, a cell from its start until before its end."""

PARAMETERS = """Every parameter of the blocks, with its basis as the configuration states it: a source, a calibration,
or the word *prior*, which means that nothing measured stands behind it. Brackets and "range" give what to sweep; "same"
points to the row above."""

CHOICES_MOVE = """Named before any run, for each choice of `firms`, `latam`, `china`, `states` and `cartels` that is
not the default: the outcome that it should move against the default choice, in which direction, by
which mechanism, and under which settings (where none are named, the defaults). An outcome is a
recorded measure, averaged over ten years. A choice *acts* if the difference on 16 common seeds (0
to 15) is in the direction named, larger than two of its standard errors, and at least one percent
of the outcome's mean under the default, or half a point where the outcome is a share. A choice of
which no outcome acts is *inert* and stays out of headline designs; its name stays. *First* is what
the same runs showed after the naming and before anything was changed: choices that moved nothing,
or little, were then given mechanisms and other settings ([interests](model.md#4-design-concepts)),
so that for them the table shows size and sign and is no test of the mechanism first named. That of
firms moved nothing: waiting added .01%, since the variance of expected tariffs was small. Footloose
firms now place a third more anew (`fdi_new_total`, +33% by the hazard alone) and what is reinvested
falls by more, so that the total is lower, against what was named; their lesser caution alone moves
it by less than .01%. The choice stays out of headlines. Deals with Latin
America move trade by less than a percent; no estimate of what Mexico's earlier deals there did was
found. `python analysis/rules.py --out src/giants/data/rules/measured.csv` runs the table again."""

COMMANDS = """What each command says of itself. A mistake in what was asked is one line on standard error and exit
status 2. `giants-complete` answers the Tab key ([how](howto/override.md))."""
PROGRAMS: dict[str, tuple[str, list[str]]] = {
    "giants": ("giants.__main__", []),
    "giants-sweep": ("giants.sweep_cli", ["--help"]),
    "giants-sweep resume": ("giants.sweep_cli", ["resume", "--help"]),
    "giants-sweep worker": ("giants.sweep_cli", ["worker", "--help"]),
    "giants-sweep replay": ("giants.sweep_cli", ["replay", "--help"]),
    "giants-search": ("giants.sweep.search_command", ["--help"]),
    "giants-dashboard": ("giants.dashboard.command", ["--help"]),
    "giants-analyse": ("giants.analysis.command", []),
    "giants-counterfactual": ("giants.counterfactual_cli", ["--help"]),
}
"""Commands with the module of each, and the words after which it says what it does."""
MEASURED = """What a run records, by table, with units. `measures` has a row a month at every record level; the
summary of a run and the table `runs` of a sweep hold its start, mean, mean of the last twelve months and end
(`index_start`, `index_mean`, `index_last12`, `index_end`). Other tables are kept at `record=yearly`, `monthly` or
`full`, with a row for each month and each member of their axes."""
ARGUMENT = """That Mexico gains room by diversifying, building suppliers, screening, integrating with its region
and treating violence as more than a matter of force is an argument of many steps. Each arrow is one of them: blue
where the claim is that the cause raises the effect, red where it lowers it; full where the switch named in its row
moves the outcome in the direction claimed, by at least a percent (or half a point of a share) and two standard
errors, and dashed where it does not or moves it the other way. An arrow leads to its row, a row to the equation and
the test. Means over {months} months on {seeds} common seeds; `python docs/argument/measure.py` measures them again.
Effects are those of this model at its defaults, with priors as they stand; a dashed arrow is a finding too."""

NOT_YET = {"difference": "", "error": "", "verdict": "not measured yet"}
"""What is known of an arrow between its making and the next `docs/argument/measure.py`."""


MOVE = """One switch at a time: what each mechanism moves, in runs of ten years on 16 common seeds (0 to 15) with and
without it. *Base* is the mean of the outcome without the switch, the difference is in percent of it, of
shares and the index in hundredths, of tariffs in points, and stands beside its standard error. A difference
within two standard errors is *not told from nothing*, and one below a tenth is *small*, however certain.
Where no month is named it is averaged over the ten years. What sources say stands beside where there is one.
`python analysis/effects.py --workers 2 --out src/giants/data/effects/measured.csv` runs the table again."""


def effects_page() -> str:
    """Return what each mechanism moves on common seeds, by block."""
    table = effects.switches()
    table = table.merge(effects.measured(), on=["mechanism", "outcome", "setting"])
    lines = [PAGE, "# What mechanisms move", "", _prose(MOVE)]
    for block, rows in table.groupby("block", sort=False):
        lines += ["", f"## {str(block).capitalize()}", ""]
        lines += _head("mechanism", "setting", "against", "outcome", "base", "difference ± SE", "", "source")
        for r in rows.itertuples():
            unit = effects.SCALES[r.scale][1]
            when = f" ({r.months:.0f} months from {r.start})" if r.start else ""
            found = f"{r.difference:+.3g} ± {r.error:.2g} {unit}"
            told = effects.verdict(r.difference, r.error)
            setting = (f"`{r.setting}`", f"`{r.against}`" if r.against else "defaults", f"`{r.outcome}`{when}")
            lines.append(_row(r.mechanism, *setting, f"{r.base:.4g}", found, told, r.evidence))
    return _page(lines)


def rules_page() -> str:
    """Return what each choice of rule should move, beside what it moves."""
    key = ["group", "choice", "outcome"]
    first = choices.measured("first")[[*key, "difference", "error"]]
    table = choices.predicted().merge(choices.measured(), on=key).merge(first, on=key, suffixes=("", "_first"))
    lines = [PAGE, "# What choices of rules move", "", _prose(CHOICES_MOVE), ""]
    lines += _head("choice", "against", "under", "outcome", "named", "mean", "first ± SE", "now ± SE", "verdict")
    for r in table.itertuples():
        unit = "%" if r.scale == "percent" else "points"
        first = f"{r.difference_first:+.2f} ± {r.error_first:.2f} {unit}"
        found = (f"{r.mean:.3g}", first, f"{r.difference:+.2f} ± {r.error:.2f} {unit}", r.verdict)
        under = f"`{r.under}`" if r.under else "defaults"
        named = (r.against, under, f"`{r.outcome}`", "+" if r.sign > 0 else "-")
        lines.append(_row(f"`{r.group}={r.choice}`", *named, *found))
    lines += ["", "## Mechanisms", ""]
    lines += [f"- `{r.group}={r.choice}`, `{r.outcome}`: {r.mechanism}." for r in table.itertuples()]
    return _page(lines)


def symbols_page() -> str:
    """Return the table of symbols, one section per phase in the order of the month."""
    lines = [PAGE, "# Symbols", "", _prose(SYMBOLS), "", *_head("axis", "length", "what it runs over")]
    for letter, length in symbols.AXES.items():
        about, names = AXES[letter]
        lines.append(
            _row(letter, str(length or "by configuration"), about + (": " + ", ".join(names) if names else ""))
        )
    role_of = coupling.roles()
    for block, rows in groupby(symbols.table(), key=lambda row: row["block"]):
        lines += ["", f"## `world.{block}`", "", _prose(symbols.BLOCKS[block].__doc__ or ""), ""]
        lines += _head("symbol", "axes", "unit", "role", "start", "meaning")
        for row in rows:
            source = f" ({row['source']})" if row["source"] else ""
            role = role_of[f"{row['block']}.{row['name']}"]
            facts = (row["axes"], row["unit"], role, f"{row['neutral']:g}", row["label"] + source)
            lines.append(_row(f"`{row['name']}`", *facts))
    lines += ["", "## Earlier names", "", *_head("earlier", "now")]
    lines += [_row(f"`{old}`", f"`{new}`") for old, new in RENAMED.items()]
    lines += ["", "## Settings that have gone", "", *_head("setting", "what does its work")]
    lines += [_row(f"`{old}`", why) for old, why in GONE.items()]
    return _page(lines)


def coupling_page() -> str:
    """Return who reads what: the matrix of phases by blocks in counts, and the symbols of each of its rows."""
    read = {
        reader: {
            block: sorted(s.partition(".")[2] for s in names if s.startswith(f"{block}.")) for block in symbols.BLOCKS
        }
        for reader, names in coupling.READS.items()
    }
    lines = [PAGE, "# Coupling", "", _prose(COUPLING), "", *_head("reads", *symbols.BLOCKS)]
    for reader, found in read.items():
        counts = (_count(len(names), coupling.lagged(reader, block)) for block, names in found.items())
        lines.append(_row(f"**{reader}**", *counts))
    for reader, found in read.items():
        lines += ["", f"## {reader}", "", *_head("block", "of", "symbols")]
        for block, names in found.items():
            when = "last month" if coupling.lagged(reader, block) else "the past" if block == "base" else "this month"
            lines += [_row(f"`world.{block}`", when, ", ".join(f"`{name}`" for name in names))] if names else []
    return _page(lines)


def _count(number: int, lagged: bool) -> str:
    return "" if not number else f"*{number}*" if lagged else str(number)


def equations_page() -> str:
    """Return the equations in the order of the month: every function whose docstring states one, with its source."""
    lines = [
        PAGE,
        "# Equations",
        "",
        _prose(EQUATIONS),
        "",
        "## Notation",
        "",
        _prose(NOTATION),
        "",
        *_head("index", "runs over"),
    ]
    lines += [_row(letter, about) for letter, (about, _) in AXES.items()]
    sections = {title: list(equations(title)) for title in MONTH}
    lines += ["", "## Contents", ""]
    for title, found in sections.items():
        names = (f"[{name.split('.', 2)[2]}](#{name.replace('.', '').lower()})" for name, *_ in found)
        lines += _prose(f"- **[{title}](#{_anchor(title)})**: {', '.join(names)}", hanging="  ").splitlines()
    for title, found in sections.items():
        lines += ["", f"## {title}"]
        for name, about, equation, source in found:
            lines += ["", f"### `{name}`", "", _prose(about), "", "```text", equation, "```"]
            lines += ["", _prose(source)] if source else []
    return _page(lines)


def equations(title: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield (dotted name, first sentence, equation, source) of each function or rule of a section that states one."""
    for path in _in_order(title):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        common = _source(ast.get_docstring(tree) or "")
        where = _where(path)
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) and not ("policies/" in where and isinstance(node, ast.ClassDef)):
                continue
            text = ast.get_docstring(node) or ""
            equation = _equation(text)
            if equation:
                about = " ".join(text.split("\n\n")[0].split())
                about = about.partition(": ")[0] + "." if _formula_of_head(text) else about
                yield f"giants.{where.replace('/', '.')}.{node.name}", about, equation, _source(text) or common


def _in_order(title: str) -> list[Path]:
    """Return the files of a section: first those that the phase calls, in the order in which it first names them."""
    package = MONTH[title][0].partition("/")[0]
    places = {place: section for section, several in MONTH.items() for place in several}
    files = [
        path
        for path in sorted((SOURCE / package).rglob("*.py"))
        if places[max(filter(_where(path).startswith, places), key=len)] == title and not _where(path).startswith(APART)
    ]
    phase = SOURCE / package / "phase.py"
    body = re.sub(r"^(?:from|import) .*?(?:\)|$)\n", "", phase.read_text("utf-8"), flags=re.M) if phase.exists() else ""
    first = {path: re.search(rf"\b{path.stem}\.", body) for path in files}
    return sorted(files, key=lambda path: found.start() if (found := first[path]) else len(body))


def _where(path: Path) -> str:
    return path.relative_to(SOURCE).with_suffix("").as_posix()


def _anchor(title: str) -> str:
    return re.sub(r"[^a-z -]", "", title.lower()).replace(" ", "-")


def _equation(text: str) -> str:
    """Return the formula in a docstring's first paragraph and the later paragraphs that state one."""
    found = [_formula_of_head(text)]
    found += [_without_source(p) for p in text.split("\n\n")[1:] if FORMULA.search(p) and ">>>" not in p]
    return "\n".join(p for p in found if p)


def _formula_of_head(text: str) -> str:
    """Return what follows the colon of the first paragraph, as in 'Tariff paid: t = u a + (1 - u) b', if a formula."""
    tail = " ".join(text.split("\n\n")[0].split()).partition(": ")[2].rstrip(".")
    return tail if FORMULA.match(tail) or ARITHMETIC.search(tail) else ""


def _without_source(paragraph: str) -> str:
    return re.split(r"\s*(?:Sources?\b[^:\n]{0,30}: |Raises |Prior form)", paragraph)[0].rstrip()


def _source(text: str) -> str:
    found = re.search(r"(Sources?\b[^:\n]{0,30}: .+?|Prior form.+?)(?=\n\n|$)", text, flags=re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def strategies_page() -> str:
    """Return what can be chosen: strategies, rules and scenarios, with reason, source and settings."""
    lines = [PAGE, "# Strategies, rules and scenarios", "", _prose(CHOICES)]
    lines += ["", "## Mexico's strategies", "", _prose(STRATEGIES)]
    for path in sorted(CONF.glob("mexico/*.yaml")):
        lines += _strategy(path)
    for group, rules in {**RULES, **BARGAINING_RULES}.items():
        lines += ["", f"## Rules of `{group}`"]
        for rule in rules:
            lines += _rule(group, rule)
    lines += ["", "## Scenarios", "", _prose(SCENARIOS)]
    for path in sorted(CONF.glob("scenario/*.yaml")):
        lines += _scenario(path)
    return _page(lines)


def _strategy(path: Path) -> list[str]:
    tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    planks = {key: name for part in tree["defaults"] if isinstance(part, Mapping) for key, name in part.items()}
    changed = {f"{plank}.{key}": v for plank in symbols.PLANKS for key, v in tree.get(plank, {}).items()}
    lines = ["", f"### `mexico={path.stem}`", "", _prose(f"{tree['rationale']} Source: {tree['source']}."), ""]
    lines.append("- Planks: " + ", ".join(f"{plank} `{planks[plank]}`" for plank in symbols.PLANKS))
    if changed:
        lines.append("- Changed: " + ", ".join(f"`{key}={_value(v)}`" for key, v in changed.items()))
    for t in tree.get("triggers", ()):
        then = ", ".join(f"{key} {_value(v)}" for key, v in t["then"].items() if key != "rule")
        lines.append(
            f"- Trigger: {t['signpost']} {t['side']} {t['threshold']:g}: {t['plank']} becomes "
            f"`{t['then']['rule']}` ({then})"
        )
    return lines + _remark(path)


def _rule(group: str, rule: type[Any]) -> list[str]:
    name, module = rule_name(rule), getmodule(rule)
    path = CONF / group / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    settings = {key: v for key, v in yaml.safe_load(text).items() if key != "rule"}
    lines = ["", f"### `{group}={name}`", "", _prose(getdoc(module) or ""), "", _prose(getdoc(rule) or "")]
    lines += _remark(path)
    if settings:
        rows = [(f"`{key}`", _value(v), _note(text, key)) for key, v in _flat(settings)]
        shown = 3 if any(row[2] for row in rows) else 2
        lines += ["", *_head(*("setting", "value", "note")[:shown]), *(_row(*row[:shown]) for row in rows)]
    return lines


def _scenario(path: Path) -> list[str]:
    tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    lines = ["", f"### `scenario={path.stem}`", "", tree["rationale"], "", f"- Treaty: {tree['treaty']}"]
    for shock in tree["shocks"]:
        cell = f"[{', '.join(shock['where'])}]" if shock["where"] else ""
        how = [f"times {shock['multiply']:g}"] if "multiply" in shock else []
        how += [f"plus {shock['add']:g}"] if "add" in shock else []
        ramp = f", phased over {shock['ramp_months']} months" if "ramp_months" in shock else ""
        lines.append(f"- `{shock['symbol']}`{cell} {' '.join(how)} from {shock['start']} until {shock['end']}{ramp}")
    return lines + _remark(path)


def parameters_page() -> str:
    """Return all parameters of the blocks, the issues and the instruments, with the basis of each."""
    parts = yaml.safe_load((CONF / "config.yaml").read_text(encoding="utf-8"))["defaults"]
    usual = {group: name for part in parts if isinstance(part, Mapping) for group, name in part.items()}
    blocks = {name: list(_parameters(CONF / name / f"{usual[name]}.yaml")) for name in NUMBERED}
    notes = [note for rows in blocks.values() for _, _, note in rows]
    prior = sum("prior" in note.lower() for note in notes)
    lines = [PAGE, "# Parameters", "", _prose(f"{PARAMETERS} Of {len(notes)} values, {prior} say prior.")]
    for name, rows in blocks.items():
        lines += ["", f"## `{name}`", "", *_head("parameter", "value", "basis"), *(_row(*row) for row in rows)]
    for name, columns in LISTED.items():
        tree = yaml.safe_load((CONF / name / "default.yaml").read_text(encoding="utf-8"))
        lines += ["", f"## `{name}`", "", *_head("name", *(c.replace("_", " ") for c in columns))]
        lines += [_row(f"`{key}`", *(_value(row[c]) for c in columns)) for key, row in tree.items()]
    return _page(lines)


def _parameters(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (key, value, note) of a file of parameters; notes stand behind a value, above it, or above its section."""
    section, shared, above = "", "", ""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:  # the first line is the title of the file
        comment = re.match(r"\s*# ?(.*)", line)
        found = re.match(r"( *)(\w+): *([^#]*?)\s*(?:# *(.*))?$", line)
        if comment:
            above += " " + comment[1]
        elif found and not found[3]:
            section, shared, above = f"{found[2]}.", found[4] or "", ""
        elif found:
            inside = bool(found[1])
            note = found[4] or above.strip() or (shared if inside else "")
            yield f"`{section if inside else ''}{found[2]}`", found[3].strip("[]{}"), note
            above = ""
        else:
            above = ""


def _remark(path: Path) -> list[str]:
    """Return the comment at the head of a configuration file, as a paragraph."""
    lines = path.read_text(encoding="utf-8").splitlines()
    words = [line.lstrip("# ") for line in lines[: next(i for i, x in enumerate(lines) if not x.startswith("#"))]]
    return ["", _prose(" ".join(words))] if words else []


def _flat(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield above + key, value


def _note(text: str, key: str) -> str:
    found = re.search(rf"^\s*{re.escape(key.rsplit('.', 1)[-1])}:[^#\n]*#\s*(.+)$", text, flags=re.MULTILINE)
    return found[1] if found else ""


def _prose(text: str, hanging: str = "") -> str:
    return fill(" ".join(text.split()), 120, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)


def _head(*names: str) -> list[str]:
    return [_row(*names), _row(*["---"] * len(names))]


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) or "none" if isinstance(value, list) else str(value)


def _page(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def analysis_page() -> str:
    """Return the page on analysis with its table of questions, the one part of it that is written from the code."""
    lines = _head("name", "question", "tables and figures", "in a notebook: `giants.analysis`")
    for question in QUESTIONS:
        home = f"giants.analysis.{question.name}"
        offered = [n for n in analysis.__all__ if getattr(analysis, n).__module__.startswith(home)]
        drawn = question.draws.removeprefix("Figures: ").removeprefix("Figure: ")
        lines.append(_row(f"`{question.name}`", question.asks, drawn, ", ".join(f"`{n}`" for n in offered)))
    lines.append(_row("`report`", "All of them on one page.", "`report.html`, which works offline", ""))
    return _with_table((DOCS / "analysis.md").read_text(encoding="utf-8"), "questions", lines)


def model_page() -> str:
    """Return the page on the model with its computed tables: own tariffs, duties, the value of the treaty."""
    text = (DOCS / "model.md").read_text(encoding="utf-8")
    for mark, lines in (("own tariffs", _own_tariffs()), ("duties", _duties()), ("treaty", _treaty())):
        text = _with_table(text, mark, lines)
    return text


def _own_tariffs() -> list[str]:
    head = _head("after", "θ", "economy", "+25 points, income %", "best added tariff, %", "its gain, %")
    rows = own_tariffs.table(default_settings().trade)
    return head + [
        _row(horizon, f"{theta:.2f}", economy, f"{at25:+.1f}", f"{100 * best:.0f}", f"{gain:+.1f}")
        for horizon, theta, economy, at25, best, gain in rows
    ]


def _duties() -> list[str]:
    """Return US duties on Mexican goods by sector, percent: collected, by the table, and as a run starts."""
    collected, ours = duty_coverage.means(bundled())
    d = duties.in_force(month_number(DATE))
    start = duties_at(bundled(), month_number(DATE), "kept")[USA, MEX]
    rows = zip(symbols.GOODS, collected[0], ours[0], start, d.full[USA, MEX], strict=False)
    return _head("sector", "collected", "table", "at the start", "if nothing claimed") + [
        _row(sector, *(f"{100 * rate:.1f}" for rate in rates)) for sector, *rates in rows
    ]


def _treaty() -> list[str]:
    """Return the loss of income at the treaty's end, percent, by side, closure and elasticity."""
    lines = _head(
        "side", "closure", "θ", *(f"{n} {tiers}" for tiers in ("", "with tiers") for n in ("MEX", "CAN", "USA"))
    )
    for side in ("US", "both"):
        for closure, theta in (
            ("sticky", 0.35),
            ("instant", 0.25),
            ("instant", 0.76),
            ("instant", 2.0),
            ("instant", 4.0),
        ):
            value = treaty_value(side=side, closure=closure, elasticity=theta).loc[["MEX", "CAN", "USA"]]
            cells = [f"{x:+.2f}" for column in ("without_tiers_pct", "with_tiers_pct") for x in value[column]]
            lines.append(_row(side, closure, f"{theta:g}", *cells))
    return lines


def _with_table(text: str, mark: str, lines: list[str]) -> str:
    """Return the text of a page with other lines between <!-- mark: ... --> and <!-- end -->."""
    place = re.compile(rf"(<!-- {mark}: .*? -->\n).*?(<!-- end -->)", flags=re.DOTALL)
    return place.sub(lambda m: m[1] + _page(lines) + m[2], text)


def commands_page() -> str:
    """Return what each command says of itself."""
    lines = [PAGE, "# Commands", "", _prose(COMMANDS)]
    for name, (module, words) in PROGRAMS.items():
        lines += ["", f"## `{name}`", "", "```text", *_said(module, words).splitlines(), "```"]
    return _page(lines)


def _said(module: str, words: list[str]) -> str:
    main = import_module(module)
    text = StringIO()
    with patch.dict(os.environ, COLUMNS="110", NO_COLOR="1"), redirect_stdout(text), suppress(SystemExit):
        main._help() if module == "giants.__main__" else main.main(words)
    return re.sub(r" +$", "", text.getvalue(), flags=re.MULTILINE).strip()


def measures_page() -> str:
    """Return what a run records, table by table."""
    lines = [PAGE, "# Measures and tables of a run", "", _prose(MEASURED)]
    for table in TABLES:
        axes = ", ".join(f"each {axis.name}" for axis in table.axes) or "one a month"
        lines += ["", f"## `{table.name}`", "", f"Rows: {axes}.", "", *_head("column", "unit", "meaning")]
        lines += [_row(f"`{column.name}`", column.unit, column.label) for column in table.columns]
    return _page(lines)


def argument_page() -> str:
    """Return the argument as a causal map: each arrow with its equation, its test and its measured effect."""
    seeds, months = next(((row["seeds"], row["months"]) for row in _rows("measured")), ("no", "no"))
    text = ARGUMENT.format(seeds=seeds, months=months)
    lines = [PAGE, "# The argument as a causal map", "", _prose(text), "", "![The causal map](argument.svg)", ""]
    words = {node["name"]: node["words"] for node in _rows("nodes")}
    lines += _head("arrow", "switch", "outcome", "effect ± SE", "verdict", "equation; test")
    for arrow, found in _arrows():
        claim = "raises" if float(arrow["sign"]) > 0 else "lowers"
        step = f'<a id="{_of_arrow(arrow)}"></a>{words[arrow["from"]]} {claim} {words[arrow["to"]]}'
        switch = f"`{arrow['change']}`" + (f" against `{arrow['under']}`" if arrow["under"] else "")
        effect = f"{float(found['difference']):+.2f} ± {float(found['error']):.2f} " if found["difference"] else ""
        effect += "" if not effect else "%" if arrow["scale"] == "percent" else "points"
        function = arrow["equation"]
        equation = f"[`{function.removeprefix('giants.')}`](equations.md#{function.replace('.', '').lower()})"
        file, _, test = arrow["test"].partition("::test_")
        held = f"{equation}; {test.replace('_', ' ')} (`{file}`)"
        lines.append(_row(step, switch, f"`{arrow['outcome']}`", effect, found["verdict"], held))
    return _page(lines)


def argument_map() -> str:
    """Return the causal map as SVG: arrows link to their rows; full where the effect is found, else dashed."""
    width, height, wide, tall = 1024, 560, 132, 34
    nodes = {node["name"]: node for node in _rows("nodes")}
    place = {name: (int(node["column"]) * 175 + 8, int(node["row"]) * 62 + 10) for name, node in nodes.items()}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-family="sans-serif" '
        'font-size="12"><title>Causal map of the argument; the table below says the same in words</title>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="context-stroke"/></marker></defs>',
    ]
    for arrow, found in _arrows():
        (x0, y0), (x1, y1) = place[arrow["from"]], place[arrow["to"]]
        colour = "#0b5fa5" if float(arrow["sign"]) > 0 else "#b3400e"
        start, end = _edges(x0, y0, x1, y1, wide, tall)
        dash = "" if found["verdict"] == "acts" else ' stroke-dasharray="5 4"'
        label = f"{nodes[arrow['from']]['words']} to {nodes[arrow['to']]['words']}: {found['verdict']}"
        parts.append(
            f'<a href="#{_of_arrow(arrow)}"><line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}" '
            f'stroke="{colour}" stroke-width="2"{dash} marker-end="url(#tip)"><title>{escape(label)}</title></line></a>'
        )
    for name, (x, y) in place.items():
        parts.append(
            f'<rect x="{x}" y="{y}" width="{wide}" height="{tall}" rx="5" fill="#f2f4f7" stroke="#444"/>'
            f'<text x="{x + wide / 2:g}" y="{y + tall / 2 + 4:g}" text-anchor="middle" fill="#111">'
            f"{nodes[name]['words']}</text>"
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _edges(x0: int, y0: int, x1: int, y1: int, wide: int, tall: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where an arrow leaves one box and enters another: at the sides, or above and below in one column."""
    if x0 == x1:
        down = y1 > y0
        return (x0 + wide / 2, y0 + tall * down), (x1 + wide / 2, y1 + tall * (not down))
    right = x1 > x0
    return (x0 + wide * right, y0 + tall / 2), (x1 + wide * (not right), y1 + tall / 2)


def _arrows() -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Yield each arrow of the argument with what was measured of it, if anything yet."""
    key = ("from", "to", "outcome")
    measured = {tuple(row[k] for k in key): row for row in _rows("measured")}
    for arrow in _rows("arrows"):
        yield arrow, measured.get(tuple(arrow[k] for k in key), NOT_YET)


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DOCS / "argument" / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def _of_arrow(arrow: Mapping[str, str]) -> str:
    return f"{arrow['from']}-{arrow['to']}-{arrow['outcome']}"


PAGES: dict[str, Callable[[], str]] = {
    "analysis.md": analysis_page,
    "symbols.md": symbols_page,
    "coupling.md": coupling_page,
    "equations.md": equations_page,
    "strategies.md": strategies_page,
    "parameters.md": parameters_page,
    "model.md": model_page,
    "rules.md": rules_page,
    "effects.md": effects_page,
    "commands.md": commands_page,
    "measures.md": measures_page,
    "argument.md": argument_page,
    "argument.svg": argument_map,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
