"""Turn what a recorder kept into Arrow tables (with units in the schema) and pandas data frames."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from giants.records.recorder import Recorder
from giants.symbols import Array


def arrow_tables(recorder: Recorder) -> dict[str, Any]:
    """Return one pyarrow.Table per recorded table, and the log with its choices as the level of detail has it.

    Above summary there is `events`; at monthly and full what was weighed before threats, `alternatives`.
    """
    tables = {name: arrow_table(recorder, name) for name in recorder.tables}
    if recorder.level != "summary":
        tables["events"] = _log(recorder.log())
    if recorder.level in ("monthly", "full"):
        tables["alternatives"] = _log(recorder.alternatives())
    return tables


def frames(recorder: Recorder) -> dict[str, Any]:
    """Return one pandas.DataFrame per recorded table; axes are ordered categories, dates are timestamps."""
    return {name: table.to_pandas() for name, table in arrow_tables(recorder).items()}


def arrow_table(recorder: Recorder, name: str) -> Any:
    """Return one recorded table as a pyarrow.Table."""
    spec = recorder.tables[name]
    codes = recorder.axis_codes(name)
    about = {c.name: {"unit": c.unit, "label": c.label} for c in spec.columns}
    about["month"] = {"unit": "months", "label": "months since the start of the run"}
    arrays, fields = [], []
    for column, values in recorder.columns(name).items():
        if column in codes:
            array = pa.DictionaryArray.from_arrays(pa.array(values), pa.array(codes[column]), ordered=True)
        else:
            array = pa.array(values)
        arrays.append(array)
        fields.append(pa.field(column, array.type, metadata=about.get(column)))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _log(columns: Mapping[str, Array]) -> Any:
    """Return columns, those of objects as texts, as a table."""
    return pa.table({name: pa.array(v, pa.string() if v.dtype == object else None) for name, v in columns.items()})
