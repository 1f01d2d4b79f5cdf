"""The page in a real browser without a window: played, moved, kept, replayed, in Spanish, wide and narrow."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("browser", Path(__file__).with_name("browser.py"))
browsing = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(browsing)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(browsing.PROGRAM is None, reason="there is no Chromium among the system's packages"),
]
IDLE = "document.body.dataset.busy === ''"
OUTSIDE = """[...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, .wide-pre'))
    .map(e => e.tagName + ' ' + e.className + ' ' + e.id).join('; ')"""
CUT = """[...document.querySelectorAll('button, summary, h1, h2, h3, th, td, label > span')]
    .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 2 && getComputedStyle(e).display !== 'inline')
    .map(e => e.tagName + ' ' + e.textContent.slice(0, 40)).join('; ')"""
HIDDEN = "[...document.querySelectorAll('[hidden]')].filter(e => e.offsetParent).map(e => e.id).join('; ')"
OVER = """(found => found.flatMap((a, k) => found.slice(k + 1).map(b => [a, b])).filter(([a, b]) => {
    const p = a.getBoundingClientRect(), q = b.getBoundingClientRect();
    return p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 1 && q.top < p.bottom - 1;
  }).map(([a, b]) => a.textContent + ' | ' + b.textContent).join('; '))
  ([...document.querySelectorAll('main button, main select, .question button, .question td, header *, nav button')]
    .filter(e => e.offsetParent && !e.children.length && !e.closest('#log')))"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page in a browser, with a run on each side, Mexico's chair on the left taken."""
    folder = tmp_path_factory.mktemp("page")
    code = "from giants.dashboard.command import main; main()"
    command = [sys.executable, "-c", code, "--port", "0", "--no-browser"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    page = None
    try:
        page = browsing.Browser(folder / "profile")
        page.open(process.stdout.readline().split()[1])
        page.wait("document.body.dataset.ready")
        page.shown_before_its_time = page.run(HIDDEN)
        page.choose("[data-chairs=left]", "MEX")
        for side in ("left", "right"):
            page.choose(f"#setup-{side} [data-group=usa]", "maximal_pressure")
        page.choose("#seed", "3")
        page.click("#start-both")
        page.wait(f"!document.querySelector('#setup').open && {IDLE}")
        yield page
    finally:
        if page:
            page.close()
        process.terminate()
        process.wait(60)


def answer(page, choice):
    """Play until a demand comes, and answer it."""
    while not page.run("!!document.querySelector('[data-question=left]')"):
        page.click("#year")
        page.wait(IDLE)
    page.click(f"[data-question=left] [data-answer={choice}]")
    page.wait("!document.querySelector('#main').hidden")
    page.wait(IDLE)


def test_a_game_is_played_moved_kept_and_replayed(page):
    for choice in ("refuse", "wait", "concede"):
        answer(page, choice)
    done = page.run("+document.querySelector('#cursor').max")
    page.run("document.querySelectorAll('#levers-left details').forEach(d => { d.open = true })")
    page.choose("#levers-left [data-key='mexico.security.kingpin']", "2")
    page.click("[data-apply=left]")
    page.wait(f"{IDLE} && document.querySelector('#levers-left').innerText.includes('kingpin=2')")
    answer(page, "rule")
    assert page.run("+document.querySelector('#cursor').max") > done
    page.click("[data-save=left]")
    kept = page.wait("document.querySelector('[data-saved]')?.dataset.saved")
    page.click("[data-said=left] button")
    assert page.wait("document.querySelector('[data-replayed]')?.dataset.replayed") == kept
    assert "same to the bit" in page.run("document.querySelector('[data-replayed]').textContent")
    assert page.run("document.querySelector('#error').hidden")


def test_what_is_hidden_is_not_seen(page):
    assert page.shown_before_its_time == ""
    assert page.run(HIDDEN) == ""


def test_the_log_says_why(page):
    page.click("#log button")
    page.wait("document.querySelector('#log pre')?.textContent.includes('Episode')")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_cut_covered_or_beside_the_page(page, width, language):
    page.resize(width)
    if page.run("document.documentElement.lang") != language:
        page.click("#language")
    page.wait(f"document.documentElement.lang === '{language}'")
    title = {"en": "Mexico between giants", "es": "México entre gigantes"}[language]
    assert page.run("document.querySelector('h1').textContent") == title
    page.run("document.querySelector('#setup').open = true")
    assert page.run("document.documentElement.scrollWidth") <= width
    assert page.run(OUTSIDE) == ""
    assert page.run(CUT) == ""
    assert page.run(OVER) == ""


def test_the_page_asked_nobody_else_and_raised_nothing(page):
    assert page.asked
    assert [url for url in page.asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:"))] == []
    assert page.said == []
