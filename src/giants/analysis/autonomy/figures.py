"""Headline figures: index and pillars, regimes over time, the phase plane, and rank reversal."""

from functools import partial

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from giants.analysis import intervals, style, words
from giants.analysis.autonomy import numbers, parts, positions
from giants.analysis.compare.numbers import beyond
from giants.analysis.ensemble import Ensemble, by_purse
from giants.analysis.result import Result
from giants.errors import InputError
from giants.measures.regimes import FAIL, PASS

PANELS = ("index", "index_outcomes", "structural", "agency", "relations", "sovereignty")


def result(runs: Ensemble, when: str = "last12") -> Result:
    """Return the headline: what each strategy reaches, how sure that is, and what kind of autonomy it is."""
    table = numbers.headline(runs, when)
    raw = numbers.raw_by_strategy(runs, when)
    tables = {"": table, "choices": numbers.index_bands(raw), "sobol": numbers.swayed(raw)}
    note = f"{words.WHEN[when]}; {runs.caption}"
    bands = tables["choices"]
    figures = {"": lambda width: headline(table, bands, width, note)}
    sentences = [_lead(table, beyond(runs, "index", when))]
    try:
        tables["importance"] = numbers.weighed(runs, when)
        sentences.append(_importance(tables["importance"]))
    except InputError:  # too few runs to compare pillars
        pass
    points = numbers.plane(runs, when)
    tables["plane"] = points
    figures["plane"] = lambda width: plane(points, width, note)
    tables |= {"positions": positions.positions(runs, when), "thresholds": positions.sensitivity(runs)}
    sentences.append(positions.told(tables["positions"], tables["thresholds"]))
    if len(raw) > 1:
        reversal = numbers.reversals(raw)
        tables["reversals"] = reversal
        figures["reversals"] = lambda width: reversals(reversal, list(raw), width, runs.caption)
        sentences.append(_reversal(reversal))
        tables["hands"] = parts.hands(runs, when)
        for mark, start, part in by_purse(runs):
            made = parts.parts(part, when=when)
            tables[f"parts{mark}"] = made
            figures[f"parts{mark}"] = partial(composition, made, note=f"{start}{note}")
            sentences += [start + parts.told(made, s) for s in dict.fromkeys(made["strategy"])]
    if "twins" in runs.tables:
        cause = numbers.causality(runs)
        tables["causality"] = cause
        figures["causality"] = lambda width: causality(cause, width, runs.caption)
        sentences.append(_causality(cause))
    if "measures" in runs.tables:
        shares = numbers.regime_shares(runs)
        tables["regimes"] = shares
        figures["regimes"] = lambda width: regimes(shares, width, runs.caption)
        sentences.append(_regimes(shares))
    return Result("autonomy", "Which strategies let Mexico decide for itself?", tuple(sentences), tables, figures)


