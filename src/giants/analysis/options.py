"""How the texts of a command line are read: names, labels, and whatever may be wrong in one line."""

from argparse import ArgumentTypeError
from collections.abc import Callable

from giants.errors import InputError


def names(text: str) -> list[str]:
    """Return names given with commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


def label(text: str) -> tuple[str, str]:
    """Return (label, value) of LABEL=VALUE."""
    name, _, value = text.partition("=")
    return name, value


def checked[T](read: Callable[[str], T]) -> Callable[[str], T]:
    """Return `read` as a type of argparse: the one line of its InputError reaches the user."""

    def read_argument(text: str) -> T:
        try:
            return read(text)
        except InputError as error:
            raise ArgumentTypeError(str(error)) from None

    return read_argument
