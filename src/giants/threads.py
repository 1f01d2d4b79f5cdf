"""One thread for linear algebra while the model computes, whatever the process does otherwise.

Sums in several threads differ in their last digits, so that a run made in a notebook would not be repeated by a
command, and for matrices as small as ours threads only wait for one another.
"""

from collections.abc import Callable
from functools import cache, wraps

from threadpoolctl import ThreadpoolController


def single_threaded[T, **P](compute: Callable[P, T]) -> Callable[P, T]:
    """Return `compute` with one thread for its linear algebra, which costs some microseconds a call."""

    @wraps(compute)
    def computed(*args: P.args, **kwargs: P.kwargs) -> T:
        with _libraries().limit(limits=1, user_api="blas"):
            return compute(*args, **kwargs)

    return computed


@cache
def _libraries() -> ThreadpoolController:
    """Return the libraries that are loaded, numpy's among them; to find them takes milliseconds."""
    return ThreadpoolController()
