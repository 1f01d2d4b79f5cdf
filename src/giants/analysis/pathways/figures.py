"""How long strategies last before they pass a signpost."""

from argparse import ArgumentParser
from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from giants.analysis import style, words
from giants.analysis.compare.numbers import paired
from giants.analysis.ensemble import Ensemble
from giants.analysis.options import checked
from giants.analysis.pathways import numbers
from giants.analysis.result import Result


def options(cli: ArgumentParser) -> None:
    """Add the options of the command line, named as the parameters of :func:`result`."""
    text = "MEASURE>NUMBER or MEASURE<NUMBER; repeatable"
    cli.add_argument("--signpost", dest="posts", action="append", type=checked(numbers.read), default=[], help=text)


def result(runs: Ensemble, posts: Sequence[numbers.Signpost] = ()) -> Result:
    """Return when signposts fire under each strategy, and the adaptive strategy against the static ones."""
    posts = tuple(posts) or numbers.SIGNPOSTS
    table = numbers.fired(runs, posts)
    left = numbers.lasting(table, *numbers.span(runs))
    dates = numbers.sell_by(left)
    first = dates.groupby("signpost")["sell_by"].min().reindex([p.name for p in posts]).sort_values(kind="stable")
    times = numbers.firing(table)
    sentences = [text for name, year in first.items() if year == year for text in _dates(dates, name)]
    sentences += _seldom(times, first.index[first.isna()].tolist(), numbers.span(runs)[1])
    tables = {"": dates, "fired": table, "lasting": left, "times": times}
    figures = {"": lambda width: metro(times, numbers.span(runs), width, runs.caption)}
    if (left["share"] < 1).any():
        figures["lasting"] = lambda width: draw(left, width, runs.caption)
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
        gap = paired(runs, ["index", "disposable_mex"], adaptive)
        tables["adaptive"] = gap
        best = gap[gap["measure"] == "index"].sort_values("difference").iloc[-1]
        sentences.append(
            f"The best static strategy, {words.words(best['strategy'])}, differs from the adaptive one by "
            f"{best['difference']:+z.3f} "
            f"of the index ({best['low']:+z.3f} to {best['high']:+z.3f}), on the same seeds."
        )
    else:
        sentences.append("There is no adaptive strategy among these runs to compare with the static ones.")
    return Result(
        "pathways",
        "How long does each strategy last?",
        tuple(sentences),
        tables,
        figures,
    )


def metro(times: pd.DataFrame, span: tuple[int, int], width: float, note: str) -> Figure:
    """Draw a line per strategy through the years, a panel a future: when each signpost fires, in how many runs."""
    names = list(dict.fromkeys(times["strategy"].astype(str)))[::-1]
    futures = list(dict.fromkeys(times["future"]))
    posts = times.groupby("signpost", sort=False)["share"].max()
    present, never = posts.index[posts > 0].tolist(), posts.index[posts == 0].tolist()
    tint, mark = (dict(zip(present, of, strict=False)) for of in (style.SERIES, style.MARKS))
    rows, columns = style.grid(len(futures), width, 2.6)
    height = rows * (0.5 + (0.2 + 0.085 * max(2, len(present))) * len(names)) + 0.9
    figure, axes = style.canvas(width, height + 0.25 * len(present), rows, columns, sharex=True, sharey=True)
    step = 0.7 / max(1, len(present))
    for axis, future in zip(style.panels(axes, len(futures)), futures, strict=False):
        for k, name in enumerate(names):
            axis.axhspan(k - 0.45, k + 0.45, color="#F6F6F6", lw=0)
            part = times[(times["strategy"].astype(str) == name) & (times["future"] == future)].set_index("signpost")
            for i, post in enumerate(p for p in present if p in part.index):
                row, y = part.loc[post], k + 0.35 - (i + 0.5) * step
                axis.plot([row["q25"], row["q75"]], [y, y], color=tint[post], lw=1)
                axis.scatter([row["q50"]], [y], s=4 + 50 * row["share"], color=tint[post], marker=mark[post], lw=0,
                             zorder=3)  # fmt: skip
        axis.set_yticks(range(len(names)), [style.wrapped(words.words(n), 18) for n in names])
        axis.set_ylim(-0.6, len(names) - 0.4)
        axis.grid(visible=False, axis="y")
        style.years(axis)
        axis.set_xlim(span[0] - 0.2, span[1] + 1.2)
        if len(futures) > 1:
            style.titled(axis, future, width - 1, columns)
    if present:
        style.marked(figure, {p: style.Look(tint[p], mark[p], "") for p in present})
    else:
        axes[0, 0].text(0.5, 0.5, "no signpost fires in any run", transform=axes[0, 0].transAxes, ha="center",
                        color=style.FAINT)  # fmt: skip
    quiet = f"in no run: {', '.join(never)}; " if never else ""
    note = f"mark: median year, as large as the share of runs in which it fires; line: middle half; {quiet}{note}"
    return style.finish(figure, "When signposts fire under each strategy", note)


