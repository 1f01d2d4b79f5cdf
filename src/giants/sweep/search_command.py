"""The `giants-search` command."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

USAGE = "giants-search name=NAME [KEY=VALUE ...]   (conf/giants_search.yaml holds the defaults)"


def main(words: Sequence[str] | None = None) -> None:
    """Run `giants-search`.  A user's mistake ends as one line on standard error and exit status 2."""
    from giants.errors import InputError
    from giants.sweep.engines.worker import one_thread

    one_thread()
    parser = argparse.ArgumentParser("giants-search", usage=USAGE, description=__doc__)
    parser.add_argument("overrides", nargs="*", metavar="KEY=VALUE", help="Hydra overrides of the search and its runs")
    asked = parser.parse_args(words)
    try:
        sys.exit(_search(asked.overrides))
    except InputError as error:
        print(f"giants-search: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("giants-search: interrupted; the same command continues", file=sys.stderr)
        sys.exit(130)


def _search(words: Sequence[str]) -> int:
    from giants.sweep.axes import search_from
    from giants.sweep.engines.local import Local, cores
    from giants.sweep.provenance import code
    from giants.sweep.search import search
    from giants.sweep.task import simulate

    settings, base = search_from(words)
    engine: Any = Local(settings.workers or cores())
    print(f"front written to {search(settings, base, simulate, engine, code())}")
    return 0
