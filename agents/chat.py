"""Everything that is no order: answered by a model when there is one, and honestly when not."""

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog

from agents.agent import Conclusion, Pressed, Turn
from agents.languages import ENGLISH_ONLY, is_foreign
from agents.recounting import found_by, told
from agents.small_talk import EXAMPLE, clock, small_talk
from agents.speech import for_model
from agents.wording import moment
from core.errors import Refused, ServerDown
from core.models import Hit, Reply
from core.ports import ChatModel
from core.requests import Route
from core.stores import UnitOfWork
from memory.asking import is_question
from memory.briefing import Briefing

log = structlog.get_logger()

# (owner id, question, most, now, zone) → what is known that may answer it, best first.
Recall = Callable[[int, str, int, datetime, str], Awaitable[Sequence[Hit]]]
# (owner id, question, tokens, now, zone) → the same for a model, with what always holds.
Brief = Callable[[int, str, int, datetime, str], Awaitable[Briefing]]

# Small local models read some 4,000 tokens in all.
TOKENS = 1000
# Without a model a question is answered only by what fits it this well.
ANSWERS_IT, MOST_TOLD = 0.4, 3
QUESTION = re.compile(r"\W*(?:who|what|where|when|which|whose|how)\b|.*\?\s*$", re.I | re.S)
INSTRUCTIONS = (
    "You are Jenny, a private assistant. Answer briefly, in plain text without markup, in"
    " {language}. Say so when you do not know. You cannot set, change or look up"
    " anything in this answer: when that is wished for, tell the person to write for example"
    " “remind me to call mum tomorrow at 9”. It is {moment} where the person is. What the person"
    " has told you earlier stands below, with its day, where there is any: use what answers, and"
    " keep to what “always holds” there."
)
MODEL_AWAY = (
    "The language model doesn't answer just now. Reminders, lists, the calendar and your memory"
    " work without it."
)
NO_MODEL = (
    "I can't help with that. Without a language model I know reminders, lists, the calendar and"
    " what you tell me to remember."
)
# What somebody tells of their life asks for no help, and is kept.
STATEMENT = re.compile(
    r"(?:i|we|he|she|they|my [\w-]+|our [\w-]+)(?:['’](?:m|re|ve|s|d|ll))? (?!need\b|want\b"
    r"|wanna\b)\w",
    re.IGNORECASE,
)
KEPT = (
    "I have kept that in your words, and find it again when you ask. If I am to do something, tell"
    " me, for example: “{example}”."
)
EXAMPLES: dict[Route, str] = {
    "reminder.set": EXAMPLE,
    "reminder.list": "what are my reminders?",
    "reminder.cancel": "cancel my reminder to call mum",
    "reminder.update": "move the reminder to call mum to 10:30",
    "calendar.create": "dentist on thursday at 3pm",
    "calendar.query": "what's on tomorrow?",
    "calendar.update": "move the dentist to friday at 4pm",
    "calendar.delete": "delete the dentist appointment",
    "task.add": "add milk and bread to shopping",
    "task.list": "what's on my shopping list?",
    "task.complete": "milk is done",
    "task.remove": "remove bread from shopping",
    "task.update": "move the milk task to friday",
    "memory.store": "remember that I like my coffee black",
    "memory.recall": "what do I like?",
    "memory.forget": "forget that I like coffee",
}
# What somebody may have meant whose words fit no order.
NEAREST: tuple[tuple[re.Pattern[str], Route], ...] = (
    (re.compile(r"\b(forget|delete|erase)\b", re.I), "memory.forget"),
    (re.compile(r"\b(remind|alarm|wake|timer|ping|nudge)", re.I), "reminder.set"),
    (re.compile(r"\b(meeting|appointment|event|schedule|calendar|book)", re.I), "calendar.create"),
    (re.compile(r"\b(today|tomorrow|week|free|busy)\b", re.I), "calendar.query"),
    (re.compile(r"\b(list|buy|shopping|groceries|task|todo|to-do)", re.I), "task.add"),
    (re.compile(r"\b(who|where|what|when|which|know|my|our)\b", re.I), "memory.recall"),
    (re.compile(r"\b(i am|i'm|i have|i like|note)\b", re.I), "memory.store"),
)


