"""The `giants-sweep` command: plan a sweep from overrides in Hydra's grammar, compute it, take it up again."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from giants.sweep.api import Asked
    from giants.sweep.definition import Definition
    from giants.sweep.drive import ComputeOptions, SweepStatus

USAGE = """giants-sweep [KEY=VALUE ...] [--dry-run | --plan] [--retry-failed] [--accept-changes]
       giants-sweep resume PATH     continue an interrupted sweep
       giants-sweep status PATH     how it stands
       giants-sweep replay PATH RUN_ID [KEY=VALUE ...]   compute one of its runs again, in a folder of its own
       giants-sweep worker PATH --shard I/N   compute shard I (0 to N-1) of a planned sweep"""
MORE = """Several values of a key make an axis, and all axes are combined:
  giants-sweep name=first mexico=status_quo,calibrated_autonomy 'scenario=glob(*)' 'seed=range(0,50)'
  giants-sweep name=second uncertainty=core design=lhs design.size=200 mexico=calibrated_autonomy months=60
  giants-sweep sweep=policy_by_scenario --dry-run
  giants-sweep experiment=coercion     (a question with its runs and its figures; docs/sweeps.md lists them)
The same command continues a sweep that was interrupted.  Exit status: 0 all runs succeeded, 1 some failed or are
missing, 2 a mistake in what was asked, 130 interrupted."""


def main(words: Sequence[str] | None = None) -> None:
    """Run `giants-sweep`.  A user's mistake ends as one line on standard error and exit status 2."""
    from giants.process import carry_out, one_thread

    one_thread()  # before numpy is loaded: many processes with many threads each would only wait for one another
    given = list(sys.argv[1:] if words is None else words)
    command: Callable[[list[str]], int] = COMMANDS.get(given[0], start) if given else start
    rest = given[1:] if given and given[0] in COMMANDS else given
    carry_out("giants-sweep", lambda: command(rest), "interrupted; every part that was written is kept")


def start(words: list[str]) -> int:
    """Plan a sweep and compute it, or continue it if it is there."""
    parser = argparse.ArgumentParser("giants-sweep", usage=USAGE, epilog=MORE, formatter_class=_Raw)
    parser.add_argument("--version", action="version", version=_version())
    parser.add_argument("overrides", nargs="*", metavar="KEY=VALUE", help="Hydra overrides of the sweep and its runs")
    parser.add_argument("--dry-run", action="store_true", help="only say how many runs there are and what they take")
    parser.add_argument("--plan", action="store_true", help="only write the folder, for workers to compute")
    parser.add_argument("--retry-failed", action="store_true", help="compute failed runs again")
    parser.add_argument("--accept-changes", action="store_true", help="continue although the code has changed")
    asked = parser.parse_intermixed_args(words)
    if not words:
        parser.print_help()
        return 2
    from giants.commands import refuse_word
    from giants.sweep.api import ask
    from giants.sweep.drive import opened

    for word in asked.overrides:
        if "=" not in word and not word.startswith("~"):
            refuse_word(word, COMMANDS)
    sweep = ask(asked.overrides)
    shape = f"{sweep.path}: {_shape(sweep.definition)}"
    if asked.dry_run:
        print(shape, flush=True)
        print(sweep.estimate())
        return 0
    with opened(sweep.path) as folder:
        there = sweep.plan(folder, accept_changes=asked.accept_changes)
        if asked.plan:
            print(f"{shape} planned; compute with: giants-sweep worker {sweep.path} --shard I/N")
            return 0
        if not there and not sweep.settings.quiet:
            print(f"{shape}\n{_estimated(sweep)}", file=sys.stderr)
        status = _told(sweep.compute(folder, retry_failed=asked.retry_failed))
    for question in sweep.settings.analysis if status == 0 and not sweep.settings.quiet else ():
        name, _, rest = question.partition(" ")
        print(f"draw it: giants-analyse {name.removesuffix('.py')} {sweep.path} {rest}".rstrip())
    if status == 0 and not sweep.settings.quiet:
        print(f"next: giants-analyse report {sweep.path}   (one question alone: giants-analyse lists them)")
    return status


def resume(words: list[str]) -> int:
    """Continue the sweep of a folder, from what is written there."""
    parser = _parser("resume", "Continue an interrupted sweep; its definition is read from the folder.")
    _add_engine(parser)
    parser.add_argument("--retry-failed", action="store_true", help="compute failed runs again")
    asked = parser.parse_args(words)
    return _computed(asked, _options(asked, asked.retry_failed), asked.engine)


