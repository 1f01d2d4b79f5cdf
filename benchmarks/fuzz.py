"""Random wrong input, by seed: every answer is settings, a run, or one line that says what is wrong.

    python benchmarks/fuzz.py settings 20000      # trees of settings from Python
    python benchmarks/fuzz.py words 1000          # overrides through the command, in this process, runs left out
    python benchmarks/fuzz.py processes 500       # overrides through the command, each in a process of its own

Each prints how many were accepted and refused, and every case that was neither, with its seed; a seed repeats a case:
`python benchmarks/fuzz.py words 1 --seed 17`.  Exit status 1 if any was neither.
"""

import argparse
import contextlib
import copy
import io
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

import numpy as np

VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 10**30, 0.5, -0.5, 1e12, 1e-12, -1e12, 1e308, float("nan"), float("inf"),
    float("-inf"), "", " ", "null", "nan", "x", "status_quo", "../../x", "x" * 300, "\u00e9\u4e2d",
    "a\nb", [], [1, 2], ["a"],
    [[]], {}, {"a": 1}, {"rule": "defy"}, {"rule": ["defy"]}, {"rule": {}}, {1: 2}, (1, 2), [None], [float("nan")],
    np.int64(3), np.float64("nan"), np.zeros(2), object(), b"bytes", 1j, {1, 2}, date(2026, 8, 1),
    ValueError, lambda: 0,
)  # fmt: skip
TEXTS = (
    "null", "1", "-1", "0", "nan", "inf", "-inf", "1e12", "1e-12", "1e400", "true", "", "x",
    "x" * 300, "[]", "[1,2]", "[a]", "{}",
    "{a:1}", "{rule:defy}", "'quoted'", '"open', "[open", "{open", "${seed}", "${nope}",
    "${oc.env:HOME}", "???", "a b",
    "1,2", "a,b", "glob(*)", "glob(zz*)", "range(0,2)", "range(0,0)", "choice(1,2)",
    "interval(0,1)", "sort(3,1)", "../x",
    "status_quo", "defiance", "defy", "accommodate", "transactional", "\u00e9", "\\", "a=b", "=",
    "2026-13", "2027-01", "[pkg://os]",
)  # fmt: skip
HYDRA = (
    "hydra", "hydra.run", "hydra.run.dir", "hydra.sweep.dir", "hydra.searchpath", "hydra.mode", "hydra.callbacks",
    "hydra/launcher", "hydra.job.chdir", "hydra.output_subdir",
)  # fmt: skip
OTHER = ("experiment", "", "a b", "x" * 300, "[1", "months")
OPTIONS = ((), (), (), (), ("--cfg", "job"), ("-m",), ("--cfg", "job", "-p", "mexico"), ("--cfg", "no"), ("--resolve",))


@cache
def default_tree() -> dict[str, Any]:
    """Return the composed default configuration."""
    from giants.compose import compose

    return compose()


@cache
def groups() -> tuple[str, ...]:
    """Return every group of choices."""
    from giants.compose import conf_dir

    root = conf_dir()
    return tuple(sorted({str(p.parent.relative_to(root)) for p in root.glob("*/**/*.yaml")}))


@cache
def paths() -> tuple[str, ...]:
    """Return the dotted path of every setting and of every part that holds some."""
    return tuple(path for path, _ in _walk(default_tree(), ""))


def _walk(tree: Any, path: str) -> Iterator[tuple[str, Any]]:
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        here = f"{path}.{key}".lstrip(".")
        yield here, value
        yield from _walk(value, here)


def random_tree(seed: int) -> Any:
    """Return the default configuration with one to three random parts set wrong, left out or added."""
    rng = np.random.default_rng(seed)
    tree = copy.deepcopy(default_tree())
    for _ in range(rng.integers(1, 4)):
        *above, last = paths()[rng.integers(len(paths()))].split(".")
        at: Any = tree
        for key in above:
            at = _part(at, key)
        value = VALUES[rng.integers(len(VALUES))]
        if isinstance(at, dict):
            what = rng.integers(6)
            if what == 0:
                at.pop(last, None)
            else:
                at[f"{last}x" if what == 1 else last] = value
        elif isinstance(at, list) and _part(at, last) is not None:
            at[int(last)] = value
    return tree


