"""What one visitor of the page has before them, and what the page may ask for: one method for each request.

Every value that comes from the page is checked against what was offered to it: names of choices, runs and levers,
numbers within a range.  Nothing of it is ever a path or an expression.
"""

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from giants.branch import changed
from giants.config import as_tree, settings
from giants.dashboard import levers, opening, saved, score, seat, shelf, view
from giants.dashboard.asked import Asked, mapping, side_of, whole
from giants.dashboard.choices import ONE, defaults
from giants.dashboard.side import Side, Stretch
from giants.dashboard.texts import LANGUAGES
from giants.dashboard.told import told
from giants.errors import InputError
from giants.explain.answers import table
from giants.explain.log import Log, LogLine, read
from giants.explain.page import explained
from giants.model import Giants
from giants.schema import short

LONGEST = 600
"""Months of a run of the page at most."""


def warm() -> None:
    """Make what the first run needs, while the person looks at the first page."""
    tree = defaults()
    with ONE:
        Giants(settings(tree))


@dataclass
class Desk:
    """The two sides of one visitor."""

    runs: Path = Path("runs")
    sides: dict[str, Side] = field(default_factory=dict)

    def answer(self, request: str, asked: Asked) -> dict[str, Any]:
        """Carry out a request of the page.  Raises InputError for one that it does not know."""
        if request not in REQUESTS:
            raise InputError("there is no such request")
        found: dict[str, Any] = getattr(self, request)(asked)
        return found

    def state(self, asked: Asked) -> dict[str, Any]:
        """Return both sides with all their months, for a page that was loaded again."""
        return {"sides": {name: self._told(name, 0, whole=True) for name in self.sides}}

    def start(self, asked: Asked) -> dict[str, Any]:
        """Begin a run on a side in place of what is there."""
        name, chosen = side_of(asked), mapping(asked, "chosen")
        words: dict[str, Any] = {group: levers.choice(group, one) for group, one in chosen.items()}
        words |= {"seed": whole(asked, "seed", 0, 10**9), "months": whole(asked, "months", 1, LONGEST)}
        known = levers.uncertain(defaults())
        for key, value in mapping(asked, "levers").items():
            words |= dict.fromkeys(levers.paths(key), levers.number(known, key, value))
        chairs = tuple(chair for chair in seat.CHAIRS if chair in (asked.get("chairs") or ()))
        part = Stretch(0, settings(changed(defaults(), words)), words)
        with ONE:  # whoever is first waits for the past before the run, and the others for it
            self.sides[name] = Side([part], chairs, view.month)
        return {"sides": {name: self._told(name, 0, whole=True)}}

    def close(self, asked: Asked) -> dict[str, Any]:
        """Clear a side."""
        self.sides.pop(side_of(asked), None)
        return {"sides": {}}

    def load(self, asked: Asked) -> dict[str, Any]:
        """Put a finished run, a branch or a run of a sweep on a side, computed anew from its settings."""
        name = side_of(asked)
        if asked.get("sweep"):
            parts = opening.parts_of_sweep(shelf.sweep_folder(self.runs, asked["sweep"]), asked.get("run_id"))
        else:
            parts = opening.parts_of(shelf.run_folder(self.runs, asked.get("run")))
        self.sides[name] = opening.opened(parts, view.month)
        return {"sides": {name: self._told(name, 0, whole=True)}}

    def go_on(self, asked: Asked) -> dict[str, Any]:
        """Let a run go on from a month that was played, as a branch, on either side."""
        side, name = self._one(asked), side_of(asked, "to")
        months = whole(asked, "months", 1, LONGEST)
        self.sides[name] = opening.go_on(side, asked.get("month"), months, self.runs)
        self.sides[name].chairs = tuple(chair for chair in seat.CHAIRS if chair in (asked.get("chairs") or ()))
        return {"sides": {name: self._told(name, 0, whole=True)}}

    def step(self, asked: Asked) -> dict[str, Any]:
        """Advance both sides until their end or until a person must decide; the one that is behind catches up first."""
        before = {name: side.done for name, side in self.sides.items()}
        for _ in range(whole(asked, "months", 1, LONGEST)):
            active = [side for side in self.sides.values() if side.left]
            if not active or any(seat.question(side) for side in active):
                break
            behind = min(side.done for side in active)
            for side in active:
                if side.done == behind:
                    side.step()
        return {"sides": {name: self._told(name, done) for name, done in before.items()}}

    def branch(self, asked: Asked) -> dict[str, Any]:
        """Let other choices and numbers hold on a side from the coming month on."""
        side, name = self._one(asked), side_of(asked)
        words: dict[str, Any] = {group: levers.choice(group, one) for group, one in mapping(asked, "chosen").items()}
        now = settings(changed(as_tree(side.settings), words)) if words else side.settings
        known = levers.of_actors(now)
        words |= {key: levers.number(known, key, value) for key, value in mapping(asked, "levers").items()}
        side.branch(words)
        return {"sides": {name: self._told(name, side.done, whole=True)}}

    def decide(self, asked: Asked) -> dict[str, Any]:
        """Take what a person has decided for the coming month."""
        side, name = self._one(asked), side_of(asked)
        order = asked.get("order")
        seat.decide(side, asked.get("chair"), asked.get("sender"), asked.get("choice"), order)
        return {"sides": {name: self._told(name, side.done)}}

    def consider(self, asked: Asked) -> dict[str, Any]:
        """Return what a chair could demand now, or what an instrument in force on it is worth ending."""
        side, chair, sender = self._one(asked), asked.get("chair"), asked.get("sender")
        if chair not in side.chairs or sender not in seat.SENDERS or not side.left:
            raise InputError("nobody here has that to decide")
        at = table(side.model)
        if chair == sender:
            return {"question": seat.proposal(side, at, chair)}
        if not at.state.disputes.stage[seat.SENDERS.index(sender)]:
            raise InputError("there is no demand to answer")
        return {"question": seat.demand(side, at, chair, sender)}

    def explain(self, asked: Asked) -> dict[str, Any]:
        """Return why an episode went as it did, and what the run does without it, line by line."""
        side, language = self._one(asked), asked.get("language")
        if language not in LANGUAGES:
            raise InputError(f"language: {short(repr(language))} is none of {', '.join(LANGUAGES)}")
        log = read(side.kept[1], language) if side.kept[0] == side.done else _log(side, str(language))
        return {"lines": list(explained(log, whole(asked, "episode", 1, 10**6)))}

    def save(self, asked: Asked) -> dict[str, Any]:
        """Keep what was played as a run folder, which is computed anew and must be the same to the bit."""
        return saved.save(self._one(asked), asked.get("name"))

    def command(self, asked: Asked) -> dict[str, Any]:
        """Return the commands that make the same run."""
        return {"commands": saved.commands(self._one(asked), asked.get("name"))}

    def replay(self, asked: Asked) -> dict[str, Any]:
        """Compute a saved run anew and say whether it is the same to the bit."""
        return saved.replay(shelf.run_folder(self.runs, asked.get("run")))

    def score(self, asked: Asked) -> dict[str, Any]:
        """Return the rows of a comparison, or the outcomes of one of them."""
        side, chair = self._one(asked), asked.get("chair")
        if "row" in asked:
            return {"outcomes": score.score(side, chair, asked["row"])}
        if chair not in score.GROUP:
            raise InputError("there is no such chair")
        return {"rows": score.rows(chair), "how": score.OUTCOMES[chair]}

    def export(self, asked: Asked) -> dict[str, Any]:
        """Return every measure of every month as text in columns."""
        side = self._one(asked)
        names = list(side.measures[0]) if side.measures else []
        rows = [[side.date(k), *(f"{row[name]:.9g}" for name in names)] for k, row in enumerate(side.measures)]
        return {"csv": "\n".join(",".join(row) for row in [["date", *names], *rows]) + "\n"}

    def _one(self, asked: Asked) -> Side:
        name = side_of(asked)
        if name not in self.sides:
            raise InputError("there is no run on that side yet")
        return self.sides[name]

    def _told(self, name: str, known: int, whole: bool = False) -> dict[str, Any]:
        return told(self.sides[name], self.runs, known, whole)


REQUESTS = ("state", "start", "close", "load", "go_on", "step", "branch", "decide", "consider", "explain",
            "save", "command", "replay", "score", "export")  # fmt: skip
"""What the page may ask for."""


def _log(side: Side, language: str) -> Log:
    """Return the log of a run that is not kept yet."""
    import pandas as pd

    played = SimpleNamespace(path="this page", measures=pd.DataFrame(side.measures))
    lines = [LogLine(line.event, line.episode, line.text[language]) for line in side.log]
    return Log(played, saved.until_now(side), side.stories[language].words, lines)  # type: ignore[arg-type]
