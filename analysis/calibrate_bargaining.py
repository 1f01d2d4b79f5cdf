"""Estimate how threats end on the coded cases, choose the model without the cases it is scored on, and say so.

    python analysis/calibrate_bargaining.py [--out DIR] [--write]

Estimates every specification of `giants.evidence.bargaining.threat_fit` from several starts; scores each on clusters
left out; chooses among them inside each cluster left out (nested), and scores the choice.  --write puts the posterior
beside the prior into the table of the package, `bargaining/threat_estimates.csv`.  About two minutes on one core.
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from giants import codes, tables
from giants.bargaining.estimated import TABLE
from giants.evidence.bargaining import cross_validation, scores, threat_fit
from giants.evidence.bargaining.coded_threats import CodedThreats, read_all, take

Q90 = 1.6449


def posterior(found: threat_fit.Posterior) -> pd.DataFrame:
    """Return the table of the package with the posterior of `found` beside the prior."""
    table = tables.read(TABLE, text=("parameter", "meaning", "basis"))
    spread = np.sqrt(np.diag(found.covariance))
    order = [threat_fit.ALL.index(name) for name in table["parameter"]]
    table["estimate"], table["sd"] = found.mode[order], spread[order]
    table["low"], table["high"] = table["estimate"] - Q90 * table["sd"], table["estimate"] + Q90 * table["sd"]
    return table.round(3)


def several_starts(rows: CodedThreats, prior: threat_fit.Prior, count: int) -> tuple[threat_fit.Posterior, list[float]]:
    """Return the best fit of the signalling model from `count` starts drawn around the prior, and each one's height."""
    around = np.random.default_rng(0).standard_normal((count, len(threat_fit.ALL)))
    cases = cross_validation.cases(rows, rows)
    found = [threat_fit.fit(threat_fit.SIGNALLING, cases, prior, [prior.mean + 1.5 * prior.spread * z]) for z in around]
    return max(found, key=lambda fit: fit.log_posterior), [fit.log_posterior for fit in found]


def main() -> None:
    """Estimate, choose, print and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("runs/calibration"), help="where the tables go")
    parser.add_argument("--starts", type=int, default=8, help="starts of the search for the mode")
    parser.add_argument("--write", action="store_true", help="write the posterior into the table of the package")
    options = parser.parse_args()
    rows, prior = read_all(), threat_fit.read_prior()
    rows = take(rows, rows.counted)
    best, heights = several_starts(rows, prior, options.starts)
    table = posterior(best)
    effective = float(np.sum(1 - (table["sd"] / table["prior_sd"]) ** 2))
    print(table[["parameter", "prior", "prior_sd", "estimate", "sd", "low", "high"]].to_string(index=False))
    clusters, apart = len(np.unique(rows.cluster)), np.ptp(heights)
    print(f"\n{len(rows.id)} rows in {clusters} clusters; {len(table)} coefficients, of which the data decide")
    print(f"{effective:.1f}; {len(heights)} starts end within {apart:.1e} of the best log posterior")
    inner = cross_validation.nested(rows, prior, progress=lambda pairs: tqdm(pairs, desc="pairs of clusters left out"))
    makers = {spec.name: cross_validation.model(spec, prior) for spec in threat_fit.SPECIFICATIONS}
    makers |= {"grand mean": cross_validation.means(False), "class means": cross_validation.means(True)}
    outer = cross_validation.forecast(rows, rows, makers)
    pick, counts = cross_validation.chosen(inner, outer, rows.cluster)
    judged = scores.table({"chosen": pick} | outer, rows)
    print("\nclusters in whose absence a specification is chosen\n", counts.to_string(index=False), sep="")
    print("\n", judged[judged["group"] == "all"].round(3).to_string(index=False), sep="")
    options.out.mkdir(parents=True, exist_ok=True)
    for name, data in (("posterior", table), ("nested", inner), ("chosen", counts), ("scores", judged)):
        data.to_csv(options.out / f"bargaining_{name}.csv", index=False)
    if options.write:
        table.to_csv(codes.path_of(TABLE), index=False)


if __name__ == "__main__":
    main()
