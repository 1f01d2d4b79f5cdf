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
MEASURES = {
    "emergency_tariff": "a {size} emergency tariff on all goods",
    "surcharge_122": "a {size} surcharge under Section 122",
    "cars_232": "a {size} tariff on cars",
    "metals_232": "a {size} tariff on metals",
    "machinery_232": "a {size} tariff on machinery and electronics",
    "section_301": "a {size} tariff under Section 301",
    "food_duty": "a {size} duty on food",
    "new_statute": "a {size} tariff under a new statute",
    "preference_loss": "{part}the loss of treaty preferences",
    "treaty_exit": "{part}withdrawal from the treaty",
    "remittance_tax": "{part}a tax on remittances",
    "border_slowdown": "{part}a slowdown at the border",
    "local_subsidy": "{part}subsidies that leave Mexican content out",
    "mirror_tariff": "a {size} tariff in answer",
    "cooperation_withdrawal": "{part}an end to security cooperation",
    "trade_barrier_remedy": "a {size} trade remedy",
    "capital_hold": "{part}a hold on Chinese investment",
}
"""Instruments in words; `part` says how much of the full measure."""
OUTCOMES = ("threat", "deal", "pocketed", "unratified", "extended", "climbed", "imposed", "withdrawn", "lifted",
            "lapsed", "retaliated", "caught", "renewed", "treaty_ended", "notice")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Episode:
    """One event of a dispute, in codes and values; losses and worths are shares of own annual GDP."""

    month: int
    """months since the start of the run"""
    sender: str
    target: str
    outcome: str
    """one of OUTCOMES"""
    issue: str
    """issue of most worth in the full demand"""
    demand: str = ""
    instrument: str = ""
    size: float = 0.0
    form: str = ""
    """act by which the threat stands: one of signals.FORMS"""
    deadline: int = 0
    """months left"""
    in_force: bool = False
    """whether the instrument was in force already"""
    full: float = 0.0
    """full demand on the issue: the proposer's ideal less the policy in force when asked"""
    asked: float = 0.0
    """policy asked on the issue, over what was promised before"""
    granted: float = 0.0
    """policy granted on the issue"""
    asked_share: float = 0.0
    """worth of what was asked, on all issues named, over that of the full demand"""
    share: float = 0.0
    """worth of what was granted over that of the full demand"""
    loss_target: float = 0.0
    loss_sender: float = 0.0
    belief: float = 0.0
    """chance that the threat is carried out if resisted"""
    concede: float = 0.0
    """chance that the target concedes before the instrument is in force"""
    carried_out: float = 0.0
    """chance that it is carried out, concession or not, as estimated when it was made"""
    worth_sender: float = 0.0
    """gain of the sender from the deal"""
    cost_target: float = 0.0
    """cost of the deal to the target"""


def sentence(e: Episode) -> str:
    """Return the event as one English sentence.

    >>> event = Episode(0, "USA", "MEX", "withdrawn", "aid", "pay", "cars_232", .25)
    >>> sentence(event)
    'The United States dropped its threat of a 25% tariff on cars against Mexico, which conceded nothing.'
    """
    sender, target, tool = NAMES[e.sender], NAMES[e.target], measure(e.instrument, e.size)
    loss = "less than 0.1%" if abs(e.loss_target) < 0.0005 else f"{e.loss_target:.1%}"
    text = {
        "threat": f"{sender} asked {target} to {e.demand}, or face {tool} within {e.deadline} months "
        f"(a loss of {loss} of GDP, believed with probability {e.belief:.2f}).",
        "deal": f"{target} conceded {e.share:.0%} of what {sender} asked ({e.demand}) and "
        + (f"avoided {tool}." if not e.in_force else f"had {tool} lifted."),
        "pocketed": f"{target} granted {e.share:.0%} of what {sender} wanted ({e.demand}), "
        f"which keeps up its threat of {tool}.",
        "climbed": f"{sender} signed an order for {tool} on {target}.",
        "unratified": f"{target} signed with {sender} under threat of {tool}, but could not ratify the deal.",
        "extended": f"{sender} moved its deadline for {target} by {e.deadline} months.",
        "imposed": f"{sender} put {tool} on {target}, which loses {loss} of GDP a year.",
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


def measure(instrument: str, size: float) -> str:
    """Return an instrument at its size in words, e.g. 'a 25% tariff on cars'."""
    if instrument not in MEASURES:
        return f"{instrument.replace('_', ' ')} at {size:.0%}"
    return MEASURES[instrument].format(size=f"{size:.0%}", part="" if size >= 1 else f"{size:.0%} of ")


def economy(row: int) -> str:
    """Return the code of an economy by its row."""
    return ECONOMIES[row]
