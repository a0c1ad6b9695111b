"""When to ask again: regularly, less and less often while it fails, and never all at once."""

from datetime import timedelta
from random import Random

EVERY = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=30)
LONGEST = timedelta(hours=6)
# How far a pause may be from its length, so that accounts don't ask in step.
JITTER = 0.2


def pause(failures: int, chance: Random, asked: float | None = None) -> timedelta:
    """The time until the next attempt after so many failures in a row.

    `asked` are the seconds that the other side wants to be left alone; it is never less.
    """
    length = EVERY if failures == 0 else min(FIRST_RETRY * 2 ** min(failures - 1, 20), LONGEST)
    length *= 1 + JITTER * (2 * chance.random() - 1)
    return max(length, timedelta(seconds=asked or 0))
