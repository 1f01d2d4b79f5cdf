"""Views with random content, for rules."""

import dataclasses

import pytest

from giants.policies.base import View
from giants.symbols import ECONOMIES, ISSUES, PARTNERS, PRODUCTS


def view(rng, **known):
    def locked(*shape):
        values = rng.random(shape)
        values.flags.writeable = False
        return values

    facts = {f.name: rng.random() for f in dataclasses.fields(View)}
    facts |= {"economy": 1, "month": 3, "year": 2027.3, "treaty_horizon": 9.0, "homicide_rate": 5 + 60 * rng.random()}
    facts |= {
        "overdose_deaths": 2e4 + 1e5 * rng.random(),
        "months_to_election": 40 * locked(len(ECONOMIES)),
    }
    facts |= {name: locked(len(ECONOMIES)) for name in ("export_share", "import_share", "tariff_faced")}
    facts |= {
        "position": locked(len(ISSUES)),
        "sovereign": rng.random(len(ISSUES)) > 0.9,
        "trust": locked(len(PARTNERS)),
    }
    facts |= {"deal": locked(len(PARTNERS), len(PRODUCTS))}
    return View(**(facts | known))


@pytest.fixture(name="view", scope="session")
def _view():
    return view
