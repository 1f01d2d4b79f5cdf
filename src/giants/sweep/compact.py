"""Merge the many small parts of a finished sweep into few large ones, which read faster and take less room."""

from collections.abc import Iterator, Sequence

import pyarrow as pa

from giants.sweep.folder import Folder, Part
from giants.sweep.load import read_part

RUNS = 1000
"""Runs of a merged part."""
BYTES = 64_000_000
"""Size on disk at which a merged part is closed, so that tables of every month still fit in memory."""


def compact(folder: Folder, parts: Sequence[Part]) -> int:
    """Merge the `parts` of a finished sweep; return how many files went.

    A merged part is written before those that it replaces are removed: between the two, runs are there twice with
    the same content, which readers allow for.
    """
    gone = 0
    for group in _groups(folder, parts):
        files = [folder.path / "parts" / name / file for part in group for name, file in part.tables.items()]
        names = list(dict.fromkeys(name for part in group for name in part.tables))
        tables = {
            name: _merged(
                [read_part(folder.path / "parts" / name / p.tables[name], name) for p in group if name in p.tables]
            )
            for name in names
        }
        whole = _merged([read_part(part.path, "runs") for part in group])
        written = folder.save(whole.sort_by("run_id"), tables, packed=True)
        written_files = {written.path, *(folder.path / "parts" / name / file for name, file in written.tables.items())}
        for file in [*(part.path for part in group), *files]:
            if file not in written_files:
                file.unlink(missing_ok=True)
                gone += 1
    return gone


def _groups(folder: Folder, parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yield neighbouring parts that are to become one; parts that share a run are left alone."""
    group: list[Part] = []
    taken: set[int] = set()
    runs = size = 0
    for part in sorted(parts, key=lambda p: int(p.runs.min())):
        own = {int(run) for run in part.runs}
        if own & taken:
            continue
        bytes_ = part.path.stat().st_size
        bytes_ += sum((folder.path / "parts" / name / file).stat().st_size for name, file in part.tables.items())
        if group and (runs + len(own) > RUNS or size + bytes_ > BYTES):
            if len(group) > 1:
                yield group
            group, runs, size = [], 0, 0
        group.append(part)
        taken |= own
        runs, size = runs + len(own), size + bytes_
    if len(group) > 1:
        yield group


def _merged(tables: Sequence[pa.Table]) -> pa.Table:
    whole = pa.concat_tables([t.replace_schema_metadata(None) for t in tables], promote_options="permissive")
    return whole.unify_dictionaries().combine_chunks()
