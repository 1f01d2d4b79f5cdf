"""Strategies are told apart in grey and by colour-blind readers, by computing what these see."""

import warnings
from itertools import combinations, pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from giants.analysis import command, distributions, style, words
from giants.analysis.compare import strips
from giants.analysis.compare.numbers import paired
from giants.analysis.ensemble import load
from giants.analysis.questions import QUESTIONS
from giants.analysis.result import Result, save
from giants.analysis.states.numbers import _spaced
from giants.errors import InputError

BLIND = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""Full deficiency in linear RGB; source: Machado, Oliveira and Fernandes (2009), table of severity 1.0."""
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def linear(colour):
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(light):
    x = TO_XYZ @ np.clip(light, 0, 1) / WHITE
    f = np.where(x > 0.008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


PALETTES = {"strategies": style.STRATEGY, "pillars": style.PILLAR}


@pytest.mark.parametrize("palette", PALETTES)
def test_in_grey_no_two_colours_have_the_same_lightness(palette):
    steps = np.diff(sorted(lab(linear(c))[0] for c in PALETTES[palette].values()))
    assert steps.min() >= 5  # twice what is just seen side by side; marks and dashes tell them apart too


@pytest.mark.parametrize("kind", BLIND)
@pytest.mark.parametrize("palette", PALETTES)
def test_the_colour_blind_see_every_two_colours_apart(palette, kind):
    seen = {n: lab(np.array(BLIND[kind]) @ linear(c)) for n, c in PALETTES[palette].items()}
    near = {pair: np.linalg.norm(seen[pair[0]] - seen[pair[1]]) for pair in combinations(seen, 2)}
    assert min(near.values()) >= 8, min(near, key=near.get)


def test_every_colour_of_a_strategy_stands_out_from_paper():
    """At least 3 to 1 (WCAG 2.2, 1.4.11)."""
    assert min(map(style.contrast, style.STRATEGY.values())) >= 3


@pytest.mark.parametrize("colour", [*style.STRATEGY.values(), *style.SERIES, style.FAINT, style.INK])
def test_text_in_any_colour_of_a_figure_can_be_read_on_paper(colour):
    """At least 4.5 to 1; a colour that is dark enough stays."""
    made = style.legible(colour)
    assert style.contrast(made) >= style.READ
    assert made == colour.lower() or style.contrast(colour) < style.READ


@pytest.mark.parametrize("colours", ["cividis_r", "RdBu_r", "Greys"])
def test_text_in_a_cell_can_be_read_on_whatever_its_colour_is(colours):
    for share in np.linspace(0, 1, 50):
        face = mpl.colormaps[colours](share)[:3]
        assert style.contrast(style.ink_on(face), face) >= style.READ


@pytest.mark.parametrize("name", ["futures", "autonomy", "compare", "trade_offs", "exposure", "bargaining", "pathways"])
def test_every_text_of_a_figure_stands_out_from_what_it_stands_on(sweep, name):
    """Panels are white but for images, whose cells are looked at above, and pale fields."""
    made = next(q for q in QUESTIONS if q.name == name).module().result(load(sweep))
    for key, draw in made.figures.items():
        figure = draw(7.5)
        coloured = {id(t) for axes in figure.axes if axes.images for t in axes.texts}
        for text in figure.findobj(mpl.text.Text):
            if text.get_text().strip() and id(text) not in coloured and text.get_color() != "white":
                assert style.contrast(text.get_color()) >= style.READ, (key, text.get_text(), text.get_color())


def test_each_strategy_has_a_mark_and_a_dash_of_its_own_and_keeps_them():
    names = list(style.STRATEGY)
    looks = style.looks(names)
    assert len({look.mark for look in looks.values()}) == len(names)
    assert len({str(look.dash) for look in looks.values()}) == len(names)
    assert style.looks(["iron_fist"])["iron_fist"] == looks["iron_fist"]


def test_the_key_of_a_figure_covers_neither_its_caption_nor_its_panels():
    figure, axes = style.canvas(7.5, 3.0)
    axes[0, 0].plot([0, 1], [0, 1])
    style.marked(figure, style.looks(list(style.STRATEGY)))
    style.finish(figure, "a title", "a caption " * 30)
    figure.draw_without_rendering()
    key = figure.legends[0].get_window_extent()
    assert not key.overlaps(figure._supxlabel.get_window_extent())
    assert not key.overlaps(axes[0, 0].get_window_extent())


@pytest.mark.parametrize(("kind", "head"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_a_figure_is_written_in_the_format_that_is_asked_for_and_a_page_wide(tmp_path, kind, head):
    drawn = Result("one", "", (), {}, {"": lambda width: style.canvas(width, 1.0)[0]})
    (file,) = save(drawn, tmp_path, formats=(kind,))
    content = file.read_bytes()
    assert content.startswith(head)
    if kind == "png":
        assert int.from_bytes(content[16:20], "big") >= 1500


def test_a_format_that_is_not_written_is_refused_with_the_nearest():
    with pytest.raises(InputError, match=r"no format 'pgn' of figures; did you mean 'png'"):
        command.formats("pgn")


def test_numbers_of_a_label_are_put_in_order_and_names_left_in_theirs():
    assert distributions._ordered(pd.Series(["10", "0.76", "2"])) == ["0.76", "2", "10"]
    assert distributions._ordered(pd.Series(["5 to 9", "1 to 5"])) == ["1 to 5", "5 to 9"]
    assert distributions._ordered(pd.Series(["b", "a", "b"])) == ["b", "a"]


@pytest.mark.parametrize(("records", "gap"), [(1, {0}), (5, {1, 2}), (10, {3}), (8, {1, 7})])
def test_maps_lie_equally_many_records_apart(records, gap):
    places = _spaced(records, 4)
    assert places[-1] == records - 1
    assert set(np.diff(places)) <= gap


def test_better_is_less_of_what_is_bad(made):
    frame = {"strategy": ["a", "b"] * 3, "seed": [0, 0, 1, 1, 2, 2], "homicide_rate": [20.0, 18] * 3}
    got = paired(made(frame), ["homicide_rate"], "a")
    assert got["difference"].iloc[0] == -2
    assert got["better"].iloc[0] == 1


@pytest.mark.parametrize("ends", [(-0.00062, 0.00027), (-0.0097, 0.0012), (0.00083, 0.00561), (-12_500.0, 31_000.0)])
@pytest.mark.parametrize("width", [3.5, 7.5])
def test_numbers_of_strips_do_not_run_into_each_other_and_strips_keep_their_room(ends, width):
    measures = ("index", "structural", "agency", "relations", "sovereignty", "disposable_mex", "homicide_rate")
    rows = [("defiance", m, sum(ends) / 2, *ends) for m in measures]
    table = pd.DataFrame(rows, columns=["strategy", "measure", "difference", "low", "high"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = strips.draw(table, "strategy", words.words, width, "difference from status quo", "a note " * 60)
        figure.draw_without_rendering()
    assert figure.get_suptitle() == "Difference from status quo"
    for axes in figure.axes[: len(measures)]:
        assert axes.get_window_extent().height > 0.2 * figure.dpi
        low, high = axes.get_xlim()
        shown = [t for t in axes.get_xticklabels() if low <= t.get_position()[0] <= high]
        boxes = sorted((t.get_window_extent() for t in shown), key=lambda box: box.x0)
        assert len(boxes) > 1
        assert all(one.x1 < other.x0 for one, other in pairwise(boxes))


def test_printed_tables_hold_no_negative_zero(capsys):
    table = pd.DataFrame({"who": ["a", "b"], "low": [-0.00001, -0.5], "n": [0, 2]})
    command.show(Result("compare", "What?", (), {"": table}))
    printed = capsys.readouterr().out
    assert "-0.5" in printed
    assert "-0.0" not in printed
