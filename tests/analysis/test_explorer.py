"""The explorer is one file that holds everything it shows, in either language, and asks the network for nothing."""

import json
import re
import shutil
import subprocess

import pytest

from giants.analysis import explorer
from giants.analysis.ensemble import load
from giants.analysis.report import BROWSERS
from giants.errors import InputError


@pytest.fixture(scope="module")
def page(sweep, tmp_path_factory):
    return explorer.write(load(sweep), tmp_path_factory.mktemp("page"), "es")


@pytest.fixture(scope="module")
def data(page):
    text = page.read_text(encoding="utf-8")
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)[1])


def test_the_page_holds_its_data_and_nothing_from_elsewhere(page):
    text = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert "%DATA%" not in text
    assert not re.search(r'(src|href)="', text)
    assert [u for u in re.findall(r"https?://[^\"]+", text) if "w3.org/2000/svg" not in u] == []


def test_each_measure_and_state_has_a_row_a_future_strategy_and_year_with_an_interval(data):
    assert len(data["tiles"]) == 32
    assert {f"homicides@{code}" for code, *_ in data["tiles"]} <= set(data["series"])
    rows = data["series"]["index"]
    assert {(r[0], r[1]) for r in rows} == {(f, s) for f in data["futures"] for s in data["strategies"]}
    assert all(low <= mean <= high for *_, mean, low, high in rows if low is not None)


def test_names_and_stories_are_in_the_language_that_was_asked_for(data):
    assert data["strategies"]["calibrated_autonomy"]["name"] == "autonomía calibrada"
    name, lines = data["stories"][0]
    assert name.startswith("statu quo, línea base 2026")
    assert lines
    assert not any(" the " in text for _, text in lines)


def test_runs_without_tables_are_refused(sweep, tmp_path):
    bare = load(sweep)
    bare.__dict__["tables"] = ()
    with pytest.raises(InputError, match="kept summaries only; the explorer needs record=yearly"):
        explorer.write(bare, tmp_path)


@pytest.mark.slow
def test_a_browser_draws_the_page_without_a_complaint(page, tmp_path):
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip("no Chromium or Chrome on the path")
    call = [browser, "--headless", "--disable-gpu", "--no-sandbox", f"--user-data-dir={tmp_path / 'profile'}",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--dump-dom",
            page.as_uri()]  # fmt: skip
    done = subprocess.run(call, capture_output=True, text=True, timeout=120, check=True)
    assert "CONSOLE" not in done.stderr
    assert done.stdout.count("<polyline") == 2
    assert done.stdout.count('class="tile"') == 32
