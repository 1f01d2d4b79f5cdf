"""How long strategies last before they pass a signpost."""

import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import compare, words
from giants.analysis import pathways as numbers
from giants.analysis.ensemble import Ensemble
from giants.analysis.piece import Piece
from giants.viz import style


def piece(runs: Ensemble, posts: tuple[numbers.Signpost, ...] = numbers.SIGNPOSTS) -> Piece:
    """Return when signposts fire under each strategy, and the adaptive strategy against the static ones."""
    table = numbers.fired(runs, posts)
    left = numbers.lasting(table, *numbers.span(runs))
    dates = numbers.sell_by(left)
    first = dates.groupby("signpost")["sell_by"].min().reindex([p.name for p in posts]).sort_values(kind="stable")
    sentences = [_dates(dates, name) for name in first.index]
    tables = {"": dates, "fired": table, "lasting": left}
    own = numbers.passed(runs)
    if len(own):
        tables["passed"] = own
        row = own[own["outcome"].astype(str) == "passed"].sort_values("share").iloc[-1]
        sentences.append(
            f"The government itself passes the signpost {str(row['signpost']).replace('_', ' ')} in {row['share']:.0%} "
            f"of the runs under {words.words(row['strategy'])}, half of them by {row['year']:.0f}."
        )
    adaptive = numbers.adaptive(runs)
    if adaptive and len(runs.strategies) > 1:
        gap = compare.paired(runs, ["index", "disposable_mex"], adaptive)
        tables["adaptive"] = gap
        best = gap[gap["measure"] == "index"].sort_values("difference").iloc[-1]
        sentences.append(
            f"The best static strategy, {words.words(best['strategy'])}, differs from the adaptive one by "
            f"{best['difference']:+.3f} "
            f"of the index ({best['low']:+.3f} to {best['high']:+.3f}), on the same seeds."
        )
    else:
        sentences.append("There is no adaptive strategy among these runs to compare with the static ones.")
    return Piece(
        "pathways",
        "How long does each strategy last?",
        tuple(sentences),
        tables,
        {"": lambda width: draw(left, width, runs.caption)},
    )


def draw(left: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw the share of runs in which each signpost has not fired yet, a panel per signpost."""
    posts = list(dict.fromkeys(left["signpost"]))
    names = list(dict.fromkeys(left["strategy"].astype(str)))
    palette = style.colours(names)
    rows, columns = style.grid(len(posts) + 1, width, 1.75)
    figure, axes = style.canvas(width, rows * 1.75 + 0.9, rows, columns, sharey=True)
    for k, axis in enumerate(axes.ravel()):
        if k >= len(posts):
            axis.set_visible(False)
            continue
        part = left[left["signpost"] == posts[k]]
        for i, name in enumerate(names):
            g = part[part["strategy"].astype(str) == name]
            shift = 0.006 * (i - (len(names) - 1) / 2)  # so that equal lines stay visible
            axis.plot(g["year"], g["share"] + shift, color=palette[name], drawstyle="steps-post")
        axis.set_ylim(-0.04, 1.06)
        axis.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
        style.titled(axis, posts[k], width - 0.6, columns)
        style.years(axis)
    style.key(figure, axes, len(posts), {words.words(n): palette[n] for n in names})
    note = f"a signpost fires once it has held for {numbers.STAYS} months; share of runs where it has not; {note}"
    return style.finish(figure, "How long strategies last before a signpost fires", note)


def _dates(dates: pd.DataFrame, post: str) -> str:
    part = dates[dates["signpost"] == post]
    gone = part.dropna(subset="sell_by").sort_values("sell_by")
    if gone.empty:
        return f"{post}: fires in under half of the runs of every strategy."
    told = ", ".join(f"{words.words(r.strategy)} by {int(r.sell_by)}" for r in gone.itertuples())
    rest = len(part) - len(gone)
    return f"{post}: in half of the runs under {told}" + (f"; not under the other {rest}." if rest else ".")
