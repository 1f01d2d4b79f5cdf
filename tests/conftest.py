"""What tests of all folders share."""

import copy
import importlib.util
import os

import hypothesis
import pytest
from threadpoolctl import threadpool_limits

for name in ("GIANTS_CONF", "GIANTS_DATA"):  # the shell's own tree and tables
    os.environ.pop(name, None)

from giants import compose  # noqa: E402


def composing_once(composed):
    """Let each process compose the same words from the bundled files once; a third of all tests would do it again.

    What a folder of one's own adds, and choices of planks, of which something may be said, are composed each time.
    """
    kept = {}

    def composed_once(loader, words, config="config"):
        if compose.user_conf() or any("/" in word for word in words):
            return composed(loader, words, config)
        asked = (compose.conf_dir(), config, *words)
        if asked not in kept:
            kept[asked] = composed(loader, words, config)
        return copy.deepcopy(kept[asked])

    return composed_once


compose.composed = composing_once(compose.composed)  # before any module has it under its own name


@pytest.fixture(scope="session", autouse=True)
def _one_thread():
    """Give the linear algebra of tests one thread, as all commands do: bits are compared where no command stands."""
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="session")
def load_script():
    """Import a Python file that is no module of the package, by its path."""

    def load(path):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


hypothesis.settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("untimed")
