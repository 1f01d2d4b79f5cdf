"""The lines of the end-of-run summary, in the order in which they are printed."""

from typing import Any

from giants.records.summary import Line

PERCENT: dict[str, Any] = {"unit": "%", "scale": 100.0, "digits": 1}
DOLLARS: dict[str, Any] = {"unit": "bn USD a year", "digits": 1}

LINES = (
    Line("Autonomy", "Calibrated Autonomy Index", "measures", "index", unit="0..1"),
    Line("Autonomy", "structural freedom", "measures", "structural", unit="0..1"),
    Line("Autonomy", "agency (missing where nothing is contested)", "measures", "agency", unit="0..1"),
    Line("Autonomy", "relations", "measures", "relations", unit="0..1"),
    Line("Autonomy", "internal sovereignty", "measures", "sovereignty", unit="0..1"),
    Line("Income", "Mexico: real national income", "measures", "real_income_mex", unit="2023 = 1", digits=3),
    Line("Income", "Mexico: real gross domestic product", "measures", "real_product_mex", unit="2023 = 1", digits=3),
    Line("Income", "United States: real national income", "measures", "real_income_usa", unit="2023 = 1", digits=3),
    Line("Income", "occupied persons", "measures", "jobs_total", unit="million", scale=1e-6, digits=1),
    Line("Income", "remittances received", "measures", "remittances", **DOLLARS),
    Line("Income", "poverty proxy", "measures", "poverty", unit="% of people", scale=100, digits=1),
    Line("Income", "foreign investment begun", "measures", "fdi_total", **DOLLARS),
    Line("Income", "  of which Chinese", "measures", "fdi_chn", **DOLLARS),
    Line("Trade", "goods sold to the United States", "measures", "goods_exports_usa", **DOLLARS),
    Line(
        "Trade", "goods bought from the United States", "measures", "goods_imports_usa", unit="bn USD a year", digits=1
    ),
    Line("Trade", "goods bought from China", "measures", "goods_imports_chn", **DOLLARS),
    Line("Trade", "US share of goods exports", "measures", "export_share_usa", **PERCENT),
    Line(
        "Trade",
        "Latin American share of goods exports",
        "measures",
        "export_share_latam",
        unit="%",
        scale=100,
        digits=1,
    ),
    Line("Trade", "China's share of goods imports", "measures", "import_share_chn", **PERCENT),
    Line(
        "Content", "Chinese, in goods exports to the US", "measures", "chinese_content", unit="%", scale=100, digits=1
    ),
    Line(
        "Content", "Mexican, in goods exports to the US", "measures", "domestic_content", unit="%", scale=100, digits=1
    ),
    Line("Content", "Mexican, in manufacturing exports", "measures", "domestic_value", **PERCENT),
    Line("Tariffs above the base", "US on Mexican goods", "measures", "tariff_on_mexico", unit="%", scale=100),
    Line("Tariffs above the base", "Mexico on Chinese goods", "measures", "tariff_on_china", unit="%", scale=100),
    Line("Treaty", "in force", "measures", "treaty_in_force", unit="1 = yes"),
    Line("Treaty", "years until it ends as the law stands", "measures", "treaty_horizon", unit="years", digits=1),
    Line("Treaty", "Mexico's belief that US threats are resolved", "measures", "belief_usa", unit="0..1"),
    Line("Treaty", "yearly cost of deals with the US", "measures", "concession_cost_usa", unit="% of GDP", scale=100),
    Line("Society", "approval of Mexico's government", "measures", "approval_mex", unit="0..1"),
    Line("Society", "emigration to the US", "measures", "migration", unit="000 a year", scale=1e-3, digits=0),
    Line("Security", "homicides", "measures", "homicides_total", unit="a month", digits=0),
    Line("Security", "members of criminal groups", "measures", "members_total", unit="persons", digits=0),
    Line("Security", "fentanyl reaching the United States", "measures", "flow_fentanyl", unit="kg a month", digits=0),
    Line("Security", "US overdose deaths", "measures", "overdose_deaths_total", unit="a year", digits=0),
)
