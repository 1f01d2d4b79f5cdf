"""Compose the configuration tree with Hydra.  With ``__main__`` the only importer of hydra."""

import os
import re
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from giants import renames
from giants.errors import InputError
from giants.guard import guarded, refuse_hydra_key, refuse_path
from giants.schema import nearest, short

LONGEST_KEY = 200
"""Characters; Hydra looks for a file of the name of every key, and file systems end at 255."""

POPULATIONS = ("states", "cartels", "firms")
"""Groups whose rule may have exceptions, by row."""
RULE_GROUPS = ("mexico", "usa", "china", "latam", *POPULATIONS)
"""Groups that hold rules of actors and nothing else."""


def conf_dir() -> Path:
    """Return the primary configuration folder: $GIANTS_CONF, else the one installed, else the one of the checkout.

    It is found from this file, never through the package's import path, so that an editable install reads the
    checkout's own ``conf`` and edits take effect.
    """
    named = os.environ.get("GIANTS_CONF")
    if named:
        path = Path(named).expanduser().resolve()
        if not (path / "config.yaml").is_file():
            raise InputError(f"GIANTS_CONF={named}: no config.yaml there; name a folder that holds one")
        return path
    here = Path(__file__).resolve().parent
    for path in (here.parents[1] / "conf", here / "conf"):
        if (path / "config.yaml").is_file():
            return path
    raise InputError(f"no configuration found beside {here}; set GIANTS_CONF to a folder that holds config.yaml")


def user_conf() -> str | None:
    """Return the user's own ``./conf`` as a Hydra search path, if there is one and it is not the primary folder."""
    own = Path.cwd() / "conf"
    return f"file://{own.resolve()}" if own.is_dir() and own.resolve() != conf_dir() else None


def compose(overrides: Sequence[str] = ()) -> dict[str, Any]:
    """Return the composed configuration as plain dicts.  Raises InputError with one clear line."""
    with open_tree() as loader:
        return composed(loader, overrides)[0]


