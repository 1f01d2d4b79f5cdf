"""Sweeps of trivial runs, and a module of tasks that worker processes can import too."""

import sys
from pathlib import Path

import pytest

SUPPORT = Path(__file__).parent / "support"
if str(SUPPORT) not in sys.path:
    sys.path.insert(0, str(SUPPORT))


@pytest.fixture
def support():
    return SUPPORT


@pytest.fixture
def sweep_in(tmp_path):
    """Compute a sweep of trivial runs in a folder and return (result, table as bytes, table)."""
    import sweep_tasks as tasks

    def compute(name, definition=None, task=tasks.plain, engine=None, **options):
        return tasks.carry_out(tmp_path / name, definition or tasks.definition(), task, engine, **options)

    return compute
