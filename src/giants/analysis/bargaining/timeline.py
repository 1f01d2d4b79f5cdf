"""The timeline of one run: every threat in its form, pauses, what was in force and how long, deals, and the treaty."""

from typing import NamedTuple

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from giants.analysis import style
from giants.records.words import words as catalogue

FORMS = {"statement": "v", "letter": "<", "process": "D", "order": "^"}
"""Marks of the acts by which threats are made; filled above the line of their matter."""
ENDS = {
    "deal": ("o", "#009E73", "deal"),
    "pocketed": ("o", "white", "granted, threat kept"),
    "withdrawn": ("x", "#555555", "dropped"),
    "lifted": ("s", "white", "lifted for nothing"),
    "lapsed": ("s", "#555555", "ended by law"),
    "offered": ("o", "#56B4E9", "granted before a threat"),
    "dropped": ("x", "#D55E00", "dropped by a new president"),
}
"""Marks of what came of them, below the line."""
SPANS = {"open": ("#777777", 1.2, "-"), "paused": ("#777777", 1.2, ":"), "in force": ("#D55E00", 5.0, "-"),
         "kept": ("#F2B48A", 5.0, "-")}  # fmt: skip
SPOKEN = {"open": "threat open", "paused": "paused", "in force": "in force", "kept": "kept as protection"}
STANDS = {"extended": "paused", "climbed": "open", "imposed": "in force", "notice": "in force"}
"""How an episode stands after an event."""
CLOSED = ("deal", "withdrawn", "lifted", "lapsed", "dropped", "offered")
TREATY = {"renewed": "renewed", "treaty_ended": "ended", "notice": "notice"}
SENDERS = {"USA": "US", "CHN": "China", "MEX": "Mexico", "BRA": "Brazil"}
UP = 0.2
"""How far marks of a threat's form stand over the line, and what came of it under it."""
APART = 0.03
"""Years by which a form is drawn earlier and an end later, so that those of one month do not touch."""


class Span(NamedTuple):
    """How an episode stood from one date to another, in decimal years."""

    kind: str
    """one of SPANS"""
    since: float
    until: float


def spans(episode: pd.DataFrame, last: float, goes_on: bool) -> list[Span]:
    """Return how an episode stood over time.

    episode: its lines of the log in order, with `year`; last: the last date of the run; goes_on: whether its sender
    went on to another: an instrument that is never said to end is then kept as protection.
    """
    found: list[Span] = []
    kind, since = "open", float(episode["year"].iloc[0])
    for outcome, year in zip(episode["kind"], episode["year"].astype(float), strict=True):
        stands = {"extended": "paused", "imposed": "in force", "notice": "in force", "climbed": "open"}.get(
            outcome, kind
        )
        ends = outcome in CLOSED
        if stands != kind or ends:
            found.append(Span(kind, since, year))
            kind, since = stands, year
        if ends:
            return found
    over = last if kind == "in force" or not goes_on else since
    return [*found, Span("kept" if kind == "in force" and goes_on else kind, since, over)]


def timeline(log: pd.DataFrame, label: str, width: float, note: str, last: float | None = None) -> Figure:
    """Draw the log of one run, a row per sender and matter; last: the last date of the run, in decimal years."""
    log = log.assign(kind=log["kind"].astype(str), actor=log["actor"].astype(str), issue=log["issue"].astype(str))
    dates = pd.to_datetime(log["date"])
    log["year"] = dates.dt.year + (dates.dt.month - 0.5) / 12
    last = float(log["year"].max()) if last is None else last
    begun = log[(log["episode"] > 0) & log["kind"].isin([*ENDS, "threat", "caught", "imposed", "notice"])]
    matters = begun.groupby("episode", sort=False).first()
    rows = {
        key: k
        for k, key in enumerate(reversed(list(dict.fromkeys(zip(matters["actor"], matters["issue"], strict=True)))))
    }
    figure, axes = style.canvas(width, 2.0 + 0.3 * max(3, len(rows)))
    axis = axes[0, 0]
    used: dict[str, mpl.artist.Artist] = {}
    for number, matter in matters.iterrows():
        y, lines = rows[matter["actor"], matter["issue"]], log[log["episode"] == number]
        goes_on = bool((matters[matters["actor"] == matter["actor"]].index > number).any())
        for span in spans(lines, last, goes_on):
            colour, thick, dash = SPANS[span.kind]
            used[SPOKEN[span.kind]] = axis.plot([span.since, span.until], [y, y], color=colour, lw=thick, ls=dash,
                                                solid_capstyle="butt", zorder=2)[0]  # fmt: skip
        _marks(axis, lines, y, used)
    _treaty(axis, log, len(rows))
    axis.set_yticks(range(len(rows)), [_named(actor, issue, width) for actor, issue in rows], fontsize=6.8)
    axis.set_ylim(-0.6, len(rows) + 0.3)
    axis.set_xlim(right=last + 0.1)
    style.years(axis)
    order = [*FORMS, *SPOKEN.values(), *(text for *_, text in ENDS.values())]
    shown = [name for name in order if name in used]
    axis.legend([used[name] for name in shown], shown, loc="lower right", bbox_to_anchor=(1, 1.0), frameon=False,
                ncols=2 if width < 5 else 4, fontsize=6.8, handletextpad=0.4, columnspacing=0.9,
                handlelength=1.6)  # fmt: skip
    about = "above a line: the form of a threat; below it: what came of it; dashed: the treaty; "
    return style.finish(figure, f"Episodes of one run: {label}", about + note)


def _marks(axis: Axes, lines: pd.DataFrame, y: float, used: dict[str, mpl.artist.Artist]) -> None:
    """Mark each threat's form above the line, and what came of it below."""
    for outcome, year, form in zip(lines["kind"], lines["year"], lines["form"].astype(str), strict=True):
        if outcome in ("threat", "caught", "climbed") and form in FORMS:
            used[form] = axis.plot(
                [year - APART], [y + UP], FORMS[form], color="#0072B2", ms=4.5, mec="white", mew=0.4, ls=""
            )[0]
        if outcome in ENDS:
            mark, fill, text = ENDS[outcome]
            edge = "#009E73" if outcome == "pocketed" else "#222222" if fill == "white" else fill
            used[text] = axis.plot([year + APART], [y - UP], mark, color=fill, ms=4.8, mec=edge, mew=0.9, zorder=3)[0]


def _treaty(axis: Axes, log: pd.DataFrame, rows: int) -> None:
    """Say over the rows what became of the treaty, with a line down to the axis."""
    ends = log[log["kind"].isin(TREATY)]
    for k, (outcome, year) in enumerate(zip(ends["kind"], ends["year"], strict=True)):
        axis.axvline(year, color=style.INK, lw=0.8, ls=(0, (4, 3)), zorder=1)
        late = year > axis.dataLim.x0 + 0.8 * axis.dataLim.width
        axis.text(year, rows - 0.35 + 0.4 * (k % 2), f" treaty {TREATY[outcome]} ", fontsize=6, color=style.INK,
                  va="center", ha="right" if late else "left")  # fmt: skip


def _named(actor: str, issue: str, width: float) -> str:
    return style.wrapped(f"{SENDERS.get(actor, actor)}: {catalogue().say('matter', issue)}", 26 if width < 5 else 40)
