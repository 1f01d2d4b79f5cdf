"""What files of a conf/ folder may do: choose and set, never set up Hydra, read the environment or lead outside."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import Any

from giants.errors import InputError

_HYDRA = re.compile(r"(^|[^\w])hydra([^\w]|$)")


@contextmanager
def guarded() -> Iterator[None]:
    """Let Hydra read files beside the primary folder with suspicion, and the environment not at all.

    Hydra instantiates what its own node names (callbacks, launchers, log handlers), so no file but the primary ones
    may write there.  Raises InputError from within, naming the file.
    """
    from hydra._internal.core_plugins.file_config_source import FileConfigSource
    from hydra._internal.sources_registry import SourcesRegistry
    from hydra.core.plugins import Plugins
    from omegaconf import OmegaConf, _utils
    from omegaconf.resolvers import oc

    class Guarded(FileConfigSource):  # type: ignore[misc]
        """A folder of configuration files, each looked at before Hydra sees it."""

        def load_config(self, config_path: str) -> Any:
            """Return a file of the folder.  Raises InputError if it leads out, or holds what it may not."""
            refuse_path(config_path)
            loaded = super().load_config(config_path)
            if self.provider != "main":
                file = Path(self.path) / self._normalize_file_name(config_path)
                _refuse_link_out(file, Path(self.path))
                _refuse_hydra(file, config_path, loaded.header, loaded.config)
            return loaded

    Plugins.instance()  # it registers the usual readers, once
    readers = SourcesRegistry.instance().types
    usual, loader = readers["file"], _utils.get_yaml_loader
    readers["file"] = Guarded
    if not isinstance(loader, partial):  # inside another, as where the nearest key to a wrong one is looked for
        _utils.get_yaml_loader = partial(_parsed_in_c, loader)
    OmegaConf.register_new_resolver("oc.env", _no_environment, replace=True)
    try:
        yield
    finally:
        readers["file"], _utils.get_yaml_loader = usual, loader
        OmegaConf.register_new_resolver("oc.env", oc.env, replace=True)


@cache
def _parsed_in_c(usual: Callable[[], Any]) -> Any:
    """Return Hydra's loader of YAML with the parser of libyaml, which takes a third off composing a configuration."""
    import yaml  # type: ignore[import-untyped]

    if not yaml.__with_libyaml__:
        return usual()

    class Loader(yaml.CSafeLoader, usual()):  # type: ignore[misc]
        """The usual resolvers and checks on what libyaml reads."""

    return Loader


def refuse_path(choice: str, group: str = "") -> None:
    """Raise InputError if a choice (of `group`) is a path that leads elsewhere instead of a name."""
    way = PurePosixPath(choice)
    if way.is_absolute() or ".." in way.parts or "\\" in choice or (group and len(way.parts) > 1):
        where = f"{group}: " if group else ""
        raise InputError(f"{where}{choice!r} is a path; a choice is a member of its group or a file of your own conf/")


def refuse_hydra_key(key: str, where: str) -> None:
    """Raise InputError if a key that a file gives to its runs is one of Hydra's own, or would name code."""
    if _HYDRA.search(key) or "_target_" in key:
        raise InputError(f"{where}: {key} is not for files to set; Hydra is set up on the command line")


def _refuse_link_out(file: Path, folder: Path) -> None:
    if not file.resolve().is_relative_to(folder.resolve()):
        raise InputError(f"{file} is a link out of {folder}; put the file itself there")


def _refuse_hydra(file: Path, config_path: str, header: Mapping[str, str | None], tree: Any) -> None:
    """Raise InputError if a file would write to Hydra's node: by its place, its package, its keys or its defaults."""
    from omegaconf import DictConfig, OmegaConf

    plain = OmegaConf.to_container(tree, resolve=False) if isinstance(tree, DictConfig) else {}
    assert isinstance(plain, dict)
    words = [config_path, header.get("package") or "", *map(str, plain)]
    for item in plain.get("defaults") or ():
        pairs = item.items() if isinstance(item, dict) else [(item, "")]
        for key, value in pairs:
            choices = value if isinstance(value, list) else [value]
            words.append(str(key))
            for part in (re.sub(r"^(override|optional)\s+|@.*$", "", str(key)), *map(str, choices)):
                refuse_path(part.lstrip("/"))
    wrong = next((word for word in words if _HYDRA.search(word) or "$" in word), None)
    if wrong is not None:
        raise InputError(f"{file}: {wrong} is not for files to set; Hydra is set up on the command line")


def _no_environment(*words: Any) -> Any:
    raise InputError(
        f"${{oc.env:{words[0] if words else ''}}} would write the environment into results; give the value"
    )
