"""Validation mode: the month's own equations with space collapsed to one state, which is the published model."""

from dataclasses import replace

import numpy as np

from giants.evidence.security.national import ETA, OMEGA, RHO, THETA
from giants.security import conflict, incapacitation, recruitment
from giants.security.parameters import SecurityParameters
from giants.symbols import Array


def published(p: SecurityParameters) -> SecurityParameters:
    """Return parameters under which the month is the model of 2023: its rates, mass action, arrests by head-count."""
    return replace(
        p,
        recruitment=replace(p.recruitment, rho=RHO, omega=OMEGA, ceiling=np.inf),
        incapacitation=replace(p.incapacitation, eta=ETA, size=0.0),
        conflict=replace(p.conflict, theta=THETA, dilution=0.0),
    )


def collapsed_run(months: int, start: Array, mixing: Array, p: SecurityParameters) -> tuple[Array, dict[str, float]]:
    """Return sizes after `months` of monthly steps in one state, and the flows summed over the run (persons).

    C' = C + recruits − arrests − killings − departures, each by the function that the spatial month calls, at
    neutral policy.  `start` C (k,) persons; `mixing` M (k, k).  A month is 52/12 weeks.
    """
    members, one = start.copy(), np.ones(1)
    base, total = np.array([start.sum()]), {"recruits": 0.0, "arrests": 0.0, "deaths": 0.0, "saturation": 0.0}
    willing = recruitment.willingness(one, one, np.ones(()), one, one, p.recruitment)
    for _ in range(months):
        in_state = np.array([members.sum()])
        by_state = incapacitation.arrests_by_state(in_state, base, one, 0 * one, 0 * one, p.incapacitation)
        push = conflict.pressure(members, mixing)
        month = {
            "recruits": recruitment.recruits(members, willing, np.ones(1), p.recruitment),
            "arrests": incapacitation.arrests(members, in_state, by_state),
            "deaths": conflict.killings(members, push, in_state, one, p.conflict),
            "saturation": recruitment.departures(members, members, p.recruitment),
        }
        members = members + month["recruits"] - month["arrests"] - month["deaths"] - month["saturation"]
        total = {name: total[name] + float(flow.sum()) for name, flow in month.items()}
    return members, total
