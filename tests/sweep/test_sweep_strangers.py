"""A sweep's folder from somebody else: whatever is in it, one line or right numbers, and nothing outside touched."""

import hashlib
import json
import os
import threading
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sweep_tasks as tasks

from giants.errors import InputError
from giants.sweep.chunk import Chunks
from giants.sweep.compact import compact
from giants.sweep.definition import Definition
from giants.sweep.drive import opened, status
from giants.sweep.folder import TABLES, Folder
from giants.sweep.load import load_sweep, tables
from giants.sweep.replay import replay_settings

RUNS = tasks.definition().size


@pytest.fixture
def place(tmp_path):
    """A sweep that is half done, in parts of 20 runs with a second table, beside files of somebody else."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "keep.txt").write_text("keep")
    (outside / ".tmp-keep").write_text("keep")
    (outside / "000000000-0123456789abcdef.parquet").write_text("keep")
    definition = tasks.definition()
    chunks = Chunks(tasks.prepare(tmp_path / "s", definition), definition, tasks.tabled)
    for first in range(0, RUNS // 2, 20):
        chunks.run(list(range(first, first + 20)))
    Folder(tmp_path / "s").note(event="start")
    return tmp_path / "s"


def operations(place):
    return {
        "status": lambda: status(Folder(place)),
        "resume": lambda: tasks.carry_out(place, tasks.definition(), tasks.tabled, chunk=40),
        "load": lambda: load_sweep(place),
        "load another table": lambda: load_sweep(place, "states"),
        "tables": lambda: tables(place),
        "replay": lambda: replay_settings(place, 3),
    }


def content_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def said(operation):
    """Return the line that an operation ends in; any other exception than a line goes on."""
    try:
        operation()
    except InputError as error:
        return str(error)
    return ""


def unharmed(place, damage):
    """Let every operation meet the damage; each must end, well or in one line, and leave what is outside alone."""
    before = content_of(place.parent / "outside")
    damage(place)
    for name, operation in operations(place).items():
        assert "\n" not in said(operation), name
        assert content_of(place.parent / "outside") == before, name


CONTENTS = {
    "empty": b"",
    "half": None,
    "a list": b"[]",
    "null": b"null",
    "a number": b"7",
    "no text": b"\xff\xfe\x00",
    "deep": b"[" * 100_000,
    "no keys": b"{}",
    "keys of nothing": b'{"format": 1, "digests": 3, "labels": 3, "trees": {}, "seeds": "a"}',
}


@pytest.mark.parametrize("file", ["manifest.json", "definition.json", "history.jsonl", "sweep.lock"])
@pytest.mark.parametrize("content", CONTENTS)
def test_a_damaged_file_of_the_folder_ends_in_one_line(place, file, content):
    new = CONTENTS[content]
    path = place / file
    unharmed(place, lambda _: path.write_bytes(path.read_bytes()[:-20] if new is None else new))


@pytest.mark.parametrize("file", ["manifest.json", "definition.json", "parts/runs", "parts/states", "parts"])
def test_a_missing_piece_ends_in_one_line(place, file):
    unharmed(place, lambda _: (place / file).rename(place.parent / "away"))


@pytest.mark.parametrize("file", ["manifest.json", "definition.json", "history.jsonl", "sweep.lock", "parts/runs"])
@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_something_else_in_the_place_of_a_file_ends_in_one_line(place, file, kind):
    def damage(_):
        (place / file).rename(place.parent / "away")
        (place / file).mkdir() if kind == "folder" else os.mkfifo(place / file)

    unharmed(place, damage)


LINKS = {
    "the lock": ("sweep.lock", "keep.txt"),
    "the lock of a shard": ("shard-0-of-2.lock", "keep.txt"),
    "the history": ("history.jsonl", "keep.txt"),
    "the manifest": ("manifest.json", "keep.txt"),
    "the definition": ("definition.json", "keep.txt"),
    "all parts": ("parts", ""),
    "the parts of the table of runs": ("parts/runs", ""),
    "the parts of another table": ("parts/states", ""),
    "the parts of a table that is none": ("parts/more", ""),
    "a part": ("parts/runs/000000500-0123456789abcdef.parquet", "keep.txt"),
    "replays": ("replays", ""),
}


@pytest.mark.parametrize(("file", "target"), LINKS.values(), ids=LINKS)
def test_links_are_followed_nowhere(place, file, target):
    path = place / file
    outside = place.parent / "outside"

    def damage(_):
        if path.is_dir():
            path.rename(place.parent / "away")
        path.unlink(missing_ok=True)
        path.symlink_to(outside / target)

    unharmed(place, damage)
    for operation in ("status", "resume", "load", "replay"):
        with pytest.raises(InputError, match="is a link"):
            operations(place)[operation]()
    with pytest.raises(InputError, match="is a link"), opened(place, (0, 2)):
        pass


@pytest.mark.parametrize("file", ["sweep.lock", "history.jsonl"])
def test_a_second_name_of_a_file_elsewhere_is_not_written_through(place, file):
    (place / file).unlink()
    os.link(place.parent / "outside" / "keep.txt", place / file)
    unharmed(place, lambda _: None)


def forged(place, change, metadata=None):
    """Put a part into the folder that is named by its own digest, as a forger would."""
    first = sorted((place / "parts" / "runs").glob("*.parquet"))[0]
    table = pq.ParquetFile(first).read()
    told = {
        **(table.schema.metadata or {}),
        **({TABLES: json.dumps(metadata).encode()} if metadata is not None else {}),
    }
    first.unlink()
    file = first.parent / "new"
    pq.write_table(change(table).replace_schema_metadata(told), file)
    file.rename(first.parent / f"000000000-{hashlib.sha256(file.read_bytes()).hexdigest()[:16]}.parquet")


def column(name, value):
    return lambda t: t.set_column(t.column_names.index(name), name, pa.array([value] * t.num_rows))


def ids(values, kind=None):
    def change(table):
        at = table.column_names.index("run_id")
        return table.set_column(at, "run_id", pa.array((values * table.num_rows)[: table.num_rows], kind or pa.int64()))

    return change


FORGERIES = {
    "a run below zero": (ids([-1]), None),
    "a run far out of range": (ids([2**62]), None),
    "runs that are words": (ids(["a"], pa.string()), None),
    "runs that are fractions": (ids([1.5], pa.float64()), None),
    "runs that are missing": (ids([None]), None),
    "no runs": (lambda table: table.slice(0, 0), None),
    "no column of runs": (lambda table: table.drop_columns(["run_id"]), None),
    "no status": (lambda table: table.drop_columns(["status"]), None),
    "another status": (
        lambda t: t.set_column(t.column_names.index("status"), "status", pa.array(["X"] * len(t))),
        None,
    ),
    "a number as words": (column("income", "x"), None),
    "a table outside": (lambda table: table, {"../../outside": "000000000-0123456789abcdef.parquet"}),
    "a file outside": (lambda table: table, {"states": "../../../outside/keep.txt"}),
    "a file that is not there": (lambda table: table, {"states": "000000000-0123456789abcdef.parquet"}),
    "tables as a list": (lambda table: table, ["states"]),
    "tables as numbers": (lambda table: table, {"states": 7}),
}


@pytest.mark.parametrize(("change", "metadata"), FORGERIES.values(), ids=FORGERIES)
def test_a_forged_part_ends_in_one_line_and_is_computed_again(place, change, metadata):
    unharmed(place, lambda _: forged(place, change, metadata))


def test_files_of_other_names_are_left_alone(place):
    own = [place / name for name in ("notes.md", ".tmp-mine/x", "figures/.tmp-mine", "parts/runs/mine.parquet")]
    own += [place / "parts" / "mine" / "table.parquet", place / "parts" / "states" / "mine.parquet"]
    for path in own:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    result, _, _ = tasks.carry_out(place, tasks.definition(), tasks.tabled, chunk=40)
    assert result.exit_status == 0
    assert all(path.read_text() == "mine" for path in own)


HALF_EDITED = {
    "points of two lengths": lambda d: d["points"].update(more=[1.0]),
    "a count that is wrong": lambda d: d.update(count=3),
    "no count": lambda d: d.update(count=0),
    "a family of none": lambda d: d.update(family=0),
    "a choice that is not there": lambda d: d.update(chosen=[5] * d["count"]),
    "seeds that are words": lambda d: d.update(seeds=["a", "b"]),
    "a seed below zero": lambda d: d.update(seeds=[-1]),
    "trees that are words": lambda d: d.update(trees=["a", "b"]),
    "a grid of words": lambda d: d.update(grid={"seed": "abc"}),
    "more runs than memory": lambda d: d.update(grid={str(i): list(range(100)) for i in range(8)}),
    "labels of labels": lambda d: d.update(labels=[{"mexico": {"a": 1}}, {"mexico": "b"}]),
}


@pytest.mark.parametrize("edit", HALF_EDITED.values(), ids=HALF_EDITED)
def test_a_definition_that_was_edited_with_its_digests_ends_in_one_line(place, edit):
    content = json.loads((place / "definition.json").read_text())
    edit(content)

    def damage(_):
        (place / "definition.json").write_text(json.dumps(content))
        manifest = json.loads((place / "manifest.json").read_text())
        with suppress(ValueError):
            manifest["digests"] = Definition.of(content).digests()
        (place / "manifest.json").write_text(json.dumps(manifest))

    unharmed(place, damage)
    with pytest.raises(InputError):
        Folder(place).definition()


def test_a_sweep_can_be_read_while_its_parts_are_merged(tmp_path):
    definition = tasks.definition()
    folder = tasks.prepare(tmp_path / "s", definition)
    chunks = Chunks(folder, definition, tasks.tabled)
    for first in range(0, RUNS, 4):
        chunks.run(list(range(first, first + 4)))
    undisturbed, states = tasks.table(tmp_path / "s")[0], load_sweep(tmp_path / "s", "states")
    merging = threading.Thread(target=lambda: compact(folder, folder.scan(RUNS)[2]))
    merging.start()
    looks = 0
    while looks < 3 or merging.is_alive():
        assert tasks.table(tmp_path / "s")[0] == undisturbed
        assert load_sweep(tmp_path / "s", "states").equals(states)
        assert status(folder).succeeded == RUNS
        looks += 1
    merging.join()
    assert len(list(folder.parts())) == 1


def test_a_lock_file_that_somebody_removes_lets_nobody_in(tmp_path):
    tasks.prepare(tmp_path / "s", tasks.definition())
    with opened(tmp_path / "s"):
        (tmp_path / "s" / "sweep.lock").unlink()
        with pytest.raises(InputError, match="is being written by"), opened(tmp_path / "s"):
            pass
    with opened(tmp_path / "s"):
        pass
    assert Path(tmp_path / "s" / "sweep.lock").exists()