@contextmanager
def open_tree() -> Iterator[Any]:
    """Open the configuration folder and yield Hydra's loader; what it cannot read becomes an InputError of one line."""
    from hydra import initialize_config_dir
    from hydra.core.global_hydra import GlobalHydra

    GlobalHydra.instance().clear()
    with guarded(), initialize_config_dir(str(conf_dir()), version_base="1.3"):
        yield GlobalHydra.instance().config_loader()


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn whatever is raised inside over an override or a configuration file into an InputError of one line.

    Hydra lets errors of many classes through (TypeError for `trade=[1]`, AttributeError for a search path that is no
    package), so only what can fail for no other reason belongs inside.
    """
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        raise InputError(one_line(error)) from None


def composed(loader: Any, words: Sequence[str], config: str = "config") -> tuple[dict[str, Any], dict[str, str]]:
    """Return the configuration that Hydra, open, composes, and the choice made in each group.  Raises InputError."""
    from hydra import compose as hydra_compose
    from omegaconf import OmegaConf, open_dict

    own, words = user_conf(), opened(words)
    path = [f"hydra.searchpath=[{own}]"] if own else []
    with one_line_errors():
        refuse_unfit(loader, words)
        tree = hydra_compose(config, overrides=[*words, *path], return_hydra_config=True)
        choices = {str(key): str(name) for key, name in tree.hydra.runtime.choices.items() if name is not None}
        with open_dict(tree):
            del tree["hydra"]
        plain = OmegaConf.to_container(tree, resolve=True, throw_on_missing=True)
    assert isinstance(plain, dict)
    return finished({str(key): value for key, value in plain.items()}, choices, words), choices


def finished(tree: dict[str, Any], choices: Mapping[str, Any], words: Sequence[str]) -> dict[str, Any]:
    """Return `tree`, as Hydra composed it from `words`, with names from files and without what a new rule lacks."""
    return without_leftovers(named(tree, choices, words), choices, words)


def opened(words: Sequence[str]) -> list[str]:
    """Return overrides `words` with today's keys, and with those of exceptions and given demands marked as keys to add.

    A population has no exceptions to override, and a scenario no demands.  Raises InputError for a setting given under
    an old and a new name.
    """
    adding = re.compile(rf"^\+*(?=({'|'.join(POPULATIONS)})\.exceptions[.=]|scenario\.demands=)")
    return [adding.sub("++", word) for word in renames.overrides(words)]


def parsed(words: Sequence[str]) -> list[tuple[str, Any]]:
    """Return overrides `words` as keys and values, composing nothing.  Raises InputError for what is no override."""
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    try:
        overrides = OverridesParser.create().parse_overrides(renames.overrides(words))
        for override in overrides:
            if override.is_delete() or override.is_sweep_override():
                raise InputError(f"{override.input_line}: give one value to one key")
        return [(str(override.key_or_group), override.value()) for override in overrides]
    except HydraException as error:
        raise InputError(one_line(error)) from None


def offered(group: str) -> list[str]:
    """Return what the primary configuration folder offers in a group."""
    return sorted(path.stem for path in (conf_dir() / group).glob("*.yaml"))


def chosen(group: str, name: str, where: str = "", own_folder: bool = False) -> dict[str, Any]:
    """Return one choice of the primary configuration folder as plain dicts, without Hydra.

    The choices of its defaults list come first and its own values over them, as Hydra would compose it alone.  With
    `own_folder` the user's ./conf is looked in too.  Raises InputError, at the key `where` (the group by default), for
    a name that is not among the group's own.
    """
    from yaml import safe_load

    refuse_path(name, where or group)
    folders = [Path.cwd() / "conf", conf_dir()] if own_folder else [conf_dir()]
    files = {path.stem: path for folder in folders for path in sorted((folder / group).glob("*.yaml"))}
    if name not in files:
        raise InputError(f"{where or group}: there is no choice {name!r}{nearest(name, files)}")
    own = safe_load(files[name].read_text(encoding="utf-8"))
    tree: dict[str, Any] = {}
    for item in own.pop("defaults", ()):
        if isinstance(item, str):
            tree |= {} if item == "_self_" else chosen(group, item)
            continue
        ((part, choice),) = item.items()
        if part.startswith("/"):  # a choice of another group, at a place of its own
            other, _, place = part[1:].partition("@")
            *above, last = place.split(".")
            node = tree
            for key in above:
                node = node.setdefault(key, {})
            node[last] = chosen(other, choice)
            continue
        tree[part] = chosen(f"{group}/{part}", choice)
    for key, value in own.items():
        tree[key] = {**tree[key], **value} if isinstance(value, dict) and key in tree else value
    return governing(tree) if group == "politics" else tree


def named(tree: dict[str, Any], choices: Mapping[str, Any], words: Sequence[str]) -> dict[str, Any]:
    """Return `tree` with strategy and scenario named after their files, and what exceptions name by its file.

    Raises InputError if a file (a copy, most likely) says another name that `words` did not ask for, or if an
    exception names a file that is not there.
    """
    for group, choice in choices.items():
        if isinstance(choice, str):
            refuse_path(choice, group)
            _tell_of_namesake(group, choice)
    for group in ("mexico", "scenario"):
        part, file = tree.get(group), choices.get(group)
        if not isinstance(part, dict) or file is None or any(f"{group}.name=" in word for word in words):
            continue
        if part.setdefault("name", file) != file:
            raise InputError(
                f"{group}/{file}.yaml says name: {part['name']}, but a {group} is named after its file; "
                "change that line or leave it out"
            )
    governments = {"politics": governing(tree["politics"])} if "politics" in tree else {}
    return {**tree, **governments, **{group: excepted(group, tree[group]) for group in POPULATIONS if group in tree}}


def governing(part: Any) -> Any:
    """Return how governments change with whole rules for the postures and the successor that it names by their file.

    The bundled ones are composed with it (`usa@politics.postures.NAME=CHOICE` chooses another), so that single settings
    can be overridden, as in politics.postures.coercive.pressure=0.7.
    """
    if not isinstance(part, dict):
        return part
    postures, successor = part.get("postures"), part.get("successor")
    if isinstance(postures, dict):
        where = "politics.postures"
        named = {k: chosen("usa", v, f"{where}.{k}", True) if isinstance(v, str) else v for k, v in postures.items()}
        part = {**part, "postures": named}
    if isinstance(successor, str):
        part = {**part, "successor": {"name": successor, **chosen("mexico", successor, "politics.successor", True)}}
    return part


def excepted(group: str, part: Any) -> Any:
    """Return the part of a population with a whole rule for each of its exceptions.

    An exception is a choice of the group by its file's name, single settings that differ from the population's own,
    or a whole rule; null is none.
    """
    exceptions = part.get("exceptions") if isinstance(part, dict) else None
    if not isinstance(exceptions, dict):
        return part
    usual = {key: value for key, value in part.items() if key != "exceptions"}
    own = {}
    for key, value in exceptions.items():
        if isinstance(value, str):
            own[key] = chosen(group, value, f"{group}.exceptions.{key}", own_folder=True)
        elif value is not None:
            own[key] = {**usual, **value} if isinstance(value, dict) and "rule" not in value else value
    return {**usual, "exceptions": own}


@cache
def _tell_of_namesake(group: str, choice: str) -> None:
    """Say on standard error, once, that a bundled choice is used instead of its namesake in the user's own conf/."""
    inside = Path(group) / f"{choice}.yaml"
    if user_conf() and (Path.cwd() / "conf" / inside).is_file() and (conf_dir() / inside).is_file():
        print(f"giants: conf/{inside} is not used: a bundled choice has that name; give yours another", file=sys.stderr)


