"""Every script runs on a tiny real sweep, writes its files, and ends a mistake in one clear line."""

import shutil
import struct
import subprocess
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

ALL = ("distributions", "autonomy", "compare", "trade_offs", "robustness", "exposure", "bargaining", "states",
       "security", "pathways")  # fmt: skip


def size(png):
    return struct.unpack(">II", png.read_bytes()[16:24])


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_a_script_writes_its_table_and_figures(script, sweep, tmp_path, capsys, name):
    assert script(name)([str(sweep), "--out", str(tmp_path)]) == 0
    table = pd.read_csv(tmp_path / f"{name}.csv")
    assert len(table) > 1
    assert (tmp_path / f"{name}.svg").read_text(encoding="utf-8").startswith("<?xml")
    width, height = size(tmp_path / f"{name}.png")
    assert width > 600
    assert height > 300
    told = capsys.readouterr().out
    assert "nan" not in told.split("\n\n")[0]


@pytest.mark.parametrize("name", ["distributions", "autonomy", "states", "security", "bargaining", "pathways"])
def test_a_script_is_sensible_on_one_run(script, one_run, tmp_path, name):
    assert script(name)([str(one_run), "--out", str(tmp_path), "--size", "small"]) == 0
    assert (tmp_path / f"{name}.csv").stat().st_size > 0


@pytest.fixture(scope="module")
def uncertain(sweep, generated, tmp_path_factory):
    """A made-up sweep like the tiny one, with forty points of three factors."""
    folder = tmp_path_factory.mktemp("uncertain") / "uncertain"
    points = {"trade.first": np.sin(np.arange(40) * 8.4).tolist()}
    points |= {f"trade.{name}": ((np.arange(40) * step) % 1).tolist() for name, step in (("b", 0.618), ("c", 0.414))}
    assert generated.write(sweep, folder, 3, points=points) == 480
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("name", "second"), [("sensitivity", "over_time"), ("discovery", "objectives")])
def test_a_script_that_needs_uncertainties_runs_where_there_are_some(script, uncertain, tmp_path, capsys, name, second):
    more = ["--average"] if name == "sensitivity" else []
    assert script(name)([str(uncertain), "--out", str(tmp_path), "--size", "small", *more]) == 0
    assert (tmp_path / f"{name}.csv").is_file()
    assert len(pd.read_csv(tmp_path / f"{name}_{second}.csv")) > 0
    assert size(tmp_path / f"{name}_small.png")[0] > 300
    assert "nan" not in capsys.readouterr().out.split("\n\n")[0]


@pytest.mark.parametrize("kind", ["violin", "kde", "ecdf", "fan"])
def test_each_form_of_distribution_is_drawn(script, sweep, tmp_path, kind):
    words = [str(sweep), "--out", str(tmp_path), "--kind", kind, "--measure", "index", "--by", "scenario"]
    assert script("distributions")(words) == 0
    assert (tmp_path / "distributions.png").is_file()


def test_what_can_be_plotted_is_listed(script, sweep, capsys):
    assert script("distributions")([str(sweep), "--list"]) == 0
    told = capsys.readouterr().out
    assert "disposable_mex" in told
    assert "tariff_shock" in told


def mistake(main, words, capsys):
    """Return the one line that a mistake ends in."""
    assert main(words) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    return lines[0]


def test_a_missing_folder_and_a_folder_of_runs_are_told(script, sweep, tmp_path, capsys):
    assert "there is no folder" in mistake(script("autonomy"), [str(tmp_path / "nowhere")], capsys)
    line = mistake(script("autonomy"), [str(sweep.parent)], capsys)
    assert "holds tiny" in line


def test_summaries_alone_give_the_headline_without_time(script, sweep, tmp_path, capsys):
    short = tmp_path / "short"
    (short / "parts").mkdir(parents=True)
    for name in ("definition.json", "manifest.json"):
        shutil.copy(sweep / name, short / name)
    shutil.copytree(sweep / "parts" / "runs", short / "parts" / "runs")
    assert script("autonomy")([str(short), "--size", "small"]) == 0
    assert (short / "analysis" / "autonomy_small.png").is_file()
    assert not (short / "analysis" / "autonomy_regimes.csv").exists()
    assert "summaries only" in mistake(script("states"), [str(short)], capsys)


