"""What the house tests look at: the project's own files and their syntax trees."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IGNORED = {".git", ".venv", "runs", "dist", "build", "outputs", "multirun"}


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def project_files():
    """Files that git tracks, or all files of an unpacked source archive."""
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        files = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        parts = ((path, path.relative_to(ROOT).parts) for path in ROOT.rglob("*"))
        files = [p for p, names in parts if not any(n in IGNORED or n.startswith(".") for n in names)]
    return [path for path in files if path.is_file()]


@pytest.fixture(scope="session")
def sources():
    """Syntax tree of each module of the package, by its path below src/giants."""
    package = ROOT / "src" / "giants"
    return {
        path.relative_to(package).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(package.rglob("*.py"))
    }
