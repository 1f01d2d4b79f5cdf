"""The log as a story: episodes numbered in the order in which they began, and a sentence for each event."""

from collections import Counter
from dataclasses import dataclass

from giants.records.schema import Event
from giants.records.words import Words
from giants.scenario import month_name, month_number

BEGIN = ("threat", "caught")
END = ("deal", "withdrawn", "lifted", "lapsed", "dropped", "offered")
ALONE = ("renewed", "treaty_ended", "unheard", "unmade", "agreed")
"""Events of no episode."""
SAID = ("waited", "no_bargain", "unheard", "unmade")
"""Events that come of nothing but what is given."""
SIGNPOST = "signpost"
"""Kind of the events that say that a signpost was passed or left behind."""
LITTLE = 0.0005
"""Loss, share of GDP, that is not worth a number."""
BELIEFS = (0.2, 0.4, 0.6, 0.8)
"""Where one word for a probability gives way to the next."""
FULL, TOKEN, MOST = 0.9, 0.1, 0.4
"""Shares of the full demand: met in full from, a token below, asked for in most part from."""


@dataclass(slots=True)
class _Course:
    """How an episode has gone so far."""

    number: int
    imposed: int | None = None
    """month in which the instrument came into force"""
    unratified: bool = False
    granted: bool = False
    """whether the target has granted something already"""


class Story:
    """Tells events in the order in which they happened; what came before decides the number and some of the words."""

    def __init__(self, start: str, words: Words) -> None:
        self.start, self.words = month_number(start), words
        self.episodes = 0
        self._open: dict[str, _Course] = {}
        self._asked: Counter[tuple[str, str]] = Counter()
        self._believed: dict[str, int] = {}
        self._turns: Counter[str] = Counter()

    def tell(self, e: Event) -> tuple[int, str]:
        """Return the number of the episode that an event belongs to, 0 for none, and a sentence that tells it."""
        if e.kind == SIGNPOST:
            return 0, self._signpost(e)
        if e.outcome in ALONE:
            return 0, self._sentence(e, None, e.outcome)
        if e.outcome in BEGIN or e.actor not in self._open:
            self.episodes += 1
            self._open[e.actor] = _Course(self.episodes)
        course = self._open[e.actor]
        text = self._sentence(e, course, self._code(e, course))
        if e.outcome in ("imposed", "notice"):
            course.imposed = e.month
        course.unratified |= e.outcome == "unratified"
        course.granted |= e.outcome == "pocketed"
        if e.outcome in END:
            del self._open[e.actor]
        if e.outcome in BEGIN:
            self._asked[e.actor, e.issue] += 1
        return course.number, text

    def _code(self, e: Event, course: _Course) -> str:
        """Return which of the sentences for an outcome is said."""
        if e.outcome in ("threat", "climbed"):
            return e.form
        if e.outcome == "unratified":
            return "yes" if course.unratified else "no"
        if e.outcome == "withdrawn":
            return "yes" if course.granted else "no"
        if e.outcome == "deal":
            return "full" if e.value >= FULL else "part" if e.value >= TOKEN else "token"
        return e.instrument

    def _sentence(self, e: Event, course: _Course | None, code: str) -> str:
        say, number = self.words.say, self.words.number
        sender, target = (say("economy", row) if row else "" for row in (e.actor, e.other))
        tool, loss = self.tool(e.instrument, e.size), number("fine", e.loss_target)
        heavy = "little" if abs(e.loss_target) < LITTLE else "some"
        imposed = course.imposed if course else None
        waited = e.month - imposed if imposed is not None else 0
        months = "none" if waited < 1 else "one" if waited == 1 else "many"
        after = say("after", months, months=waited)
        asked = self._asked[e.actor, e.issue]
        kind = "settled" if e.outcome == "deal" else e.outcome
        self._turns[kind] += 1
        text = say(
            kind,
            code,
            self._turns[kind] - 1,
            sender=sender,
            target=target,
            tool=tool,
            demand=self.words.demand(e.issue),
            matter=say("matter", e.issue),
            extent=say("extent", _extent(e.asked_share)),
            again=say("again", "yes" if asked else "no", asked),
            by=self.date(e.month + e.deadline),
            stake=say("stake", heavy, loss=loss),
            cost=say("cost", heavy, loss=loss),
            belief=self._belief(e, target),
            share=number("percent", e.value),
            ended=say("ended", "avoided" if imposed is None else "lifted", tool=tool, after=after),
            after=after,
            **{"return": say("return", "yes" if course and course.granted else "no")},
        )
        if e.given and e.outcome not in SAID:
            text += say("given", "demand" if e.outcome in BEGIN else "answer")
        return _begun(text)

    def _signpost(self, e: Event) -> str:
        """Say a signpost, whose issue is such as 'us_tariff above 0.15 (diplomacy)', in words."""
        sign, side, limit, plank = e.issue.split()
        named = {"sign": self.words.say("signpost", sign), "plank": self.words.say("plank", plank.strip("()"))}
        return _begun(self.words.say(e.outcome, side, 0, limit=limit, **named))

    def _belief(self, e: Event, target: str) -> str:
        """Return what the target makes of a threat, where that is two steps from what was last told of its sender."""
        if e.outcome not in BEGIN:
            return ""
        step, before = 1 + sum(e.belief >= limit for limit in BELIEFS), self._believed.get(e.actor)
        if before is not None and abs(step - before) < 2:
            return ""
        self._believed[e.actor] = step
        return self.words.say("belief", str(step), target=target)

    def tool(self, instrument: str, size: float) -> str:
        """Return an instrument at its size in words, e.g. 'a 25% tariff on cars'; nothing for none."""
        if not instrument:
            return ""
        kind = "partly" if size < 1 and ("partly", instrument) in self.words.texts else "instrument"
        return self.words.say(kind, instrument, size=self.words.number("percent", size))

    def date(self, month: int) -> str:
        """Return a month of the run in words."""
        year, number = month_name(self.start + month).split("-")
        return self.words.texts["number", "date"][0].format(month=self.words.say("month", str(int(number))), year=year)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _extent(share: float) -> str:
    return "most" if share >= MOST else "part" if share >= TOKEN else "token"
