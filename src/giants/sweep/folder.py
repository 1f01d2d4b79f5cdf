"""The folder of a sweep: its definition, and parts that are written whole, flushed, and named by their content."""

import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from giants.errors import InputError
from giants.records.store import flush_folder, parquet_bytes
from giants.sweep import rows
from giants.sweep.definition import FORMAT, Definition
from giants.sweep.lock import open_own
from giants.symbols import Array

MISSING, OK, BAD = 0, 1, 2
KEPT = ("manifest.json", "definition.json", "history.jsonl", "parts", "replays")
"""What a sweep keeps in its folder, beside its locks; anything else there is somebody's own."""
_PART = re.compile(r"\d{9,}-[0-9a-f]{16}\.parquet")
_TABLE = re.compile(r"[a-z][a-z0-9_]*")
TABLES = b"giants.tables"
"""Where the schema of a part of the table of runs names the parts of other tables beside it."""


class Part(NamedTuple):
    """One part of the table of runs: its runs, which of them succeeded, and the parts of other tables beside it."""

    path: Path
    runs: Array
    succeeded: Array
    tables: Mapping[str, str]


@dataclass(frozen=True)
class Folder:
    """A sweep on disk."""

    path: Path

    def create(self, definition: Definition, manifest: Mapping[str, Any]) -> None:
        """Write the definition, then the manifest, whose presence says that the sweep has been planned."""
        write(self.path, "definition.json", _json(definition.content()))
        write(self.path, "manifest.json", _json({"format": FORMAT, **manifest, "digests": definition.digests()}))

    @property
    def planned(self) -> bool:
        """Whether the manifest is there."""
        return (self.path / "manifest.json").is_file()

    def manifest(self) -> dict[str, Any]:
        """Return the manifest.  Raises InputError if there is none, one of another format, or one that was edited."""
        manifest = self._load("manifest.json")
        if manifest.get("format") != FORMAT:
            raise InputError(f"{self.path} has format {manifest.get('format')}, and this version reads format {FORMAT}")
        for key, kind in (
            ("digests", dict),
            *((key, dict) for key in ("depends", "packages", "design") if key in manifest),
        ):
            if not isinstance(manifest.get(key), kind):
                raise InputError(f"{self.path}/manifest.json was edited: {key} is not what a sweep writes there")
        return manifest

    def definition(self) -> Definition:
        """Return the definition with today's names of settings, checked against the digests of the manifest.

        Raises InputError, also for links.
        """
        self.refuse_links()
        try:
            definition = Definition.of(self._load("definition.json"))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(
                f"{self.path}/definition.json is not what this version of giants writes: it was edited, or written by "
                "another one"
            ) from None
        if definition.digests() != self.manifest()["digests"]:
            raise InputError(f"{self.path}/definition.json is not the one that the manifest was written for")
        return definition.today()

    def refuse_links(self) -> None:
        """Raise InputError if what a sweep keeps here is a link or a device: it would be read or written elsewhere."""
        _checked([e for e in _entries(self.path) if e.name in KEPT or e.name.endswith(".lock")])
        for table in _checked(_entries(self.path / "parts")):
            _checked(_entries(Path(table.path)))

    def save(self, table: Any, tables: Mapping[str, Any], *, packed: bool = False) -> Part:
        """Write a part of the table of runs (and first the parts of other tables that it names) and return it.

        `packed` makes it small on disk, for good; otherwise it is quick to write.
        """
        first = int(table["run_id"][0].as_py())
        names = {name: self._write_part(name, first, content) for name, content in sorted(tables.items())}
        metadata = {**(table.schema.metadata or {}), TABLES: json.dumps(names).encode()}
        name = self._write_part("runs", first, table.replace_schema_metadata(metadata), quick=not packed)
        good = np.array([s == rows.SUCCEEDED for s in table["status"].to_pylist()])
        return Part(self.path / "parts" / "runs" / name, table["run_id"].to_numpy(), good, names)

    def parts(self) -> Iterator[Path]:
        """Yield the parts of the table of runs in the order of their names; files of other names are none."""
        yield from sorted(p for p in (self.path / "parts" / "runs").glob("*.parquet") if _PART.fullmatch(p.name))

    def scan(self, size: int) -> tuple[Array, list[Path], list[Part]]:
        """Return the state of each run (MISSING, OK, BAD), the damaged parts, and the sound ones.

        A part that another process merges meanwhile is gone when its turn comes; the next look finds the merged one.
        """
        state = np.full(size, MISSING, dtype=np.int8)
        damaged, sound = [], []
        visited: set[Path] = set()
        gone = True
        while gone:
            gone = False
            for path in [path for path in self.parts() if path not in visited]:
                visited.add(path)
                try:
                    part = self._read(path, size)
                except FileNotFoundError:
                    gone = True
                    continue
                if part is None:
                    damaged.append(path)
                    continue
                sound.append(part)
                state[part.runs] = np.where(part.succeeded, OK, np.where(state[part.runs] == OK, OK, BAD))
        return state, damaged, sound

    def look(self, path: Path, size: int) -> Part:
        """Return what a part of this sweep of `size` runs says of itself.

        Raises FileNotFoundError if it is gone, and DamagedError if no sweep has written it.
        """
        try:
            return _part(path, read_table(path, ["run_id", "status"]), size)
        except FileNotFoundError:
            raise
        except Exception as error:  # a file that somebody made up can make the reader raise anything
            raise DamagedError(str(error).partition("\n")[0]) from None

    def repair(self, damaged: Sequence[Path], sound: Sequence[Part]) -> int:
        """Set damaged parts aside and remove what an interrupted write left behind; return how many were damaged."""
        for path in damaged:
            path.rename(path.with_suffix(".damaged"))
        for pattern in (".tmp-*", "parts/*/.tmp-*"):
            for left in filter(Path.is_file, self.path.glob(pattern)):
                left.unlink(missing_ok=True)
        listed = {(name, file) for part in sound for name, file in part.tables.items()}
        for file in (self.path / "parts").glob("*/*.parquet"):
            own = _PART.fullmatch(file.name) and file.parent.name != "runs"
            if own and (file.parent.name, file.name) not in listed:
                file.unlink()
        return len(damaged)

    def forget_failures(self, sound: Sequence[Part]) -> int:
        """Take the runs that did not succeed out of their parts, so that they are missing; return how many."""
        import pyarrow as pa

        forgotten = 0
        for part in sound:
            if part.succeeded.all():
                continue
            forgotten += int((~part.succeeded).sum())
            if part.succeeded.any():
                left = read_table(part.path).filter(pa.array(part.succeeded))
                first = int(left["run_id"][0].as_py())
                self._write_part("runs", first, left)
            part.path.unlink()
        return forgotten

    def note(self, **facts: Any) -> None:
        """Append one line to the history of the sweep; it informs, so a failure to write it is not an error."""
        flags = os.O_WRONLY | os.O_APPEND
        with suppress(OSError), os.fdopen(open_own(self.path / "history.jsonl", flags), "a") as file:
            file.write(json.dumps(facts) + "\n")

    def _load(self, name: str) -> dict[str, Any]:
        try:
            content = json.loads((self.path / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise InputError(f"{self.path} is not the folder of a sweep: it has no {name}") from None
        except (OSError, ValueError, RecursionError) as error:
            raise InputError(f"{self.path}/{name} cannot be read: {error}") from None
        if not isinstance(content, dict):
            raise InputError(f"{self.path}/{name} holds no keys and values; it is not what a sweep writes there")
        return content

    def _write_part(self, name: str, first: int, table: Any, quick: bool = False) -> str:
        content = quick_bytes(table) if quick else parquet_bytes(table)
        file = f"{first:09d}-{_digest(content)}.parquet"
        write(self.path / "parts" / name, file, content)
        return file

    def _read(self, path: Path, size: int) -> Part | None:
        """Return a part, or None if its bytes (or those of a part beside it) are not those that were written.

        Raises FileNotFoundError if it has been merged meanwhile: it goes before the parts beside it.
        """
        try:
            part = self.look(path, size) if _intact(path) else None
            if part and all(_intact(self.path / "parts" / name / file) for name, file in part.tables.items()):
                return part
        except DamagedError:
            pass
        if not path.exists():
            raise FileNotFoundError(path)
        return None


class DamagedError(ValueError):
    """A file is not a part that a sweep has written."""


def _part(path: Path, table: Any, size: int) -> Part:
    """Return the part in `path` whose columns run_id and status are in `table`.  Raises ValueError or KeyError."""
    import pyarrow as pa

    beside = json.loads((table.schema.metadata or {}).get(TABLES, b"{}"))
    if not isinstance(beside, dict) or not all(_TABLE.fullmatch(k) and _PART.fullmatch(v) for k, v in beside.items()):
        raise ValueError("it names parts of other tables that cannot be")
    runs, status = table["run_id"], table["status"].to_pylist()
    if runs.type != pa.int64() or runs.null_count or not len(runs):
        raise ValueError("its run_id are not numbers of runs")
    numbers = runs.to_numpy()
    if numbers.min() < 0 or numbers.max() >= size:
        raise ValueError(f"it has runs outside 0 to {size - 1}")
    if not set(status) <= {rows.SUCCEEDED, rows.FAILED, rows.ABORTED}:
        raise ValueError("it has a status that no run has")
    return Part(path, numbers, np.array([s == rows.SUCCEEDED for s in status]), beside)


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    """Return what stands in a folder; nothing if there is none."""
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:  # whoever needs it tells what is wrong with it
        return []


def _checked(entries: list["os.DirEntry[str]"]) -> list["os.DirEntry[str]"]:
    for entry in entries:
        plain = entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)
        if not plain and os.path.lexists(entry.path):  # what another process removes meanwhile is nothing
            raise InputError(f"{entry.path} is a link, or no plain file: a sweep is read from its own folder only")
    return entries


def quick_bytes(table: Any) -> bytes:
    """Return a few rows of many numbers as Parquet, at a third of the usual time; `compact` packs them later."""
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="none", use_dictionary=False, write_statistics=False, version="2.6")
    return buffer.getvalue()


def read_table(path: Path, columns: Sequence[str] | None = None) -> Any:
    """Read one Parquet file in this thread; the schema keeps its notes."""
    import pyarrow.parquet as pq

    return pq.ParquetFile(path).read(columns=None if columns is None else list(columns), use_threads=False)


def write(folder: Path, name: str, content: bytes) -> None:
    """Write a file whole or not at all: beside its name, flushed to disk, then renamed.  Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(prefix=".tmp-", dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o644)
        Path(beside).replace(folder / name)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    flush_folder(folder)


def _intact(path: Path) -> bool:
    try:
        return path.stem.rpartition("-")[2] == _digest(path.read_bytes())
    except OSError:
        return False


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
