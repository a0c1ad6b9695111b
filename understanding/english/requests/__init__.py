"""The forms of English requests, one file a concern. The first row that fits a clause wins."""

from understanding.english.requests.calendar import (
    CALENDAR_FORMS,
    CALENDAR_SEARCHES,
    EVENT_FORMS,
    EVENT_QUESTIONS,
    PLAIN_EVENTS,
    TRAVELS,
)
from understanding.english.requests.memory import FACTS, MEMORY_FORMS, QUESTIONS
from understanding.english.requests.reminders import (
    ERRANDS,
    NEEDED,
    REMINDER_FORMS,
    REMINDER_SEARCHES,
)
from understanding.english.requests.talk import TALK
from understanding.english.requests.tasks import (
    LIST_FORMS,
    LIST_SEARCHES,
    POINTERS,
    TASK_FORMS,
    WISHES,
)
from understanding.forms import Form

FORMS: tuple[Form, ...] = (
    *MEMORY_FORMS,
    *REMINDER_FORMS,
    *LIST_FORMS,
    *CALENDAR_FORMS,
    *POINTERS,
    *REMINDER_SEARCHES,
    *CALENDAR_SEARCHES,
    *LIST_SEARCHES,
    *NEEDED,
    *TRAVELS,
    *TALK,
    *TASK_FORMS,
    *EVENT_FORMS,
    *EVENT_QUESTIONS,
    *QUESTIONS,
    *WISHES,
    *ERRANDS,
    *FACTS,
    *PLAIN_EVENTS,
)
