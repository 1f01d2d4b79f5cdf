"""The gallery of the README is drawn by one script from one sweep."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def gallery():
    spec = importlib.util.spec_from_file_location("gallery", ROOT / "examples" / "gallery.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_six_figures_and_a_page_are_drawn(sweep, tmp_path):
    module = gallery()
    assert module.main([str(sweep), "--out", str(tmp_path), "--small"]) == 0
    page = (tmp_path / "README.md").read_text(encoding="utf-8")
    figures = sorted(tmp_path.glob("*.png"))
    assert len(figures) == 6
    assert all(figure.name in page for figure in figures)


def test_the_front_page_shows_each_figure_of_the_gallery():
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in gallery().FIGURES:
        assert f"(docs/gallery/{name}.png)" in page
        assert (ROOT / "docs" / "gallery" / f"{name}.png").is_file()


def test_a_mistake_ends_in_one_line(tmp_path, capsys):
    assert gallery().main([str(tmp_path / "nowhere")]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_the_script_that_reproduces_names_files_that_exist():
    text = (ROOT / "reproduce.sh").read_text(encoding="utf-8")
    named = [word for word in text.split() if word.endswith(".py")]
    assert named
    assert all((ROOT / word).is_file() for word in named)


def test_no_figure_of_the_pages_is_narrower_than_a_printed_page():
    """1,500 pixels: 7.5 inches at 200 dots."""
    for file in (ROOT / "docs").rglob("*.png"):
        width = int.from_bytes(file.read_bytes()[16:20], "big")
        assert width >= 1500, file.name
