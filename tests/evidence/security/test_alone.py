"""The block alone meets the luck, and the exchange rate, of the model."""

from dataclasses import fields, replace

import numpy as np
import pytest

from giants.blocks import Blocks
from giants.config import default_settings
from giants.evidence.security.alone import simulate
from giants.load import initial
from giants.security.inputs import security_inputs


@pytest.fixture(scope="module")
def settings():
    return default_settings(["seed=7"])


@pytest.mark.parametrize("month", [0, 1, 13])
def test_the_block_alone_steps_a_world_as_the_model_does(settings, month):
    blocks, world = Blocks(settings), initial(settings)
    world.calendar.update(replace(world.calendar, month=month))
    in_model = blocks.security(world)
    calibration, now = blocks.security_calibration, security_inputs(world, settings.security.inputs)
    alone = simulate(calibration, 1, seed=7, change=lambda *_: now, start=world, first=month).world.security
    for field in fields(in_model):
        np.testing.assert_array_equal(getattr(alone, field.name), getattr(in_model, field.name), err_msg=field.name)


def test_luck_moves_with_the_seed_and_the_month(settings):
    world, calibration = initial(settings), Blocks(settings).security_calibration
    counts = [
        simulate(calibration, 1, seed=seed, start=world, first=first).homicides.tobytes()
        for seed, first in ((7, 0), (7, 1), (8, 0))
    ]
    assert len(set(counts)) == 3


def test_wages_of_the_tables_are_at_the_exchange_rate_of_the_society_block(settings):
    dear = replace(settings.society.labour, pesos_per_dollar=2 * settings.society.labour.pesos_per_dollar)
    halved = Blocks(replace(settings, society=replace(settings.society, labour=dear)))
    usual = Blocks(settings)
    np.testing.assert_allclose(2 * halved.security_calibration.wage, usual.security_calibration.wage)
    np.testing.assert_allclose(2 * halved.society_calibration.wage, usual.society_calibration.wage)


def test_the_setting_of_the_block_alone_is_at_the_exchange_rate_of_the_default_run(settings, calibration):
    assert calibration.pesos_per_dollar == settings.society.labour.pesos_per_dollar
