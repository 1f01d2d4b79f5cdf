"""The `giants-search` command."""

import argparse
import shlex
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

USAGE = "giants-search name=NAME [KEY=VALUE ...]   (conf/giants_search.yaml holds the defaults)"


def main(words: Sequence[str] | None = None) -> None:
    """Run `giants-search`.  A user's mistake ends as one line on standard error and exit status 2."""
    from giants.process import carry_out, one_thread

    one_thread()
    parser = argparse.ArgumentParser("giants-search", usage=USAGE, description=__doc__)
    parser.add_argument("overrides", nargs="*", metavar="KEY=VALUE", help="Hydra overrides of the search and its runs")
    parser.add_argument("--dry-run", action="store_true", help="only say how many runs there are and what they take")
    parser.add_argument("--accept-changes", action="store_true", help="continue although the code has changed")
    args = parser.parse_intermixed_args(words)
    carry_out("giants-search", lambda: _search(args), "interrupted; the same command continues")


def _search(asked: argparse.Namespace) -> int:
    from giants.sweep.axes import search_from
    from giants.sweep.engines.local import Local, cores
    from giants.sweep.estimate import estimate
    from giants.sweep.provenance import needs
    from giants.sweep.search import search
    from giants.sweep.task import simulate

    settings, base = search_from(asked.overrides)
    workers = settings.workers or cores()
    searched = settings.population * settings.generations * base.size
    again = (settings.population + 1) * settings.fresh_seeds * (base.size // len(base.seeds))
    if asked.dry_run or not settings.quiet:
        summary = f"at most {searched:,} runs ({settings.population} candidates x {settings.generations} generations x "
        print(f"{summary}{base.size} runs each) and {again:,} on fresh seeds", flush=True)
    if asked.dry_run:
        print(replace(estimate(base, simulate, workers), runs=searched + again))
        return 0
    engine: Any = Local(workers)
    command = shlex.join(["giants-search", *asked.overrides])
    path, front = search(
        settings, base, simulate, engine, needs(base), command=command, accept_changes=asked.accept_changes
    )
    print(f"{front}\nfront written to {path}")
    return 0
