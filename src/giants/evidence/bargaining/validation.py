"""Stylised facts of coercion, published and ours: threats of many senders, by the functions that bargain in a run.

A threat is one sender, one target and one demand; the estimate on coded cases (`giants.bargaining.estimated`) and the
transitions of talks (`giants.bargaining.talks`) play it to its end (`crises`).  Nothing is fitted to what is published.
"""

import numpy as np
import pandas as pd

from giants import tables
from giants.bargaining import estimated, signals
from giants.bargaining.estimated import UNKNOWN, KnownThreat
from giants.bargaining.ratify import CLASSES
from giants.config import default_settings
from giants.evidence.bargaining import coded_threats, episodes
from giants.evidence.bargaining.crises import Crises, crises
from giants.evidence.rows import Band, Benchmark, among, sample, table
from giants.symbols import Array

MODELS = "published range and a third of it to either side"
MEXICAN_MARKET = 503.4
"""US imports of goods from Mexico, bn USD, 2024, as in the coded threats."""
MEXICAN_DEPENDENCE = 0.2814
"""The same over Mexico's product."""
STRANGER = 0.02
"""Dependence of a pair that the table does not name, against Mexico on the United States; prior."""


def rows(n: int = 15_000, seed: int = 1) -> pd.DataFrame:
    """Return the stylised facts S1 to S10 (without S9), columns as in :func:`giants.evidence.rows.table`."""
    p = default_settings().bargaining.parameters
    usual, backed_down = (crises(p, n, seed, record) for record in (0.0, -1.0))
    facts = [*_ensemble(usual), _reputation(usual, backed_down), *_classes(), *_episodes()]
    facts.sort(key=lambda row: int(row.id[1:]))
    return table(facts)


def _published(key: str, fact: str, published: str, ours: float, low: float, high: float | None = None) -> Benchmark:
    return Benchmark(key, fact, "outside", published, ours, among(low, high), MODELS)


def _bound(key: str, fact: str, published: str, ours: float, band: Band) -> Benchmark:
    return Benchmark(key, fact, "outside", published, ours, band, "what is published")


def _ensemble(c: Crises) -> list[Benchmark]:
    """Return the facts that are shares, slopes and medians of one ensemble."""
    early, late = float(c.conceded.mean()), _mean(c.settled, c.imposed)
    rare = min(early, float(c.imposed.mean()), float(c.withdrawn.mean()))
    success = (c.conceded | c.settled).astype(float)
    peak, slope = _peak(c.share, success), _slope(c.asymmetry, success)
    lasting = float(np.median(c.in_force[c.imposed]) / np.median(c.threatened[~c.imposed]))
    error = 0.025 / 0.496  # of the published slope: p .62 is z .496
    return [
        _published("S1", "acquiescence: threats", "0.43 (TIES), 0.56 (Section 301)", early, 0.43, 0.56),
        _published("S1", "acquiescence: after imposition", "0.29 (TIES), 0.33", late, 0.29, 0.33),
        _published("S2", "market share at which success peaks", "0.46 to 0.52", peak, 0.46, 0.52),
        _bound("S3", "effect of raw log asymmetry", "-0.025, p .62 (TIES)", slope,
               (-0.025 - 1.96 * error, -0.025 + 1.96 * error)),
        _published("S5", "months in force over months of threat", "2 (medians, TIES)", lasting, 2.0),
        _bound("S7", "rarest of conceding, imposing, backing down", "0.2 or more", rare, (0.2, 1.0)),
    ]  # fmt: skip


def _coded(key: str, fact: str, published: float, cases: int, ours: float) -> Benchmark:
    """Return a row on episodes that the costs and the model of episodes were estimated on."""
    band = sample(published, cases)
    return Benchmark(
        key, fact, "calibrated", f"{published:.2f} ({cases} episodes)", ours, band, "95% of luck, at most half"
    )


def _reputation(usual: Crises, backed_down: Crises) -> Benchmark:
    """Return how acquiescence changes when the same senders have just dropped a threat."""
    drop = float(backed_down.conceded.mean() - usual.conceded.mean())
    fact = "change of acquiescence after backing down"
    return _bound("S4", fact, "negative (Peterson 2013)", drop, (-1.0, -1e-3))


def _classes() -> list[Benchmark]:
    """Return the concessions that the estimate expects of the coded threats on Mexico, by class."""
    coded = coded_threats.read("episodes/us_threats_mexico.csv")
    expected = _expected(coded.known)
    by = [float(expected[coded.counted & (coded.known.kind == kind)].mean()) for kind in range(2)]
    return [
        _coded("S6", "concession, executive", 0.56, 8, by[0]),
        _coded("S6", "concession, structural", 0.37, 11, by[1]),
    ]


def _episodes() -> list[Benchmark]:
    """Return the facts that single dated episodes stand for, against what the estimate expects of them."""
    coded = episodes.read()
    coded = coded[episodes.flag(coded, "verified") == 1].reset_index(drop=True)
    expected, observed = _expected(_known(coded)), episodes.number(coded, "concession_0to1")
    silent = ((coded["sender"] == "USA") & (episodes.flag(coded, "explicit_threat") == 0)).to_numpy()
    reverse = ((coded["sender"] == "MEX") & (coded["issue_group"] == "security")).to_numpy()
    china = (coded["sender"] == "CHN").to_numpy()
    apart, published = (float(x[reverse].mean() - x[china].mean()) for x in (expected, observed))
    quiet, fact = float(expected[silent].mean()), "Mexico's coercion on security less China's"
    cases = int((reverse | china).sum())
    return [
        _coded("S8", "concession without a stated threat", float(observed[silent].mean()), int(silent.sum()), quiet),
        _coded("S10", fact, published, cases, apart),
    ]


def _expected(x: KnownThreat) -> Array:
    """Return the mean share conceded (N,) that the estimate expects."""
    return np.asarray(estimated.share(estimated.read(), x) @ estimated.GRID)


def _known(rows: pd.DataFrame) -> KnownThreat:
    """Return what the estimate can know of dated episodes: no form, and a statute where a threat was spoken."""
    pairs = tables.read("episodes/pair_dependence.csv", columns=("scale",), text=("sender", "target"))
    scale = rows.merge(pairs, on=["sender", "target"], how="left")["scale"].fillna(STRANGER).to_numpy(float)
    none = np.zeros(len(rows))
    stick = np.where(rows["instrument"] == "tariff", 1.0, coded_threats.OTHER_SCOPE)
    return KnownThreat(
        form=np.full(len(rows), UNKNOWN),
        protective=none,
        statute_named=np.nan_to_num(episodes.flag(rows, "explicit_threat")),
        record=none,
        kind=np.array([CLASSES.index(kind) for kind in rows["demand_class"]]),
        exposure=signals.exposure(scale * MEXICAN_DEPENDENCE, stick, signals.REFERENCE_RATE),
        market=scale * MEXICAN_MARKET,
        adversary=none,
        mexico=(rows["target"] == "MEX").to_numpy(float),
    )


def _mean(event: Array, condition: Array) -> float:
    """Return the share of `event` among `condition`."""
    return float(event[condition].mean())


def _slope(x: Array, y: Array) -> float:
    """Return the slope of a linear probability model."""
    return float(np.polyfit(x, y, 1)[0])


def _peak(x: Array, y: Array) -> float:
    """Return where a quadratic fit peaks, NaN if it does not bend down."""
    bend, slope, _ = np.polyfit(x, y, 2)
    return float(-slope / (2 * bend)) if bend < 0 else float("nan")
