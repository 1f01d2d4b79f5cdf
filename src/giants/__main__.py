"""The `giants` command: a Hydra application that runs the model once, or once per combination with ``-m``."""

import os
import sys
import warnings
from pathlib import Path
from typing import Any, NoReturn

HELP = """giants: simulate Mexico between giants, month by month, and write a run folder.

usage: giants [KEY=VALUE ...]              one run, e.g. giants mexico=us_alignment seed=3 months=60
       giants -m KEY=A,B ...               a run for each combination (for many runs: giants-sweep)
       giants -m experiment=NAME KEY=VALUE runs of an experiment, cut down to those values (all: giants-sweep)
       giants branch=runs/NAME@2030-07 KEY=VALUE ...
                                           go on from a month of a finished run under other rules, same luck
       giants --cfg job [KEY=VALUE ...]    show the configuration without running
{commands}

what can be chosen (giants list GROUP says what each of them is; --cfg job shows its settings):
{choices}

common keys: seed, months, start, name, runs_dir, record (summary, yearly, monthly, full), threats (true, false),
twins (none, threats, all), answers=FILE (docs/given.md), and any setting by its path, e.g.
mexico.security.prevention=0.5

exit status: 0 done, 2 a mistake in what was asked (one line says which), 1 the run failed (no equilibrium, or
numbers that do not add up), 130 interrupted.
More: README.md, docs/README.md; giants --hydra-help for Hydra's own options."""
"""What `giants --help` says; what stands in braces is filled from the table of sub-commands and from conf/."""


def main() -> None:
    """Run `giants`.  A user's mistake ends as one line on standard error and exit status 2."""
    from giants.process import carry_out, one_thread

    one_thread()  # before numpy is loaded, so that a run has the same bytes here as in a sweep
    carry_out("giants", _command, "interrupted; the run that was going is not written, finished ones are")


def _command() -> int:
    if sys.argv[1:] in (["--help"], ["-h"]):
        return _help()
    if sys.argv[1:] == ["--version"]:
        from giants.install import version

        print(f"giants {version()}")
        return 0
    warnings.showwarning = _note
    if sys.argv[1:] and "=" not in sys.argv[1]:
        from giants.commands import COMMANDS

        if sys.argv[1] in COMMANDS:
            command = COMMANDS[sys.argv[1]]
            if {"--help", "-h"} & set(sys.argv[2:]):
                print(f"usage: giants {command.usage}\n\n{command.about}")
                return 0
            return command.run(sys.argv[2:])
    return _branch(sys.argv[1:]) if any(word.startswith("branch=") for word in sys.argv[1:]) else _hydra()


def _help() -> int:
    from giants.commands import COMMANDS
    from giants.compose import conf_dir, folders, offered

    groups = ("mexico", "usa", "china", "latam", "states", "cartels", "firms", "politics", "scenario")
    planks = [f"mexico/{p.name}" for p in sorted((conf_dir() / "mexico").iterdir()) if p.is_dir()]
    lines = []
    for group in (*groups, *planks):
        lines.append(f"  {group:<18}{', '.join(offered(group))}")
    for folder in folders()[1:]:
        own = sorted(path for path in folder.rglob("*.yaml") if path.parent != folder)
        named = ", ".join(f"{path.parent.relative_to(folder).as_posix()}={path.stem}" for path in own)
        lines += ["", f"your own, in ./conf: {named}"] if own else []
    heads = [(f"       giants {c.usage}", c.about) for c in COMMANDS.values()]
    commands = [f"{head:<43}{about}" if len(head) < 43 else f"{head}\n{'':43}{about}" for head, about in heads]
    print(HELP.replace("{choices}", "\n".join(lines)).replace("{commands}", "\n".join(commands)))
    return 0


def _branch(words: list[str]) -> int:
    """Run a branch of a finished run, whose own configuration is the base that `words` change."""
    from giants.branch import branch_settings
    from giants.errors import InputError

    options = [word for word in words if "=" not in word]
    if options:
        raise InputError(f"{options[0]}: a branch is one run and takes KEY=VALUE only")
    return _run(branch_settings(words))


def _run(settings: Any) -> int:
    """Run and write one run; return the exit status."""
    from giants.errors import RunError
    from giants.run import run_and_write

    try:
        run_and_write(settings)
    except RunError as error:
        return _say(str(error), 1)
    return 0


