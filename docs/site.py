"""Hooks of the documentation site (mkdocs.yml): equations, notebooks, and files that stand outside docs/.

Fenced blocks of LaTeX become MathML, which browsers show without a script; a notebook becomes a page with the outputs
that are stored in it; a file of the project that pages link to is a page too, or its name where it is code.
"""

import html
import json
import posixpath
import re
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[1]
OUTSIDE = {name: name for name in ("CONTRIBUTING.md", "CHANGELOG.md")} | {"src/giants/data/SOURCES.md": "SOURCES.md"}
"""Files outside docs/ that are pages of the site, with their place there."""
MATH = re.compile(r"^```math\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
SVG = re.compile(r"^!\[[^\]]*\]\((\w+\.svg)\)$", flags=re.MULTILINE)
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
NAMED = re.compile(r"(?<!\[)`(giants(?:\.\w+)+)`")
EQUATIONS = set(
    re.findall(r"^### `(.+)`$", (ROOT / "docs/equations.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
)
HEAD = re.compile(r"<th(?![^>]*scope=)([ >])")
SHIM = re.compile(r'<script src="[^"]*/iframe-worker/shim">')
KINDS = ("text/html", "image/png", "image/svg+xml", "text/plain")
"""Kinds of an output, the one that is shown first."""


def on_files(files: Any, config: Any) -> Any:
    """Add the pages from outside, and make pages of notebooks."""
    for path, place in OUTSIDE.items():
        files.append(File.generated(config, place, content=(ROOT / path).read_text(encoding="utf-8")))
    for file in [file for file in files if file.src_uri.endswith(".ipynb")]:
        files.remove(file)
        text = notebook(json.loads(Path(file.abs_src_path).read_text(encoding="utf-8")))
        files.append(File.generated(config, file.src_uri.replace(".ipynb", ".md"), content=text))
    return files


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Serve the one script that would come from another host; say what headings of tables head.

    With the script the search works in a page opened as a file.
    """
    output = HEAD.sub(r'<th scope="col"\1', output)
    place = posixpath.relpath("javascripts/iframe-worker.js", posixpath.dirname(page.url) or ".")
    return SHIM.sub(f'<script src="{place}">', output)


def on_post_template(output: str, template_name: str, config: Any) -> str:
    """Do the same for the page that says that there is no such page."""
    return SHIM.sub('<script src="javascripts/iframe-worker.js">', output)


def on_config(config: Any) -> Any:
    """Let the navigation name notebooks as they are called in docs/."""
    config.nav = json.loads(json.dumps(config.nav).replace(".ipynb", ".md"))
    return config


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Draw equations and the map, and point links to where things stand on the site."""
    here = page.file.src_uri
    home = next((posixpath.dirname(path) for path, place in OUTSIDE.items() if place == here), None)
    folder = posixpath.dirname(f"docs/{here}") if home is None else home
    markdown = MATH.sub(lambda m: f'<div class="equation">{convert(m[1].strip(), display="block")}</div>', markdown)
    markdown = SVG.sub(lambda m: (ROOT / folder / m[1]).read_text(encoding="utf-8"), markdown)
    markdown = LINK.sub(lambda m: link(m, folder, here), markdown)
    return markdown if here == "equations.md" else NAMED.sub(lambda m: equation(m, here), markdown)


def equation(found: re.Match[str], here: str) -> str:
    """Return the name of a function as a link to its equation, where it has one."""
    if found[1] not in EQUATIONS:
        return found[0]
    page = posixpath.relpath("equations.md", posixpath.dirname(here) or ".")
    return f"[{found[0]}]({page}#{found[1].replace('.', '').lower()})"


def link(found: re.Match[str], folder: str, here: str) -> str:
    """Return a link of a page as the site has it; what is no page of the site is named instead."""
    text, target = found[1], found[2]
    path, mark, anchor = target.partition("#")
    if "://" in target or not path:
        return found[0]
    place = posixpath.normpath(posixpath.join(folder, path))
    on_site = OUTSIDE.get(place) or (place[len("docs/") :] if place.startswith("docs/") else None)
    if place == "README.md":
        on_site = "README.md"
    if on_site is None or (ROOT / place).is_dir():
        return f"{text} (`{place}`)"
    on_site = on_site.replace(".ipynb", ".md")
    return f"[{text}]({posixpath.relpath(on_site, posixpath.dirname(here) or '.')}{mark}{anchor})"


def notebook(tree: dict[str, Any]) -> str:
    """Return a notebook as Markdown: prose, code, and what the code showed."""
    parts = []
    for cell in tree["cells"]:
        text = "".join(cell["source"]).rstrip()
        if cell["cell_type"] == "markdown":
            parts.append(text)
        elif cell["cell_type"] == "code":
            parts += [f"```python\n{text}\n```", *(shown(output) for output in cell["outputs"])]
    return "\n\n".join(parts) + "\n"


def shown(output: dict[str, Any]) -> str:
    """Return one output as HTML."""
    data = output.get("data") or {"text/plain": output.get("text", "")}
    kind = next(kind for kind in KINDS if kind in data)
    body = "".join(data[kind])
    if kind == "image/png":
        words = html.escape("".join(data.get("text/plain", "figure")))
        return f'<img alt="{words}" src="data:image/png;base64,{body.strip()}">'
    if kind == "text/plain":
        return f"<pre>{html.escape(body)}</pre>"
    return "\n".join(line for line in body.splitlines() if line.strip())
