"""Strategies are told apart in grey and by colour-blind readers, by computing what these see."""

from itertools import combinations

import numpy as np
import pytest

from giants.analysis import style

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
    for colour in style.STRATEGY.values():
        y = float(TO_XYZ[1] @ linear(colour))
        assert 1.05 / (y + 0.05) >= 2.9  # 3:1 is what guidelines ask of graphics


def test_each_strategy_has_a_mark_and_a_dash_of_its_own_and_keeps_them():
    names = list(style.STRATEGY)
    looks = style.looks(names)
    assert len({look.mark for look in looks.values()}) == len(names)
    assert len({str(look.dash) for look in looks.values()}) == len(names)
    assert style.looks(["iron_fist"])["iron_fist"] == looks["iron_fist"]
