"""One run as text stays what it was; a change that moves it is read, explained and regenerated."""

import importlib.util
from pathlib import Path


def test_the_playthrough_reads_as_it_did():
    path = Path(__file__).with_name("regenerate_playthrough.py")
    spec = importlib.util.spec_from_file_location("playthrough", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    # identities first: a golden must not freeze a run that does not add up (see test_model.py)
    expected = script.GOLDEN.read_text(encoding="utf-8").splitlines()
    for number, (now, was) in enumerate(zip(script.lines(), expected, strict=True), start=1):
        assert now == was, f"line {number} of {script.GOLDEN.name}; if meant, run python {path.name}"