def worker(words: list[str]) -> int:
    """Compute one shard of a planned sweep: one element of a Slurm array, or one machine of several."""
    parser = _parser("worker", "Compute shard I of N of a planned sweep (see --plan); shards may run side by side.")
    parser.add_argument("--shard", required=True, type=_shard, metavar="I/N", help="0/4, 1/4, 2/4 or 3/4 of four")
    _add_engine(parser, default_workers=1)
    asked = parser.parse_args(words)
    engine = "serial" if asked.workers == 1 and asked.timeout is None else asked.engine
    return _computed(asked, _options(asked, shard=asked.shard), engine)


def status(words: list[str]) -> int:
    """Say how a sweep stands."""
    from giants.sweep.drive import status as standing
    from giants.sweep.folder import Folder

    asked = _parser("status", "Say how many runs of a sweep are done.").parse_args(words)
    result = standing(Folder(Path(asked.path)))
    print(result)
    return result.exit_status


def replay(words: list[str]) -> int:
    """Compute one run of a sweep again, in a run folder of its own, and compare it with what the sweep has."""
    parser = _parser("replay", "Compute one run again; by default with record=monthly.")
    parser.add_argument("run_id", type=int, help="its run_id in the table of runs")
    parser.add_argument("overrides", nargs="*", metavar="KEY=VALUE", help="e.g. record=full, name=mine")
    asked = parser.parse_intermixed_args(words)
    from giants.sweep.replay import replayed

    folder, verdict, same = replayed(Path(asked.path), asked.run_id, asked.overrides)
    print(f"{verdict}\nwritten to {folder}")
    return 0 if same else 1


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "resume": resume,
    "worker": worker,
    "status": status,
    "replay": replay,
}


class _Raw(argparse.RawDescriptionHelpFormatter):
    """Keep the line breaks of the examples."""


def _parser(name: str, about: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(f"giants-sweep {name}", description=about)
    parser.add_argument("path", help="folder of the sweep")
    return parser


def _add_engine(parser: argparse.ArgumentParser, default_workers: int | None = None) -> None:
    parser.add_argument("--engine", choices=("local", "serial", "dask"), default="local")
    parser.add_argument("--workers", type=_positive, default=default_workers, help="processes; one per processor")
    parser.add_argument("--address", help="of a Dask scheduler")
    parser.add_argument("--chunk", type=_positive, help="runs per part")
    parser.add_argument("--timeout", type=float, help="seconds after which a run is ended")
    parser.add_argument("--max-failures", type=int, help="stop once more runs than this have failed")
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--accept-changes", action="store_true", help="continue although the code has changed")


def _computed(asked: argparse.Namespace, options: "ComputeOptions", engine: str) -> int:
    from giants.errors import InputError
    from giants.sweep.drive import check_needs, compute, opened
    from giants.sweep.engines.choose import engine as make_engine
    from giants.sweep.folder import Folder
    from giants.sweep.provenance import needs
    from giants.sweep.task import simulate

    path = Path(asked.path)
    if not Folder(path).planned:
        raise InputError(f"{path} is not the folder of a sweep: it has no manifest.json")
    with opened(path, options.shard) as folder:
        check_needs(folder, needs(folder.definition()), asked.accept_changes)
        return _told(
            compute(folder, simulate, make_engine(engine, options.workers, asked.timeout, asked.address), options)
        )


def _options(asked: argparse.Namespace, retry: bool = False, shard: tuple[int, int] | None = None) -> "ComputeOptions":
    from giants.sweep.drive import ComputeOptions
    from giants.sweep.engines.local import cores

    workers = asked.workers or cores()
    return ComputeOptions(workers, asked.chunk, asked.max_failures, retry, asked.quiet, shard)


def _told(result: "SweepStatus") -> int:
    """Print how a sweep stands; return the exit status."""
    if result.stopped:
        print(f"giants-sweep: {result.stopped}", file=sys.stderr)
    print(result)
    if result.failed:
        where = f"giants.load_sweep({str(result.path)!r}, columns=['status', 'failure_message', 'failure_traceback'])"
        print(f"what failed: {where}")
    if result.missing and not result.stopped:
        print(f"continue with: giants-sweep resume {result.path}")
    return result.exit_status


def _estimated(sweep: "Asked") -> str:
    from giants.errors import InputError

    try:
        return str(sweep.estimate())
    except InputError as error:
        return str(error)


def _shape(definition: "Definition") -> str:
    parts = {
        "compositions": definition.shape[0],
        **{path: len(values) for path, values in definition.grid.items()},
        "points": definition.points.count,
        "seeds": len(definition.seeds),
    }
    told = " x ".join(f"{count:,} {name}" for name, count in parts.items() if count > 1)
    return f"{definition.size:,} runs" + (f" = {told}" if told else "")


def _shard(text: str) -> tuple[int, int]:
    i, _, n = text.partition("/")
    if not (i.isdigit() and n.isdigit() and int(i) < int(n)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a shard I/N with I from 0 to N-1")
    return int(i), int(n)


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _version() -> str:
    from giants.install import version

    return f"giants {version()}"


if __name__ == "__main__":
    main()
