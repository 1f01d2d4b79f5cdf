"""The bargaining log: one record of codes and numbers for each thing that happened; words are found for it later."""

from dataclasses import dataclass

from giants.symbols import ECONOMIES

OUTCOMES = ("threat", "caught", "climbed", "extended", "pocketed", "deal", "unratified", "imposed", "notice",
            "withdrawn", "lifted", "lapsed", "retaliated", "renewed", "treaty_ended", "waited", "no_bargain", "unheard",
            "unmade", "agreed", "dropped", "offered")  # fmt: skip

BEGIN = ("threat", "caught")
"""Outcomes with which a dispute begins; talks are held in the same month."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the options that a sender weighed."""

    instrument: str
    size: float
    value: float
    """expected value of the choice to the sender, over the worth of the full demand"""
    concede: float
    """probability that the target concedes"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One event of an episode; losses, worths and costs are shares of own annual GDP over the horizon of bargaining."""

    month: int
    """months since the start of the run"""
    sender: str
    target: str
    outcome: str
    """one of OUTCOMES"""
    issue: str
    """issue of most worth in the demand"""
    instrument: str = ""
    size: float = 0.0
    form: str = ""
    """act by which the threat stands, one of `signals.FORMS`"""
    deadline: int = 0
    """months until the sender acts"""
    in_force: bool = False
    """whether the instrument was in force already"""
    policy: float = 0.0
    """policy on the issue, in force or promised, when it is asked for more"""
    full: float = 0.0
    """the proposer's ideal less that policy"""
    asked: float = 0.0
    """of which is asked"""
    granted: float = 0.0
    """of which a deal grants"""
    red_line: float = 0.0
    """most that the target would grant: the policy that it draws the line at"""
    weight: float = 0.0
    """worth of the full demand over the worth of full concession on all of the sender's matters"""
    asked_share: float = 0.0
    """worth of what is asked over the worth of the full demand"""
    share: float = 0.0
    """same of what is granted"""
    belief: float = 0.0
    """probability, to the target, that the threat is carried out if resisted"""
    concede: float = 0.0
    """probability that the target concedes before it is"""
    carried_out: float = 0.0
    """probability that it is carried out, concession or not, as estimated when it was made"""
    loss_target: float = 0.0
    loss_sender: float = 0.0
    benefit: float = 0.0
    """worth of imposing for its own sake to the sender"""
    backing_down: float = 0.0
    """cost to the sender of withdrawing its threat"""
    worth_asked: float = 0.0
    """gain of the sender if all that it asks is granted"""
    cost_asked: float = 0.0
    """cost of that to the target"""
    worth_sender: float = 0.0
    """gain of the sender from the deal"""
    cost_target: float = 0.0
    """cost of the deal to the target"""
    given: bool = False
    """whether the demand or the answer was given to the run, not drawn in it"""
    alternatives: tuple[Alternative, ...] = ()
    """what its sender weighed, the option taken among it, the best first"""


def economy(row: int) -> str:
    """Return the code of an economy by its row."""
    return ECONOMIES[row]
