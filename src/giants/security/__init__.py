"""Groups, corridors, drug markets, money, capture and violence."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from giants.evidence.security.national import national_run

__all__ = ["national_run"]


def __getattr__(name: str) -> Any:
    """Import the solver of the published model (and scipy with it) only when it is asked for."""
    if name == "national_run":
        from giants.evidence.security.national import national_run

        return national_run
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
