"""Which runs are still to be computed, cut into chunks of about a second of work."""

from collections import deque
from collections.abc import Callable, Sequence

from giants.sweep.chunk import Done

SECONDS, SHARE, LONGEST = 1.0, 0.01, 20.0
"""Aim of a chunk in seconds of work: one, or this share of what is left if that is longer, but no more than the last.

Writing a part takes some milliseconds however few runs it holds; what a killed worker loses is one chunk.
"""
LARGEST = 500
COMPANY = 8
"""Runs side by side, of which each costs half more than in a full batch."""
DEATHS = 2
"""A run during which this many workers died is not tried again: the first may have been killed from outside."""


class Pending:
    """A queue of runs, those of one `arena` next to each other.  The results do not depend on how it cuts them."""

    def __init__(
        self,
        runs: Sequence[int],
        workers: int,
        chunk: int | None = None,
        arena: Callable[[int], int] = lambda run: run,
        at_once: int = 1,
    ) -> None:
        self._queue = deque(int(run) for run in runs)
        self._alone: deque[int] = deque()
        self._deaths: dict[int, int] = {}
        self._workers, self._fixed, self._arena = max(workers, 1), chunk, arena
        self._at_once = at_once
        self._share: int | None = None
        self._each: float | None = None

    def __len__(self) -> int:
        return len(self._queue) + len(self._alone)

    def next(self) -> tuple[int, ...]:
        """Return the next chunk; empty if nothing is waiting.  A suspect of a worker's death goes alone."""
        if self._alone:
            return (self._alone.popleft(),)
        count, batch = min(self._length(), len(self._queue)), self._side_by_side()
        chunk = [self._queue.popleft() for _ in range(count)]
        while len(chunk) % batch and self._queue and self._arena(self._queue[0]) == self._arena(chunk[-1]):
            chunk.append(self._queue.popleft())
        return tuple(chunk)

    def done(self, done: Done) -> None:
        """Learn how long runs take: as long as the last ones, since the first of a worker pays for its start."""
        if done.runs:
            self._each = max(done.seconds, 1e-9) / len(done.runs)

    def give_back(self, runs: Sequence[int]) -> None:
        """Put runs back that were not computed."""
        self._queue.extendleft(reversed(runs))

    def died(self, runs: Sequence[int], at: Sequence[int], *, final: bool = False) -> int | None:
        """Put the runs of a dead worker back; return the one it was at if that has now cost too many workers.

        Of several side by side nobody knows which one it was: each is tried alone.  `final`: once is too many.
        """
        self.give_back([run for run in runs if run not in at])
        if len(at) == 1:
            self._deaths[at[0]] = self._deaths.get(at[0], 0) + 1
            if final or self._deaths[at[0]] >= DEATHS:
                return at[0]
        self._alone.extend(at)
        return None

    def clear(self) -> None:
        """Drop everything that is waiting."""
        self._queue.clear()
        self._alone.clear()

    def _side_by_side(self) -> int:
        """Return of how many runs a chunk that ends within an arena is filled up to a multiple.

        The last ones are shared out evenly, but not by ones and twos: alone a run costs five times what it costs in
        company.
        """
        if self._fixed:
            return 1
        share = -(-len(self._queue) // self._workers)
        if self._each is None:  # the first chunk of a worker tells how long runs take
            return max(1, min(self._at_once, COMPANY, share))
        if self._share is None and share <= self._at_once:
            self._share = max(share, COMPANY)
        return max(1, min(self._share or self._at_once, self._at_once, int(LONGEST / self._each)))

    def _length(self) -> int:
        if self._fixed:
            return self._fixed
        if self._each is None:
            return 1
        each = self._each
        aim = max(SECONDS, min(LONGEST, SHARE * each * len(self._queue) / self._workers))
        # Towards the end chunks shrink, so that no worker is left with a second of work while others wait.
        share = -(-len(self._queue) // (2 * self._workers))
        return max(1, min(LARGEST, int(aim / each), share))
