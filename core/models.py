"""The values that Jenny's parts hand each other. All frozen; instants are aware and in UTC.

A `wall` is a naive local time in the zone that stands beside it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from core.learning import Kind
from core.policies import Late, Quiet
from core.requests import PartsOfDay, Route
from core.whereabouts import Trip, Whereabouts

Door = Literal["telegram", "terminal"]
OWNER_NAME = "owner"


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody with data of their own. `id` is the owner id of every row of theirs.

    `ask_first`: a new event waits for a tap before it is put into the calendar.
    `zone` is where their clock is now: at home or on a trip. `home` is told apart from it only with
    a trip. While `private` nothing is kept, while `paused` nothing is learned. Without `quiet`
    everything sounds; `late` holds for reminders that say nothing else. While `untold` a push to
    them got lost, and they have not been told.
    """

    id: int
    name: str
    zone: str
    home: str = ""
    trip: Trip | None = None
    quiet: Quiet | None = None
    late: Late = field(default_factory=Late)
    language: str = "en"
    parts: PartsOfDay = field(default_factory=PartsOfDay)
    introduced: bool = False
    private: bool = False
    paused: bool = False
    ask_first: bool = True
    is_owner: bool = False
    untold: bool = False

    @property
    def whereabouts(self) -> Whereabouts:
        """The clock that they live by, now and later."""
        home = self.zone if self.trip is None else self.home
        return Whereabouts(home=home, trip=self.trip)


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """An account at a door, known by its number alone."""

    id: int
    owner_id: int
    door: Door
    account_id: int
    state: Literal["active", "silent", "revoked"]
    paired_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Button:
    """A label, and what pressing it sends back (≤ 64 bytes: an action, a colon, an id)."""

    label: str
    data: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Focus:
    """What a conversation is about just now: what "that" means, and what Jenny asked last.

    `subject` names the kind of thing and `ids` the rows, in the order in which they were shown.
    `pending` is the text of the request that waits for the answer to `question`, said at
    `asked_at`; while the question is "confirm", the data of the button that says yes. `choices` are
    the buttons of the question "which". `manner` are the words about how insistent what waits is
    meant.
    """

    route: Route | None = None
    subject: Literal["reminder", "task", "event", "draft", "memory", "occurrence"] | None = None
    ids: tuple[str, ...] = ()
    question: str | None = None
    pending: str | None = None
    asked_at: datetime | None = None
    choices: tuple[Button, ...] = ()
    manner: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """One chat at one door. `chat_id` is Telegram's chat number, or 0 in the terminal."""

    id: int
    owner_id: int
    door: Door
    chat_id: int
    focus: Focus = field(default_factory=Focus)
    last_seen_at: datetime | None = None

    @property
    def shared(self) -> bool:
        """Whether others read along: Telegram gives groups numbers below zero."""
        return self.chat_id < 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Incoming:
    """What came in at a door, as the inbox keeps it.

    `message_id` is the door's number of the message; for a press and an edit, that of the message
    pressed or edited. `data` is what a pressed button carries. `callback_id` answers a press.
    """

    inbox_id: int
    owner_id: int
    conversation_id: int
    kind: Literal["text", "press", "edit", "unsupported"]
    text: str = ""
    data: str = ""
    message_id: int | None = None
    callback_id: str | None = None
    forwarded: bool = False
    received_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """How a stretch of a text is set. `start` and `end` count code points, half-open."""

    kind: Literal["bold", "italic", "code", "date_time"]
    start: int
    end: int
    instant: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """A file to hand over. `content` is held whole: answers are small."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What the person reads: verbatim text, never markup. `erases` is the door's number of a
    message of theirs that is to be deleted there, because it held a secret."""

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    marks: tuple[Mark, ...] = ()
    files: tuple[File, ...] = ()
    route: Route | None = None
    silent: bool = False
    erases: int | None = None


