"""Which engine to compute with, by name."""

from giants.errors import InputError
from giants.sweep.engines.base import Engine


def engine(name: str, workers: int, timeout: float | None = None, address: str | None = None) -> Engine:
    """Return the engine of that name.  Raises InputError for an option that it does not have."""
    if timeout is not None and name != "local":
        raise InputError(f"timeout={timeout:g}: only the local engine can end a run that takes too long")
    if address is not None and name != "dask":
        raise InputError(f"address={address}: only engine=dask talks to a scheduler")
    if name == "serial":
        from giants.sweep.engines.serial import serial

        return serial
    if name == "dask":
        from giants.sweep.engines.cluster import Cluster

        return Cluster(workers, address)
    from giants.sweep.engines.local import Local

    return Local(workers, timeout)
