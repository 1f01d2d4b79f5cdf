"""What partners and China want from Mexico follows what they gain, and differs among them."""

import dataclasses

import numpy as np
import pytest

from giants.config import choice
from giants.symbols import CHN, ECONOMIES, PARTNER_ROWS, USA

BRAZIL = int(PARTNER_ROWS[0])
PARTNERS_RULES = ("pragmatic", "integrationist", "fragmented")


def seen(view, **known):
    calm = {"economy": BRAZIL, "leaning": 0.0, "bridge": 1.0, "own_trust": 0.5}
    calm |= {"tariff_faced": np.zeros(len(ECONOMIES)), "export_share": np.full(len(ECONOMIES), 0.1)}
    return view(np.random.default_rng(1), **(calm | known))


def at(row, value, rest=0.0):
    column = np.full(len(ECONOMIES), rest)
    column[row] = value
    return column


def openness(view, name, **known):
    return choice("latam", name).decide(seen(view, **known)).latam_openness


@pytest.mark.parametrize("name", PARTNERS_RULES)
def test_a_partner_is_readier_under_a_government_that_leans_to_the_region(view, name):
    assert openness(view, name, leaning=-1.0) < openness(view, name) < openness(view, name, leaning=1.0)


@pytest.mark.parametrize("name", PARTNERS_RULES)
def test_a_partner_is_readier_under_us_tariffs_and_less_so_the_more_china_buys(view, name):
    pressed = openness(view, name, tariff_faced=at(USA, 0.3))
    sells_to_china = openness(view, name, export_share=at(CHN, 0.6, rest=0.05))
    assert sells_to_china < openness(view, name) < pressed


@pytest.mark.parametrize("name", PARTNERS_RULES)
def test_a_partner_is_readier_the_more_of_its_value_passes_through_mexico(view, name):
    assert openness(view, name, bridge=0.5) < openness(view, name) < openness(view, name, bridge=1.5)


def test_integrationists_alone_open_with_their_own_trust(view):
    gains = {name: openness(view, name, own_trust=0.9) - openness(view, name, own_trust=0.1) for name in PARTNERS_RULES}
    assert gains["integrationist"] > 0.1
    assert gains["pragmatic"] == gains["fragmented"] == 0.0


@pytest.mark.parametrize("name", ["patient_investor", "assertive", "inward"])
def test_china_pushes_and_offers_by_what_passes_through_mexico_and_not_by_the_calendar(view, name):
    rule = choice("china", name)
    less, usual, more = (rule.decide(seen(view, bridge=b)) for b in (0.7, 1.0, 1.4))
    for what in ("china_push", "china_inducement"):
        assert getattr(less, what) < getattr(usual, what) < getattr(more, what)
    assert rule.decide(seen(view, year=2036.0, month=119)) == usual


def test_without_interests_a_pragmatic_partner_is_constant(view):
    plain = dataclasses.replace(choice("latam", "pragmatic"), leaning=0.0, turn=0.0, lure=0.0, bridge=0.0)
    for known in ({"leaning": 1.0}, {"bridge": 2.0}, {"tariff_faced": at(USA, 0.5)}):
        assert plain.decide(seen(view, **known)).latam_openness == plain.openness
