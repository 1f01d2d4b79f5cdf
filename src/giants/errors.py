"""The one exception that a user's mistake raises."""


class InputError(ValueError):
    """Something the user gave is wrong; the text is one line that names it and says what would be right."""


class SettingError(InputError):
    """Something is wrong with the setting whose dotted name is `path`."""

    def __init__(self, path: str, said: str) -> None:
        super().__init__(path, said)
        self.path = path

    def __str__(self) -> str:
        return ": ".join(self.args)


class MissingSettingError(SettingError):
    """A setting that must be given is not."""


class UnknownSettingError(SettingError):
    """What is given is no setting."""


class RunError(RuntimeError):
    """A run has failed: its numbers are not finite or do not add up; the text names the symbol."""


class ConvergenceError(RunError):
    """A market equilibrium was not found; the text names the largest shock that was asked for."""