def draw(left: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw the share of runs in which each signpost has not fired yet: rows futures, columns signposts that fire."""
    several = len(left["future"].unique()) > 1
    least = left.groupby(["future", "signpost"], sort=False)["share"].min()
    cells = least.index[least < 1].tolist()
    looks = style.looks(list(dict.fromkeys(left["strategy"].astype(str))))
    rows, columns = style.grid(len(cells), width, 1.9)
    figure, axes = style.canvas(width, rows * 1.8 + 1.2, rows, columns, sharey=True)
    for axis, (future, post) in zip(style.panels(axes, len(cells)), cells, strict=False):
        part = left[(left["signpost"] == post) & (left["future"] == future)]
        for i, (name, look) in enumerate(looks.items()):
            g = part[part["strategy"].astype(str) == name]
            shift = 0.006 * (i - (len(looks) - 1) / 2)  # so that equal lines stay visible
            axis.plot(g["year"], g["share"] + shift, color=look.colour, ls=look.dash, drawstyle="steps-post")
        axis.set_ylim(-0.04, 1.06)
        axis.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
        style.titled(axis, f"{future}: {post}" if several else post, width - 0.6, columns)
        style.years(axis)
    style.marked(figure, {words.words(n): look._replace(mark="") for n, look in looks.items()})
    note = f"a signpost fires once it has held for {numbers.STAYS} months; share of runs where it has not; {note}"
    return style.finish(figure, "How long strategies last before a signpost fires", note)


def _seldom(times: pd.DataFrame, posts: list[str], last: int) -> list[str]:
    """Return one sentence about the signposts that fire in under half of the runs of every strategy."""
    if not posts:
        return []
    most = times[times["signpost"].isin(posts)].sort_values("share").iloc[-1]
    often = (
        f"most often {most['signpost']} under {words.words(most['strategy'])} in {most['future']} "
        f"({most['share']:.0%} of runs)"
    )
    summary = often if most["share"] > 0 else "they fire in no run"
    which = "None of the signposts" if len(posts) == times["signpost"].nunique() else f"{len(posts)} signposts do not"
    fires = "fires" if which.startswith("None") else "fire"
    return [f"{which} {fires} in half of the runs of any strategy by {last} ({words.listed(posts)}): {summary}."]


def _dates(dates: pd.DataFrame, post: str) -> list[str]:
    """Return by when a signpost fired in half of the runs of some strategies, a sentence a future in which it did."""
    out = []
    several = len(dates["future"].unique()) > 1
    for future, part in dates[dates["signpost"] == post].groupby("future", sort=False):
        gone = part.dropna(subset="sell_by").sort_values("sell_by")
        if gone.empty:
            continue
        summary = ", ".join(f"{words.words(r.strategy)} by {int(r.sell_by)}" for r in gone.itertuples())
        rest = len(part) - len(gone)
        where = f"{future}, {post}" if several else post
        out.append(
            f"{where}: in half of the runs under {summary}" + (f"; not under the other {rest}." if rest else ".")
        )
    return out
