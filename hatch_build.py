"""The long description of the distribution: README.md with links that hold outside the repository.

With `Source` under [project.urls] of pyproject.toml relative links and images lead there; without an address a link is
named by its file, and of a figure stays what it shows.
"""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

RELATIVE = re.compile(r"(!?)\[([^\]]*)\]\((?!https?://|#)([^)\s]+)\)")
"""Links and images of Markdown whose target is a file of the repository."""


def description(text: str, source: str = "") -> str:
    """Return a page with no relative link or image."""

    def held(found: re.Match[str]) -> str:
        mark, said, place = found.groups()
        if source:
            return f"{mark}[{said}]({source.rstrip('/')}/{'raw' if mark else 'blob'}/main/{place})"
        return f"*Figure: {said}.*" if mark else f"{said} (`{place}`)"

    return RELATIVE.sub(held, text)


class CustomMetadataHook(MetadataHookInterface):
    """Give the metadata their long description."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the field `readme`."""
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        source = metadata.get("urls", {}).get("Source", "")
        metadata["readme"] = {"content-type": "text/markdown", "text": description(text, source)}
