"""Plain names: what runs, sweeps, strategies and scenarios may be called, since their names become folders."""

import re
from typing import Annotated

from pydantic import AfterValidator

_FORM = re.compile(r"\w([\w .,+=-]*[\w+=-])?")
LONGEST = 80
"""Bytes of a plain name: two of them, with seed and digest, still make one folder."""


def plain(name: str) -> str:
    """Return `name` if it is a plain one: no way out of a folder, nothing hidden, no option.  Raises ValueError."""
    if not isinstance(name, str) or not _FORM.fullmatch(name) or len(name.encode()) > LONGEST:
        raise ValueError(
            f"not a plain name: use letters, digits and _, between them spaces and . , + = -, at most {LONGEST} bytes"
        )
    return name


PlainName = Annotated[str, AfterValidator(plain)]
"""A name that can be that of a folder."""
