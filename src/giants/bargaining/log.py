"""The bargaining log: one row and one English sentence for each thing that happened."""

from dataclasses import dataclass

from giants.symbols import ECONOMIES

NAMES = {
    "MEX": "Mexico",
    "USA": "the United States",
    "CHN": "China",
    "BRA": "Brazil",
    "RPA": "the Pacific Alliance partners",
    "RLA": "the rest of Latin America",
    "CAN": "Canada",
    "EUU": "the European Union",
    "RAS": "the rest of Asia",
    "ROW": "the rest of the world",
}
OUTCOMES = ("threat", "deal", "unratified", "extended", "imposed", "withdrawn", "lifted", "lapsed", "retaliated",
            "caught", "renewed", "treaty_ended", "notice")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Episode:
    """One event of an episode; losses and worths are shares of own annual GDP."""

    month: int
    """months since the start of the run"""
    sender: str
    target: str
    outcome: str
    """one of OUTCOMES"""
    issue: str
    """issue of most worth in the demand"""
    demand: str
    instrument: str
    size: float
    deadline: int
    """months left"""
    asked: float
    """worth of the demand over the worth of full concession"""
    conceded: float
    """worth of the deal over the worth of the demand, at most 1"""
    loss_target: float
    loss_sender: float
    belief: float
    """target's probability that the sender is tough"""
    worth_sender: float
    """gain of the sender from the deal"""
    cost_target: float
    """cost of the deal to the target"""


def sentence(e: Episode) -> str:
    """Return the event as one English sentence.

    >>> event = Episode(0, "USA", "MEX", "withdrawn", "aid", "pay", "cars_232", .25, 0, 1, 0, .01, 0, .3, 0, 0)
    >>> sentence(event)
    'The United States dropped its threat of cars 232 at 25% against Mexico, which conceded nothing.'
    """
    sender, target, tool = NAMES[e.sender], NAMES[e.target], f"{e.instrument.replace('_', ' ')} at {e.size:.0%}"
    text = {
        "threat": f"{sender} asked {target} to {e.demand}, or face {tool} within {e.deadline} months "
        f"(a loss of {e.loss_target:.1%} of GDP, believed with probability {e.belief:.2f}).",
        "deal": f"{target} conceded {e.conceded:.0%} of what {sender} asked ({e.demand}) and avoided {tool}.",
        "unratified": f"{target} signed with {sender} under threat of {tool}, but could not ratify the deal.",
        "extended": f"{sender} moved its deadline for {target} by {e.deadline} months.",
        "imposed": f"{sender} put {tool} on {target}, which loses {e.loss_target:.1%} of GDP a year.",
        "withdrawn": f"{sender} dropped its threat of {tool} against {target}, which conceded nothing.",
        "lifted": f"{sender} lifted {tool} from {target} for nothing.",
        "lapsed": f"{tool} of {sender} on {target} ended by law.",
        "retaliated": f"{target} answered {sender} in kind.",
        "caught": f"{sender} saw {target} fall short of its promises and asked it to {e.demand}, or face {tool}.",
        "renewed": "the three governments renewed the treaty.",
        "treaty_ended": "the treaty ended and trade fell back to most-favoured-nation rates.",
        "notice": f"{sender} gave notice of withdrawal from the treaty.",
    }[e.outcome]
    return text[0].upper() + text[1:]


def economy(row: int) -> str:
    """Return the code of an economy by its row."""
    return ECONOMIES[row]
