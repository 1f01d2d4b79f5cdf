"""Groups, corridors, drug markets, money, capture and violence."""

from giants.security.national import national_run

__all__ = ["national_run"]
