"""What do strategies come to under postures that stay and that change, and how often do they change?  Tables.

    python analysis/politics.py [--seeds 16] [--workers 2] [--worlds ...] [--strategies ...] [--out runs/politics.csv]

Ten years of each strategy in each world on common seeds, beside the status quo; then the chain of presidents alone.
All of it is 320 runs; docs/politics.md says what came out.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path

from giants.config import default_settings
from giants.errors import InputError
from giants.evidence.model import governments


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    cli.add_argument("--seeds", type=int, default=16, help="how many common seeds, from 0 on")
    cli.add_argument("--workers", type=int, default=1, help="processes")
    cli.add_argument("--worlds", nargs="*", default=governments.WORLDS, help="settings of Washington, such as usa=NAME")
    cli.add_argument("--strategies", nargs="*", default=governments.STRATEGIES, help="of Mexico")
    cli.add_argument("--out", type=Path, help="write the table here")
    asked = cli.parse_args(words)
    if asked.seeds < 2:
        print(f"politics: --seeds {asked.seeds}: a standard error needs two or more", file=sys.stderr)
        return 2
    try:
        print(governments.chain(default_settings(["politics=drawn"]).politics).round(3).to_string(index=False))
        for world in asked.worlds:  # a wrong name is told before any run
            for name in asked.strategies:
                default_settings([world, f"mexico={name}"])
        table = governments.table(asked.worlds, asked.strategies, range(asked.seeds), asked.workers)
    except InputError as error:
        print(f"politics: {error}", file=sys.stderr)
        return 2
    print(table.to_string(index=False, float_format="{:.4g}".format))
    if asked.out:
        table.to_csv(asked.out, index=False, float_format="%.5g")
    return 0


if __name__ == "__main__":
    sys.exit(main())