class ChatAgent:
    """Answers what no other agent does. `recall` finds what is known for a question."""

    name = "chat"
    routes: frozenset[Route] = frozenset({"other"})
    actions: frozenset[str] = frozenset()

    def __init__(self, model: ChatModel | None, recall: Recall, brief: Brief) -> None:
        self._model = model
        self._recall = recall
        self._brief = brief

    def slow(self, turn: Turn) -> bool:
        return self._model is not None and turn.request.verb != "clock"

    async def plan(self, turn: Turn) -> Conclusion:
        if turn.request.verb == "clock":
            reply = clock(turn.now, turn.person.zone)
        elif self._model is not None:
            reply = await self._asked(self._model, turn, turn.incoming.text)
        else:
            reply = small_talk(turn.incoming.text) or await self._told(turn)
            reply = reply or _without_model(turn)

        async def conclude(work: UnitOfWork) -> Sequence[Reply]:
            return [Reply(text=reply, route="other")]

        return conclude

    async def press(self, turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
        raise Refused("That button is no longer in use.")

    async def _told(self, turn: Turn) -> str:
        """What the person has told, when that plainly answers their question; else nothing."""
        if not _at_hand(turn) or not QUESTION.match(turn.incoming.text):
            return ""
        person, text = turn.person, turn.incoming.text
        hits = await self._recall(person.id, text, MOST_TOLD, turn.now, person.zone)
        sure = [hit for hit in hits if hit.score >= ANSWERS_IT]
        lines = told(sure, person.zone, turn.now)
        return "\n".join([found_by(sure), *lines]) if lines else ""

    async def _asked(self, model: ChatModel, turn: Turn, question: str) -> str:
        person = turn.person
        known = Briefing()
        if _at_hand(turn):
            known = await self._brief(person.id, question, TOKENS, turn.now, person.zone)
        here = moment(turn.now, person.zone, turn.now, named=True)
        try:
            return await model.answer(
                INSTRUCTIONS.format(moment=here, language=for_model(person)),
                known.text,
                question,
            )
        except ServerDown as error:
            log.warning("model_away", inbox_id=turn.incoming.inbox_id, why=str(error))
            return MODEL_AWAY


def _at_hand(turn: Turn) -> bool:
    """Whether what the person has told may be used: not where others read along."""
    return not (turn.person.private or turn.conversation.shared)


def _without_model(turn: Turn) -> str:
    text = turn.incoming.text
    if turn.request.verb in ("yes", "no"):
        return "I have asked nothing just now. Tell me what you would like; /help has examples."
    if is_foreign(text):
        return ENGLISH_ONLY.format(example=EXAMPLES["reminder.set"])
    if _is_told(turn):
        return KEPT.format(example=EXAMPLES["reminder.set"])
    return f"{NO_MODEL} The nearest thing that works: “{EXAMPLES[_nearest(turn)]}”."


def _is_told(turn: Turn) -> bool:
    """Whether it is a statement, nothing near an order, and kept."""
    if _nearest(turn) not in ("memory.store", "memory.recall", "reminder.set"):
        return False
    text, person = turn.incoming.text.strip(), turn.person
    kept = not (person.private or person.paused or turn.incoming.forwarded)
    return kept and STATEMENT.match(text) is not None and not is_question(text)


def _nearest(turn: Turn) -> Route:
    for route in turn.request.alternatives:
        if route in EXAMPLES:
            return route
    text = turn.incoming.text
    for words, route in NEAREST:
        if words.search(text):
            return route
    return "reminder.set"
