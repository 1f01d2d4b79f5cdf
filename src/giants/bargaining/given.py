"""What is given to a month instead of being drawn in it: demands of senders, and the answers of their targets."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from giants.bargaining.instruments import Options
from giants.scenario import NOTHING, Demand, month_number
from giants.symbols import ECONOMIES, ISSUES, Array

NONE, CONCEDE, SHARE, REFUSE, WAIT = range(5)
REPLIES = {"concede": CONCEDE, "share": SHARE, "refuse": REFUSE, "wait": WAIT}


class Order(NamedTuple):
    """A demand that is given: which option, on which issue, and how many months until its sender acts."""

    option: int
    """row of the options; -1: the sender makes no demand"""
    issue: int
    deadline: int


class Given(NamedTuple):
    """What is given to one month."""

    orders: Mapping[int, Order]
    """by row of the sender"""
    reply: Array
    """(n,) answer to the demand of each sender: NONE, or one of REPLIES"""


FREE = Given({}, np.zeros(len(ECONOMIES), dtype=int))
"""A month to which nothing is given."""


def by_month(demands: Iterable[Demand], answers: Iterable[tuple[str, str, str]], start: str,
             options: Options) -> dict[int, Given]:  # fmt: skip
    """Return what is given, by month of a run from `start`; answers: month, sender and one of REPLIES each."""
    orders: dict[int, dict[int, Order]] = {}
    replies: dict[int, Array] = {}
    rows = {pair: o for o, pair in enumerate(zip(options.name, options.size.tolist(), strict=True))}
    for one in demands:
        option = rows.get((one.instrument, one.size), -1)
        issue = -1 if one.issue == NOTHING else ISSUES.index(one.issue)
        month = month_number(one.month) - month_number(start)
        orders.setdefault(month, {})[ECONOMIES.index(one.sender)] = Order(option, issue, one.deadline)
    for when, sender, answer in answers:
        month = month_number(when) - month_number(start)
        replies.setdefault(month, FREE.reply.copy())[ECONOMIES.index(sender)] = REPLIES[answer]
    return {month: Given(orders.get(month, {}), replies.get(month, FREE.reply)) for month in {**orders, **replies}}
