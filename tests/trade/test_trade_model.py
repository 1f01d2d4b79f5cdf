"""The month knows a model of trade by its protocol alone, and conf/trade chooses it."""

from collections import OrderedDict
from typing import get_args, get_type_hints

import pytest

from giants import blocks, load
from giants.compose import offered
from giants.config import default_settings
from giants.errors import InputError
from giants.model import Giants
from giants.trade.model import MODELS, TradeModel, build
from giants.trade.parameters import TradeParameters

ASKED = [name for name in vars(TradeModel) if not name.startswith("_")]


class Opaque:
    """A model of which only what the protocol names can be reached."""

    def __init__(self, model):
        def reach(name):
            assert name in ASKED, f"{name} is no part of TradeModel"
            return getattr(model, name)

        self._reach = reach

    def __getattr__(self, name):
        return self._reach(name)

    def refresh_jacobians(self, w):
        return Opaque(self._reach("refresh_jacobians")(w))


def months(settings):
    model = Giants(settings)
    for _ in range(3):
        model.step()
    return {name: values.tobytes() for name, values in model.world.arrays().items()}


def test_the_past_and_the_month_need_nothing_but_the_protocol(monkeypatch):
    settings = default_settings(["start=2023-09", "months=3"])
    usual = months(settings)
    monkeypatch.setattr(load, "_spun_up", OrderedDict())
    monkeypatch.setattr(blocks, "_trade_model", lambda *asked: Opaque(build(*asked)))
    assert months(settings) == usual


def test_each_model_has_a_choice_of_its_name_and_each_choice_a_model():
    assert set(get_args(get_type_hints(TradeParameters)["model"])) == set(MODELS) <= set(offered("trade"))
    assert {default_settings([f"trade={name}"]).trade.model for name in offered("trade")} == set(MODELS)


def test_the_older_name_of_the_choice_still_means_the_same():
    assert default_settings(["trade=default", "trade.theta_short=1"]) == default_settings(["trade.theta_short=1"])


@pytest.mark.parametrize("word", ["trade=caliendo", "trade.model=caliendo"])
def test_a_model_that_is_not_there_is_refused_by_name(word):
    with pytest.raises(InputError, match=r"^trade.*caliendo_parro"):
        default_settings([word])
