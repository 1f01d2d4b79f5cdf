"""Random wrong input is refused in one line or accepted, never a traceback; the campaign is benchmarks/fuzz.py."""

from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "fuzz.py"


@pytest.fixture(scope="module")
def fuzz(load_script):
    return load_script(SCRIPT)


@pytest.mark.parametrize(("kind", "count"), [("settings", 200), ("words", 30)])
def test_random_input_is_accepted_or_refused_in_one_line(fuzz, kind, count, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    told, wrong = fuzz.campaign(kind, count)
    assert wrong == {}
    assert told["refused"] > count / 2
    assert told["accepted"] > 0


def test_a_verdict_can_be_wrong(fuzz):
    assert "Traceback" in fuzz._verdict(["a"], 1, "Traceback (most recent call last):\nKeyError: 'a'\n")
    assert "exit 2" in fuzz._verdict(["a"], 2, "giants: a\ngiants: b\n")
    assert fuzz._verdict(["a"], 2, "giants: a: unknown key\n") == "refused"