def with_experiment(words: Sequence[str]) -> list[str]:
    """Return `words` with experiment=NAME replaced by the overrides of its runs, but for those that `words` name.

    Raises InputError for an experiment that is not there, or one whose points a design draws.
    """
    from yaml import YAMLError, safe_load

    names = [word.partition("=")[2] for word in words if word.startswith("experiment=")]
    others = [word for word in words if not word.startswith("experiment=")]
    named_keys = {key_of(word) for word in others}
    added: list[str] = []
    own = [folder / "experiment" for folder in (conf_dir(), Path.cwd() / "conf")]  # what is bundled comes first
    for name in names:
        refuse_path(name, "experiment")
        _tell_of_namesake("experiment", name)
        path = next((place / f"{name}.yaml" for place in own if (place / f"{name}.yaml").is_file()), None)
        if path is None:
            known = sorted({file.stem for place in own for file in place.glob("*.yaml")} - {"none"})
            raise InputError(f"experiment: there is no choice {short(repr(name))}{nearest(name, known)}")
        try:
            tree = safe_load(path.read_text(encoding="utf-8")) or {}
        except YAMLError as error:
            raise InputError(f"{path.name}: {one_line(error)}") from None
        if tree.get("defaults") or tree.get("design"):
            raise InputError(f"experiment={name} draws its points from a design; say giants-sweep experiment={name}")
        for key in tree.get("runs") or {}:
            refuse_hydra_key(str(key), path.name)
        added += [f"{key}={value}" for key, value in (tree.get("runs") or {}).items() if key not in named_keys]
    return [*added, *others]


def without_leftovers(tree: dict[str, Any], choices: Mapping[str, Any], words: Sequence[str]) -> dict[str, Any]:
    """Return `tree` without values that a file sets for one rule where `words` choose another that lacks them.

    `mexico=defiance mexico/security=...` merges the strategy's own values into whatever rule is chosen.  Those that
    neither the file of that rule nor `words` name are dropped with a warning; what was typed stays and is refused.
    """
    typed = [key_of(word) for word in words]
    for group in dict.fromkeys(key for key in typed if "/" in key):
        *above, part = group.split("/")
        parent = tree
        for name in above:
            parent = parent.get(name) if isinstance(parent, dict) else None  # type: ignore[assignment]
        rule = parent.get(part) if isinstance(parent, dict) else None
        path = group.replace("/", ".")
        if not isinstance(rule, dict) or "rule" not in rule or path in typed:
            continue
        known = {key for name in (choices.get(group), rule["rule"]) for key in _keys(group, name)}
        left = [key for key in rule if known and key not in known and f"{path}.{key}" not in typed]
        for key in left:
            warnings.warn(f"{path}.{key}={short(rule[key])} is dropped: {rule['rule']} has no {key}", stacklevel=2)
        parent[part] = {key: value for key, value in rule.items() if key not in left}
    return tree


def key_of(word: str) -> str:
    """Return the key that an override names, without its sign and package."""
    return word.lstrip("+~").partition("=")[0].partition("@")[0]


def _keys(group: str, name: Any) -> set[str]:
    """Return the keys of one choice of a group, those of the choices it builds on included; none if it has no file."""
    from yaml import safe_load

    path = next((p for folder in folders() if (p := folder / group / f"{name}.yaml").is_file()), None)
    if path is None:
        return set()
    own = safe_load(path.read_text(encoding="utf-8")) or {}
    bases = [item.rpartition("/")[2] for item in own.pop("defaults", ()) if isinstance(item, str) and item != "_self_"]
    return set(own).union(*(_keys(group, base) for base in bases if base != name))