def test_failed_runs_are_left_out_and_counted(sweep, tmp_path):
    import pyarrow.parquet as pq

    from giants.analysis import load

    lame = tmp_path / "lame"
    shutil.copytree(sweep, lame)
    part = sorted((lame / "parts" / "runs").glob("*.parquet"))[0]
    table = pq.read_table(part)
    at = table.column_names.index("status")
    status = ["FAILED", *table["status"].to_pylist()[1:]]
    pq.write_table(table.set_column(at, "status", [status]), part)
    runs = load(lame)
    assert runs.failed == 1
    assert len(runs.runs) == 11
    assert "1 failed and left out" in runs.caption


@pytest.mark.slow
def test_the_report_needs_no_network(script, sweep, tmp_path):
    assert script("report")([str(sweep), "--out", str(tmp_path)]) == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "http://" not in page.split('<h2 id="methods"')[0]
    assert 'src="http' not in page
    assert "<script" not in page
    assert page.count("data:image/png;base64,") >= 12
    assert "calibrated autonomy" in page
    assert "sensitivity</b>: " in page  # what is missing is said
    for link in [part.split('"')[0] for part in page.split('href="')[1:]]:
        assert link.startswith("#") or (tmp_path / link).is_file()


@pytest.fixture(scope="module")
def browser():
    from giants.analysis.report import BROWSERS

    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium or Chrome on the path")
    return found


@pytest.mark.slow
def test_the_report_is_printed_to_pdf(script, one_run, tmp_path, browser):
    assert script("report")([str(one_run), "--out", str(tmp_path), "--pdf"]) == 0
    pdf = (tmp_path / "report.pdf").read_bytes()
    assert pdf[:4] == b"%PDF"
    assert pdf.count(b"/Subtype /Image") >= 5


@pytest.mark.slow
def test_a_browser_opens_the_report_without_a_complaint(script, one_run, tmp_path, browser):
    assert script("report")([str(one_run), "--out", str(tmp_path)]) == 0
    call = [browser, "--headless", "--disable-gpu", "--no-sandbox", f"--user-data-dir={tmp_path / 'profile'}",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", f"--screenshot={tmp_path / 'seen.png'}",
            "--window-size=1100,4000", (tmp_path / "report.html").as_uri()]  # fmt: skip
    done = subprocess.run(call, capture_output=True, text=True, timeout=120, check=True)
    assert "CONSOLE" not in done.stderr
    assert (tmp_path / "seen.png").stat().st_size > 50_000  # a blank page of this size has a tenth


