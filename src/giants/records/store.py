"""Run folders: written whole or not at all, never replaced by accident, and read back by one call."""

import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from giants import renames
from giants.errors import InputError

MANIFEST = "manifest.json"
REQUIRED = ("config.yaml", MANIFEST, "summary.json")
LIST = "files"
"""Where the manifest lists what the run wrote."""
REPLACING = "replacing.json"
"""While a run is replaced its manifest is away and this file lists what may go, for when that is cut short."""
_FORM = re.compile(r"[\w-]+\.(parquet|json|yaml|txt)")
"""Files of a run, and of nothing else."""


def write_run(
    folder: Path,
    *,
    tables: Mapping[str, Any],
    config: Mapping[str, Any],
    manifest: Mapping[str, Any],
    summary: Mapping[str, Any],
    extra: Mapping[str, str | bytes] | None = None,
    overwrite: bool = False,
) -> Path:
    """Write a run folder and return its path; `tables` are pyarrow Tables, `extra` further files by name.

    Everything is written beside the final name, flushed to disk, and renamed at once; the manifest lists the files.
    With `overwrite` the files that the list of an earlier run names give way, and nothing else does.  Raises
    InputError if the folder exists and `overwrite` is false, or if its place cannot be written.
    """
    folder = Path(folder)
    refuse_existing(folder, overwrite)
    files = {f"{name}.parquet": parquet_bytes(table) for name, table in tables.items()}
    files["config.yaml"] = _yaml(config)
    files["summary.json"] = _json(summary)
    for name, content in (extra or {}).items():
        files[name] = content.encode() if isinstance(content, str) else content
    files[MANIFEST] = _json({**manifest, LIST: sorted([*files, MANIFEST])})
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".partial", dir=folder.parent))
    except OSError as error:
        raise InputError(f"cannot write below {folder.parent}: {error.strerror}") from None
    try:
        for name, content in sorted(files.items()):
            _write_file(beside / name, content)
        beside.chmod(0o755)
        flush_folder(beside)
        _move_into_place(beside, folder, overwrite, [*files])
    except OSError as error:
        raise InputError(f"cannot write {folder}: {error.strerror or error}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    flush_folder(folder.parent)
    return folder


def refuse_existing(folder: Path, overwrite: bool) -> None:
    """Raise InputError if `folder` holds anything and `overwrite` is false; call it before a long run too."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise InputError(f"{folder} is not a folder, so a run cannot be written there; choose another name")
    if folder.is_dir() and any(folder.iterdir()):
        if not overwrite:
            raise InputError(f"{folder} exists; choose another name=, or say overwrite=true to replace its files")
        listed(folder)


def listed(folder: Path) -> set[str]:
    """Return the files that the run in `folder` wrote, by its own list.  Raises InputError if there is no such list.

    A list that names anything but plain files of a run was not written by a run.
    """
    names: Any = None
    for place in (REPLACING, MANIFEST):
        if is_own_file(folder / place):
            with suppress(OSError, ValueError, RecursionError):
                content = json.loads((folder / place).read_text(encoding="utf-8"))
                names = content.get(LIST) if isinstance(content, dict) else None
            break
    if isinstance(names, list) and names and all(isinstance(name, str) and _FORM.fullmatch(name) for name in names):
        return set(names)
    raise InputError(f"{folder} holds no run that lists its files, so overwrite=true does not touch it; choose a name=")


def is_own_file(path: Path) -> bool:
    """Return whether `path` is a regular file, and no link to one."""
    return path.is_file() and not path.is_symlink()


def parquet_bytes(table: Any) -> bytes:
    """Return a pyarrow Table as Parquet; the same content gives the same bytes (no clock, no path inside)."""
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", version="2.6")
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run, read from its folder; tables are read when they are asked for."""

    path: Path
    config: dict[str, Any]
    manifest: dict[str, Any]
    summary: dict[str, Any]

    @property
    def measures(self) -> Any:
        """One row per month."""
        return self.table("measures")

    @property
    def economies(self) -> Any:
        """One row per month and economy."""
        return self.table("economies")

    @property
    def pairs(self) -> Any:
        """One row per month, origin and destination."""
        return self.table("pairs")

    @property
    def sectors(self) -> Any:
        """One row per month and sector."""
        return self.table("sectors")

    @property
    def states(self) -> Any:
        """One row per month and Mexican state."""
        return self.table("states")

    @property
    def cartels(self) -> Any:
        """One row per month and criminal group."""
        return self.table("cartels")

    @property
    def events(self) -> Any:
        """The bargaining log."""
        return self.table("events")

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that this run kept."""
        return tuple(sorted(file.stem for file in self.path.glob("*.parquet") if is_own_file(file)))

    def table(self, name: str) -> Any:
        """Return table `name` as a pandas DataFrame with today's names of columns.

        Raises InputError naming those there are, if it is not one.
        """
        import pandas as pd

        from giants.records.tables import columns_of

        if name not in self.tables:
            raise InputError(
                f"run {self.path} kept no table {name!r} (it has {', '.join(self.tables) or 'none'}); "
                "a higher record level keeps more"
            )
        try:
            frame = pd.read_parquet(self.path / f"{name}.parquet")
        except (OSError, ValueError, TypeError, KeyError, RuntimeError) as error:
            raise InputError(f"table {name} of run {self.path} cannot be read: {error}") from None
        return frame.rename(columns=renames.columns(frame.columns, columns_of(name), f"table {name} of {self.path}"))


def load_run(path: str | Path) -> Run:
    """Open a run folder, whose settings and numbers get the names of today.

    Raises InputError if it is missing, partial or broken.
    """
    import yaml  # type: ignore[import-untyped]

    from giants.records.tables import columns_of

    folder = Path(path)
    if not folder.is_dir():
        raise InputError(f"there is no run folder {folder}")
    missing = [name for name in REQUIRED if not is_own_file(folder / name)]
    if missing:
        raise InputError(f"{folder} is not a complete run folder: it lacks {', '.join(missing)}")
    try:
        config = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
        manifest, summary = (json.loads((folder / name).read_text(encoding="utf-8")) for name in REQUIRED[1:])
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        raise InputError(f"run folder {folder} is broken: {' '.join(str(error).split())}") from None
    for name, content in zip(REQUIRED, (config, manifest, summary), strict=True):
        if not isinstance(content, dict):
            raise InputError(f"run folder {folder} is broken: {name} holds no keys and values")
    return Run(folder, renames.settings(config), manifest, renames.keyed(summary, columns_of("runs"), folder))


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make sure that the names in `folder` are on disk, where a folder can be opened (not on Windows)."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _move_into_place(beside: Path, folder: Path, overwrite: bool, files: Sequence[str]) -> None:
    refuse_existing(folder, overwrite)  # again: another process may have written it meanwhile
    if folder.is_dir() and any(folder.iterdir()):
        with _alone_in(folder):
            _replace(beside, folder, files)
    else:
        beside.rename(folder)


def _replace(beside: Path, folder: Path, files: Sequence[str]) -> None:
    """Put `files` in the place of those that an earlier run lists; whoever looks meanwhile finds no complete run."""
    old = listed(folder)
    present = [name for name in sorted(old | {*files}) if os.path.lexists(folder / name)]
    foreign = [n for n in present if n not in old or ((folder / n).is_dir() and not (folder / n).is_symlink())]
    if foreign:
        raise InputError(f"{folder / foreign[0]} is not a file of the run there; move it, or choose another name=")
    _write_file(beside / REPLACING, _json({LIST: sorted(old | {*files})}))
    (beside / REPLACING).replace(folder / REPLACING)
    (folder / MANIFEST).unlink(missing_ok=True)
    for name in sorted(old - {*files}):
        (folder / name).unlink(missing_ok=True)
    for name in sorted(files, key=lambda name: name == MANIFEST):
        (beside / name).replace(folder / name)
    (folder / REPLACING).unlink()
    flush_folder(folder)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep two processes from replacing the same run, where the system can lock a folder."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise InputError(f"{folder} is being replaced by another process; choose another name=") from None
    finally:
        os.close(descriptor)


def _yaml(content: Mapping[str, Any]) -> bytes:
    import yaml

    text: str = yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True)
    return text.encode()


def _json(content: Mapping[str, Any]) -> bytes:
    """Strict JSON: a number that is missing (NaN) is null, and arrays of one number are that number."""
    return (json.dumps(_plain(content), indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, int):
        return value
    return str(value)
