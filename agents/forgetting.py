"""Forgetting in the chat: what is meant, what is asked first, and the receipt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from agents.agent import Conclusion, Pressed, Turn
from agents.answers import PATIENCE
from agents.confirming import KEEP, ask
from agents.days import today_of
from agents.memory_pages import page, shown_to
from agents.wording import amount, day, days, listed, moment, period, quoted
from core.errors import Refused
from core.forgetting import NO_PLANS, Choice, Erasure, Forgotten, Plans
from core.models import Button, Focus, Hit, Reply
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called
from memory.dates import BEGINNING
from memory.forget import (
    Meant,
    forget,
    forget_all,
    mark,
    mark_of_choice,
    mark_of_fact,
    meant,
    unsay,
)
from memory.recall import Recalling
from memory.scopes import LONGEST_NAME, Scope, chosen, leaves_out, only_points, scope_in, scope_of
from memory.scrubbing import STATES, receipt_line

MOST_HITS = 5
EXAMPLES = 3
MOST_RECEIPTS = 10
# The word that is to be written, and the question that it answers.
ERASE, INSIST = "erase", "insist"
# The buttons that forget.
ACTIONS = frozenset({"forget", "unsay", ERASE})
# What the button says that takes along all that is planned.
ALL = "all"
NOTHING = "I remember nothing like that, so there is nothing to forget."
SHORTER = "Name it in one or two words, please: “forget everything about the flat”."
WHOLE = "I can't leave anything out. Name what I shall forget: “forget everything about the flat”."
FOREVER = "It can't be undone."
GONE = "That is forgotten already."
CHANGED = "That has changed since I asked."
INSISTING = "Write the word, then it goes with the rest."
PRIVATE = "What I remember of that is private: tell me to forget it where nobody reads along."


async def planned(turn: Turn, recalling: Recalling) -> Conclusion:
    """What an order to forget leads to."""
    if turn.request.verb in (ERASE, INSIST):
        return lambda work: _erase(work, turn)
    if leaves_out(turn.incoming.text):
        return lambda work: _unsaid(work, turn, WHOLE)
    scope = scope_of(turn.incoming.text, turn.now, turn.person.zone)
    if scope is not None:
        return lambda work: _ask_scope(work, turn, scope)
    what = turn.request.slots.what
    words = " ".join(what) if isinstance(what, tuple) else (what or "")
    words = "" if only_points(words) else words
    person = turn.person
    alike = (
        await recalling.hits(person.id, words, MOST_HITS, turn.now, person.zone) if words else ()
    )

    async def conclude(work: UnitOfWork) -> Sequence[Reply]:
        await unsay(work, turn.now, turn.incoming.inbox_id)
        found = await meant(work, words, alike) if words else await _pointed(turn, work)
        # A refusal would take back that the order is not kept.
        if not found.facts and not found.messages:
            return [Reply(text=NOTHING)]
        seen = _seen(turn, found)
        return [
            await _ask(turn, work, seen) if seen.facts or seen.messages else Reply(text=PRIVATE)
        ]

    return conclude


async def press(turn: Turn, action: str, argument: str, work: UnitOfWork) -> Pressed:
    """Forget what the button names: "forget:<fact>:<mark>:<page to go back to>", "unsay:<episode>"
    or "erase:<with plans>:<mark>:<scope>". What has changed since it was shown is shown anew.

    Raises:
        Refused: it is gone already.
    """
    await work.erasures.hold()
    await unsay(work, turn.now, turn.incoming.inbox_id)
    match action:
        case "forget":
            return await _press_fact(turn, argument, work)
        case "unsay":
            choice = Choice(messages=(int(argument) if argument.isdecimal() else 0,))
            return _gone(await _forgotten(turn, work, choice), turn)
        case _:
            return await _press_scope(turn, argument, work)


async def _press_fact(turn: Turn, argument: str, work: UnitOfWork) -> Pressed:
    fact_id, _, rest = argument.partition(":")
    shown, _, back = rest.partition(":")
    fact = await work.memories.get(fact_id)
    if fact is None:
        raise Refused(GONE)
    if shown != mark_of_fact(fact):
        found = _seen(turn, Meant(facts=(fact,)))
        return _anew(await _ask(turn, work, found) if found.facts else Reply(text=PRIVATE))
    gone = await _forgotten(turn, work, Choice(facts=(fact_id,)))
    number, _, wanted = back.partition(":")
    if not number.isdecimal():
        return _gone(gone, turn)
    listed_anew = await page(work, turn, int(number), wanted)
    # A toast holds no more; the receipt is listed by its number.
    toast = f"Forgotten for good: {listed(_went(gone))}. Receipt {gone.id}."
    return Pressed(toast=toast, edit=replace(listed_anew, route="memory.forget"))


async def _press_scope(turn: Turn, argument: str, work: UnitOfWork) -> Pressed:
    plans, _, rest = argument.partition(":")
    if plans == ALL:
        return Pressed(toast=INSISTING, edit=await _ask_all(work, turn, with_plans=True))
    shown, _, data = rest.partition(":")
    scope = scope_in(data)
    choice = await chosen(work, scope)
    choice = choice if plans == "1" else replace(choice, plans=NO_PLANS)
    if choice == replace(Choice(), names=choice.names, only=choice.only):
        raise Refused(GONE)
    if shown != mark_of_choice(choice):
        [asked] = await _ask_scope(work, turn, scope)
        return _anew(asked)
    return _gone(await _forgotten(turn, work, choice), turn, choice.plans)


async def _forgotten(turn: Turn, work: UnitOfWork, choice: Choice) -> Forgotten:
    gone = await forget(work, turn.now, turn.incoming.inbox_id, choice)
    if not gone.id and not gone.memories and not gone.episodes:
        raise Refused(GONE)
    return gone


def _gone(gone: Forgotten, turn: Turn, plans: Plans = NO_PLANS) -> Pressed:
    text = receipt(gone, turn, plans)
    return Pressed(toast="Forgotten.", edit=Reply(text=text, route="memory.forget"))


def _anew(asked: Reply) -> Pressed:
    """Nothing is forgotten that the person has not seen."""
    text = f"{CHANGED} {asked.text}"
    return Pressed(toast=CHANGED, edit=replace(asked, text=text, route="memory.forget"))


def receipt(gone: Forgotten, turn: Turn, plans: Plans = NO_PLANS) -> str:
    """What went, with these `plans`, what stays where it can't be reached, and the receipt's
    number."""
    parts = _went(gone, plans)
    if not parts:
        return "There was nothing left to forget."
    text = f"Forgotten for good: {listed(parts)}. This can't be undone."
    if gone.remains:
        text += f" What remains: {listed(gone.remains)} with the same words."
    where = "Telegram's own copy of this chat and " if turn.conversation.door == "telegram" else ""
    text += f"\n\nOut of my reach: {where}backups and exports from before. A restore leaves it out."
    return f"{text}\n{receipt_line(gone.id, 'scrubbing')}" if gone.id else text


def _went(gone: Forgotten, plans: Plans = NO_PLANS) -> list[str]:
    counts = ((gone.memories, "fact"), (gone.episodes, "message"), (gone.relations, "relation"))
    return [amount(number, noun) for number, noun in counts if number] + _plans(plans)


async def receipts(work: UnitOfWork, turn: Turn) -> Reply:
    """The newest receipts, with how far their scrubs are."""
    found = await work.erasures.listed(MOST_RECEIPTS)
    if not found:
        return Reply(text="You have had me forget nothing yet.")
    lines = [
        f"{one.id}. {moment(one.at, turn.person.zone, turn.now)}:"
        f" {listed(_kept_of(one)) or 'names'} – {STATES[one.state]}"
        for one in found
    ]
    return Reply(text="\n".join(["What I have forgotten for you, the newest first:", *lines]))


async def _pointed(turn: Turn, work: UnitOfWork) -> Meant:
    """What "forget that" means: the fact that the last turn was about."""
    focus = turn.conversation.focus
    ids = focus.ids if focus.subject == "memory" else ()
    facts = [await work.memories.get(fact_id) for fact_id in ids]
    return Meant(facts=tuple(fact for fact in facts if fact is not None))


def _seen(turn: Turn, found: Meant) -> Meant:
    """What of it may be named where others read along. A message may be what a private fact was
    told by, so it is not even counted beside one."""
    if not turn.conversation.shared:
        return found
    shown = tuple(shown_to(turn, found.facts))
    return Meant(facts=shown, messages=found.messages if shown == found.facts else ())


async def _ask(turn: Turn, work: UnitOfWork, found: Meant) -> Reply:
    facts = [await work.memories.get(fact.id) for fact in found.facts]
    lines = [
        (quoted(fact.text, 60), f"forget:{fact.id}:{mark_of_fact(fact)}:") for fact in facts if fact
    ]
    lines += [(_said_then(hit, turn), f"unsay:{hit.episode_id}") for hit in found.messages]
    if len(lines) == 1:
        text, data = lines[0]
        delete = Button(label="Delete", data=data)
        told = await _told_by(work, found)
        return await ask(turn, work, f"Shall I forget {text}{told}? {FOREVER}", delete, KEEP)
    rows = tuple((Button(label=text.strip("“”"), data=data),) for text, data in lines)
    return Reply(text=f"Which of these shall I forget? {FOREVER}", buttons=(*rows, (KEEP,)))


def _said_then(hit: Hit, turn: Turn) -> str:
    """The message; only its time where others read along."""
    if not turn.conversation.shared:
        return quoted(hit.text, 60)
    return f"your message of {moment(hit.said_at, turn.person.zone, turn.now)}"


async def _told_by(work: UnitOfWork, found: Meant) -> str:
    """The messages that go with a fact."""
    if not found.facts:
        return ""
    proofs = await work.evidence.proofs(found.facts[0].id)
    return f", with {amount(len(proofs), 'message')} that told it" if proofs else ""


async def _unsaid(work: UnitOfWork, turn: Turn, text: str) -> Sequence[Reply]:
    """Answer an order of which nothing comes; it is not kept either."""
    await unsay(work, turn.now, turn.incoming.inbox_id)
    return [Reply(text=text)]


async def _ask_scope(work: UnitOfWork, turn: Turn, scope: Scope) -> Sequence[Reply]:
    await unsay(work, turn.now, turn.incoming.inbox_id)
    if scope.everything:
        return [await _ask_all(work, turn)]
    if len(scope.name.encode()) > LONGEST_NAME:
        return [Reply(text=SHORTER)]
    choice = await chosen(work, scope)
    messages = len(choice.messages) + len(choice.mentions)
    plans = _plans(choice.plans)
    if not choice.facts and not messages:
        return [await _ask_plans(work, turn, scope, choice) if plans else Reply(text=NOTHING)]
    counts = listed(_counts(len(choice.facts), messages))
    # Where others read along nothing is quoted.
    most = 0 if turn.conversation.shared else EXAMPLES
    some = listed([quoted(text, 60) for text in await work.erasures.examples(choice, most)])
    counted = f"{counts}: {some}" if some else counts
    text = f"Shall I forget everything{_said(scope, turn)}? That is {counted}. {FOREVER}"
    remembered = mark_of_choice(replace(choice, plans=NO_PLANS))
    delete = Button(label="Delete", data=f"{ERASE}:0:{remembered}:{scope.data}")
    if not plans:
        return [await ask(turn, work, text, delete, KEEP)]
    text += f"\n\nWhat is planned stays, unless you choose otherwise: {listed(plans)}."
    also = Button(
        label=f"Also {', '.join(plans)}", data=f"{ERASE}:1:{mark_of_choice(choice)}:{scope.data}"
    )
    asked = await ask(turn, work, text, delete, KEEP)
    return [replace(asked, buttons=((delete, KEEP), (also,)))]


async def _ask_plans(work: UnitOfWork, turn: Turn, scope: Scope, choice: Choice) -> Reply:
    planned = listed(_plans(choice.plans))
    text = f"I remember nothing{_said(scope, turn)}, but it is in what is planned: {planned}."
    data = f"{ERASE}:1:{mark_of_choice(choice)}:{scope.data}"
    asked = f"{text} Shall I delete that? {FOREVER}"
    return await ask(turn, work, asked, Button(label="Delete", data=data), KEEP)


async def _ask_all(work: UnitOfWork, turn: Turn, *, with_plans: bool = False) -> Reply:
    planned = await work.erasures.plans()
    kinds = _plans(planned)
    # A tap on Keep is the answer to it, too.
    focus = Focus(
        route="memory.forget",
        question=ERASE,
        pending=KEEP.data,
        ids=(mark(sorted(planned.keys)),) if with_plans else (),
        asked_at=turn.now,
    )
    await work.people.focus(turn.conversation.id, focus)
    what = "everything that I remember of you: every fact, message and relation"
    rows = [(KEEP,)]
    stays = "Reminders, tasks and events stay."
    if with_plans:
        what += f", and all that is planned: {listed(kinds) or 'nothing'}"
        stays = "Events go from connected calendars, too." if planned.events else ""
    elif kinds:
        stays = f"What is planned stays, unless you choose otherwise: {listed(kinds)}."
        rows.append((Button(label=f"Also {', '.join(kinds)}", data=f"{ERASE}:{ALL}"),))
    text = f"Shall I forget {what}? {FOREVER} {stays}".rstrip()
    return Reply(
        text=f"{text}\n\nTo go ahead, write the word “{ERASE}”.",
        buttons=tuple(rows),
        route="memory.forget",
    )


async def _erase(work: UnitOfWork, turn: Turn) -> Sequence[Reply]:
    inbox_id, focus = turn.incoming.inbox_id, turn.conversation.focus
    # The word itself is forgotten too, and counts for nothing.
    await unsay(work, turn.now, inbox_id)
    late = focus.asked_at is None or turn.now - focus.asked_at > PATIENCE
    planned = await work.erasures.plans() if focus.ids else NO_PLANS
    if late or turn.request.verb == INSIST:
        return [await _ask_all(work, turn, with_plans=bool(focus.ids))]
    if focus.ids not in ((), (mark(sorted(planned.keys)),)):
        asked = await _ask_all(work, turn, with_plans=True)
        return [replace(asked, text=f"{CHANGED} {asked.text}")]
    gone = await forget_all(work, turn.now, inbox_id, planned)
    return [Reply(text=receipt(gone, turn, planned))]


def _said(scope: Scope, turn: Turn) -> str:
    about = f" about {scope.name}" if scope.name else ""
    if scope.since is None or scope.until is None:
        return about
    return f"{about} that you told me {_when(scope.since, scope.until, turn)}"


def _when(since: datetime, until: datetime, turn: Turn) -> str:
    zone, place = turn.person.zone, zone_called(turn.person.zone)
    first, last, ends = (
        wall_of(one, place) for one in (since, until - timedelta(minutes=1), until)
    )
    if since == BEGINNING:
        whole = ends.time() == time()
        return (
            f"before {day(ends.date(), today_of(turn)) if whole else moment(until, zone, turn.now)}"
        )
    if first.time() == ends.time() == time():
        return days(first.date(), last.date(), today_of(turn))
    return period(since, until, zone, turn.now)


def _kept_of(one: Erasure) -> list[str]:
    planned = [f"{one.plans} of what was planned"] if one.plans else []
    return _counts(one.memories, one.episodes) + planned


def _counts(facts: int, messages: int) -> list[str]:
    counts = ((facts, "fact"), (messages, "message"))
    return [amount(number, noun) for number, noun in counts if number]


def _plans(plans: Plans) -> list[str]:
    kinds = ((plans.reminders, "reminder"), (plans.tasks, "task"), (plans.events, "event"))
    return [amount(len(ids), noun) for ids, noun in kinds if ids]
