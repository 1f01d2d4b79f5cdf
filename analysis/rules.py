"""What does each choice of rule move, beside what was named before any run?  A table, no figure.

    python analysis/rules.py [override ...] [--seeds 16] [--groups firms latam] [--out measured.csv]

Runs ten years for each choice of firms, Latin American partners, China, states and groups and for the default of its
group on common seeds, and says by how much the outcome named for it differs.  About 170 runs.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path

from giants.errors import InputError
from giants.evidence.model import rules

COLUMNS = ["group", "choice", "under", "outcome", "scale", "sign", "mean", "difference", "error", "verdict"]
KEPT = ["group", "choice", "outcome", "mean", "difference", "error", "verdict"]


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    cli.add_argument("--seeds", type=int, default=rules.SEEDS, help="how many common seeds, from 0 on")
    cli.add_argument("--groups", nargs="+", default=[], metavar="GROUP", help="only these, such as firms latam")
    cli.add_argument("--out", type=Path, help="write the table here, as src/giants/data/rules/measured.csv is")
    cli.add_argument("overrides", nargs="*", help="settings of all runs, such as months=60")
    asked = cli.parse_args(words)
    try:
        if asked.seeds < 2:
            raise InputError(f"--seeds {asked.seeds}: a standard error needs two or more")
        found = rules.rows(range(asked.seeds), asked.groups, asked.overrides)
    except InputError as error:
        print(f"rules: {error}", file=sys.stderr)
        return 2
    print(found[COLUMNS].to_string(index=False, float_format="{:.3g}".format))
    if asked.out:
        found[KEPT].to_csv(asked.out, index=False, float_format="%.4g")
    return 0


if __name__ == "__main__":
    sys.exit(main())
