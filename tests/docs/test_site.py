"""The site builds without a warning, and loads nothing from another host."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_every_page_is_in_the_navigation():
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = set(re.findall(r"([\w/.-]+\.(?:md|ipynb))$", text, flags=re.MULTILINE))
    docs = ROOT / "docs"
    pages = {path.relative_to(docs).as_posix() for kind in ("*.md", "*.ipynb") for path in docs.rglob(kind)}
    assert pages - named == set()
    assert named - pages == {"SOURCES.md", "CONTRIBUTING.md", "CHANGELOG.md"}  # pages of files that stand elsewhere


@pytest.mark.slow
def test_the_site_builds_and_needs_no_network(tmp_path, monkeypatch):
    pytest.importorskip("material", reason="the group docs is not installed")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    monkeypatch.chdir(ROOT)
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path), strict=True))
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="(https?://[^"]+)"', page.read_text("utf-8"))
        assert loaded == [], page.name
        assert re.findall(r"<th(?![^>]*scope=)[ >]", page.read_text("utf-8")) == [], page.name
    assert "<math" in (tmp_path / "blocks.html").read_text(encoding="utf-8")
    assert (tmp_path / "javascripts" / "iframe-worker.js").is_file()
