"""The one exception that a user's mistake raises."""


class InputError(ValueError):
    """Something the user gave is wrong; the text is one line that names it and says what would be right."""


class ConvergenceError(RuntimeError):
    """A market equilibrium was not found; the text names the largest shock that was asked for."""
