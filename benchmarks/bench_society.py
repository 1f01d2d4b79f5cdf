"""Time of a month of firms, labour and society together; target 0.35 ms with 600 firms."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from giants.bargaining.issues import of, product_issues
from giants.config import default_settings
from giants.draw import Draws
from giants.invest import calibration as invest_calibration
from giants.invest import phase as invest
from giants.invest.parameters import InvestParameters
from giants.schema import build
from giants.society import calibration as society_calibration
from giants.society import labour
from giants.society import phase as society
from giants.society.parameters import SocietyParameters
from giants.symbols import FIRMS, MEX
from giants.world import World

CONF = Path(__file__).parents[1] / "conf"
MONTHS = 24


def parameters(cls, block):
    return build(cls, yaml.safe_load((CONF / block / "default.yaml").read_text(encoding="utf-8")), block)


@pytest.fixture(scope="module")
def year():
    """Return the phases of a month as three calls on a World of the base year, and the World."""
    p, q = parameters(InvestParameters, "invest"), parameters(SocietyParameters, "society")
    defined = default_settings().issues
    firms, people = (
        invest_calibration.build_calibration(p),
        society_calibration.build_calibration(q.labour.pesos_per_dollar, product_issues(defined), of(defined, "USA")),
    )
    w, draws = World(), Draws(1)
    w.trade.flows[0, MEX], w.trade.flows[1, MEX] = people.output - people.exports, people.exports
    w.security.homicides[...], w.security.overdose_deaths[...] = 60.0, 50_000.0
    w.actions.programme[...] = 0.5
    w.base.profits[...] = firms.profits
    w.invest.update(invest.initial(w, firms, p))
    w.labour.update(labour.initial(w, people, q.labour))
    w.society.update(society.initial(w, q))
    luck = [
        invest.InvestDraws(
            *(draws.uniform(purpose, month, (FIRMS,)) for purpose in ("decide", "wait", "screen")),
            draws.uniform("taste", 0, (FIRMS, 42)),
        )
        for month in range(MONTHS)
    ]
    votes = np.zeros(10)
    calls = {
        "invest": lambda month: w.invest.update(invest.advance(w, firms, p, luck[month])),
        "labour": lambda month: w.labour.update(labour.labour(w, people, q.labour)),
        "society": lambda month: w.society.update(society.advance(w, people, q, votes, np.zeros(5), votes)),
    }
    return calls


@pytest.mark.parametrize("phases", [("invest",), ("labour",), ("society",), ("invest", "labour", "society")])
def test_two_years(benchmark, year, phases):
    def run():
        for month in range(MONTHS):
            for phase in phases:
                year[phase](month)

    benchmark.extra_info["months"] = MONTHS
    benchmark(run)
