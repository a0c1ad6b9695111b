"""What becomes of a message that could not be sent. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from core.errors import DeliveryError, NotConfirmed, Rejected, TryLater, Unreachable
from core.models import Outgoing

FIRST_SECONDS, LONGEST_SECONDS = 0.5, 60.0
GIVE_UP = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Again:
    """Try again after `seconds`; `uncertain` when it may have arrived nevertheless."""

    seconds: float
    uncertain: bool
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Never:
    """Give up. With `silence` nothing else is pushed to the account until it writes again."""

    silence: bool
    reason: str


def outcome(
    error: DeliveryError, message: Outgoing, waited: timedelta, *, moved: bool, jitter: float
) -> Again | Never:
    """What to do after `error`, when trying has gone on for `waited`. `moved` says that a part left
    before it; `jitter` is in [0, 1)."""
    reason = f"{type(error).__name__}: {error}"
    match error:
        case Unreachable():
            return Never(silence=True, reason=reason)
        case Rejected():
            return Never(silence=False, reason=reason)
        case _ if waited > GIVE_UP:
            return Never(silence=False, reason=f"given up after a day, {reason}")
        case TryLater():
            seconds = error.seconds
        case _:
            seconds = backoff(message.attempts, jitter)
    # A doubt from before lives on until the remark that it may be a repeat has left.
    doubt = message.uncertain and not moved
    uncertain = isinstance(error, NotConfirmed) or doubt
    return Again(seconds=seconds, uncertain=uncertain, reason=reason)


def backoff(attempts: int, jitter: float) -> float:
    """Seconds to wait after that many tries: doubling up to a minute, half of it by chance."""
    longest = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(attempts - 1, 10))
    return longest * (0.5 + jitter / 2)
