"""`giants new`: a file of one's own to start from, which works as it is because it is a copy of a bundled one."""

import ast
import keyword
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from giants.commands.choices import choices, groups
from giants.compose import conf_dir, parsed
from giants.errors import InputError
from giants.names import LONGEST
from giants.schema import nearest, short

COPIED = {"rule": "mexico/security/steady", "scenario": "tariff_shock", "experiment": "headline"}
"""What can be made, and what it is a copy of unless one says."""
_FORM = re.compile(r"[A-Za-z]\w*", re.ASCII)

_PROJECT = """[build-system]
requires = ["setuptools>=64"]
build-backend = "setuptools.build_meta"

[project]
name = "{name}"
version = "0.1.0"

[project.entry-points."giants.rules"]
{name} = "{name}:RULES"

[tool.setuptools]
py-modules = ["{name}"]
"""
_OFFERED = '''

RULES = {{"{group}": ({cls},)}}
"""The rules of this package, by the group that chooses them."""
'''


def new(words: list[str]) -> int:
    """Write the files of `words` (what, its name, and what it is a copy of) and say how they are used.

    Raises InputError for a name that is none or taken, and for files that are there; then nothing is written.
    """
    if len(words) not in (2, 3) or words[0] not in COPIED:
        raise InputError(f"new: say giants new {'|'.join(COPIED)} NAME, and after it of what it shall be a copy")
    what, name = words[:2]
    model = words[2] if len(words) == 3 else COPIED[what]
    files, use = _rule(name, model) if what == "rule" else _choice(what, name, model)
    there = next((path for path in files if path.exists() or path.is_symlink()), None)
    if there is not None:
        raise InputError(f"new: {there} is there already; nothing was written")
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"new: cannot write {path}: {error.strerror}") from None
    print("\n".join([*(f"written: {path}" for path in files), *(f"use it:  {line}" for line in use)]))
    return 0


def _choice(group: str, name: str, model: str) -> tuple[Mapping[Path, str], list[str]]:
    text = _original(group, name, model).read_text(encoding="utf-8")
    text = re.sub(r"(?m)^name: .*$", f"name: {name}", text)
    command = "giants-sweep" if group == "experiment" else "giants"
    use = [f"{command} {group}={name}{' --dry-run' if group == 'experiment' else ''}"]
    return {Path("conf", group, f"{name}.yaml"): _marked(text, group, model)}, use


def _rule(name: str, model: str) -> tuple[Mapping[Path, str], list[str]]:
    """Return the files of a rule: settings in ./conf, code in a package of its own, which is installed and trusted."""
    group, _, old = model.rpartition("/")
    source = Path(__file__).resolve().parents[1] / "policies" / group / f"{old}.py"
    if group not in groups():
        raise InputError(f"new: {short(model)} is no rule; name one with its group, as {COPIED['rule']}")
    settings = _original(group, name, old).read_text(encoding="utf-8")
    if not source.is_file():
        raise InputError(f"new: {short(model)} is no rule of an actor; name one as {COPIED['rule']}")
    if keyword.iskeyword(name) or find_spec(name) is not None:
        raise InputError(f"new: a rule becomes a module of Python, and {name} is taken; choose another name")
    cls = "".join(part[:1].upper() + part[1:] for part in name.split("_"))
    text = source.read_text(encoding="utf-8")
    own = next(node.name for node in ast.parse(text).body if isinstance(node, ast.ClassDef))
    code = re.sub(rf"\b{own}\b", cls, text)
    files = {
        Path(name, f"{name}.py"): code.rstrip() + "\n" + _OFFERED.format(group=group, cls=cls),
        Path(name, "pyproject.toml"): _PROJECT.format(name=name),
        Path("conf", group, f"{name}.yaml"): _marked(re.sub(r"(?m)^rule: .*$", f"rule: {name}", settings), group, old),
    }
    return files, [f"python -m pip install --editable ./{name}", f"giants plugins=[{name}] {group}={name}"]


def _original(group: str, name: str, model: str) -> Path:
    """Return the bundled choice `model` of a group.  Raises InputError if it is none, or if `name` is no new one."""
    bundled = {key: file for key, file in choices(group).items() if file.is_relative_to(conf_dir())}
    if model not in bundled:
        raise InputError(f"new: there is no bundled choice {short(repr(model))} of {group!r}{nearest(model, bundled)}")
    if not _FORM.fullmatch(name) or len(name) > LONGEST or not isinstance(parsed([f"name={name}"])[0][1], str):
        raise InputError(
            f"new: {short(repr(name))} is not a plain name: begin with a letter, go on with letters, digits and _"
        )
    if name in bundled:
        raise InputError(
            f"new: {name} is a bundled choice of {group}, which would be used instead; choose another name"
        )
    return bundled[model]


def _marked(text: str, group: str, model: str) -> str:
    """Return a copied file with a line that says so, below the line by which Hydra places it."""
    note = f"# Copied from {group}/{model}.yaml of giants: change it, and say where your numbers come from.\n"
    head, line, rest = text.partition("\n")
    return f"{head}{line}{note}{rest}" if "@package" in head else note + text
