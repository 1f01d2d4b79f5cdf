"""Would the tests notice a wrong equation?  One small change at a time, each against the tests of its block.

    python benchmarks/mutants.py --list                what would be changed
    python benchmarks/mutants.py                       all of it (hours); prints what survived
    python benchmarks/mutants.py --blocks trade --each 5
    python benchmarks/mutants.py --only bargaining:3 --only bargaining:7    single ones, as numbered by --list

Changed are operators, signs and constants of the functions that docs/equations.md names, drawn by a fixed seed, as many
from each block.  The tests run in a copy of the tree, those that name the function first, then the shortest files, and
stop at the first failure.  Nothing in the tree itself is touched.
"""

import argparse
import ast
import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PRELOADED = ("numpy", "scipy.stats", "scipy.optimize", "pandas", "mesa", "pyarrow", "pydantic", "hypothesis", "pytest")
OPERATORS = {ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*"), ast.Pow: ("**", "*")}
ORDERS = {ast.Lt: ("<", ">"), ast.Gt: (">", "<"), ast.LtE: ("<=", ">"), ast.GtE: (">=", "<")}
TINY = 1e-9
"""Constants below only keep a division or a logarithm defined."""
ENDS = {"maximum": "minimum", "minimum": "maximum", "max": "min", "min": "max"}


@dataclass(frozen=True)
class Change:
    """Bytes `start` to `end` of line `line` of a file become `new`."""

    path: str
    function: str
    line: int
    start: int
    end: int
    new: str

    def applied(self, source: bytes) -> bytes:
        """Return `source` with the change made."""
        lines = source.splitlines(keepends=True)
        text = lines[self.line - 1]
        lines[self.line - 1] = text[: self.start] + self.new.encode() + text[self.end :]
        return b"".join(lines)

    def __str__(self) -> str:
        old = (ROOT / self.path).read_bytes().splitlines()[self.line - 1]
        new = self.applied((ROOT / self.path).read_bytes()).splitlines()[self.line - 1]
        return f"{self.path}:{self.line}: {old.decode().strip()}  ->  {new.decode().strip()}"


def named() -> Iterator[tuple[str, str, ast.AST]]:
    """Yield (block, path, function or class) of everything that docs/equations.md names."""
    page = (ROOT / "docs" / "equations.md").read_text(encoding="utf-8")
    for dotted in re.findall(r"^### `giants\.([\w.]+)`", page, flags=re.MULTILINE):
        *module, name = dotted.split(".")
        path = Path("src/giants", *module).with_suffix(".py")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
                yield module[0], path.as_posix(), node


def changes(path: str, function: ast.AST) -> list[Change]:
    """Return every change that can be made to a function; positions and axes are left alone, they would only crash."""
    source = (ROOT / path).read_bytes().splitlines()
    apart = {id(inner) for node in ast.walk(function) for kept in _kept(node) for inner in ast.walk(kept)}
    found = []
    for node in ast.walk(function):
        for line, start, end, new in () if id(node) in apart else _of_node(node, source):
            found.append(Change(path, function.name, line, start, end, new))  # type: ignore[attr-defined]
    return sorted(found, key=lambda change: (change.line, change.start))


def _kept(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.Subscript):
        return [node.slice]
    if isinstance(node, ast.keyword) and node.arg in ("axis", "keepdims", "dtype"):
        return [node.value]
    if isinstance(node, ast.FunctionDef):
        return [*node.decorator_list, node.args, *([node.returns] if node.returns else [])]
    if isinstance(node, ast.AnnAssign):
        return [node.annotation]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("sum", "reshape"):
        return list(node.args)
    return []


def _of_node(node: ast.AST, source: list[bytes]) -> Iterator[tuple[int, int, int, str]]:
    """Yield (line, start, end, new text) of the changes of one node of the syntax tree."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        yield from _swap(node.left, node.right, *OPERATORS[type(node.op)], source)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in ORDERS:
        yield from _swap(node.left, node.comparators[0], *ORDERS[type(node.ops[0])], source)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.lineno, node.col_offset, node.col_offset + 1, "+"
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float) and not 0 < node.value < TINY:
        new = node.value + 1 if isinstance(node.value, int) else node.value * 1.5 or 1.0
        yield node.lineno, node.col_offset, node.end_col_offset or 0, repr(new)
    elif isinstance(node, ast.Attribute) and node.attr in ENDS and node.end_col_offset:
        yield node.lineno, node.end_col_offset - len(node.attr), node.end_col_offset, ENDS[node.attr]
    elif isinstance(node, ast.Name) and node.id in ENDS:
        yield node.lineno, node.col_offset, node.end_col_offset or 0, ENDS[node.id]


def _swap(
    left: ast.expr, right: ast.expr, old: str, new: str, source: list[bytes]
) -> Iterator[tuple[int, int, int, str]]:
    """Yield the change of the operator between two operands that stand on one line."""
    if left.end_lineno != right.lineno or left.end_col_offset is None:
        return
    between = source[right.lineno - 1][left.end_col_offset : right.col_offset]
    at = between.find(old.encode())
    if at >= 0:
        start = left.end_col_offset + at
        yield right.lineno, start, start + len(old), new


def drawn(each: int, seed: int) -> dict[str, list[Change]]:
    """Return `each` changes of every block: one of each function in a drawn order, then a second one, and so on."""
    by_block: dict[str, list[list[Change]]] = {}
    for block, path, function in named():
        by_block.setdefault(block, []).append(changes(path, function))
    chosen = {}
    for block, functions in sorted(by_block.items()):
        luck = random.Random(f"{seed} {block}")
        luck.shuffle(functions)
        queues = [luck.sample(several, len(several)) for several in functions]
        rounds = [queue[i] for i in range(max(map(len, queues))) for queue in queues if i < len(queue)]
        chosen[block] = rounds[:each]
    return chosen


def files_of(block: str, change: Change | None = None) -> list[str]:
    """Return the test files of a block: those that name the changed function or its module, then the shortest."""
    files = sorted((ROOT / "tests" / block).rglob("test_*.py"), key=lambda file: file.stat().st_size)
    if change:
        words = re.compile(rf"\b({change.function}|{Path(change.path).stem})\b")
        files.sort(key=lambda file: not words.search(file.read_text(encoding="utf-8")))
    return [file.relative_to(ROOT).as_posix() for file in files]


def tried(copy: Path, files: list[str], seconds: float) -> tuple[str, str]:
    """Run tests in the copy and return how they ended (passed, failed, timeout) with the test that failed.

    A child that has the libraries loaded runs them, so that a change costs no second start of Python.
    """
    with tempfile.TemporaryFile("w+") as log:
        child = os.fork()
        if child == 0:
            _run(copy, files, log.fileno())
        until = time.monotonic() + seconds
        while (ended := os.waitpid(child, os.WNOHANG))[0] == 0:
            if time.monotonic() > until:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return "timeout", ""
            time.sleep(0.05)
        log.seek(0)
        first = re.search(r"^(?:FAILED|ERROR) (\S+)", log.read(), flags=re.MULTILINE)
    return ("passed" if ended[1] == 0 else "failed"), first[1] if first else ""


def _run(copy: Path, files: list[str], log: int) -> None:
    import pytest

    os.setsid()
    os.chdir(copy)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.environ |= {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    sys.path.insert(0, str(copy / "src"))
    sys.dont_write_bytecode = True
    status = 3
    try:
        status = int(pytest.main([*files, "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--tb=no"]))
    finally:
        sys.stdout.flush()
        os._exit(status)


def main() -> None:
    """Draw, try, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--blocks", nargs="*", help="by default all that docs/equations.md names")
    parser.add_argument("--each", type=int, default=12, help="changes of every block")
    parser.add_argument("--seed", type=int, default=20261128)
    parser.add_argument("--only", action="append", help="BLOCK:NUMBER of the list")
    parser.add_argument("--timeout", type=float, default=900.0, help="seconds for the tests of one change")
    parser.add_argument("--list", action="store_true", help="only print the changes")
    asked = parser.parse_args()
    chosen = drawn(asked.each, asked.seed)
    wanted = {block: list(enumerate(several)) for block, several in chosen.items() if block in (asked.blocks or chosen)}
    if asked.only:
        wanted = {b: [(i, c) for i, c in several if f"{b}:{i}" in asked.only] for b, several in wanted.items()}
    if asked.list:
        for block, several in wanted.items():
            print("\n".join(f"{block}:{i} {change}" for i, change in several))
        return
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a process of several threads cannot fork
    for name in PRELOADED:
        __import__(name)
    with tempfile.TemporaryDirectory() as folder:
        report({block: several for block, several in wanted.items() if several}, _copied(Path(folder)), asked.timeout)


def _copied(folder: Path) -> Path:
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    return folder


def report(wanted: dict[str, list[tuple[int, Change]]], copy: Path, seconds: float) -> None:
    """Try every change, print each as it ends, and the count by block at the end."""
    counts: dict[str, Counter[str]] = {}
    survivors = []
    for block, several in wanted.items():
        ended, first = tried(copy, files_of(block), seconds)
        if ended != "passed":
            sys.exit(f"{block}: its tests must pass before anything is changed; they end with {ended} {first}")
        counts[block] = Counter()
        for i, change in several:
            file = copy / change.path
            file.write_bytes(change.applied(file.read_bytes()))
            ended, first = tried(copy, files_of(block, change), seconds)
            file.write_bytes((ROOT / change.path).read_bytes())
            counts[block]["survived" if ended == "passed" else "killed"] += 1
            survivors += [f"{block}:{i} {change}"] if ended == "passed" else []
            print(
                f"{'SURVIVED' if ended == 'passed' else 'killed':<9}{block}:{i} {change}  {first or ended}", flush=True
            )
    print(f"\n{'block':<14}{'killed':>8}{'of':>6}")
    for block, count in counts.items():
        print(f"{block:<14}{count['killed']:>8}{count.total():>6}")
    whole = sum(counts.values(), Counter())
    print(f"{'all':<14}{whole['killed']:>8}{whole.total():>6}   {100 * whole['killed'] / max(whole.total(), 1):.0f}%")
    print("\n".join(["", "survived:", *survivors]) if survivors else "")


if __name__ == "__main__":
    main()
