"""Events as a person sees them, and as they are proposed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from core.calendars import Attendee, Response, own_answer

# How much of a series is meant.
Scope = Literal["this", "following", "all"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """An event as a person sees it: instants, or for whole days first and last, both included.

    `calendar_id` 0 is their default calendar. Of a series `id` and `rule` are those of the series
    and `occasion` is the stamp of the one that is shown; `series_id` is that of an exception.
    `inviter` is the name or address of somebody else who has invited the person. What they have
    declined is not `busy`.
    """

    id: int = 0
    title: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    zone: str
    place: str | None = None
    inbox_id: int | None = None
    calendar_id: int = 0
    occasion: str = ""
    series_id: int | None = None
    rule: str | None = None
    notes: str | None = None
    link: str | None = None
    attendees: tuple[Attendee, ...] = ()
    inviter: str = ""
    busy: bool = True
    private: bool = False
    strange_zone: str | None = None

    @property
    def key(self) -> str:
        """What names it in buttons and in what was talked about: "12", "12@20260413T090000"."""
        return f"{self.id}@{self.occasion}" if self.occasion else str(self.id)

    @property
    def answer(self) -> Response | None:
        """What the person has answered to the invitation; None where nobody has invited them."""
        return own_answer(self.attendees) if self.inviter else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """An event as it is proposed: a new one, or one of the calendar as it is to be from then on.

    `event.id` is the event that is to change or, once it is created, the new one; 0 before. Of a
    series, `scope` says how much of it changes. `replaces` is the draft of which the words of its
    message have made it.
    """

    id: int = 0
    kind: Literal["create", "move"]
    event: Event
    scope: Scope = "all"
    state: Literal["open", "done", "dropped", "replaced"] = "open"
    inbox_id: int | None = None
    replaces: int | None = None
