"""What may not stand in the project's files: paths of one machine, unfinished work, one word for two things."""

import ast
import re
from collections import defaultdict

TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".cff", ".csv", ".txt", ".lock", ".json", ""}
# Written in halves, so that this file does not find itself.
MACHINE = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + r"me/\w", "/Us" + r"ers/\w", r"\b[A-Z]:\\\w"]))
UNFINISHED = re.compile("|".join(["TO" + "DO", "FIX" + "ME", r"\bX" + r"XX\b", "NotImpl" + "ementedError"]))
OUTSIDE = re.compile(r"\.\./sha" + "red")


def lines(files):
    for path in files:
        if path.suffix in TEXT:
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
                yield path, number, line


def found(root, files, pattern):
    return [f"{p.relative_to(root)}:{n}: {line.strip()[:80]}" for p, n, line in lines(files) if pattern.search(line)]


def test_no_file_names_a_path_of_one_machine(root, project_files):
    assert found(root, project_files, MACHINE) == []


def test_no_file_is_marked_as_unfinished(root, project_files):
    assert found(root, [p for p in project_files if p.suffix not in (".csv", ".lock")], UNFINISHED) == []


def test_the_package_reads_nothing_outside_itself(root, project_files):
    own = [p for p in project_files if p.relative_to(root).parts[0] in ("src", "conf", "analysis")]
    assert found(root, own, OUTSIDE) == []


SHARED = ("Table",)
"""Names of classes of bargaining that another part uses too.  This must end empty: remove a name with its namesake."""


def test_no_two_classes_share_a_name(sources):
    """A reader who meets a class by its name alone must know which one it is."""
    places = defaultdict(list)
    for path, tree in sources.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(path)
    twice = {name: paths for name, paths in places.items() if len(paths) > 1}
    assert {name: paths for name, paths in twice.items() if name not in SHARED} == {}
    assert [name for name in SHARED if name not in twice] == []
