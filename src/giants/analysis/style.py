"""One style for all figures: colours that colour-blind readers can tell apart, direct labels, captions.

Colours: Okabe and Ito (2008), Color Universal Design; a strategy keeps its colour in every figure.
"""

import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from giants.analysis import words

STRATEGY = {
    "status_quo": "#646464",
    "us_alignment": "#0A2A5C",
    "china_tilt": "#C24E00",
    "latin_american_turn": "#0B6149",
    "iron_fist": "#000000",
    "defiance": "#7A1E5E",
    "calibrated_autonomy": "#B58D0A",
    "adaptive_autonomy": "#2B89C4",
    "searched": "#4C3301",
}
"""Told apart by lightness too, so that they can be read in grey; a test computes both."""
MARKS = ("o", "s", "^", "v", ">", "<", "D", "p", "X")
"""Marks of the strategies in the order of STRATEGY, and of other series."""
DASHES = ("-", (0, (5, 1.5)), (0, (1, 1)), (0, (3, 1, 1, 1)), (0, (7, 1, 1, 1, 1, 1)), (0, (2, 2)), (0, (9, 2)),
          (0, (4, 1, 1, 1, 1, 1)), (0, (8, 1, 3, 1)))  # fmt: skip
SPARE = ("#7A5195", "#4B7F52", "#A0522D", "#2F4B7C", "#8A8A00", "#665191")
SERIES = ("#0072B2", "#D55E00", "#009E73", "#B04A8B", "#C28A00", "#3C9FD6", "#6E6E6E", "#000000")
"""Colours of things that are neither strategies nor regimes."""
REGIME = {
    "calibrated": "#009E73",
    "contested": "#C9C9C9",
    "subordinated": "#0072B2",
    "estranged": "#E69F00",
    "captured": "#D55E00",
    "hollow": "#4D4D4D",
}
HATCH = {"calibrated": "", "contested": "", "subordinated": "////", "estranged": "....", "captured": "xxxx",
         "hollow": "\\\\"}  # fmt: skip
"""Of the regimes, so that bars of like lightness are told apart in grey."""
PILLAR = {"structural": "#12436D", "agency": "#C28A00", "relations": "#7FB3A6", "sovereignty": "#A0522D"}
"""Dark, middle, light, middle: told apart in grey by their order, which is that of the key."""
INK, FAINT, GRID = "#222222", "#6B6B6B", "#E3E3E3"
DIVERGING = "RdBu_r"
SHARES = "cividis_r"
"""Of shares and ranks: darker is more, in grey too."""
LETTER = 0.065
"""Inches that a letter of a number along an axis takes."""
READ = 4.5
"""Contrast of text with what it stands on (WCAG 2.2, 1.4.3)."""

RC = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.labelsize": 8,
    "axes.titlesize": 8.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": "#999999",
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "xtick.color": INK,
    "ytick.color": INK,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "lines.linewidth": 1.4,
    "figure.dpi": 110,
    "savefig.dpi": 200,
    "svg.hashsalt": "giants",
    "svg.fonttype": "none",
    "figure.max_open_warning": 0,
}


class Thousands(mpl.ticker.ScalarFormatter):
    """Numbers along an axis, those as large as `least` with commas, none as a distance from another."""

    def __init__(self, least: float) -> None:
        super().__init__(useOffset=False)
        self.least = least
        self.set_powerlimits((-5, 12))

    def __call__(self, x: float, pos: int | None = None) -> str:
        """Return the text of a number."""
        return f"{x:,.0f}".replace("-", "−") if abs(x) >= self.least else str(super().__call__(x, pos))


class Look(NamedTuple):
    """How a strategy is told from others in every figure: by colour, by mark and by dash, each alone enough."""

    colour: str
    mark: str
    dash: Any


def luminance(colour: Any) -> float:
    """Return the relative luminance of a colour, 0 to 1 (WCAG 2.2)."""
    c = np.array(mpl.colors.to_rgb(colour))
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(one: Any, other: Any = "white") -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def legible(colour: str) -> str:
    """Return a colour, as much darker as text on white in it must be."""
    rgb = np.array(mpl.colors.to_rgb(colour))
    return next(mpl.colors.to_hex(k * rgb) for k in np.linspace(1, 0, 51) if contrast(k * rgb) >= READ)


def ink_on(face: Any) -> str:
    """Return black or white, whichever stands out more from a face."""
    return max("white", "black", key=lambda ink: contrast(ink, face))


def plain(value: float) -> str:
    """Return a number as text, to three digits and never as a power of ten."""
    if not np.isfinite(value):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 1e3 else np.format_float_positional(float(f"{value:.3g}"), 5, trim="-")


