"""The lines of the end-of-run summary, in the order in which they are printed."""

from giants.records.summary import Line


def _lines(section: str, *lines: tuple[str, str, str, float, int]) -> tuple[Line, ...]:
    """Return lines from (label, column of the measures, unit, scale, digits)."""
    return tuple(
        Line(section, label, "measures", column, unit=unit, scale=scale, digits=digits)
        for label, column, unit, scale, digits in lines
    )


LINES: tuple[Line, ...] = (
    *_lines(
        "Autonomy",
        ("Calibrated Autonomy Index", "index", "0..1", 1, 2),
        ("structural freedom", "structural", "0..1", 1, 2),
        ("agency (- where nothing is contested)", "agency", "0..1", 1, 2),
        ("relations", "relations", "0..1", 1, 2),
        ("internal sovereignty", "sovereignty", "0..1", 1, 2),
        ("value at risk, law of the day", "value_at_risk", "% of GDP", 1, 2),
        ("value at risk, 25% US tariff", "value_at_risk_reference", "% of GDP", 1, 2),
    ),
    *_lines(
        "Income",
        ("Mexico: real national income", "real_income_mex", "2023 = 1", 1, 3),
        ("Mexico: the same after programmes are paid", "disposable_mex", "2023 = 1", 1, 3),
        ("Mexico: real gross domestic product", "real_gdp_mex", "2023 = 1", 1, 3),
        ("United States: real national income", "real_income_usa", "2023 = 1", 1, 3),
        ("occupied persons", "jobs_total", "million", 1e-6, 1),
        ("foreign direct investment", "fdi_total", "bn USD a year", 1, 1),
        ("  of which new", "fdi_new_total", "bn USD a year", 1, 1),
        ("  of which Chinese", "fdi_chn", "bn USD a year", 1, 1),
        ("remittances received", "remittances", "bn USD a year", 1, 1),
        ("poverty proxy", "poverty", "% of people", 100, 1),
    ),
    *_lines(
        "Trade",
        ("goods sold to the United States", "goods_exports_usa", "bn USD a year", 1, 1),
        ("goods bought from the United States", "goods_imports_usa", "bn USD a year", 1, 1),
        ("goods bought from China", "goods_imports_chn", "bn USD a year", 1, 1),
        ("US share of goods exports", "export_share_usa", "%", 100, 1),
        ("Latin American share of goods exports", "export_share_latam", "%", 100, 1),
        ("China's share of goods imports", "import_share_chn", "%", 100, 1),
        ("Mexico's share of US goods imports", "us_import_share_mex", "%", 100, 1),
        ("average US tariff on Mexican goods", "us_tariff", "%", 1, 1),
    ),
    *_lines(
        "Value added in goods sold to the United States",
        ("Mexican", "content_mex", "%", 100, 1),
        ("US", "content_usa", "%", 100, 1),
        ("Chinese", "content_chn", "%", 100, 1),
    ),
    *_lines(
        "Treaty and bargaining",
        ("treaty in force", "treaty_in_force", "1 = yes", 1, 2),
        ("years until it ends as the law stands", "treaty_horizon", "years", 1, 1),
        ("belief that the United States is tough", "belief_usa", "0..1", 1, 2),
        ("yearly cost of deals with the US", "concession_cost_usa", "% of GDP", 100, 2),
    ),
    *_lines(
        "Society",
        ("approval of Mexico's government", "approval_mex", "0..1", 1, 2),
        ("emigration to the United States", "migration", "thousand a year", 1e-3, 0),
    ),
    *_lines(
        "Security",
        ("homicides", "homicides_total", "a month", 1, 0),
        ("homicides per 100,000", "homicide_rate", "a year", 1, 1),
        ("people not under criminal governance", "free_population", "%", 100, 1),
        ("members of criminal groups", "members_total", "thousand", 1e-3, 1),
        ("fentanyl reaching the US, pure", "flow_fentanyl", "kg a month", 1, 0),
        ("US deaths with fentanyl", "overdose_deaths_fentanyl", "a year", 1, 0),
    ),
)
