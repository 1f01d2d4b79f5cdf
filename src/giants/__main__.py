"""The `giants` command: a Hydra application that runs the model once, or once per combination with ``-m``."""

import os
import sys


def main() -> None:
    """Run `giants`.  A user's mistake ends as one line on standard error and exit status 2."""
    from giants.errors import ConvergenceError, InputError

    try:
        _hydra()
    except InputError as error:
        sys.exit(_fail(str(error)))
    except ConvergenceError as error:
        sys.exit(_fail(str(error), status=1))
    except KeyboardInterrupt:
        sys.exit(_fail("interrupted; the run that was going is not written, finished ones are", status=130))


def _hydra() -> None:
    import hydra
    from hydra.errors import HydraException
    from omegaconf import DictConfig, OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    from giants.compose import conf_dir, one_line, user_conf
    from giants.errors import InputError

    # Hydra swallows exceptions unless told not to; ours are to reach main() and become one line.
    os.environ["HYDRA_FULL_ERROR"] = "1"
    own = user_conf()
    if own and not any(word.startswith("hydra.searchpath") for word in sys.argv):
        sys.argv.append(f"hydra.searchpath=[{own}]")

    def task(tree: DictConfig) -> None:
        from giants.config import settings
        from giants.run import run_and_write

        plain = OmegaConf.to_container(tree, resolve=True, throw_on_missing=True)
        assert isinstance(plain, dict)
        run_and_write(settings({str(key): value for key, value in plain.items()}))

    try:
        hydra.main(version_base="1.3", config_path=str(conf_dir()), config_name="config")(task)()
    except (HydraException, OmegaConfBaseException) as error:
        raise InputError(one_line(error)) from None


def _fail(message: str, status: int = 2) -> int:
    print(f"giants: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    main()
