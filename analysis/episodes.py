"""Predict how coded threats end, by estimates that have not seen the rows that share their cause, and score it.

    python analysis/episodes.py [--train A.csv B.csv ...] [--episodes C.csv] [--out P.csv] [--page DIR]

For every row of C the chance that the threat is carried out and the distribution of the concession, from what could be
known at its start; `docs/threats.md` says how.  Files have the columns of `src/giants/data/episodes/us_threats.csv`;
without them the bundled rows are estimated on and predicted.  P has the columns id, p_imposed, concession_mean, the
quantiles p02 (2.5%), p10, p25, p75, p90, p97 (97.5%), and crps, empty where the outcome is.  --page writes the page of
scores: reliability, PIT, coverage, and the differences from form-only, class means and the grand mean.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from giants.bargaining.estimated import GRID
from giants.errors import InputError
from giants.evidence.bargaining import cross_validation, scores, threat_fit
from giants.evidence.bargaining.coded_threats import CodedThreats, read, read_all, take
from giants.evidence.bargaining.scores import ThreatForecast


def written(rows: CodedThreats, forecast: ThreatForecast) -> pd.DataFrame:
    """Return the table of forecasts, one row for each of `rows`."""
    columns = {"id": rows.id, "p_imposed": forecast.imposed, "concession_mean": forecast.share @ GRID}
    columns |= {name: scores.quantile(forecast.share, level) for name, level in scores.LEVELS.items()}
    return pd.DataFrame(columns | {"crps": scores.crps(forecast.share, rows.concession)}).round(4)


def main(arguments: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, nargs="+", metavar="CSV", help="estimate on these (default: the bundled)")
    parser.add_argument("--episodes", type=Path, metavar="CSV", help="predict these (default: the bundled)")
    parser.add_argument("--out", type=Path, metavar="CSV", help="write the forecasts here")
    parser.add_argument("--page", type=Path, metavar="DIR", help="write the page of scores here")
    options = parser.parse_args(arguments)
    try:
        train = read_all(options.train)
        rows = read(options.episodes) if options.episodes else read_all()
        forecasts = cross_validation.beside_baselines(rows, train, threat_fit.read_prior())
        table = written(rows, forecasts["model"])
        if options.out:
            _save(table, options.out)
        print(table.to_string(index=False))
        judge(rows, train, forecasts, options.page)
    except InputError as error:
        print(f"episodes: {error}", file=sys.stderr)
        return 2
    return 0


def judge(rows: CodedThreats, train: CodedThreats, forecasts: dict[str, ThreatForecast], page: Path | None) -> None:
    """Print the scores of the rows that count and whose outcome is known, and write the page if a folder is named."""
    scored = np.flatnonzero(rows.counted & (np.isfinite(rows.concession) | np.isfinite(rows.imposed)))
    if not scored.size:
        print("\nno row has an outcome: nothing is scored")
        return
    kept, seen = (
        {name: ThreatForecast(f.imposed[scored], f.share[scored]) for name, f in forecasts.items()},
        take(rows, scored),
    )
    table = scores.table(kept, seen)
    print(f"\nscores on {scored.size} rows (90% intervals, causes resampled whole)")
    print(table.round(3).to_string(index=False))
    print("", *scores.verdicts(table, "model"), sep="\n")
    if np.isin(seen.id, train.id).any():
        print("The model was chosen with rows of this table: analysis/calibrate_bargaining.py scores the choice too.")
    if page:
        from giants.analysis import threats
        from giants.analysis.result import SIZES, save

        print("written:", *(path.name for path in save(threats.result(kept, seen), page, tuple(SIZES))))


def _save(table: pd.DataFrame, path: Path) -> None:
    try:
        table.to_csv(path, index=False)
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}") from None


if __name__ == "__main__":
    sys.exit(main())
