"""What do 50 runs ask, threaten and do, beside the coded US threats on Mexico?  A table, no figure.

    python analysis/record.py [--runs 50] [--workers 2] [--page docs/bargaining_record.md]

A status quo Mexico and a transactional United States, the first 99 months of each run; --page writes the page.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path

from giants.evidence.bargaining import record

HEAD = """<!-- Written by `python analysis/record.py --page`; edit the functions, not this page. -->
# Bargaining beside the record

{runs} runs of a status quo Mexico and a transactional United States, 99 months each, beside the 20 spoken threats of
the United States on Mexico of the 99 months to April 2025, with 90% intervals (`giants.evidence.bargaining.record`).
Those of the runs are over single runs. What is given to the runs, and what follows: [threats](threats.md).

| quantity | record | 90% | runs | 90% of runs |
| --- | --- | --- | --- | --- |
"""


def main(words: list[str] | None = None) -> int:
    """Run the script; return its exit status."""
    cli = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    cli.add_argument("--runs", type=int, default=50, help="how many, seeds from 0 on")
    cli.add_argument("--workers", type=int, default=1, help="processes")
    cli.add_argument("--page", type=Path, help="write the page here")
    asked = cli.parse_args(words)
    if asked.runs < 2:
        print(f"record: --runs {asked.runs}: an interval over runs needs two or more", file=sys.stderr)
        return 2
    runs = list(record.simulated(range(asked.runs), asked.workers))
    table = record.beside(runs)
    rows = [
        f"| {x.quantity} | {x.record:.2f} | {x.low:.2f} to {x.high:.2f} | {x.runs:.2f} | {x.runs_low:.2f} to "
        f"{x.runs_high:.2f} |"
        for x in table.itertuples()
    ]
    ratio, chance = record.likelihood_ratio(record.coded_topics(), record.topics([one for run in runs for one in run]))
    said = f"Likelihood ratio of the matters against the shares of the runs: {ratio:.1f}, chance of more {chance:.2f}."
    print("\n".join([*rows, said]))
    if asked.page:
        asked.page.write_text(HEAD.format(runs=asked.runs) + "\n".join([*rows, "", said, ""]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
