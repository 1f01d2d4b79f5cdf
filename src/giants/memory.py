"""Memory of a process: what the month's arrays leave is kept for those of the next."""

import ctypes
import os
from functools import cache

MB = 2**20
KEPT = {-3: 32 * MB, -1: 256 * MB, -2: 64 * MB}
"""Options of glibc's mallopt (M_MMAP_THRESHOLD, M_TRIM_THRESHOLD, M_TOP_PAD; malloc.h) and the bytes that they get."""


@cache
def keep_memory() -> bool:
    """Let the C library keep freed memory for the next arrays; return whether it was told to.

    It would give back arrays of more than 128 kB and ask for them again many times a month, which costs runs side by
    side up to a third of their time.  Only glibc can be told, and a user's own MALLOC_ settings stand.
    """
    if any(name.startswith("MALLOC_") for name in os.environ):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):
        return False
    taken = [mallopt(option, size) for option, size in KEPT.items()]
    return all(taken)
