"""The notebooks of the documentation run from top to bottom, and show what they are stored with."""

import json
import os
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "docs" / "notebooks").glob("*.ipynb"))


def cells(path, kind="code"):
    tree = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in tree["cells"] if cell["cell_type"] == kind]


def test_there_are_three_and_each_shows_a_figure():
    assert len(NOTEBOOKS) == 3
    for path in NOTEBOOKS:
        outputs = [output for cell in cells(path) for output in cell["outputs"]]
        assert any("image/png" in output.get("data", {}) for output in outputs), path.name
        assert not any(output["output_type"] == "error" for output in outputs), path.name
        assert path.stat().st_size < 200_000, path.name


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_as_many_things_as_it_is_stored_with(path, tmp_path, monkeypatch):
    nbformat = pytest.importorskip("nbformat")
    client = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    monkeypatch.setitem(os.environ, "OMP_NUM_THREADS", "1")
    notebook = nbformat.read(path, as_version=4)
    client.NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [[o for o in cell.outputs if o.output_type != "stream" or o.name == "stdout"] for cell in notebook.cells
             if cell.cell_type == "code"]  # fmt: skip
    assert list(map(len, shown)) == [len(cell["outputs"]) for cell in cells(path)]
