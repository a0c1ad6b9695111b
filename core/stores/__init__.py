"""What is kept of one person, as the inside of Jenny sees it; `storage` fills it.

A store acts for the person whose transaction it belongs to; none takes an owner id.
"""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from core.anchors import Anchors
from core.evidence import Evidence
from core.forgetting import Erasures
from core.lessons import Lessons
from core.stores.calendars import Calendars, Copies
from core.stores.knowing import Episodes, Memories, Passages, Relations
from core.stores.planning import Drafts, Events, Tasks
from core.stores.ringing import Occurrences, Reminders
from core.stores.talk import Changes, Inbox, Outbox, People


class UnitOfWork(Protocol):
    """One transaction of one person: everything in it is kept together, or nothing is."""

    @property
    def owner_id(self) -> int: ...
    @property
    def people(self) -> People: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def reminders(self) -> Reminders: ...
    @property
    def occurrences(self) -> Occurrences: ...
    @property
    def anchors(self) -> Anchors: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def events(self) -> Events: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def calendars(self) -> Calendars: ...
    @property
    def copies(self) -> Copies: ...
    @property
    def episodes(self) -> Episodes: ...
    @property
    def memories(self) -> Memories: ...
    @property
    def passages(self) -> Passages: ...
    @property
    def relations(self) -> Relations: ...
    @property
    def lessons(self) -> Lessons: ...
    @property
    def evidence(self) -> Evidence: ...
    @property
    def erasures(self) -> Erasures: ...
    @property
    def changes(self) -> Changes: ...


class Database(Protocol):
    """Where the truth is kept."""

    def transaction(
        self, owner_id: int, *, cause: int | None = None
    ) -> AbstractAsyncContextManager[UnitOfWork]:
        """A transaction behind the wall of `owner_id`. `cause` is the inbox id that changes are
        kept under.

        Raises:
            ServerDown: when PostgreSQL cannot be reached.
        """
        ...
