"""What a run keeps: one table per set of axes, holding every symbol with those axes and the derived columns below.

A new symbol of a writing phase in WRITERS is recorded without a line here.  A column that is not a symbol (a sum,
one element, a value in dollars) is one line in MEASURES or PAIRS.
"""

from collections.abc import Mapping
from functools import cache

import numpy as np

from giants import symbols as sym
from giants.duties import claims
from giants.records.schema import Axis, Column, Level, Table, of, part, parts, summed_up, total
from giants.records.summary import PARTS
from giants.symbols import CHN, MEX, USA
from giants.world import World

WRITERS = ("bargaining", "invest", "trade", "labour", "security", "society", "measures")
_DOLLARS = "bn USD a year"
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


def _goods(name: str, origin: int, destination: int) -> Column:
    label = f"goods sold by {sym.ECONOMIES[origin]} in {sym.ECONOMIES[destination]}, net of tariffs"
    return part("trade.flows", (destination, origin, sym.GOODS_ROWS), name, label=label, summed=True)


def _pair_sales(w: World) -> sym.Array:
    return np.swapaxes(w.trade.flows.sum(-1), -1, -2)


def _pair_goods(w: World) -> sym.Array:
    return np.swapaxes(w.trade.flows.take(sym.GOODS_ROWS, axis=-1).sum(-1), -1, -2)


def _to_latin_america(w: World) -> sym.Array:
    return summed_up(w.trade.flows[..., sym.PARTNER_ROWS, MEX, :].take(sym.GOODS_ROWS, axis=-1), 2)


def claimed(w: World) -> sym.Array:
    """Share of US goods imports from Mexico that claim the treaty's preference, by value."""
    sold = w.trade.flows[..., USA, MEX, :].take(sym.GOODS_ROWS, axis=-1)
    return np.asarray(np.vecdot(claims(w)[..., MEX, :].take(sym.GOODS_ROWS, axis=-1), sold) / sold.sum(-1))


