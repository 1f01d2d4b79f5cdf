"""The distribution that this package was installed from: its name, its version, and how to add an extra to it.

On the package index the name `giants` belongs to another distribution, so an extra must be asked for by the right
name, or from the place that this one came from, which pip and uv write down (PEP 610).
"""

import json
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from giants.errors import InputError

DISTRIBUTION = "giants-mexico"


def version() -> str:
    """Return the version of the distribution."""
    return metadata.version(DISTRIBUTION)


def need(extra: str, what: str, *modules: str) -> None:
    """Raise InputError, with the command that mends it, if a module that comes with an extra is not installed."""
    if any(find_spec(module) is None for module in modules):
        raise InputError(f"{what} needs the extra {extra!r}: {hint(extra)}")


def hint(extra: str) -> str:
    """Return the command that adds an extra to this installation: from its checkout, its file, or the index."""
    origin = json.loads(metadata.distribution(DISTRIBUTION).read_text("direct_url.json") or "{}")
    url = str(origin.get("url", ""))
    if origin.get("dir_info", {}).get("editable"):
        return f"python -m pip install --editable '{Path(unquote(urlsplit(url).path))}[{extra}]'"
    return f"python -m pip install '{DISTRIBUTION}[{extra}]{f' @ {url}' if url else ''}'"
