"""What becomes of a message that could not be sent."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.outcomes import Again, Never, backoff, outcome
from core.errors import (
    DeliveryError,
    NotConfirmed,
    Rejected,
    TryLater,
    Unavailable,
    Unreachable,
)
from core.models import Outgoing, Reply

NOON = datetime(2026, 4, 14, 12, tzinfo=UTC)


def message(*, uncertain: bool = False, attempts: int = 1) -> Outgoing:
    return Outgoing(
        key="reply:1:0",
        conversation_id=1,
        kind="reply",
        reply=Reply(text="Hello"),
        created_at=NOON,
        attempts=attempts,
        uncertain=uncertain,
    )


def verdict(
    error: DeliveryError, *, uncertain: bool = False, moved: bool = False, hours: float = 0
) -> Again | Never:
    waited = timedelta(hours=hours)
    return outcome(error, message(uncertain=uncertain), waited, moved=moved, jitter=0.5)


def test_a_wish_to_wait_is_granted_to_the_second() -> None:
    assert verdict(TryLater(17)) == Again(
        seconds=17, uncertain=False, reason="TryLater: try again in 17 s"
    )


@pytest.mark.parametrize(
    ("error", "uncertain"), [(Unavailable("ConnectError"), False), (NotConfirmed("cut"), True)]
)
def test_only_what_may_have_arrived_is_in_doubt(error: DeliveryError, uncertain: bool) -> None:
    found = verdict(error)
    assert isinstance(found, Again)
    assert found.uncertain is uncertain


@pytest.mark.parametrize(("moved", "uncertain"), [(False, True), (True, False)])
def test_a_doubt_ends_when_the_remark_has_left(moved: bool, uncertain: bool) -> None:
    found = verdict(Unavailable("ConnectError"), uncertain=True, moved=moved)
    assert isinstance(found, Again)
    assert found.uncertain is uncertain


@pytest.mark.parametrize(
    ("error", "silence"), [(Unreachable("blocked"), True), (Rejected("x"), False)]
)
def test_who_is_gone_is_left_alone(error: DeliveryError, silence: bool) -> None:
    found = verdict(error)
    assert isinstance(found, Never)
    assert found.silence is silence


def test_after_a_day_it_is_given_up() -> None:
    assert isinstance(verdict(Unavailable("x"), hours=23.9), Again)
    assert isinstance(verdict(Unavailable("x"), hours=24.1), Never)


def test_waits_double_up_to_a_minute() -> None:
    assert [backoff(n, 1.0) for n in (1, 2, 3, 7, 8, 40)] == [0.5, 1, 2, 32, 60, 60]
    assert backoff(3, 0.0) == 1.0
