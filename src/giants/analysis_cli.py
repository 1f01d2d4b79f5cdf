"""The door of `giants-analyse`: what stands before its package, which loads numpy."""

from collections.abc import Sequence


def main(words: Sequence[str] | None = None) -> None:
    """Run `giants-analyse`.  A user's mistake ends as one line on standard error and exit status 2."""
    from giants.process import carry_out, one_thread

    one_thread()  # some questions run the model, which has the same bytes in one thread and waits for itself in several

    def start() -> int:
        from giants.analysis.command import main

        main(words)
        return 0

    carry_out("giants-analyse", start, "interrupted")  # while the libraries are loaded
