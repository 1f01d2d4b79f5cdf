"""The `giants` command: a Hydra application that runs the model once, or once per combination with ``-m``."""

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

HELP = """giants: simulate Mexico between giants, month by month, and write a run folder.

usage: giants [KEY=VALUE ...]              one run, e.g. giants mexico=us_alignment seed=3 months=60
       giants -m KEY=A,B ...               a run for each combination (for many runs: giants-sweep)
       giants -m experiment=NAME KEY=VALUE runs of an experiment, cut down to those values (all: giants-sweep)
       giants branch=runs/NAME@2030-07 KEY=VALUE ...
                                           go on from a month of a finished run under other rules, same luck
       giants --cfg job [KEY=VALUE ...]    show the configuration without running

what can be chosen (each with --cfg job to see its settings):
{choices}

common keys: seed, months, start, name, runs_dir, record (summary, yearly, monthly, full), threats (true, false),
twins (none, threats, all), and any setting by its path, e.g. mexico.security.prevention=0.5

exit status: 0 done, 2 a mistake in what was asked (one line says which), 1 no equilibrium was found, 130 interrupted.
More: README.md, docs/README.md; giants --hydra-help for Hydra's own options."""
"""What `giants --help` says; {choices} is filled from the configuration folder."""


def main() -> None:
    """Run `giants`.  A user's mistake ends as one line on standard error and exit status 2."""
    from giants.process import carry_out, one_thread

    one_thread()  # before numpy is loaded, so that a run has the same bytes here as in a sweep
    carry_out("giants", _command, "interrupted; the run that was going is not written, finished ones are")


def _command() -> int:
    if sys.argv[1:] in (["--help"], ["-h"]):
        return _help()
    if sys.argv[1:] == ["--version"]:
        print(f"giants {version('giants')}")
        return 0
    return _branch(sys.argv[1:]) if any(word.startswith("branch=") for word in sys.argv[1:]) else _hydra()


def _help() -> int:
    from giants.compose import conf_dir, offered

    groups = ("mexico", "usa", "china", "latam", "states", "cartels", "firms", "scenario")
    planks = [f"mexico/{p.name}" for p in sorted((conf_dir() / "mexico").iterdir()) if p.is_dir()]
    lines = []
    for group in (*groups, *planks):
        lines.append(f"  {group:<18}{', '.join(offered(group))}")
    print(HELP.replace("{choices}", "\n".join(lines)))
    return 0


def _branch(words: list[str]) -> int:
    """Run a branch of a finished run, whose own configuration is the base that `words` change."""
    from giants.branch import branch_settings
    from giants.errors import InputError, RunError
    from giants.run import run_and_write

    options = [word for word in words if "=" not in word]
    if options:
        raise InputError(f"{options[0]}: a branch is one run and takes KEY=VALUE only")
    try:
        run_and_write(branch_settings(words))
    except RunError as error:
        return _say(str(error), 1)
    return 0


def _hydra() -> int:
    """Let Hydra compose and launch; return the worst exit status of the jobs."""
    import hydra
    from hydra.core.hydra_config import HydraConfig
    from hydra.errors import HydraException
    from omegaconf import DictConfig, OmegaConf
    from omegaconf.errors import OmegaConfBaseException
    from yaml import YAMLError

    from giants.compose import conf_dir, named, one_line, opened, user_conf, with_experiment
    from giants.errors import ConvergenceError, InputError
    from giants.guard import guarded

    worst = 0
    taken: set[Path] = set()
    closed: list[BrokenPipeError] = []
    sys.argv[1:] = opened(with_experiment(sys.argv[1:]))
    _refuse_what_hydra_would_not_explain(sys.argv[1:])
    own = user_conf()
    if own and not any(word.startswith("hydra.searchpath") for word in sys.argv):
        sys.argv.append(f"hydra.searchpath=[{own}]")

    def task(tree: DictConfig) -> None:
        # A job that fails for a reason the user can mend says so here and lets the other jobs of a multirun go on.
        nonlocal worst
        try:
            from giants.config import settings
            from giants.run import folder, run_and_write

            plain = OmegaConf.to_container(tree, resolve=True, throw_on_missing=True)
            assert isinstance(plain, dict)
            chosen = HydraConfig.get()
            words = chosen.overrides.task
            checked = named({str(key): value for key, value in plain.items()}, chosen.runtime.choices, words)
            asked = settings(checked)
            place = folder(asked).resolve()
            if place in taken and asked.run.overwrite:
                raise InputError(
                    f"{folder(asked)}: another job of this multirun has written it; leave name= out, and each gets a "
                    "folder of its own"
                )
            taken.add(place)
            run_and_write(asked)
        except (InputError, OmegaConfBaseException) as error:
            worst = max(worst, _say(str(error) if isinstance(error, InputError) else one_line(error), 2))
        except ConvergenceError as error:
            worst = max(worst, _say(str(error), 1))
        except (
            BrokenPipeError
        ) as error:  # the run is written, only nobody reads of it; Hydra would add words of its own
            closed.append(error)

    # Hydra turns exceptions into advice about its own variables unless told not to; ours become one line.
    os.environ["HYDRA_FULL_ERROR"] = "1"
    try:
        with guarded():
            hydra.main(version_base="1.3", config_path=str(conf_dir()), config_name="config")(task)()
    except (HydraException, OmegaConfBaseException, YAMLError) as error:
        raise InputError(one_line(error)) from None
    if closed:
        raise closed[0]
    return worst


def _refuse_what_hydra_would_not_explain(words: list[str]) -> None:
    """Raise InputError for options that Hydra does not know, and for axes without a value, of which it runs nothing."""
    from hydra._internal.utils import get_args_parser

    from giants.compose import refuse_empty_axes
    from giants.errors import InputError

    parser = get_args_parser()

    def refuse(message: str) -> NoReturn:
        raise InputError(f"{message}; settings are given as KEY=VALUE, options are -m, --cfg job, --version, --help")

    parser.error = refuse  # type: ignore[method-assign]
    asked = parser.parse_args(words)
    if asked.multirun and asked.cfg:
        raise InputError("--cfg shows the configuration of one run; leave -m out")
    if asked.multirun:
        refuse_empty_axes([word for word in asked.overrides if "glob(" in word or "range(" in word])


def _say(message: str, status: int) -> int:
    print(f"giants: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    main()