def folders() -> list[Path]:
    """Return the folders of configuration in the order in which Hydra looks: the primary one, then the user's own."""
    own = Path.cwd() / "conf"
    return [conf_dir(), own] if user_conf() else [conf_dir()]


def refuse_unfit(loader: Any, words: Sequence[str]) -> None:
    """Raise InputError for overrides that Hydra reads and then cannot explain.

    They are groups set to what is no name of a choice, globs and ranges without a value, of which it runs nothing,
    search paths that are no folders, and keys that no file could be called.
    """
    from hydra.core.override_parser.overrides_parser import OverridesParser

    for override in OverridesParser.create(config_loader=loader).parse_overrides(list(words)):
        key, line = override.key_or_group, short(override.input_line)
        if not key or len(key) > LONGEST_KEY:
            raise InputError(f"{line}: {'too long a key' if key else 'no key'}; settings are given as KEY=VALUE")
        if override.is_discrete_sweep():
            items = list(islice(override.sweep_string_iterator(), 1000))
            if not items:
                raise InputError(f"{line}: no value matches, so there is nothing to run")
            if override.is_choice_sweep() and loader.get_group_options(key):
                refuse_unfit(loader, [f"{key}={item}" for item in items])
            continue
        options = () if override.is_delete() else loader.get_group_options(key)
        value = override.value()
        given = value if isinstance(value, list) else [value]
        if key == "hydra":  # a group too, of Hydra's own choices
            raise InputError(f"{line}: Hydra's own settings are set one by one, as in hydra.run.dir=PATH")
        if options and not (given and all(isinstance(item, str) for item in given)):
            raise InputError(f"{line}: expected the name of a choice of {key}{nearest(str(value), options)}")
        if key == "hydra.searchpath":
            for item in given:
                if not (isinstance(item, str) and Path(item.removeprefix("file://")).is_dir()):
                    raise InputError(f"{line}: expected folders, as in hydra.searchpath=[file:///PATH], not {item!r}")


def one_line(error: BaseException) -> str:
    """Return what is wrong with an override as one line, with the nearest choice or key there is."""
    from hydra.errors import MissingConfigException, OverrideParseException

    step: BaseException | None = error
    while step is not None:
        if isinstance(step, MissingConfigException) and step.options:
            group, _, name = str(step.missing_cfg_file).rpartition("/")
            known = [option for option in step.options if (group, option) != ("experiment", "none")]
            return f"{group}: there is no choice {short(repr(name))}{nearest(name, known)}"
        if isinstance(step, InputError):  # what a resolver refused; Hydra's words around it name the key
            key = getattr(error, "full_key", None)
            return f"{key}: {step}" if key else str(step)
        if isinstance(step, OverrideParseException):
            line = short(str(step.override))
            return f"{line}: cannot be read as KEY=VALUE; quote values with spaces, commas, brackets or braces"
        several = re.match(r"Ambiguous value for argument '([^']+)'", str(step))
        if several:
            axis = short(several[1])
            return f"{axis}: several values make several runs; say giants -m {axis}"
        unknown = re.match(r"Could not override '([^']+)'", str(step))
        if unknown:
            return f"{short(unknown[1])}: unknown key{_nearest_key(unknown[1])}"
        listed = re.match(r"Error merging override ([^=]+)=", str(step))
        if listed and "Cannot merge DictConfig with ListConfig" in str(step.__cause__):
            return f"{listed[1]}: a list names nothing; give each value by its code, as in {listed[1]}.CODE=VALUE"
        step = step.__cause__
    # What is left are YAML and override syntax errors, whose own words name the place.
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith(("full_key", "object_type", "See http"))]
    return short("; ".join(lines) or type(error).__name__, 300)


def _nearest_key(path: str) -> str:
    """Return the closest dotted key of the default configuration, or the keys beside the unknown one."""
    keys = [key for key in _flat(compose(), "") if key != path]  # it may be known to another rule of that name
    parent = path.rpartition(".")[0]
    while parent and not any(key.startswith(f"{parent}.") for key in keys):
        parent = parent.rpartition(".")[0]
    beside = {key for key in keys if key.startswith(f"{parent}." if parent else "")}
    depth = parent.count(".") + 2 if parent else 1
    return nearest(path, sorted({".".join(key.split(".")[:depth]) for key in beside}))


def _flat(tree: Any, path: str) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _flat(value, f"{path}.{key}" if path else str(key))
    else:
        yield path