# Columns beside the scalar symbols, one number a month each.
MEASURES = (
    of("calendar.year"),
    of("calendar.us_posture"),
    part("trade.real_income", MEX, "real_income_mex", label="Mexico: real national income"),
    part("trade.real_income", USA, "real_income_usa", label="United States: real national income"),
    part("trade.real_income", CHN, "real_income_chn", label="China: real national income"),
    part("society.disposable", MEX, "disposable_mex", label="Mexico: real national income after programmes"),
    part("trade.real_gdp", MEX, "real_gdp_mex", label="Mexico: real gross domestic product"),
    part("trade.gdp", MEX, "gdp_mex", label="Mexico: gross domestic product"),
    part("trade.gni", MEX, "gni_mex", label="Mexico: gross national income"),
    total("invest.profits", "profits_total", label="profits of foreign capacity in Mexico"),
    _goods("goods_exports_usa", MEX, USA),
    Column(
        "goods_exports_latam",
        _DOLLARS,
        "goods sold by MEX to BRA, RPA and RLA, net of tariffs",
        ("trade.flows",),
        _to_latin_america,
    ),
    _goods("goods_imports_usa", USA, MEX),
    _goods("goods_imports_chn", CHN, MEX),
    part("trade.export_share", USA, "export_share_usa", label="US share of Mexican goods exports"),
    part("trade.export_share", CHN, "export_share_chn", label="China's share of Mexican goods exports"),
    part(
        "trade.export_share",
        sym.PARTNER_ROWS,
        "export_share_latam",
        label="Latin American share of exports",
        summed=True,
    ),
    part("trade.import_share", USA, "import_share_usa", label="US share of Mexican goods imports"),
    part("trade.import_share", CHN, "import_share_chn", label="China's share of Mexican goods imports"),
    part("trade.us_import_share", MEX, "us_import_share_mex", label="Mexico's share of US goods imports"),
    part("trade.us_import_share", CHN, "us_import_share_chn", label="China's share of US goods imports"),
    part("trade.us_export_content", CHN, "content_chn", label="Chinese value added in goods sold to the US"),
    part("trade.us_export_content", USA, "content_usa", label="US value added in Mexican goods sold to the US"),
    part("trade.us_export_content", MEX, "content_mex", label="Mexican value added in goods sold to the US"),
    Column(
        "preference_use_mex",
        "share",
        "US goods imports from Mexico that claim the treaty's preference",
        ("trade.flows", "trade.preference_use", "bargaining.treaty_in_force", "bargaining.preference_lost"),
        claimed,
    ),
    total("trade.transit_value", "transit_total", label="Chinese goods in transit through Mexico to the US"),
    part("invest.fdi_origin", USA, "fdi_usa", label="foreign direct investment by US firms"),
    part("invest.fdi_origin", CHN, "fdi_chn", label="foreign direct investment by Chinese firms"),
    total("invest.fdi_origin", "fdi_total", label="foreign direct investment"),
    total("invest.fdi_new", "fdi_new_total", label="new foreign investment, accounts between companies included"),
    total("invest.fdi_reinvested", "fdi_reinvested_total", label="profits that foreign firms reinvest"),
    part("bargaining.belief", USA, "belief_usa", label="Mexico's probability that the United States is tough"),
    part("bargaining.threat_loss", USA, "threat_loss_usa", label="Mexico's loss for a year under the open US threat"),
    part("bargaining.concession_cost", USA, "concession_cost_usa", label="cost a year of all deals with the US"),
    *(part(f"bargaining.{count}", USA, f"{count}_usa") for count in COUNTS),
    part("society.approval", MEX, "approval_mex", label="approval of Mexico's government"),
    part("society.approval", USA, "approval_usa", label="approval of the US government"),
    total("labour.jobs", "jobs_total", label="occupied persons"),
    total("security.members", "members_total", label="members of criminal groups"),
    total("security.homicides", "homicides_total", label="homicides"),
    *parts("security.overdose_deaths", sym.DRUGS, "overdose_deaths"),
    *parts("security.flow", sym.DRUGS, "flow"),
    *parts("society.trust", sym.PARTNERS, "trust"),
    *parts("bargaining.position", sym.ISSUES, "position"),
)

# Columns by origin (first axis) and destination of goods and services.
PAIRS = (
    Column("sales", _DOLLARS, "sales of the origin in the destination, net of tariffs", ("trade.flows",), _pair_sales),
    Column("goods", _DOLLARS, "of which goods", ("trade.flows",), _pair_goods),
)


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


TABLES: tuple[Table, ...] = (
    _table("measures", "", ALWAYS, MEASURES),
    _table("economies", "n", USUAL),
    _table("owners", "i", USUAL, axis=(Axis("owner", sym.ECONOMIES),)),
    Table("pairs", (Axis("origin", sym.ECONOMIES), Axis("destination", sym.ECONOMIES)), PAIRS, USUAL),
    _table("sectors", "j", USUAL),
    _table("economy_sectors", "n j", LARGE),
    _table("states", "s", USUAL),
    _table("partners", "o", USUAL),
    _table("deals", "o r", USUAL),
    _table("issues", "d", USUAL),
    _table("programmes", "p", USUAL),
    _table("drugs", "g", USUAL),
    _table("channels", "l", USUAL),
    _table("crossings", "x", LARGE),
    _table("ports", "q", LARGE),
    _table("cartels", "k", LARGE),
    _table("firms", "f", LARGE),
    _table("state_sectors", "s j", LARGE),
    _table("cartel_states", "k s", FULL, present="members"),
)


@cache
def columns_of(name: str) -> frozenset[str]:
    """Return the columns of a recorded table, or those of the table `runs` of a sweep that sum up a run."""
    if name == "runs":
        return frozenset(f"{column}_{part}" for column in columns_of("measures") for part in PARTS)
    return frozenset(column.name for table in TABLES if table.name == name for column in table.columns)
