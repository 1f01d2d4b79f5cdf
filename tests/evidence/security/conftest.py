"""One setting and one set of default parameters for all tests of the block."""

import pytest

from giants.evidence.security.defaults import default_parameters, default_setting


@pytest.fixture(scope="session")
def parameters():
    return default_parameters()


@pytest.fixture(scope="session")
def setting(parameters):
    return default_setting(parameters)