OutgoingKind = Literal["reply", "push", "edit", "toast"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """A message on its way, as the outbox keeps it.

    `key` makes it unique: the same key is never put twice. An edit names the `target_id` of the
    outgoing row whose message it changes; a toast carries the `callback_id` of its press.
    `occurrence_id` is the ringing that the receipt is noted on.
    """

    key: str
    conversation_id: int
    kind: OutgoingKind
    reply: Reply
    id: int = 0
    owner_id: int = 0
    door: Door = "terminal"
    chat_id: int = 0
    inbox_id: int | None = None
    occurrence_id: int | None = None
    target_id: int | None = None
    target_message_id: int | None = None
    callback_id: str | None = None
    created_at: datetime | None = None
    attempts: int = 0
    parts_sent: int = 0
    uncertain: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """An outgoing row that may leave now, whose it is and in which conversation."""

    owner_id: int
    outbox_id: int
    conversation_id: int
    kind: OutgoingKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """The door's word that a message arrived. `message_id` is that of its last part."""

    message_id: int | None
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminder:
    """What to say, and by which clock. `rule` is RFC 5545; None rings once.

    A floating reminder keeps its wall clock wherever the person is, a fixed one its zone. `nag` is
    how long after a ringing it rings again until it is done, at most `nag_most` times; `late` is
    None where the person's own setting holds; what is `urgent` sounds in quiet hours, too. One with
    `every` has no rule: it rings before every event of the name that it follows.
    """

    id: int = 0
    text: str
    wall: datetime
    zone: str
    floating: bool = True
    rule: str | None = None
    every: bool = False
    nag: timedelta | None = None
    nag_most: int = 20
    late: Late | None = None
    urgent: bool = False
    state: Literal["active", "done", "cancelled"] = "active"
    inbox_id: int | None = None


OccurrenceState = Literal[
    "scheduled", "claimed", "sent", "done", "snoozed", "missed", "skipped", "cancelled"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """One ringing of a reminder.

    What rings again or elsewhen has the `parent_id` of the ringing that it belongs to and leaves
    the series alone; `moved` tells that it takes the place of that one. `collapsed` counts the
    earlier ones of a series that it stands for; `settled_at` is when the person decided about it;
    `outbox_id` is the message that told of it.
    """

    id: int = 0
    reminder_id: int
    due_at: datetime
    state: OccurrenceState = "scheduled"
    parent_id: int | None = None
    moved: bool = False
    collapsed: int = 0
    outbox_id: int | None = None
    message_id: int | None = None
    sent_at: datetime | None = None
    settled_at: datetime | None = None

    @property
    def root_id(self) -> int:
        """The ringing that it belongs to, often itself."""
        return self.parent_id or self.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """An occurrence whose time has come, and whose it is."""

    owner_id: int
    occurrence_id: int
    due_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Episode:
    """A message as it was written. `ref` is an import's own id, never kept twice for a person; not
    `dated` is an import that does not tell when it was said."""

    id: int = 0
    text: str
    said_at: datetime
    speaker: str | None = None
    origin: Literal["chat", "forward", "import"] = "chat"
    session: str | None = None
    ref: str | None = None
    inbox_id: int | None = None
    dated: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """What Jenny knows, with where it came from. `id` is Mem0's (a UUID).

    `said_at` is when it was told, `happened_at` when it was, `recorded_at` when it was written
    down; `proofs` counts the messages that say so.
    """

    id: str
    text: str
    said_at: datetime
    episode_id: int | None = None
    inbox_id: int | None = None
    kind: Kind = "other"
    happened_at: datetime | None = None
    recorded_at: datetime | None = None
    proofs: int = 1
    pinned: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """An answer of recall: a fact or an episode, with its fused score (higher is better)."""

    text: str
    said_at: datetime
    score: float
    fact_id: str | None = None
    episode_id: int | None = None
    ref: str | None = None
    origin: Literal["chat", "forward", "import"] = "chat"
    speaker: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """subject –predicate→ object, true from `valid_from` until `valid_to`; names of entities.

    The person is the subject "me". Predicates are upper case with underscores: LIKES, SISTER_OF.
    """

    subject: str
    predicate: str
    object: str
    id: int = 0
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    recorded_at: datetime | None = None
    episode_id: int | None = None
    fact_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Interaction:
    """One step in the log of what a person did: ids and names, no texts."""

    kind: Literal["ASKED", "SET_REMINDER", "HAS_EVENT", "INTERACTED_WITH", "CHECKED_CALENDAR"]
    agent: str
    target: str | None = None
    at: datetime
    inbox_id: int | None = None
