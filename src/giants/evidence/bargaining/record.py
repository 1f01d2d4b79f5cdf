"""What is asked, threatened and done in runs, beside the coded threats on Mexico of 2017 to April 2025."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from giants import tables
from giants.bargaining import log
from giants.bargaining.issues import TOPICS, Issue
from giants.bargaining.signals import FORMS
from giants.config import default_settings
from giants.model import Giants
from giants.symbols import Array
from giants.world import World

TABLE = "episodes/us_threats_mexico.csv"
TOPIC_OF = {
    "migration": "migration",
    "security": "drugs",
    "agriculture": "agriculture",
    "steel_aluminum": "metals",
    "trade_rules": "trade rules",
    "sovereignty": "sovereignty",
    "energy": "energy",
    "china_alignment": "China",
    "water": "water",
}
"""Issue group of the coded threats -> matter of the model."""
MONTHS = 99
"""January 2017 to April 2025."""
ENDS = {"imposed": "imposed", "notice": "imposed", "deal": "deal", "withdrawn": "withdrawn"}
"""Outcome of the log -> first outcome of a dispute."""


WORLD = ("mexico=status_quo", "usa=transactional")
"""Who governs in the runs that stand beside the record."""
ENDS_OF_90 = (0.05, 0.95)
GROUPS = {
    "tariff on all goods": (("IEEPA", "unspecified"), ("section_301", "section_338", "emergency_tariff")),
    "tariff on metals, cars, machinery": (("232",), ("metals_232", "cars_232", "machinery_232")),
    "duty or ban on food": (("AD", "animal health"), ("food_duty", "animal_health_ban")),
    "border": (("border",), ("border_slowdown",)),
    "treaty exit, preference lost": (("treaty",), ("treaty_exit", "preference_loss")),
    "panel": (("USMCA",), ("dispute_panel",)),
    "other": ((), ()),
}
"""Kind of instrument -> statutes of the coded threats, instruments of the model."""


class Dispute(NamedTuple):
    """A spoken threat and what first became of it."""

    topic: str
    instrument: str
    size: float
    form: str
    first: str
    """imposed, deal or withdrawn, empty while nothing has happened"""
    months: int
    """to the first outcome"""
    share: float
    """most that was granted, of the full demand"""
    share_of_asked: float
    """same of what was asked"""


def disputes(lines: Iterable[log.Episode], defined: Mapping[str, Issue], sender: str = "USA") -> list[Dispute]:
    """Return the disputes that a log of one run tells of, in order."""
    out: list[Dispute] = []
    for e in lines:
        if e.sender != sender or not e.instrument:
            continue
        if e.outcome in log.BEGIN:
            begun, out = e.month, [*out, Dispute(defined[e.issue].topic, e.instrument, e.size, e.form, "", 0, 0.0, 0.0)]
        elif out and e.outcome in (*ENDS, "pocketed"):
            one, asked = out[-1], max(e.asked_share, 1e-12)
            first = one.first or ENDS.get(e.outcome, "")
            out[-1] = one._replace(
                first=first,
                months=one.months if one.first else e.month - begun,
                share=max(one.share, e.share),
                share_of_asked=max(one.share_of_asked, min(e.share / asked, 1.0)),
            )
    return out


def simulated(seeds: Sequence[int], workers: int = 1) -> Iterator[list[Dispute]]:
    """Yield the disputes that the United States began in the runs of WORLD, MONTHS each, by seed."""
    if workers == 1:
        yield from map(_simulated, seeds)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_simulated, seeds)


def _simulated(seed: int) -> list[Dispute]:
    settings = default_settings([*WORLD, f"seed={seed}"])
    model, lines = Giants(settings), list[log.Episode]()
    phase = model.blocks.bargaining

    def heard(w: World) -> Any:
        block, said = phase(w)
        lines.extend(said)
        return block, said

    model.blocks.bargaining = heard  # type: ignore[method-assign]
    for _ in range(MONTHS):
        model.step()
    return disputes(lines, settings.issues)


def coded() -> pd.DataFrame:
    """Return the coded threats: topic, kind of instrument, form, first outcome, months to it, and what was granted.

    What was imposed counts as such whatever came later; a censored row has no outcome, and only what ended without an
    imposition has a time.
    """
    t: pd.DataFrame = tables.read(TABLE, text=("issue_group", "statute", "form", "end_kind", "start", "end"))
    imposed = t["imposed"].astype(str).str.lower() == "true"
    ended = t["end_kind"].isin(("deal", "withdrawn"))
    first = np.where(imposed, "imposed", np.where(ended, t["end_kind"], ""))
    days = (pd.to_datetime(t["end"], errors="coerce") - pd.to_datetime(t["start"], errors="coerce")).dt.days
    rate = t["threat_size"].where(t["threat_unit"].astype(str).str.startswith("pct"))
    return pd.DataFrame({
        "topic": t["issue_group"].map(TOPIC_OF),
        "kind": [_kind(statute, 0) for statute in t["statute"]],
        "form": t["form"].replace("private", "statement"),
        "first": first,
        "months": np.where(~imposed & ended, days / 30.44, np.nan),
        "share_of_asked": t["concession_0to1"].astype(float),
        "size": pd.to_numeric(rate, errors="coerce") / 100,
    })  # fmt: skip


def _kind(name: str, side: int) -> str:
    """Return the kind of a statute (side 0) or of an instrument of the model (side 1)."""
    return next((kind for kind, names in GROUPS.items() if name in names[side]), "other")


def beside(runs: Sequence[Sequence[Dispute]]) -> pd.DataFrame:
    """Return what was and what runs do: quantity, record, low, high, runs, runs_low, runs_high; shares and means.

    Intervals of 90%: of shares by the Jeffreys posterior, of means by resampling the threats; those of the runs are
    over runs, each as long as the record.
    """
    was, ours = coded(), pd.DataFrame([one for run in runs for one in run])
    ours["run"] = np.repeat(np.arange(len(runs)), [len(one) for one in runs])
    ours["kind"] = [_kind(name, 1) for name in ours["instrument"]]
    ours.loc[ours["first"] == "imposed", "months"] = np.nan
    each = np.array([len(one) for one in runs], float)
    lines = [
        ("threats in 99 months", float(len(was)), *_poisson(len(was)), each.mean(), *np.quantile(each, ENDS_OF_90))
    ]
    columns = {"first": ("imposed", "deal", "withdrawn"), "topic": tuple(TOPIC_OF.values()), "form": FORMS,
               "kind": tuple(GROUPS)}  # fmt: skip
    for column, names in columns.items():
        seen, told = was[was[column] != ""], ours[ours[column] != ""]
        for name in names:
            count = float((seen[column] == name).sum())
            share = interval(np.array([count, len(seen) - count]))[0]
            lines.append((f"{column}: {name}", *share, *_over_runs(told[column] == name, told["run"])))
    wide = [one["kind"] == "tariff on all goods" for one in (was, ours)]
    means = {
        "granted, share of what was asked": (was["share_of_asked"], ours["share_of_asked"]),
        "months to a deal or to withdrawal": (was["months"], ours["months"]),
        "rate of a tariff on all goods": (was.loc[wide[0], "size"], ours.loc[wide[1], "size"]),
    }
    for name, (coded_values, values) in means.items():
        known = coded_values.dropna().to_numpy(float)
        lines.append((name, known.mean(), *_resampled(known), *_over_runs(values, ours["run"])))
    return pd.DataFrame(lines, columns=["quantity", "record", "low", "high", "runs", "runs_low", "runs_high"])


def _over_runs(x: pd.Series, run: pd.Series) -> tuple[float, float, float]:
    """Return the mean of values, and the 90% interval of the means of single runs."""
    by_run = x.astype(float).groupby(run).mean().dropna()
    low, high = np.quantile(by_run, ENDS_OF_90)
    return float(x.mean()), float(low), float(high)


def _poisson(count: int) -> tuple[float, float]:
    """Return the 90% interval of a rate by the Jeffreys posterior, Gamma(n + 1/2)."""
    low, high = np.quantile(np.random.default_rng(0).gamma(count + 0.5, size=20_000), ENDS_OF_90)
    return float(low), float(high)


def _resampled(x: Array) -> tuple[float, float]:
    """Return the 90% interval of a mean by resampling (N,)."""
    means = x[np.random.default_rng(0).integers(0, len(x), (10_000, len(x)))].mean(axis=1)
    low, high = np.quantile(means, ENDS_OF_90)
    return float(low), float(high)


def coded_topics() -> Array:
    """Return how many of the coded threats were on each matter (topics,)."""
    rows = tables.read(TABLE, text=("issue_group",))
    tables.known(TABLE, "issue_group", list(rows["issue_group"]), tuple(TOPIC_OF))
    return _counts([TOPIC_OF[group] for group in rows["issue_group"]])


def topics(told: Sequence[Dispute]) -> Array:
    """Return how many disputes were on each matter (topics,)."""
    return _counts([one.topic for one in told])


def likelihood_ratio(counts: Array, simulated: Array, draws: int = 20_000) -> tuple[float, float]:
    """Return the likelihood ratio of `counts` (topics,) against the shares of `simulated` ones, and its chance.

    G = 2 Σ_t n_t ln(n_t / (n p_t)),  p_t = (m_t + 1/2) / Σ (m_t + 1/2) over matters of either

    The chance of a larger G is that of multinomial draws, since counts are small.  Source: Wilks 1938.
    """
    either = (counts + simulated) > 0
    n, p = counts[either], simulated[either] + 0.5
    p = p / p.sum()

    def ratio(x: Array) -> Array:
        expected = x.sum(axis=-1, keepdims=True) * p
        return np.asarray(2 * np.sum(np.where(x > 0, x * np.log(np.maximum(x, 1) / expected), 0.0), axis=-1))

    drawn = np.random.default_rng(0).multinomial(int(n.sum()), p, draws)
    found = float(ratio(n))
    return found, float(np.mean(ratio(drawn) >= found - 1e-12))


def interval(counts: Array) -> Array:
    """Return shares with their 90% intervals (K, 3) by the Jeffreys posterior, Dirichlet(n + 1/2)."""
    drawn = np.random.default_rng(0).dirichlet(counts + 0.5, 20_000)
    low, high = np.quantile(drawn, ENDS_OF_90, axis=0)
    return np.stack([counts / counts.sum(), low, high], axis=1)


def _counts(names: Sequence[str]) -> Array:
    return np.array([names.count(name) for name in TOPICS], float)
