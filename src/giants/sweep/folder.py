"""The folder of a sweep: its definition, and parts that are written whole, flushed, and named by their content."""

import hashlib
import io
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from giants.errors import InputError
from giants.records.store import parquet_bytes
from giants.sweep import rows
from giants.sweep.definition import FORMAT, Definition
from giants.symbols import Array

MISSING, OK, BAD = 0, 1, 2
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
        """Return the manifest.  Raises InputError if there is none, or one of another format."""
        found = self._load("manifest.json")
        if found.get("format") != FORMAT:
            raise InputError(f"{self.path} has format {found.get('format')}, and this version reads format {FORMAT}")
        return found

    def definition(self) -> Definition:
        """Return the definition, checked against the digests of the manifest."""
        try:
            definition = Definition.of(self._load("definition.json"))
        except (KeyError, TypeError, AttributeError):
            raise InputError(
                f"{self.path}/definition.json lacks what this version of giants needs: it was written by another one"
            ) from None
        if definition.digests() != self.manifest()["digests"]:
            raise InputError(f"{self.path}/definition.json is not the one that the manifest was written for")
        return definition

    def save(self, table: Any, tables: Mapping[str, Any], *, packed: bool = False) -> Part:
        """Write a part of the table of runs (and first the parts of other tables that it names) and return it.

        `packed` makes it small on disk, for good; otherwise it is quick to write.
        """
        first = int(table["run_id"][0].as_py())
        names = {name: self._write_part(name, first, content) for name, content in sorted(tables.items())}
        told = {**(table.schema.metadata or {}), TABLES: json.dumps(names).encode()}
        name = self._write_part("runs", first, table.replace_schema_metadata(told), quick=not packed)
        good = np.array([s == rows.SUCCEEDED for s in table["status"].to_pylist()])
        return Part(self.path / "parts" / "runs" / name, table["run_id"].to_numpy(), good, names)

    def parts(self) -> Iterator[Path]:
        """Yield the parts of the table of runs in the order of their names."""
        yield from sorted((self.path / "parts" / "runs").glob("*.parquet"))

    def part(self, path: Path) -> Part:
        """Return the part at `path`, taken at its word; `scan` asks whether its bytes are those that were written."""
        table = read_table(path, ["run_id", "status"])
        tables: dict[str, str] = json.loads((table.schema.metadata or {}).get(TABLES, b"{}"))
        good = np.array([s == rows.SUCCEEDED for s in table["status"].to_pylist()])
        return Part(path, table["run_id"].to_numpy(), good, tables)

    def scan(self, size: int) -> tuple[Array, list[Path], list[Part]]:
        """Return the state of each run (MISSING, OK, BAD), the damaged parts, and the sound ones."""
        state = np.full(size, MISSING, dtype=np.int8)
        damaged, sound = [], []
        for path in self.parts():
            part = self._read(path, size)
            if part is None:
                damaged.append(path)
                continue
            sound.append(part)
            state[part.runs] = np.where(part.succeeded, OK, np.where(state[part.runs] == OK, OK, BAD))
        return state, damaged, sound

    def repair(self, damaged: Sequence[Path], sound: Sequence[Part]) -> int:
        """Set damaged parts aside and remove what an interrupted write left behind; return how many were damaged."""
        for path in damaged:
            path.rename(path.with_suffix(".damaged"))
        for left in self.path.rglob(".tmp-*"):
            left.unlink(missing_ok=True)
        kept = {(name, file) for part in sound for name, file in part.tables.items()}
        for file in (self.path / "parts").glob("*/*.parquet"):
            if file.parent.name != "runs" and (file.parent.name, file.name) not in kept:
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
        try:
            with (self.path / "history.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(facts, ensure_ascii=False) + "\n")
        except OSError:
            return

    def _load(self, name: str) -> dict[str, Any]:
        try:
            found = json.loads((self.path / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise InputError(f"{self.path} is not the folder of a sweep: it has no {name}") from None
        except (OSError, ValueError) as error:
            raise InputError(f"{self.path}/{name} cannot be read: {error}") from None
        assert isinstance(found, dict)
        return found

    def _write_part(self, name: str, first: int, table: Any, quick: bool = False) -> str:
        content = quick_bytes(table) if quick else parquet_bytes(table)
        file = f"{first:09d}-{_digest(content)}.parquet"
        write(self.path / "parts" / name, file, content)
        return file

    def _read(self, path: Path, size: int) -> Part | None:
        """Return a part, or None if its bytes (or those of a part beside it) are not those that were written."""
        if not _intact(path):
            return None
        part = self.part(path)
        if not all(_intact(self.path / "parts" / name / file) for name, file in part.tables.items()):
            return None
        return None if part.runs.size and part.runs.max() >= size else part


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
        Path(beside).rename(folder / name)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    flush = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(flush)
    finally:
        os.close(flush)


def _intact(path: Path) -> bool:
    try:
        return path.stem.rpartition("-")[2] == _digest(path.read_bytes())
    except OSError:
        return False


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
