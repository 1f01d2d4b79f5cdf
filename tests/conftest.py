"""What tests of all folders share."""

import importlib.util

import pytest


@pytest.fixture(scope="session")
def load_script():
    """Import a Python file that is no module of the package, by its path."""

    def load(path):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load