def test_a_pdf_without_a_browser_is_refused_before_any_work(script, one_run, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "a PDF needs one of chromium" in mistake(
        script("report"), [str(one_run), "--out", str(tmp_path), "--pdf"], capsys
    )
    assert not list(tmp_path.iterdir())


def test_the_report_shows_what_other_scripts_wrote_beside_it(one_run, tmp_path):
    from giants.analysis.report import _beside

    assert _beside(tmp_path, "hindcast", "Does it?", str) == ""
    (tmp_path / "hindcast.png").write_bytes(b"a picture")
    (tmp_path / "hindcast_small.png").write_bytes(b"a smaller one")
    (tmp_path / "hindcast_fit.csv").write_text("x", encoding="utf-8")
    told = _beside(tmp_path, "hindcast", "Does it?", str)
    assert told.count("<img") == 1
    assert 'href="hindcast_fit.csv"' in told


@pytest.mark.slow
def test_validation_prints_every_block(script, tmp_path, capsys):
    assert script("validate")(["--out", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    for block in ("start", "hindcast", "trade", "security", "bargaining", "today"):
        assert (tmp_path / f"validate_{block}.csv").is_file()
        assert f"\n{block}\n" in told
    facts = pd.read_csv(tmp_path / "validate_start.csv")
    assert (facts["ours"].between(facts["low"], facts["high"]) == (facts["verdict"] == "holds")).all()


def test_the_log_tells_threats_and_what_became_of_them(sweep):
    from giants.analysis import episodes, load

    table = episodes(load(sweep))
    assert "threat" in set(table["kind"])
    assert not {"bargaining"} & set(table["kind"])
    assert (table["per_run"] > 0).all()


@pytest.mark.slow
def test_twins_show_whose_ideals_outcomes_follow(script, tmp_path):
    from giants.analysis import load, responses
    from giants.config import default_settings
    from giants.run import run, write

    settings = default_settings(["months=3", f"runs_dir={tmp_path}", "name=twins", "twins=all"])
    path, _ = write(run(settings))
    table = responses(load(path))
    assert set(table["actor"]) == {"own", "usa", "china"}
    own = table[table["actor"] == "own"].sort_values("month")["response"]
    assert len(own) == settings.run.months
    assert (own > 0).all()
    assert own.is_monotonic_increasing
    assert script("bargaining")([str(path)]) == 0
    assert (path / "analysis" / "bargaining_responses.png").is_file()
    assert script("autonomy")([str(path)]) == 0
    causes = pd.read_csv(path / "analysis" / "autonomy_causality.csv").set_index("measure")["value"]
    assert 0 < causes["causal_agency"] <= 1
    assert causes["coercion_wedge"] < 1
    assert (path / "analysis" / "autonomy_causality.png").is_file()


@pytest.fixture(scope="module", params=[1, 2, 3])
def short(request, tmp_path_factory):
    """A sweep of two strategies and seeds over a month or few."""
    from giants.sweep.api import sweep as compute

    folder = tmp_path_factory.mktemp("short")
    words = ["name=short", f"runs_dir={folder}", "mexico=status_quo,defiance", "seed=1,2", f"months={request.param}"]
    assert compute([*words, "record=yearly", "engine=serial", "quiet=true"]).exit_status == 0
    return folder / "short"


@pytest.mark.slow
@pytest.mark.parametrize("name", [
    "distributions", "autonomy", "compare", "trade_offs", "robustness", "exposure", "pathways", "bargaining",
    "security", "states",
])  # fmt: skip
def test_the_first_month_may_be_the_last(script, short, tmp_path, capsys, name):
    status = script(name)([str(short), "--out", str(tmp_path), "--size", "small"])
    told = capsys.readouterr()
    assert status == 0 or (status == 2 and told.err.count("\n") == 1), told.err
    assert " nan" not in told.out.split("\n\n")[0]


def test_partners_of_a_single_month_are_those_of_its_start_and_of_its_end(short):
    from giants.analysis import load, partners

    table = partners(load(short)).set_index(["when", "strategy", "partner"])
    assert len(table.loc["start"]) == len(table.loc["end"]) == 2 * 9
    if len(set(load(short).table("pairs", ["month"], every=1)["month"])) == 1:
        assert table.loc["start"].equals(table.loc["end"])


@pytest.mark.parametrize("where", ["made", "drawn"])
def test_a_section_that_fails_leaves_the_report_standing(sweep, tmp_path, monkeypatch, where):
    from giants.analysis import Result, load, report
    from giants.analysis.questions import Question

    def fails(*_):
        raise KeyError("end")

    good = Result("good", "Does it stand?", ("It does.",), {"": pd.DataFrame({"a": [1]})})
    bad = fails if where == "made" else lambda runs: Result("bad", "?", ("No.",), {}, {"": fails})
    answers = {"bad": bad, "good": lambda runs: good}
    monkeypatch.setattr(Question, "module", lambda question: SimpleNamespace(result=answers[question.name]))
    monkeypatch.setattr(report, "SECTIONS", (Question("bad"), Question("good")))
    page = report.write(load(sweep), tmp_path)[0].read_text(encoding="utf-8")
    assert "It does." in page
    assert "<b>bad</b>: could not be made, which is a fault of this version (KeyError: &#x27;end&#x27;)" in page


def test_an_unfinished_sweep_says_so_in_every_script_and_in_the_report(script, sweep, tmp_path, capsys, monkeypatch):
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from giants.analysis import load, report

    part = tmp_path / "part"
    shutil.copytree(sweep, part)
    file = next((part / "parts" / "runs").glob("*.parquet"))
    table = pq.read_table(file)
    pq.write_table(table.filter(pc.less(table["run_id"], 7)), file)
    assert load(part).missing == 5
    assert "5 of 12 not computed yet" in load(part).caption
    assert script("trade_offs")([str(part), "--out", str(tmp_path / "out"), "--size", "small"]) == 0
    told = "Of 12 planned runs 5 are not computed yet; what follows rests on the others."
    assert capsys.readouterr().out.startswith(told)
    monkeypatch.setattr(report, "SECTIONS", report.SECTIONS[:1])
    assert told in report.write(load(part), tmp_path / "out")[0].read_text(encoding="utf-8")