def shown(values: Any, form: str) -> Any:
    """Return numbers (rows, columns) as texts of a form, empty where there is none."""
    return np.array([[form.format(v) if np.isfinite(v) else "" for v in row] for row in values], object)


def cells(axes: Axes, image: Any, texts: Any, size: float, bold: Any = None) -> None:
    """Write texts (rows, columns) into the cells of an image where its values are finite; those in `bold` are bold."""
    faces = image.cmap(image.norm(image.get_array()))
    for (i, j), text in np.ndenumerate(texts):
        if text:
            weight = "bold" if bold is not None and bold[i, j] else "normal"
            axes.text(j, i, text, ha="center", va="center", fontsize=size, color=ink_on(faces[i, j, :3]), weight=weight)


def looks(names: Sequence[str]) -> dict[str, Look]:
    """Return the look of each name: that of a strategy is fixed, others take what is spare, in order."""
    tint = colours(names)
    spare = [n for n in names if n not in STRATEGY]
    place = {n: list(STRATEGY).index(n) if n in STRATEGY else spare.index(n) % len(MARKS) for n in names}
    return {n: Look(tint[n], MARKS[place[n]], DASHES[place[n]]) for n in names}


def dot(axes: Axes, x: float, y: float, look: Look, low: float, high: float, *, hollow: bool = False) -> None:
    """Draw a value of a strategy along x with its interval; a hollow one is a second measure of the same."""
    axes.plot([low, high], [y, y], color=look.colour, lw=1.0 if hollow else 2.0, alpha=0.7 if hollow else 1.0)
    face = "white" if hollow else look.colour
    edge = look.colour if hollow else "white"
    axes.plot(x, y, look.mark, color=face, mec=edge, ms=3.6 if hollow else 5.5, mew=0.8)


def directed(measure: str) -> str:
    """Return the unit of a measure for an axis, with the side that is good."""
    unit = words.unit(measure).replace("0 to 1", "score, 0 to 1")
    return ", ".join(part for part in (unit, good(measure)) if part)


def good(measure: str) -> str:
    """Return which side of a measure is good, if one is."""
    if measure in words.LOWER_IS_BETTER:
        return "less is better"
    return "more is better" if measure in words.HIGHER_IS_BETTER else ""


