"""One calibration and one set of default parameters for all tests of the block."""

import pytest

from giants.evidence.security.defaults import default_calibration, default_parameters


@pytest.fixture(scope="session")
def parameters():
    return default_parameters()


@pytest.fixture(scope="session")
def calibration(parameters):
    return default_calibration(parameters)
