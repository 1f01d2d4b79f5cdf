"""Every computed number of docs/autonomy.md is the one that the code gives today."""

import pytest

from giants.evidence.measures import today, uncertainty
from giants.measures import anchors, index, regimes
from giants.symbols import MEX, USA


@pytest.fixture(scope="module")
def page(request):
    return (request.config.rootpath / "docs" / "autonomy.md").read_text(encoding="utf-8")


def test_the_tables_of_mexico_today_are_the_computed_ones(page):
    shown = page.split("<!-- computed by giants.evidence.measures.today.markdown -->")[1].split("<!-- end of computed")[
        0
    ]
    assert shown.strip() == today.markdown()


def test_the_sensitivity_table_is_the_computed_one(page):
    posts = anchors.bundled()
    table = uncertainty.choice_indices(today.vector(today.values("ten regions"), posts), posts, 512)
    for choice, row in table.iterrows():
        assert f"| {choice} | {row.first_order:.2f} | {row.total:.2f} |" in page
    assert table.total.nlargest(2).index.tolist() == ["weights", "anchors"]  # what the page says of them


def test_the_losses_of_the_trade_block_are_the_computed_ones(page, lasting_losses):
    tariff, shut, side = lasting_losses[0, MEX], lasting_losses[1, MEX], lasting_losses[1, USA]
    said = f"gives {tariff:.2f}% for the 25% tariff, {shut:.2f}%\n  for a full break and {side:.2f}% for the US side"
    assert said in page


def test_the_mean_concession_is_the_computed_one(page):
    assert f"average a concession of {1 - today.values()['A2']:.3f}" in page


def test_today_agrees_with_the_reference_where_the_method_is_the_same():
    frame = today.table()
    same = ["S1", "S2", "S3", "S4", "S5", "S6", "RU1", "RC1", "RC2", "RL1", "RL2"]
    assert frame.loc[same, "countries_score"].tolist() == pytest.approx(
        frame.loc[same, "reference_score"].tolist(), abs=0.01
    )
    assert frame.loc["S3", "regions"] == pytest.approx(0.603, abs=5e-4)
    assert frame.loc["S4", "regions"] == pytest.approx(0.352, abs=5e-4)


def test_the_index_of_today_has_the_reference_level_and_band():
    summary = today.summary()
    for column in ("countries", "regions"):
        assert summary.loc["CAI", column] == pytest.approx(0.51, abs=0.015)
        assert summary.loc["CAI_05", column] < 0.45 < summary.loc["CAI_95", column]
        assert summary.loc["label", column] == "contested"


def test_what_the_page_says_of_losing_the_treaty(page):
    posts = anchors.bundled()
    values = today.values() | {"RU2": 0.0, "RU3": 1.0}
    scores = [float(posts[code].score(values[code])) for code in ("RU1", "RU2", "RU3")]
    low, high = (float(index.power_mean(scores, floor=floor)) for floor in (0.02, 0.05))
    assert f"R_US is {low:.2f}" in page
    assert f"gives {high:.2f}." in page
    assert low < regimes.FAIL
