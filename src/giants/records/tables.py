"""What a run keeps: one table per set of axes, holding every symbol with those axes and the derived columns below.

A new symbol of a writing phase in WRITERS is recorded without a line here.  A column that is not a symbol (a sum,
one element, a value in dollars) is one line in `_measures` or `_pairs`.
"""

from collections.abc import Mapping

from giants import symbols as sym
from giants.records.schema import Axis, Column, Level, Table, of, part, parts, total
from giants.symbols import CHN, MEX, USA
from giants.world import World

WRITERS = ("policy", "invest", "trade", "labour", "security", "society", "measures")
COUNTS = ("threats_made", "deals_made", "impositions", "refusals")
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
ORIGIN, DESTINATION = (Axis(name, sym.ECONOMIES) for name in ("origin", "destination"))


def run_tables(world_income: float) -> tuple[Table, ...]:
    """Return the tables of a run; `world_income` (bn USD a year, 2023) turns the trade block's shares into dollars."""
    tables = (
        _table("measures", "", ALWAYS, _measures(world_income)),
        _table("economies", "n", USUAL),
        _table("owners", "i", USUAL, axis=(Axis("owner", sym.ECONOMIES),)),
        Table("pairs", (ORIGIN, DESTINATION), _pairs(world_income), USUAL),
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
    return tuple(table for table in tables if table.columns)


def _measures(world_income: float) -> tuple[Column, ...]:
    """Columns beside the scalar symbols, one number a month each."""
    return (
        of("calendar.year"),
        part("trade.real_income", MEX, "real_income_mex", label="Mexico: real national income"),
        part("trade.real_income", USA, "real_income_usa", label="United States: real national income"),
        part("trade.real_income", CHN, "real_income_chn", label="China: real national income"),
        part("trade.real_product", MEX, "real_product_mex", label="Mexico: real gross domestic product"),
        _goods("goods_exports_usa", MEX, USA, world_income),
        _goods("goods_imports_usa", USA, MEX, world_income),
        _goods("goods_imports_chn", CHN, MEX, world_income),
        part("trade.export_share", (MEX, USA), "export_share_usa", label="US share of Mexican goods exports"),
        part("trade.export_share", (MEX, CHN), "export_share_chn", label="China's share of Mexican goods exports"),
        part("trade.import_share", (MEX, USA), "import_share_usa", label="US share of Mexican goods imports"),
        part("trade.import_share", (MEX, CHN), "import_share_chn", label="China's share of Mexican goods imports"),
        _latin_share("trade.export_share", "export_share_latam", "Latin American share of Mexican goods exports"),
        part("trade.tariff_faced", (MEX, USA), "tariff_on_mexico", label="US tariff on Mexican goods above the base"),
        part("trade.tariff_faced", (CHN, MEX), "tariff_on_china", label="Mexican tariff on China's goods above base"),
        part("invest.fdi_origin", USA, "fdi_usa", label="investment begun by US firms, at annual rate"),
        part("invest.fdi_origin", CHN, "fdi_chn", label="investment begun by Chinese firms, at annual rate"),
        total("invest.fdi_origin", "fdi_total", label="investment begun by foreign firms, at annual rate"),
        part("policy.belief", USA, "belief_usa", label="Mexico's probability that the United States is tough"),
        part("policy.threat_loss", USA, "threat_loss_usa", label="Mexico's loss for a year under the open US threat"),
        part("policy.concession_cost", USA, "concession_cost_usa", label="cost a year of all deals with the US"),
        *(part(f"policy.{count}", USA, f"{count}_usa") for count in COUNTS),
        part("society.approval", MEX, "approval_mex", label="approval of Mexico's government"),
        part("society.approval", USA, "approval_usa", label="approval of the US government"),
        total("labour.jobs", "jobs_total", label="occupied persons"),
        total("security.members", "members_total", label="members of criminal groups"),
        total("security.homicides", "homicides_total", label="homicides"),
        total("security.overdose_deaths", "overdose_deaths_total", label="US overdose deaths"),
        *parts("security.flow", sym.DRUGS, "flow"),
        *parts("society.trust", sym.PARTNERS, "trust"),
        *parts("policy.lever", sym.ISSUES, "lever"),
    )


def _pairs(world_income: float) -> tuple[Column, ...]:
    """Columns by origin (first axis) and destination of goods or services."""

    def sales(w: World) -> sym.Array:
        return w.trade.flows.sum(-1).T * world_income

    def goods(w: World) -> sym.Array:
        return w.trade.flows[..., : len(sym.GOODS)].sum(-1).T * world_income

    return (
        Column("sales", "bn USD a year", "sales of the origin in the destination, net of tariffs", sales),
        Column("goods", "bn USD a year", "of which goods", goods),
        of("trade.export_share"),
        part("trade.import_share", (), "import_share", transpose=True),
        of("trade.tariff_faced"),
    )


def _goods(name: str, origin: int, destination: int, world_income: float) -> Column:
    label = f"goods sold by {sym.ECONOMIES[origin]} in {sym.ECONOMIES[destination]}, net of tariffs"
    goods = len(sym.GOODS)
    return Column(
        name,
        "bn USD a year",
        label,
        lambda w: w.trade.flows[destination, origin, :goods].sum() * world_income,
    )


def _latin_share(symbol: str, name: str, label: str) -> Column:
    first, last = (sym.ECONOMIES.index(code) for code in (sym.PARTNERS[0], sym.PARTNERS[-1]))
    return part(symbol, (MEX, slice(first, last + 1)), name, label=label, summed=True)


def _table(
    name: str,
    axes: str,
    keep: Mapping[Level, int],
    more: tuple[Column, ...] = (),
    *,
    axis: tuple[Axis, ...] = (),
    present: str = "",
) -> Table:
    """Return the table of every symbol with these axes, and `more`; clashing names are told apart by their block."""
    rows = [row for row in sym.table() if row["axes"] == axes and row["block"] in WRITERS]
    names = [row["name"] for row in rows] + [column.name for column in more]
    own = tuple(
        of(f"{row['block']}.{row['name']}", f"{row['block']}_{row['name']}" if names.count(row["name"]) > 1 else "")
        for row in rows
    )
    return Table(name, axis or tuple(AXIS[letter] for letter in axes.split()), (*own, *more), keep, present)
