"""What a run keeps, writes and gives back."""

from giants.records.schema import LEVELS, Column, Event, Level, Table
from giants.records.store import Run, load_run, write_run

__all__ = ["LEVELS", "Column", "Event", "Level", "Run", "Table", "load_run", "write_run"]
