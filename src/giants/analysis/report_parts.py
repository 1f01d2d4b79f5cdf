"""Parts of the report that no single question gives: how far the model can be trusted, and what the words mean."""

import html
from collections.abc import Iterable, Iterator

from giants import tables
from giants.analysis import words
from giants.analysis.ensemble import Ensemble
from giants.analysis.translate import Speaker
from giants.commands.choices import choices, described
from giants.evidence.rows import told
from giants.measures.regimes import FAIL, PASS
from giants.records.words import words as catalogue
from giants.symbols import ECONOMIES

STANDING = "validation/counts.csv"
"""Rows by block, kind and verdict, as `analysis/validate.py --page` last found them."""
REGIMES = {
    "hollow": f"internal sovereignty below {FAIL:g}: the inside is lost, whatever the outside",
    "captured": f"partnership with China below {FAIL:g} with a Chinese share above its band",
    "estranged": f"partnership with the United States below {FAIL:g}",
    "subordinated": f"structural freedom or agency below {FAIL:g}, in partnership with the United States",
    "calibrated": f"all four pillars at {PASS:g} or above",
    "contested": "none of these",
}
"""The labels in the order in which the first that applies is given (:func:`giants.measures.regimes.label`)."""
STYLE = """
:root{--ink:#222;--faint:#5f5f5f;--line:#ddd;--ours:#b8900a}
*{box-sizing:border-box}
body{font:17px/1.6 Georgia,'Times New Roman',serif;color:var(--ink);max-width:62rem;margin:0 auto;padding:1.5rem;
 background:#fff;overflow-wrap:break-word}
p,li,dd{max-width:44rem}
h1,h2,h3,nav,table,summary,figcaption,dt{font-family:system-ui,'Segoe UI',Arial,sans-serif}
h1{font-size:1.8rem;line-height:1.2;margin:.2rem 0}
h2{font-size:1.3rem;line-height:1.3;margin:2.8rem 0 .5rem;border-top:1px solid var(--line);padding-top:1.2rem}
h3{font-size:1.05rem;margin:1.4rem 0 .3rem}
nav{line-height:1.9;font-size:.9rem}nav a{margin-right:.9rem;white-space:nowrap}
a{color:#0b4f8a}img{max-width:100%;height:auto;display:block;margin:1rem 0}
table{border-collapse:collapse;font-size:.84rem;margin:.6rem 0;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .7rem;text-align:right;vertical-align:top;border-bottom:1px solid #e5e5e5}
th{font-weight:600;line-height:1.25}
th:first-child,td:first-child,.words td:nth-child(2),.words th:nth-child(2){text-align:left}
.wide{overflow-x:auto}.lead{background:#f7f5ee;padding:.6rem 1.2rem;border-left:4px solid var(--ours)}
.faint{color:var(--faint);font-size:.86rem}details{margin:.6rem 0}summary{cursor:pointer}
dl{display:grid;grid-template-columns:minmax(9rem,15rem) 1fr;gap:.25rem 1.2rem;font-size:.9rem}
dt{font-weight:600}dd{margin:0}
pre{font-size:.75rem;overflow-x:auto;background:#f7f7f7;padding:.8rem}
@media (max-width:600px){body{font-size:16px;padding:1rem}h1{font-size:1.4rem}dl{grid-template-columns:1fr;gap:.1rem}
 dd{margin-bottom:.5rem}th,td{padding:.25rem .45rem}.lead{padding:.4rem .8rem}
 .wide img{max-width:none;width:36rem}}
@page{size:A4;margin:16mm 15mm}
@media print{body{font-size:10pt;max-width:none;padding:0}nav,details{display:none}h2,h3{break-after:avoid}
 h2{margin-top:1.6rem}img,tr,dt{break-inside:avoid}thead{display:table-header-group}.wide{overflow:visible}
 table{width:100%;font-size:7.5pt}th,td{padding:.15rem .3rem;overflow-wrap:anywhere}
 th:first-child,td:first-child,.words td:nth-child(2),.words th:nth-child(2){overflow-wrap:normal}
 p,li,dd{max-width:none}}
"""


def validity() -> list[str]:
    """Return how many published figures the model meets and misses, in sentences, as they were last computed."""
    count = tables.read(STANDING, ("count",), ("block", "kind", "verdict"))
    headline, *rest = told(count, list(dict.fromkeys(count["block"])))
    return [headline, *(line for line in rest if not line.startswith("not counted"))]


def validity_section(say: Speaker) -> str:
    """Return the section that says how far the model can be trusted."""
    first, *rest = validity()
    items = "".join(f"<li>{html.escape(say(line))}</li>" for line in rest)
    return (
        f'<h2 id="validity">{say("How far can the model be trusted?")}</h2><p><b>{html.escape(say(first))}</b> '
        f"{say('Nothing was fitted to these figures. By part of the model:')}</p><ul>{items}</ul>"
        f'<p class="faint">{say("The figures, their bands, and why each is missed:")} docs/validation.md, {say("or")} '
        f"<code>giants-analyse validate</code>. {say('Intervals on this page do not hold these errors.')}</p>"
    )


def glossary(runs: Ensemble, page: str, say: Speaker) -> str:
    """Return what the labels of the runs, the regimes, the codes and the measures that a page names mean."""
    measures = [m for m in runs.measures if html.escape(say(words.named(m))) in page]
    parts = [f'<h2 id="glossary">{say("Glossary")}</h2>']
    for title, terms in (
        ("Strategies and futures", [*_labels(runs)]),
        ("Kinds of autonomy", [*REGIMES.items()]),
        ("Measures", [*_measures(measures)]),
        ("Codes", [*_codes()]),
    ):
        items = "".join(f"<dt>{html.escape(say(t))}</dt><dd>{html.escape(say(text))}</dd>" for t, text in terms)
        parts.append(f"<h3>{say(title)}</h3><dl>{items}</dl>" if items else "")
    return "\n".join(parts)


def _labels(runs: Ensemble) -> Iterator[tuple[str, str]]:
    """Yield each value of the labels of the runs in words, with what its file says of it."""
    for label in runs.labels:
        group = "mexico" if label == "strategy" else label
        files = choices(group) if "." not in group else {}
        for value in dict.fromkeys(runs.runs[label].astype(str)):
            if value in files:
                yield words.choice(label, value), described(group, files[value])
    for factor in runs.factors:
        if factor in words.factors():
            yield words.words(factor), f"drawn; set by {factor}"


def _measures(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    known = words.catalogue()
    for name in names:
        if name in known:
            label, unit = known[name].label, words.unit(name)
            yield words.named(name), f"{unit if label == words.named(name) else f'{label} ({unit})'}; column {name}"


def _codes() -> Iterator[tuple[str, str]]:
    """Yield the codes of economies and sectors with their names."""
    say = catalogue().say
    yield from ((code, say("economy", code)) for code in ECONOMIES)
    table = tables.read("trade/sectors.csv", text=("sector", "label"))
    yield from zip(table["sector"], table["label"], strict=True)
