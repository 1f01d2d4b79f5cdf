"""Hindcast of dated bargaining episodes, scored against null models.

    python analysis/episodes.py --episodes FILE [--train FILE] [--out CSV] [--all]

For every row of FILE the script predicts the distribution of the concession, the probability that the instrument is
imposed and that the target retaliates, from what could be known at the row's start.  Parameters are the posterior
mode, with a Laplace covariance, of the model in `giants.evidence.bargaining.episode_model` on the verified rows of the
training file (the bundled episodes if none is named); rows that start in the month of a predicted row are left out.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from giants.errors import InputError
from giants.evidence.bargaining import episode_model, episodes

RESAMPLES = 2000
PREDICTED = ("concession_mean", "concession_p10", "concession_p50", "concession_p90", "p_imposed", "p_retaliation")


def predict(rows: pd.DataFrame, train: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return forecasts of `rows` and null forecasts, leaving out of `train` the month in which each row starts."""
    month, past = rows["start"].str[:7], train["start"].str[:7]
    parts, nulls = [], []
    for cluster in month.unique():
        mine, rest = rows[month == cluster], train[past != cluster]
        estimate = episode_model.fit(episodes.features(rest, rest), episodes.outcomes(rest))
        forecast = episode_model.predict(estimate, episodes.features(mine, rest))
        columns = (
            "concession_mean",
            "concession_p10",
            "concession_p50",
            "concession_p90",
            "p_imposed",
            "p_retaliation",
        )
        parts.append(pd.DataFrame({"id": mine["id"].to_numpy()} | dict(zip(columns, forecast, strict=True))))
        nulls.append(null(mine, scored(rest)))
    order = rows["id"].to_list()
    return pd.concat(parts).set_index("id").loc[order].reset_index(), pd.concat(nulls).set_index("id").loc[order]


def null(rows: pd.DataFrame, rest: pd.DataFrame) -> pd.DataFrame:
    """Return the grand mean and the mean by class (the grand mean where a class is absent) of the rows left."""
    observed = pd.DataFrame({"kind": rest["demand_class"], "y": episodes.outcomes(rest).concession,
                         "acts": episodes.outcomes(rest).imposed})  # fmt: skip
    means, by = observed[["y", "acts"]].mean(), observed.groupby("kind")[["y", "acts"]].mean()
    kinds = rows["demand_class"]
    return pd.DataFrame({
        "id": rows["id"].to_numpy(), "grand_y": means["y"], "grand_acts": means["acts"],
        "class_y": [by["y"].get(kind, means["y"]) for kind in kinds],
        "class_acts": [by["acts"].get(kind, means["acts"]) for kind in kinds],
    })  # fmt: skip


def scored(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that count: verified, explicit, by the United States on Mexico."""
    keep = (episodes.flag(rows, "explicit_threat") == 1) & (rows["sender"] == "USA") & (rows["target"] == "MEX")
    return rows[keep & (episodes.flag(rows, "verified") != 0)]


def verified(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that may be used for estimation: verified, with a coded concession."""
    return rows[(episodes.flag(rows, "verified") != 0) & np.isfinite(episodes.number(rows, "concession_0to1"))]


def scores(rows: pd.DataFrame, forecast: pd.DataFrame, nulls: pd.DataFrame) -> pd.DataFrame:
    """Return mean absolute error, Brier and coverage with 90% bootstrap intervals over month clusters."""
    observed = episodes.outcomes(rows)
    y, acts = observed.concession, observed.imposed
    inside = (forecast["concession_p10"].to_numpy() <= y) & (y <= forecast["concession_p90"].to_numpy())
    columns = {
        "model: mean absolute error": np.abs(y - forecast["concession_mean"].to_numpy()),
        "null grand mean: mean absolute error": np.abs(y - nulls["grand_y"].to_numpy()),
        "null class mean: mean absolute error": np.abs(y - nulls["class_y"].to_numpy()),
        "model: Brier imposed": (acts - forecast["p_imposed"].to_numpy()) ** 2,
        "null grand mean: Brier imposed": (acts - nulls["grand_acts"].to_numpy()) ** 2,
        "null class mean: Brier imposed": (acts - nulls["class_acts"].to_numpy()) ** 2,
        "model: Brier retaliation": (observed.retaliation - forecast["p_retaliation"].to_numpy()) ** 2,
        "model: share inside the 80% interval": np.where(np.isfinite(y), inside * 1.0, np.nan),
        "model less class mean: absolute error": np.abs(y - forecast["concession_mean"].to_numpy())
        - np.abs(y - nulls["class_y"].to_numpy()),
        "model less class mean: Brier": (acts - forecast["p_imposed"].to_numpy()) ** 2
        - (acts - nulls["class_acts"].to_numpy()) ** 2,
    }
    clusters, codes = np.unique(rows["start"].str[:7].to_numpy(str), return_inverse=True)
    counts = np.random.default_rng(0).multinomial(len(clusters), np.full(len(clusters), 1 / len(clusters)), RESAMPLES)
    lines = []
    for name, values in columns.items():
        known = np.isfinite(values)
        if not known.any():
            continue
        weights = counts[:, codes[known]]
        drawn = (weights @ values[known]) / np.maximum(weights.sum(axis=1), 1)
        low, high = np.quantile(drawn[weights.sum(axis=1) > 0], [0.05, 0.95])
        lines.append((name, values[known].mean(), low, high, int(known.sum())))
    return pd.DataFrame(lines, columns=["score", "value", "low", "high", "n"])


def parameters(estimate: episode_model.Fit) -> pd.DataFrame:
    """Return each parameter with its prior centre, its estimate and an 80% interval."""
    spread = 1.2816 * np.sqrt(np.diag(estimate.covariance))
    low, high = episode_model.natural(estimate.mode - spread), episode_model.natural(estimate.mode + spread)
    return pd.DataFrame({"parameter": episode_model.NAMES, "prior": episode_model.PRIOR_MEAN,
                         "estimate": episode_model.natural(estimate.mode), "low": low, "high": high})  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    parser = argparse.ArgumentParser(description="hindcast of bargaining episodes")
    parser.add_argument("--episodes", type=Path, help="CSV with the columns of episodes.csv (default: the bundled one)")
    parser.add_argument("--train", type=Path, help="CSV to estimate on (default: the bundled episodes)")
    parser.add_argument("--out", type=Path, help="write the forecasts to this CSV")
    parser.add_argument("--all", action="store_true", help="score every verified row, not only US explicit threats")
    args = parser.parse_args(arguments)
    try:
        rows, train = episodes.read(args.episodes), verified(episodes.read(args.train))
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    forecast, nulls = predict(rows, train)
    print(forecast.round(3).to_string(index=False))
    print("\nparameters, estimated on", len(train), "rows (80% interval)")
    estimate = episode_model.fit(episodes.features(train, train), episodes.outcomes(train))
    print(parameters(estimate).round(3).to_string(index=False))
    judged = verified(rows) if args.all else scored(verified(rows))
    if len(judged):
        at = forecast.set_index("id").loc[judged["id"]].reset_index()
        print(f"\nscores on {len(judged)} rows, the row's own month left out (90% bootstrap interval over months)")
        print(scores(judged, at, nulls.loc[judged["id"]]).round(3).to_string(index=False))
    if args.out is not None:
        forecast.to_csv(args.out, index=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
