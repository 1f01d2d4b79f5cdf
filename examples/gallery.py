"""The six figures of the gallery, from one documented sweep.

    python examples/gallery.py SWEEP [--out docs/gallery] [--small]

reproduce.sh computes the sweep and calls this script; --small: as wide as a column.
"""

import argparse
import sys
from pathlib import Path

from giants.analysis.autonomy import figures as autonomy
from giants.analysis.compare import figures as compare
from giants.analysis.ensemble import load
from giants.analysis.result import SIZES
from giants.analysis.robustness import figures as robustness
from giants.analysis.states import figures as states
from giants.analysis.trade_offs import figures as trade_offs
from giants.errors import InputError

FIGURES = {
    "1_autonomy": (autonomy.result, "", "Calibrated autonomy and its pillars"),
    "2_regimes": (autonomy.result, "regimes", "What kind of autonomy, over time"),
    "3_differences": (compare.result, "", "Differences from the status quo on the same seeds"),
    "4_trade_offs": (trade_offs.result, "", "Autonomy, income and violence"),
    "5_robustness": (robustness.result, "", "Ranks by eleven metrics of robustness"),
    "6_states": (states.result, "", "Homicides by state"),
}


def main(words: list[str] | None = None) -> int:
    """Draw the gallery; return the exit status."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("sweep", type=Path, help="folder of the sweep")
    cli.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "docs" / "gallery")
    cli.add_argument("--small", action="store_true", help="figures as wide as a column")
    args = cli.parse_args(words)
    try:
        runs = load(args.sweep)
        args.out.mkdir(parents=True, exist_ok=True)
        results = {}
        for name, (make, key, _) in FIGURES.items():
            results.setdefault(make, make(runs))
            figure = results[make].figures[key](SIZES["small" if args.small else "large"])
            figure.savefig(args.out / f"{name}.png")
    except InputError as error:
        print(f"gallery: {error}", file=sys.stderr)
        return 2
    page = ["# Gallery", "", f"Drawn by `examples/gallery.py` from `{runs.path.name}`: {runs.caption}.", ""]
    page += [
        line for name, (_, _, title) in FIGURES.items() for line in (f"## {title}", "", f"![{title}]({name}.png)", "")
    ]
    (args.out / "README.md").write_text("\n".join(page), encoding="utf-8")
    print(f"written to {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