def headline(table: pd.DataFrame, bands: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw means with 95% intervals by strategy, a panel per score; behind the index its band over choices."""
    names = list(dict.fromkeys(table["strategy"]))
    order = table[table["score"] == "index"].set_index("strategy")["mean"].reindex(names)
    names = list(order.sort_values().index)
    looks = style.looks(names)
    rows, columns = (2, 3) if width > 5 else (3, 2)
    figure, axes = style.canvas(width, rows * (0.75 + 0.3 * len(names)) + 0.6, rows, columns, sharey=True)
    for axis, score in zip(style.panels(axes, len(PANELS)), PANELS, strict=True):
        part = table[table["score"] == score].set_index("strategy").reindex(names)
        axis.axvspan(PASS, 1, color="#EEF7F2", lw=0)
        axis.axvspan(0, FAIL, color="#FBEFEA", lw=0)
        for row, name in enumerate(names):
            got = part.loc[name]
            if score == "index":
                band = bands.set_index("strategy").loc[name]
                axis.plot([band["q05"], band["q95"]], [row, row], color=looks[name].colour, lw=6, alpha=0.2)
            style.dot(axis, got["mean"], row, looks[name], got["low"], got["high"])
        axis.set_xlim(0, 1)
        axis.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        axis.set_ylim(-0.6, len(names) - 0.4)
        axis.set_yticks(range(len(names)), [style.wrapped(words.words(n), 18) for n in names])
        style.titled(axis, words.named(score), width - 1, columns)
    note = (
        "mark: mean; line: 95% interval; pale band: index over choices of weights, goalposts, aggregation, 5 to 95%; "
        f"shaded at the right: at or above {PASS}, at the left: below {FAIL}; more is better; {note}"
    )
    return style.finish(figure, "Calibrated autonomy and its pillars (scores from 0 to 1)", note)


def composition(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw on which pillars the differences from the reference rest, a bar per strategy; hatched: Mexico's own hand."""
    names = list(dict.fromkeys(table["strategy"]))
    figure, axes = style.canvas(width, 0.34 * len(names) + 1.9)
    axis = axes[0, 0]
    ends = np.zeros((2, len(names)))  # how far the bars reach to the left and to the right
    for (pillar, hand), part in table.groupby(["pillar", "hands"], sort=False):
        size = part.groupby("strategy", sort=False)["part"].sum().reindex(names).to_numpy(float)
        start = np.where(size < 0, ends[0], ends[1])
        ends += np.stack([np.minimum(size, 0), np.maximum(size, 0)])
        axis.barh(range(len(names)), size, left=start, color=style.PILLAR[str(pillar)], height=0.62, lw=0.6,
                  edgecolor="white", hatch="////" if hand == "own" else "")  # fmt: skip
    whole = table.groupby("strategy", sort=False)["part"].sum().reindex(names)
    axis.plot(whole, range(len(names)), "D", color="white", mec=style.INK, ms=5)
    axis.axvline(0, color=style.INK, lw=0.7)
    axis.set_yticks(range(len(names)), [style.wrapped(words.words(n), 22) for n in names])
    axis.set_ylim(len(names) - 0.5, -0.5)
    axis.set_xlabel("index, 0 to 1")
    labels = {words.named(p): style.PILLAR[p] for p in words.PILLARS}
    style.key(figure, axes, 1, labels)
    base = words.words(table["reference"].iloc[0])
    about = (
        "diamonds: whole difference; hatched: indicators that Mexico sets by its own hand; Owen values, paired runs; "
    )
    return style.finish(figure, f"What the difference from {base} is made of", about + note)


def regimes(shares: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw the share of runs in each regime year by year, a panel per strategy, with the interval of the calibrated."""
    names = list(dict.fromkeys(shares["strategy"]))
    order = ("calibrated", "contested", "subordinated", "estranged", "captured", "hollow")
    rows, columns = style.grid(len(names), width, 1.7)
    figure, axes = style.canvas(width, rows * 1.75 + 0.9, rows, columns)
    present = [r for r in order if (shares[shares["regime"] == r]["share"] > 0).any()]
    for k, axis in enumerate(style.panels(axes, len(names))):
        part = shares[shares["strategy"] == names[k]].pivot_table(index="year", columns="regime", values="share")
        part = part.reindex(columns=list(order), fill_value=0.0)
        base = np.zeros(len(part))
        for regime in order:
            y = part[regime].to_numpy()
            axis.bar(part.index, y, bottom=base, color=style.REGIME[regime], width=0.86, lw=0, edgecolor="white",
                     hatch=style.HATCH[regime])  # fmt: skip
            base = base + y
        best = shares[(shares["strategy"] == names[k]) & (shares["regime"] == "calibrated") & (shares["share"] > 0)]
        axis.vlines(best["year"], best["low"], best["high"], color=style.INK, lw=0.8)
        axis.set_ylim(0, 1)
        axis.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"] if k % columns == 0 else ["", "", ""])
        style.titled(axis, words.words(names[k]), width, columns)
        axis.grid(visible=False)
        axis.set_xticks(_few(part.index), [f"{y:.0f}" for y in _few(part.index)])
    style.key(figure, axes, len(names), {r: style.REGIME[r] for r in present}, style.HATCH)
    n = int(shares["n"].max())
    about = "label in the last month of each year of the run; "
    if "calibrated" in present:
        about += "lines: 95% interval of the share of calibrated runs; "
    return style.finish(figure, "What kind of autonomy: share of runs", f"{about}runs a panel and year: {n:,}; {note}")


def _few(years: pd.Index, most: int = 3) -> list[float]:
    """Return at most a few of some years, evenly spaced: those at which there is a bar."""
    return [float(years[k]) for k in intervals.evenly(len(years), most)]


def plane(points: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw the phase plane, a panel per strategy: dependence against partnership, the losing corners shaded."""
    names = list(dict.fromkeys(points["strategy"]))
    looks = style.looks(names)
    rows, columns = style.grid(len(names), width, 1.7)
    figure, axes = style.canvas(width, rows * 1.85 + 0.8, rows, columns, sharex=True, sharey=True)
    for k, axis in enumerate(style.panels(axes, len(names))):
        axis.add_patch(Rectangle((1 - FAIL, PASS), FAIL, 1 - PASS, color="#DCE9F5", lw=0))
        axis.add_patch(Rectangle((0, 0), 1, FAIL, color="#FBEBCB", lw=0))
        axis.add_patch(Rectangle((0, PASS), PASS, 1 - PASS, color="#E3F3EB", lw=0))
        part = points[points["strategy"] == names[k]]
        x, y = part["dependence"].to_numpy(), part["relations_us"].to_numpy()
        held = {  # share of runs in each corner
            "dependent\npartner": (x > 1 - FAIL) & (y >= PASS),
            "little\npartnership": y < FAIL,
            "room for\ncalibration": (x <= PASS) & (y >= PASS),
        }
        corners = ((0.98, 0.98, "right", "top"), (0.98, 0.03, "right", "bottom"), (0.02, 0.98, "left", "top"))
        colour = ("#0072B2", "#9A6A00", "#00694B")
        for (corner, inside), (at, up, ha, va), ink in zip(held.items(), corners, colour, strict=True):
            axis.text(at, up, f"{corner}\n{inside.mean():.0%}", ha=ha, va=va, fontsize=6, color=ink)
        if len(part) > 400:
            axis.hexbin(x, y, gridsize=28, extent=(0, 1, 0, 1), cmap="Greys", mincnt=1, bins="log", lw=0)
        else:
            axis.plot(x, y, looks[names[k]].mark, color=looks[names[k]].colour, ms=3, alpha=0.6, mew=0)
        axis.set_xlim(0, 1)
        axis.set_ylim(0, 1)
        axis.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        axis.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        axis.grid(visible=False)
        style.titled(axis, words.words(names[k]), width, columns)
        axis.xaxis.set_tick_params(labelbottom=k + columns >= len(names))
    for row in axes:
        row[0].set_ylabel("partnership with the US")
    for axis in axes.ravel()[max(0, len(names) - columns) : len(names)]:
        axis.set_xlabel("structural dependence")
    about = (
        "dots (or shading): runs; percentages: runs in the corner, by these two scores (0 to 1) alone; the labels of "
    )
    note = f"{about}the figure of regimes ask for the other pillars too, and in one month; {note}"
    return style.finish(figure, "Phase plane: dependence and partnership", note)


def reversals(table: pd.DataFrame, names: list[str], width: float, note: str) -> Figure:
    """Draw the probability that the order of two strategies turns round under other weights and goalposts."""
    wins = pd.concat([table["better"], table["worse"]]).drop_duplicates()
    score = {n: (table["better"] == n).sum() for n in wins}
    order = sorted(names, key=lambda n: -score.get(n, 0))
    grid = np.full((len(order), len(order)), np.nan)
    for better, worse, p in table[["better", "worse", "reversal_probability"]].itertuples(index=False):
        i, j = sorted((order.index(better), order.index(worse)))
        grid[j, i] = p
    figure, axes = style.canvas(width, 1.5 + 0.42 * len(order))
    axis = axes[0, 0]
    image = axis.imshow(grid[1:, :-1], cmap=style.SHARES, vmin=0, vmax=1, aspect="auto")
    style.cells(axis, image, style.shown(grid[1:, :-1], "{:.0%}"), 7)
    axis.set_xticks(range(len(order) - 1), [style.wrapped(words.words(n), 11) for n in order[:-1]], fontsize=6.5)
    axis.set_yticks(range(len(order) - 1), [style.wrapped(words.words(n), 18) for n in order[1:]])
    axis.grid(visible=False)
    axis.spines[:].set_visible(False)
    about = "strategies from best to worst by the default index; share of draws of weights, goalposts and aggregation"
    note = f"{about} that turn the order of a pair round; {note}"
    return style.finish(figure, "Does the order depend on how the index is built?", note)


def causality(table: pd.DataFrame, width: float, note: str) -> Figure:
    """Draw coercion wedge and causal agency by strategy with 95% intervals; measures without twins are left out."""
    names = list(dict.fromkeys(table["strategy"]))
    shown = [m for m in ("coercion_wedge", "causal_agency") if table.loc[table["measure"] == m, "value"].notna().any()]
    looks = style.looks(names)
    figure, axes = style.canvas(width, 0.32 * len(names) + 1.6, 1, max(len(shown), 1), sharey=True)
    for axis, measure in zip(axes[0], shown, strict=False):
        part = table[table["measure"] == measure].set_index("strategy").reindex(names)
        for row, (name, got) in enumerate(part.iterrows()):
            style.dot(axis, got["value"], row, looks[str(name)], got["low"], got["high"])
        axis.axvline(0 if measure == "coercion_wedge" else 1, color=style.INK, lw=0.7)
        axis.set_yticks(range(len(names)), [style.wrapped(words.words(n), 18) for n in names])
        style.titled(axis, _CAUSES[measure], width - 1, len(shown))
    note = f"ratios of sums over runs; lines: 95% bootstrap intervals over {int(table['n'].max()):,} runs; {note}"
    return style.finish(figure, "What twin runs say of agency", note)


_CAUSES = {
    "coercion_wedge": "coercion wedge (share of the way to the giants' line)",
    "causal_agency": "causal agency (share that follows Mexico's ideals)",
}


def _causality(table: pd.DataFrame) -> str:
    parts = []
    for measure, part in table.groupby("measure", sort=False):
        known = part.dropna(subset="value").sort_values("value")
        if len(known):
            low, high = known.iloc[0], known.iloc[-1]
            parts.append(
                f"{words.words(measure)} runs from {low['value']:.2f} under {words.words(low['strategy'])} "
                f"to {high['value']:.2f} under {words.words(high['strategy'])}"
            )
    return "; ".join(parts)[:1].upper() + "; ".join(parts)[1:] + "." if parts else "Nothing was contested in any run."


def _lead(table: pd.DataFrame, like: list[str]) -> str:
    """Return which strategy has the highest index, those that luck does not tell from it, and its weakest pillar."""
    part = table[table["score"] == "index"].sort_values("mean", ascending=False)
    best = part.iloc[0]
    weakest = table[(table["strategy"] == best["strategy"]) & table["score"].isin(words.PILLARS)]
    weak = weakest.sort_values("mean").iloc[0]
    first = f"The index {'is highest ' if len(part) > 1 else ''}under {words.words(best['strategy'])}"
    if like:
        first = f"By the index luck does not tell {words.joined(map(words.words, [best['strategy'], *like]))} apart"
    text = f"{first}: {best['mean']:.2f}"
    if np.isfinite(best["low"]):
        text += f" (95% interval {best['low']:.2f} to {best['high']:.2f}, n = {best['n']:,})"
    others = table[(table["strategy"] == best["strategy"]) & (table["score"] == "index_outcomes")]["mean"]
    text += f" ({others.iloc[0]:.2f} on outcomes only)" if len(others) else ""
    worst = part.iloc[-1]
    if len(part) > 1 and worst["strategy"] not in like:
        text += f", and lowest under {words.words(worst['strategy'])}: {worst['mean']:.2f}"
    return f"{text}. The weakest pillar there is {words.named(weak['score'])} at {weak['mean']:.2f}."


def _importance(table: pd.DataFrame) -> str:
    most = table["effective"].idxmax()
    share = table.loc[most, "effective"]
    return f"What tells runs apart most is {words.named(str(most))}: {share:.0%} of the variance that pillars explain."


def _reversal(table: pd.DataFrame) -> str:
    sure = table[table["reversal_probability"] < 0.05]
    return (
        f"{len(sure)} of {len(table)} pairs of strategies keep their order in at least 95% of the ways to build "
        f"the index."
    )


def _regimes(shares: pd.DataFrame) -> str:
    last = shares[shares["year"] == shares["year"].max()]
    calibrated = last[last["regime"] == "calibrated"].sort_values("share", ascending=False).iloc[0]
    common = last.groupby("regime")["share"].mean().sort_values(ascending=False)
    year = int(calibrated["year"])
    if calibrated["share"] == 0:
        start = f"No run is calibrated (all four pillars at {PASS} or above) at the end, in {year}, under any strategy"
    else:
        start = (
            f"At the end, in {year}, the share of calibrated runs is highest under "
            f"{words.words(calibrated['strategy'])}: "
            f"{calibrated['share']:.0%} ({calibrated['low']:.0%} to {calibrated['high']:.0%})"
        )
    tail = "Labels are those of that month, scores elsewhere means of twelve."
    return f"{start}; the most common label is then {common.index[0]} ({common.iloc[0]:.0%} of runs). {tail}"
