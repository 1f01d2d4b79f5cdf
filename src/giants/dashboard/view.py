"""What the page shows of a month, as numbers and words that JSON can hold: pure functions of the model as it stands."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from giants.bargaining.issues import demands
from giants.bargaining.model import TARGET
from giants.bargaining.signals import FORMS
from giants.bargaining.state import PARTIAL, QUIET
from giants.dashboard.choices import LAYERS
from giants.dashboard.texts import LANGUAGES
from giants.model import Giants
from giants.records.story import Story
from giants.records.words import Words, words
from giants.symbols import CHN, ECONOMIES, GOODS_ROWS, ISSUES, MEX, USA

SHOWN = (
    "index", "structural", "agency", "relations", "sovereignty", "regime", "disposable_mex", "homicide_rate",
    "us_tariff", "approval_mex", "approval_usa", "real_income_usa", "real_income_chn", "treaty_in_force",
    "treaty_horizon", "treaty_notice", "value_at_risk_reference", "break_loss", "counter_leverage",
    "export_share_usa", "import_share_usa", "import_share_chn", "expected_coercion", "fdi_total",
    "overdose_deaths_fentanyl", "members_total", "migration", "concession_cost_usa", "preference_use_mex",
)  # fmt: skip
"""Columns of the table of measures."""


def month(model: Giants, measures: Mapping[str, float]) -> dict[str, Any]:
    """Return what is shown of the month that the model has finished."""
    w = model.world
    return {
        "month": model.month,
        "measures": {name: _short(measures[name]) for name in SHOWN},
        "states": by_state(model),
        "partners": {
            "exports": _list(w.trade.flows[:, MEX][:, GOODS_ROWS].sum(-1)),
            "imports": _list(w.trade.flows[MEX][:, GOODS_ROWS].sum(-1)),
        },
        "duties": _list(100 * w.trade.us_tariff[GOODS_ROWS]),
        "elections": {ECONOMIES[n]: _short(float(w.calendar.months_to_election[n])) for n in (MEX, USA)},
        "disputes": [dispute(model, sender) for sender in (MEX, USA, CHN) if w.bargaining.stage[sender] > QUIET],
    }


def by_state(model: Giants) -> dict[str, list[float | None]]:
    """Return each layer of the map by state; homicides are those of the month, at annual rate."""
    w, people = model.world, model.blocks.measures_calibration.population
    values = {
        "homicides": 12e5 * w.security.homicides / people,
        "members": 1e5 * w.security.members.sum(axis=0) / people,
        "capture": w.security.capture,
        "jobs": w.labour.jobs.sum(axis=-1),
        "at_risk": 100 * w.labour.tariff_exposure,
    }
    return {name: _list(values[name]) for name in LAYERS}


def dispute(model: Giants, sender: int) -> dict[str, Any]:
    """Return an open dispute: who asks what of whom by which act, until when, and what it would cost whom."""
    w, o, row = model.world, model.blocks.bargaining_model.options, int(model.world.bargaining.option[sender])
    own = model.blocks.bargaining_model.own[sender]
    lead = int(np.argmax(w.bargaining.asked * own))
    in_force = bool(w.bargaining.stage[sender] >= PARTIAL)

    def said(say: Words, story: Story) -> dict[str, str]:
        return {
            "sender": say.say("economy", ECONOMIES[sender]),
            "target": say.say("economy", ECONOMIES[TARGET[sender]]),
            "demand": say.demand(ISSUES[lead]),
            "tool": story.tool(o.name[row], float(o.size[row])),
            "form": say.say("form", FORMS[int(w.bargaining.form[sender])]),
            "by": story.date(model.month + max(int(w.bargaining.deadline[sender]), 0)),
        }

    return {
        "code": ECONOMIES[sender],
        "in_force": in_force,
        "belief": _short(float(w.bargaining.belief[sender])),
        "loss_target": _short(100 * float(w.threat_losses.target[row])),
        "loss_sender": _short(100 * float(w.threat_losses.sender[row])),
        **in_words(model, said),
    }


def in_words(model: Giants, say: Callable[[Words, Story], Any]) -> dict[str, Any]:
    """Return what `say` says, by language."""
    settings, issues = model.settings, demands(model.settings.issues)
    spoken = {code: words(code, issues) for code in LANGUAGES}
    return {code: say(one, Story(settings.run.start, one)) for code, one in spoken.items()}


def _list(values: Any) -> list[float | None]:
    return [_short(value) for value in np.asarray(values, float).tolist()]


def _short(value: float) -> float | None:
    """Return a number with five digits, None for one that is missing."""
    return float(f"{value:.5g}") if np.isfinite(value) else None