def _part(at: Any, key: str) -> Any:
    """Return a part of a tree in which other parts may have been set wrong; None if it is gone."""
    if isinstance(at, list):
        return at[int(key)] if key.isdigit() and int(key) < len(at) else None
    return at.get(key) if isinstance(at, dict) else None


def random_words(seed: int) -> list[str]:
    """Return one to three random overrides and perhaps an option, in any order."""
    rng = np.random.default_rng(seed)
    words: list[tuple[str, ...]] = [OPTIONS[rng.integers(len(OPTIONS))]]
    for _ in range(rng.integers(1, 4)):
        pool = (paths(), groups(), HYDRA, OTHER)[rng.choice(4, p=[0.5, 0.3, 0.1, 0.1])]
        key, text = pool[rng.integers(len(pool))], TEXTS[rng.integers(len(TEXTS))]
        if pool is groups() and rng.random() < 0.5:
            text = _member(key, rng)
        sign = ("", "", "", "", "+", "++", "~")[rng.integers(7)]
        word = f"{sign}{key}={text}"
        words.append(((word, word, word, f"{sign}{key}", text)[rng.integers(5)],))
    return [word for i in rng.permutation(len(words)) for word in words[i]]


def _member(group: str, rng: np.random.Generator) -> str:
    from giants.compose import offered

    names = offered(group)
    return names[rng.integers(len(names))]


def of_settings(seed: int) -> str:
    """Read one random tree; return 'accepted', 'refused' or what went wrong."""
    from giants.config import settings
    from giants.errors import InputError

    try:
        settings(random_tree(seed))
    except InputError as error:
        return "refused" if _is_line(str(error)) else f"not one line: {str(error)[:300]!r}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "accepted"


def of_words(seed: int) -> str:
    """Give the command one random line in this process, runs left out; likewise."""
    from unittest import mock

    from giants.__main__ import main

    words, out, err = random_words(seed), io.StringIO(), io.StringIO()
    end: Any = "no exit"
    with (
        mock.patch("giants.run.run_and_write"),
        mock.patch.object(sys, "argv", ["giants", *words]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as leave:
            end = leave.code
        except Exception as error:
            return f"{words}: {type(error).__name__}: {error}"
    return _verdict(words, end, err.getvalue())


def of_processes(seed: int) -> str:
    """Give the command one random line in a process and a folder of its own; one month is run; likewise."""
    words = random_words(seed)
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, "-m", "giants", "months=1", *words]
        done = subprocess.run(line, cwd=folder, capture_output=True, text=True, timeout=900, check=False)
    return _verdict(words, done.returncode, done.stderr)


def _verdict(words: list[str], end: Any, said: str) -> str:
    lines = [line for line in said.splitlines() if not line.startswith("giants: note: ")]
    several = "-m" in words  # each job says its own
    fine = all(line.startswith("giants: ") and _is_line(line) for line in lines) and (several or len(lines) <= 1)
    if end == 0 and not lines:
        return "accepted"
    return "refused" if end in (1, 2) and lines and fine else f"{words}: exit {end}, {said[-400:]!r}"


def _is_line(text: str) -> bool:
    return "\n" not in text and "Traceback" not in text and 0 < len(text) <= 1000


CAMPAIGNS: dict[str, Callable[[int], str]] = {"settings": of_settings, "words": of_words, "processes": of_processes}


def campaign(kind: str, count: int, first: int = 0) -> tuple[Counter[str], dict[int, str]]:
    """Return how many of `count` cases from seed `first` on were accepted and refused, and what the others did."""
    told: Counter[str] = Counter()
    wrong: dict[int, str] = {}
    for seed in range(first, first + count):
        verdict = CAMPAIGNS[kind](seed)
        if verdict in ("accepted", "refused"):
            told[verdict] += 1
        else:
            wrong[seed] = verdict
    return told, wrong


def main() -> int:
    """Run one campaign and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=CAMPAIGNS)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0, help="of the first case")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):  # some cases name folders to write to
        told, wrong = campaign(asked.kind, asked.count, asked.seed)
    for seed, verdict in wrong.items():
        print(f"seed {seed}: {verdict}")
    print(f"{asked.kind}, seeds {asked.seed} to {asked.seed + asked.count - 1}: {dict(told)}, neither: {len(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
