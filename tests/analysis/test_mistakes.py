"""Every script ends a mistake in one line that says what is there instead, and does what it can with what there is."""

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

ALL = ("distributions", "autonomy", "compare", "trade_offs", "robustness", "sensitivity", "discovery", "exposure",
       "bargaining", "states", "security", "pathways", "report")  # fmt: skip
OVER_TIME = ("bargaining", "states", "security", "pathways")
STRATEGIES = ("compare", "robustness")
FUTURES = ("sensitivity", "discovery")
UNKNOWN = {
    "distributions": ("--measure", "indx"), "compare": ("--measure", "indx"), "robustness": ("--measure", "indx"),
    "sensitivity": ("--measure", "indx"), "discovery": ("--fail", "indx<0.4"), "pathways": ("--signpost", "indx>1"),
    "states": ("--column", "murders"),
}  # fmt: skip
NEEDED = {"trade_offs": "disposable_mex", "robustness": "disposable_mex", "compare": "disposable_mex",
          "distributions": "disposable_mex", "autonomy": "agency", "pathways": "sovereignty",
          "discovery": "index", "sensitivity": "index"}  # fmt: skip


@pytest.fixture(scope="module")
def broken(sweep, tmp_path_factory):
    """Return a function that copies the sweep with its table of runs changed; without one there is no run."""

    def make(name, change=None, tables=True):
        folder = tmp_path_factory.mktemp(name) / "sweep"
        folder.mkdir()
        for file in ("definition.json", "manifest.json"):
            shutil.copy(sweep / file, folder / file)
        if change is not None:
            shutil.copytree(sweep / "parts" / ("" if tables else "runs"), folder / "parts" / ("" if tables else "runs"))
            for part in (folder / "parts" / "runs").glob("*.parquet"):
                pq.write_table(change(pq.read_table(part)), part)
        return folder

    return make


def failed(table):
    """Return the runs as if every one of them had failed."""
    n = len(table)
    for column, value in (("status", "FAILED"), ("failure_message", "the market did not clear")):
        table = table.set_column(table.column_names.index(column), column, pa.array([value] * n))
    return table


@pytest.fixture(scope="module")
def folders(broken, one_run):
    """Return the folders of each case."""
    return {
        "empty": broken("empty"),
        "failed": broken("failed", failed),
        "summaries": broken("summaries", lambda table: table.replace_schema_metadata(None), tables=False),
        "one": one_run,
    }


@pytest.fixture
def undrawn(monkeypatch, tmp_path):
    """Leave the figures undrawn: what they need is computed, and that is enough here."""
    from giants.analysis import command, report

    monkeypatch.setattr(command, "save", lambda result, out, *how: [tmp_path / result.name])
    monkeypatch.setattr(report, "_png", lambda figure: "")
    monkeypatch.setattr(report, "_section", lambda result, lang: result.name)


def line(script, words, capsys):
    """Return the exit status and the one line of the mistake, if it is one."""
    status = script(words[0])(list(map(str, words[1:])))
    lines = capsys.readouterr().err.strip().splitlines()
    assert status == (2 if lines else 0), lines
    assert len(lines) <= 1, lines
    return lines[0] if lines else ""


@pytest.mark.parametrize("name", ALL)
def test_no_run_and_failed_runs_are_told(script, folders, capsys, name):
    assert "holds no run yet (12 are planned)" in line(script, [name, folders["empty"]], capsys)
    told = line(script, [name, folders["failed"]], capsys)
    assert "all 12 runs of" in told
    assert "the market did not clear" in told


@pytest.mark.slow
@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("name", ALL)
def test_summaries_alone_and_one_seed_give_what_they_can(script, folders, tmp_path, capsys, name):
    told = line(script, [name, folders["summaries"], "--out", tmp_path], capsys)
    want = (
        "summaries only" if name in OVER_TIME else {"sensitivity": "uncertainty=core", "discovery": "too few"}.get(name)
    )
    assert want in told if want else not told
    told = line(script, [name, folders["one"], "--out", tmp_path], capsys)
    want = "needs two strategies" if name in STRATEGIES else "nothing to" if name in FUTURES else ""
    assert want in told if want else not told


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_unknown_measure_is_told_with_those_there(script, sweep, capsys, name):
    told = line(script, [name, sweep, *UNKNOWN[name]], capsys)
    assert UNKNOWN[name][1].split("<")[0].split(">")[0] in told
    assert "did you mean" in told or "it has" in told


@pytest.mark.parametrize("name", NEEDED)
def test_a_column_that_the_runs_lack_is_named(script, broken, capsys, name):
    gone = NEEDED[name]
    folder = broken("lacking", lambda t: t.drop_columns([c for c in t.column_names if c.rpartition("_")[0] == gone]))
    assert f"no measure {gone!r}" in line(script, [name, folder], capsys)
