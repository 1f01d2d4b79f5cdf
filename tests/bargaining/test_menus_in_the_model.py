"""What China's menu buys is felt in trade and income: the same luck with the menu and without it."""

import pytest

from giants.config import default_settings
from giants.model import Giants
from giants.symbols import CHN, GOODS, ISSUES, MEX

WORLD = ("china=assertive", "china.inducement=1", "usa=retrenchment", "seed=5")
ACCESS = ISSUES.index("china_market_access")


@pytest.fixture(scope="module")
def worlds():
    """Return the Worlds after a year and a half, with the menu and without it."""
    after = []
    for menu in ("truthful_menus", "none"):
        model = Giants(default_settings([*WORLD, f"bargaining/common_agency={menu}"]))
        for _ in range(18):
            model.step()
        after.append(model.world)
    return after


def test_the_menu_opens_mexico_to_chinese_goods(worlds):
    on, off = worlds
    assert on.bargaining.position[ACCESS] > off.bargaining.position[ACCESS] + 0.1
    goods = slice(0, len(GOODS))
    assert on.trade.tariff[MEX, CHN, goods].mean() < off.trade.tariff[MEX, CHN, goods].mean() - 0.01
    assert on.trade.flows[MEX, CHN, goods].sum() > off.trade.flows[MEX, CHN, goods].sum()


def test_what_china_pays_is_income_of_mexico(worlds):
    on, off = worlds
    assert on.bargaining.inducement[CHN] > 0.0005
    assert off.bargaining.inducement[CHN] == 0
    spent, produced = (on.trade.real_income[MEX] / off.trade.real_income[MEX],
                       on.trade.real_gdp[MEX] / off.trade.real_gdp[MEX])  # fmt: skip
    assert spent > produced
