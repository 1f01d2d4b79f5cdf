"""The decide phase: what each actor may know, and all their actions gathered into one stance.

Every view is made from the World as it stood before the month's decisions, and all decide before any is applied.
"""

from dataclasses import dataclass

from giants.policies.base import FirmViews, StateViews, View
from giants.symbols import ECONOMIES, PARTNERS, PROGRAMMES, Array
from giants.world import World

_PARTNER_ROWS = [ECONOMIES.index(code) for code in PARTNERS]
PROGRAMME_NAMES = tuple(PROGRAMMES)


@dataclass(frozen=True)
class Facts:
    """Constants that views need beside the World."""

    firm_size: Array  # [f] bn USD
    base_wage: Array  # [s] USD a year at the start


def government_view(w: World, n: int, error: Array) -> View:
    """Return what the government of economy `n` may know; `error` (2,) are its standard normal observation errors."""
    t, s, p = w.trade, w.security, w.policy
    loss, cost = observed_losses(w, n, error)
    return View(
        economy=n,
        month=int(w.calendar.month),
        year=float(w.calendar.year),
        months_to_election=_locked(w.calendar.months_to_election),
        treaty_horizon=float(p.treaty_horizon),
        real_income=float(t.real_income[n]),
        approval=float(w.society.approval[n]),
        export_share=_locked(t.export_share[n]),
        import_share=_locked(t.import_share[n]),
        tariff_faced=_locked(t.tariff_faced[n]),
        lever=_locked(p.lever),
        loss_estimate=loss,
        sender_loss_estimate=cost,
        belief=float(p.belief),
        homicide_rate=float(s.homicides.sum() * 12e5 / w.society.population.sum()),
        overdose_deaths=float(s.overdose_deaths.sum()),
        capture=float(s.capture @ w.society.population / w.society.population.sum()),
        chinese_content=float(t.chinese_content),
        domestic_value=float(t.domestic_value),
        supplier_depth=float(w.society.supplier_depth),
        screening_capacity=float(w.society.screening_capacity),
        rule_of_law=float(w.society.rule_of_law),
        trust=_locked(w.society.trust),
        deal=_locked(w.society.deal),
    )


def state_views(w: World, facts: Facts) -> StateViews:
    """Return the columns that state governments may know."""
    rate = w.security.homicides * 12e5 / w.society.population
    return StateViews(
        homicide_rate=_locked(rate),
        groups=_locked(w.security.groups),
        capture=_locked(w.security.capture),
        real_wage=_locked(w.labour.real_wage / facts.base_wage),
    )


def firm_views(w: World, facts: Facts) -> FirmViews:
    """Return the columns that firms may know."""
    sector = w.invest.firm_sector
    return FirmViews(
        in_mexico=_locked((w.invest.firm_place < 32).astype(float)),
        size=_locked(facts.firm_size),
        expected_tariff=_locked(w.policy.expected_tariff[sector]),
        tariff_variance=_locked(w.policy.tariff_variance[sector]),
    )
