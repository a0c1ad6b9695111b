"""The forms of English requests, one file a concern. The first row that fits a clause wins."""

from core.requests import Route
from understanding.english.requests.calendar import CALENDAR_FORMS, EVENT_FORMS, PLAIN_EVENTS
from understanding.english.requests.memory import FACTS, MEMORY_FORMS, QUESTIONS
from understanding.english.requests.reminders import ERRANDS, REMINDER_FORMS
from understanding.english.requests.talk import TALK
from understanding.english.requests.tasks import LIST_FORMS, POINTERS, TASK_FORMS, WISHES
from understanding.forms import Form

FORMS: tuple[Form, ...] = (
    *MEMORY_FORMS,
    *REMINDER_FORMS,
    *LIST_FORMS,
    *CALENDAR_FORMS,
    *POINTERS,
    *TALK,
    *EVENT_FORMS,
    *TASK_FORMS,
    *QUESTIONS,
    *WISHES,
    *ERRANDS,
    *PLAIN_EVENTS,
    *FACTS,
)
# What the routes do when no form says it more finely.
VERBS: dict[Route, str] = {
    "reminder.set": "remind",
    "reminder.list": "list",
    "reminder.cancel": "cancel",
    "reminder.update": "change",
    "calendar.create": "create",
    "calendar.query": "agenda",
    "calendar.update": "change",
    "calendar.delete": "delete",
    "task.add": "add",
    "task.list": "list",
    "task.complete": "done",
    "task.remove": "remove",
    "task.update": "change",
    "memory.store": "remember",
    "memory.recall": "recall",
    "memory.forget": "forget",
    "other": "talk",
}