def _hydra() -> int:
    """Compose with Hydra and run; return the exit status."""
    options, asked = _apart(sys.argv[1:])
    if asked.cfg == "job":
        return _show(asked.overrides, asked.package)
    if options or any("hydra" in word.partition("=")[0] for word in asked.overrides):
        return _launched(options, asked.overrides)
    from giants.compose import compose
    from giants.config import settings

    return _run(settings(compose(asked.overrides)))


def _launched(options: list[str], words: list[str]) -> int:
    """Let Hydra launch the runs of `words` with its own `options`; return the worst exit status of the jobs."""
    import hydra
    from hydra.core.hydra_config import HydraConfig
    from omegaconf import DictConfig, OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    from giants.compose import conf_dir, finished, one_line, one_line_errors, open_tree, refuse_unfit, user_conf
    from giants.errors import InputError, RunError
    from giants.guard import guarded

    with one_line_errors(), open_tree() as loader:
        refuse_unfit(loader, words)
    taken: set[Path] = set()
    closed: list[BrokenPipeError] = []
    own = user_conf()
    path = [f"hydra.searchpath=[{own}]"] if own and not any("hydra.searchpath" in w for w in words) else []
    sys.argv[1:] = [*options, *words, *path]
    worst, crash = 0, None

    def task(job: DictConfig) -> None:
        # A job that fails for a reason the user can mend says so here and lets the other jobs of a multirun go on.
        nonlocal worst, crash
        try:
            from giants.config import settings
            from giants.run import folder, run_and_write

            plain = OmegaConf.to_container(job, resolve=True, throw_on_missing=True)
            assert isinstance(plain, dict)
            chosen = HydraConfig.get()
            tree = {str(key): value for key, value in plain.items()}
            asked = settings(finished(tree, chosen.runtime.choices, chosen.overrides.task))
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
        except RunError as error:
            worst = max(worst, _say(str(error), 1))
        except BrokenPipeError as error:  # the run is written, only nobody reads of it; Hydra would add words
            closed.append(error)
        except Exception as error:
            crash = error
            raise

    # Hydra turns exceptions into advice about its own variables unless told not to; ours become one line.
    os.environ["HYDRA_FULL_ERROR"] = "1"
    with one_line_errors(), guarded():
        try:
            hydra.main(version_base="1.3", config_path=str(conf_dir()), config_name="config")(task)()
        except Exception as error:
            if error is not crash:
                raise
    if crash is not None:  # the model's own fault, whose traceback is wanted
        raise crash
    if closed:
        raise closed[0]
    return worst


def _apart(words: list[str]) -> tuple[list[str], Any]:
    """Return Hydra's options among `words`, and all words as Hydra's parser reads them, wherever the options stand.

    An experiment is replaced by its overrides.  Raises InputError for options that Hydra does not know and for words
    that are neither overrides nor sub-commands.
    """
    from hydra._internal.utils import get_args_parser

    from giants.commands import COMMANDS, refuse_word
    from giants.compose import opened, with_experiment
    from giants.errors import InputError

    parser = get_args_parser()

    def refuse(message: str) -> NoReturn:
        raise InputError(f"{message}; settings are given as KEY=VALUE, options are -m, --cfg job, --version, --help")

    parser.error = refuse  # type: ignore[method-assign]
    asked = parser.parse_intermixed_args(words)
    options = list(words)
    for word in asked.overrides:
        options.remove(word)
    for word in asked.overrides:
        if "=" not in word and not word.startswith("~"):
            refuse_word(word, COMMANDS)
    if asked.multirun and asked.cfg:
        raise InputError("--cfg shows the configuration of one run; leave -m out")
    asked.overrides = opened(with_experiment(asked.overrides))
    return options, asked


def _show(words: list[str], package: str | None) -> int:
    """Print the configuration that a run would have, or the part of it that `package` names."""
    from omegaconf import OmegaConf

    from giants.compose import compose
    from giants.errors import InputError

    tree = OmegaConf.create(compose(words))
    part = OmegaConf.select(tree, package) if package else tree
    if part is None:
        raise InputError(f"--package {package}: the configuration has no such part")
    text = OmegaConf.to_yaml(part) if OmegaConf.is_config(part) else f"{part}\n"
    print(f"# @package {package}\n{text}" if package else text, end="")
    return 0


def _say(message: str, status: int) -> int:
    print(f"giants: {message}", file=sys.stderr)
    return status


def _note(message: Warning | str, *_: Any, **__: Any) -> None:
    _say(f"note: {message}", 0)


if __name__ == "__main__":
    main()