def colours(names: Sequence[str]) -> dict[str, str]:
    """Return a colour for each name: the fixed one of a strategy or regime, else a spare one."""
    others = [n for n in names if n not in STRATEGY and n not in REGIME]
    spare = dict(zip(others, (SPARE * (len(others) // len(SPARE) + 1))[: len(others)], strict=True))
    return {n: STRATEGY.get(n) or REGIME.get(n) or spare[n] for n in names}


def canvas(width: float, height: float, rows: int = 1, columns: int = 1, **more: Any) -> tuple[Figure, Any]:
    """Return a figure of `width` x `height` inches in the house style and its axes as a (rows, columns) array."""
    sns.set_theme(style="ticks", rc=RC)
    figure, axes = plt.subplots(rows, columns, figsize=(width, height), layout="constrained", squeeze=False, **more)
    for axis in axes.ravel():
        axis.xaxis.set_major_formatter(Thousands(1e4))  # years have no comma
        axis.yaxis.set_major_formatter(Thousands(1e3))
    plt.close(figure)  # drawn without a screen: the figure lives on, the register of figures forgets it
    return figure, axes


def grid(count: int, width: float, cell: float = 2.3) -> tuple[int, int]:
    """Return (rows, columns) of `count` panels at least `cell` inches wide."""
    most = max(1, min(count, int(width / min(cell, width))))
    rows = -(-count // most)
    return rows, -(-count // rows)


def few(axes: Axes, inches: float) -> None:
    """Mark round numbers along x, no more than find room side by side in `inches`; call it when all is drawn."""
    low, high = axes.get_xlim()
    ticks = [t for t in mpl.ticker.MaxNLocator(4, steps=(1, 2, 5, 10)).tick_values(low, high) if low <= t <= high]
    while (
        len(ticks) > 2
        and sum(len(t) + 1 for t in axes.xaxis.get_major_formatter().format_ticks(ticks)) > inches / LETTER
    ):
        ticks = ticks[int(np.argmin(np.abs(ticks))) % 2 :: 2] if len(ticks) > 3 else ticks[::2]
    axes.set_xticks(ticks)


def finish(figure: Figure, title: str, caption: str) -> Figure:
    """Put the title above, with a capital, and the caption below, wrapped to the width of the figure."""
    width, title = figure.get_size_inches()[0], title[:1].upper() + title[1:]
    figure.suptitle(
        textwrap.fill(title, int(width * 11.8)), x=0.01, ha="left", fontsize=9.5, fontweight="bold", color=INK
    )
    figure.supxlabel(textwrap.fill(caption, int(width * 17)), x=0.01, ha="left", fontsize=6.5, color=FAINT)
    return figure


def panels(axes: Any, count: int) -> list[Axes]:
    """Return the first `count` panels of a grid and hide those to spare."""
    every = list(axes.ravel())
    for spare in every[count:]:
        spare.set_visible(False)
    return every[:count]


def titled(axes: Axes, text: str, width: float, columns: int, **more: Any) -> None:
    """Write a panel's title, wrapped to the panel: `width` inches are shared by `columns` panels."""
    axes.set_title(wrapped(text, max(10, int(width / columns * 8.6))), **more)


def key(figure: Figure, axes: Any, used: int, labels: dict[str, str], hatches: dict[str, str] | None = None) -> None:
    """Explain colours in the first free panel of a grid, or at the right if every panel is in use."""
    from matplotlib.patches import Patch

    chars = 14 if figure.get_size_inches()[0] < 5 else 24
    hatched = hatches or {}
    handles = [
        Patch(facecolor=c, edgecolor="white", lw=0, hatch=hatched.get(n, ""), label=wrapped(n, chars))
        for n, c in labels.items()
    ]
    free = axes.ravel()[used:]
    if len(free):
        free[0].set_visible(True)
        free[0].axis("off")
        free[0].legend(handles=handles, loc="center left", frameon=False, fontsize=7.5, handlelength=1.2)
    else:
        figure.legend(handles=handles, loc="outside right center", frameon=False, fontsize=7.5, handlelength=1.0)


def marked(figure: Figure, looks: dict[str, Look]) -> None:
    """Explain names by colour, mark and dash at the right of the panels."""
    from matplotlib.lines import Line2D

    chars = 14 if figure.get_size_inches()[0] < 5 else 20
    handles = [
        Line2D([], [], color=look.colour, marker=look.mark, ls=look.dash, label=wrapped(name, chars), ms=5)
        for name, look in looks.items()
    ]
    figure.legend(handles=handles, loc="outside right center", frameon=False, fontsize=7.5, handlelength=2.4)


def wrapped(text: str, width: int = 20) -> str:
    """Return a text broken over lines for a narrow axis."""
    return textwrap.fill(text, width, break_long_words=False)


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Return places moved apart to at least `gap`, in the same order, as near to the old ones as one pass allows."""
    order = np.argsort(places, kind="stable")
    out = np.array(places, float)
    if len(out) < 2:
        return list(out)
    moved = out[order]
    for i in range(1, len(moved)):
        moved[i] = max(moved[i], moved[i - 1] + gap)
    moved -= (moved - out[order]).mean()
    out[order] = moved
    return list(out)


_AROUND = tuple((np.cos(a), np.sin(a)) for a in np.radians((0, 45, -45, 135, -135, 90, -90, 180)))


def name_points(axes: Axes, points: Sequence[tuple[float, float, str, str]], size: float = 6.0) -> int:
    """Name points (x, y, text, colour), each at the first place around it that is free; return how many have no room.

    A place is free if the text stays inside the axes and covers no other name and no point.  The figure must have its
    title and caption already, since they decide how large the axes are.
    """
    figure: Any = axes.figure
    figure.draw_without_rendering()
    inside, scale = axes.get_window_extent(), figure.dpi / 72
    dots = np.concatenate([line.get_xydata() for line in axes.lines if line.get_marker() not in ("", "None", None)])
    dots = axes.transData.transform(dots)
    taken: list[Any] = []
    lost = 0
    for x, y, text, colour in points:
        note = axes.annotate(
            text, (x, y), xytext=(0, 0), textcoords="offset points", fontsize=size, color=legible(colour), va="center"
        )
        note.set_in_layout(False)
        for distance, (across, up) in ((d, side) for d in (5, 9, 14, 20) for side in _AROUND):
            note.set_horizontalalignment("left" if across > 0.1 else "right" if across < -0.1 else "center")
            note.set_position((distance * across, distance * up))
            box = note.get_window_extent().padded(0.5 * scale)
            hit = ((dots > box.min - 2 * scale) & (dots < box.max + 2 * scale)).all(1).any()
            if not hit and not any(box.overlaps(b) for b in taken) and inside.containsx(box.x0) and inside.containsx(
                box.x1) and inside.containsy(box.y0) and inside.containsy(box.y1):  # fmt: skip
                taken.append(box)
                break
        else:
            note.remove()
            lost += 1
    return lost


def years(axes: Axes) -> None:
    """Label a time axis with few whole years."""
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(3, integer=True))
    axes.xaxis.set_major_formatter(mpl.ticker.FormatStrFormatter("%d"))
    axes.set_xlabel("")
