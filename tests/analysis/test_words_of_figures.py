"""Numbers of figures are read at a glance, and names keep their own letters within a sentence of another language."""

import pytest

from giants.analysis import style
from giants.analysis.translate import translator


@pytest.mark.parametrize(
    ("value", "text"),
    [(30500.2, "30,500"), (-1234.4, "-1,234"), (4.05e-05, "0.00004"), (-0.176, "-0.176"), (15.83, "15.8"), (0, "0")],
)
def test_no_number_is_told_as_a_power_of_ten(value, text):
    assert style.plain(value) == text


def test_an_axis_tells_thousands_with_commas_and_years_without():
    _, axes = style.canvas(4, 3)
    across, up = axes[0, 0].xaxis.get_major_formatter(), axes[0, 0].yaxis.get_major_formatter()
    assert across.format_ticks([2030, 20000]) == ["2030", "20,000"]
    assert up.format_ticks([-12000, 0, 4000]) == ["−12,000", "0", "4,000"]
    assert up.format_ticks([0, 0.5]) == ["0.0", "0.5"]


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Latin American turn", "giro latinoamericano"),
        ("status quo, Latin American turn", "statu quo, giro latinoamericano"),
        ("Latin American turn fails by no criterion.", "Giro latinoamericano no falla por ningún criterio."),
        ("Iron fist", "Mano dura"),
    ],
)
def test_a_name_begins_with_a_capital_only_where_a_sentence_does(english, spanish):
    assert translator("es")(english) == spanish
