"""What a run keeps: one table per set of axes, holding every symbol with those axes and the derived columns below.

A new symbol of a writing phase in WRITERS is recorded without a line here.  A column that is not a symbol (a sum,
one element) is one line in DERIVED.
"""

from collections.abc import Mapping

from giants import symbols as sym
from giants.records.schema import Axis, Column, Level, Table, of, part, parts, total
from giants.symbols import CHN, MEX, USA

WRITERS = ("policy", "invest", "trade", "labour", "security", "society", "measures")
_EDGES = 1_000_000  # a stride that no run reaches: the first and the last month only

ALWAYS: Mapping[Level, int] = {"summary": 1, "yearly": 1, "monthly": 1, "full": 1}
USUAL: Mapping[Level, int] = {"summary": _EDGES, "yearly": 12, "monthly": 1, "full": 1}
LARGE: Mapping[Level, int] = {"summary": 0, "yearly": 12, "monthly": 12, "full": 1}
FULL: Mapping[Level, int] = {"summary": 0, "yearly": 0, "monthly": 0, "full": 1}

_NUMBERED = {letter: tuple(f"{i:03d}" for i in range(sym.AXES[letter])) for letter in "kxqf"}
AXIS = {
    "n": Axis("economy", sym.ECONOMIES),
    "j": Axis("sector", sym.SECTORS),
    "s": Axis("state", sym.STATES),
    "o": Axis("partner", sym.PARTNERS),
    "r": Axis("product", tuple(sym.PRODUCTS)),
    "p": Axis("programme", tuple(sym.PROGRAMMES)),
    "d": Axis("issue", sym.ISSUES),
    "g": Axis("drug", sym.DRUGS),
    "l": Axis("channel", sym.LAUNDERING),
    "k": Axis("cartel", _NUMBERED["k"]),
    "x": Axis("crossing", _NUMBERED["x"]),
    "q": Axis("port", _NUMBERED["q"]),
    "f": Axis("firm", _NUMBERED["f"]),
}
OWNER, ORIGIN, DESTINATION = (Axis(name, sym.ECONOMIES) for name in ("owner", "origin", "destination"))

# Columns beside the symbols themselves, by table.
DERIVED: Mapping[str, tuple[Column, ...]] = {
    "measures": (
        of("calendar.year"),
        part("trade.real_income", MEX, "real_income_mex", label="Mexico: real national income"),
        part("trade.real_income", USA, "real_income_usa", label="United States: real national income"),
        part("trade.real_income", CHN, "real_income_chn", label="China: real national income"),
        part("society.approval", MEX, "approval_mex", label="approval of Mexico's government"),
        total("labour.jobs", "jobs_total", label="occupied persons"),
        total("security.homicides", "homicides_total", label="homicides"),
        total("security.overdose_deaths", "overdose_deaths_total", label="US overdose deaths"),
        *parts("security.flow", sym.DRUGS, "flow"),
        *parts("policy.lever", sym.ISSUES, "lever"),
    ),
}


def _every(axes: str, table: str) -> tuple[Column, ...]:
    """Return a column for every symbol with these axes; two of one name are told apart by their block."""
    rows = [row for row in sym.table() if row["axes"] == axes and row["block"] in WRITERS]
    names = [row["name"] for row in rows] + [column.name for column in DERIVED.get(table, ())]
    return tuple(
        of(
            f"{row['block']}.{row['name']}",
            row["name"] if names.count(row["name"]) == 1 else "_".join((row["block"], row["name"])),
        )
        for row in rows
    )


def _table(name: str, axes: str, keep: Mapping[Level, int], *, axis: tuple[Axis, ...] = (), present: str = "") -> Table:
    named = axis or tuple(AXIS[letter] for letter in axes.split())
    return Table(name, named, (*_every(axes, name), *DERIVED.get(name, ())), keep, present)


_ALL = (
    _table("measures", "", ALWAYS),
    _table("economies", "n", USUAL),
    _table("owners", "i", USUAL, axis=(OWNER,)),
    _table("pairs", "n i", USUAL, axis=(DESTINATION, ORIGIN)),
    _table("sectors", "j", USUAL),
    _table("economy_sectors", "n j", LARGE),
    _table("states", "s", USUAL),
    _table("partners", "o", USUAL),
    _table("deals", "o r", USUAL),
    _table("issues", "d", USUAL),
    _table("programmes", "p", USUAL),
    _table("drugs", "g", USUAL),
    _table("crossings", "x", LARGE),
    _table("ports", "q", LARGE),
    _table("cartels", "k", LARGE),
    _table("firms", "f", LARGE),
    _table("state_sectors", "s j", FULL),
    _table("cartel_states", "k s", FULL, present="members"),
)
TABLES: tuple[Table, ...] = tuple(table for table in _ALL if table.columns)
