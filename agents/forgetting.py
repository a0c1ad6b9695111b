"""Forgetting in the chat: what is meant, what is asked first, and the receipt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from agents.agent import Conclusion, Turn
from agents.answers import PATIENCE
from agents.confirming import KEEP, ask
from agents.days import today_of
from agents.memory_pages import shown_to
from agents.wording import amount, days, listed, moment, quoted
from core.errors import Refused
from core.forgetting import Choice, Forgotten, Plans
from core.models import Button, Focus, Reply
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called
from memory.forget import Meant, forget, forget_all, meant, unsay
from memory.recall import Recalling
from memory.scopes import LONGEST_NAME, Scope, chosen, scope_in, scope_of
from memory.scrubbing import STATES, receipt_line

MOST_HITS = 5
EXAMPLES = 3
MOST_RECEIPTS = 10
# The word that is to be written, and the question that it answers.
ERASE, INSIST = "erase", "insist"
NOTHING = "I remember nothing like that, so there is nothing to forget."
SHORTER = "Name it in one or two words, please: “forget everything about the flat”."
FOREVER = "It can't be undone."
PRIVATE = "What I remember of that is private: tell me to forget it where nobody reads along."


async def planned(turn: Turn, recalling: Recalling) -> Conclusion:
    """What an order to forget leads to."""
    if turn.request.verb in (ERASE, INSIST):
        return lambda work: _erase(work, turn)
    scope = scope_of(turn.incoming.text, turn.now, turn.person.zone)
    if scope is not None:
        return lambda work: _ask_scope(work, turn, scope)
    what = turn.request.slots.what
    words = " ".join(what) if isinstance(what, tuple) else (what or "")
    alike = await recalling.hits(turn.person.id, words, MOST_HITS, turn.now) if words else ()

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


async def pressed(turn: Turn, action: str, argument: str, work: UnitOfWork) -> Forgotten:
    """Forget what the button names: "forget:<fact>", "unsay:<episode>" or
    "erase:<with plans>:<scope>".

    Raises:
        Refused: it is gone already.
    """
    choice = Choice(facts=(argument,))
    if action == "unsay":
        choice = Choice(messages=(int(argument) if argument.isdecimal() else 0,))
    elif action == ERASE:
        plans, _, data = argument.partition(":")
        choice = await chosen(work, scope_in(data))
        choice = choice if plans == "1" else replace(choice, plans=Plans())
    gone = await forget(work, turn.now, turn.incoming.inbox_id, choice)
    if not gone.id and not gone.memories and not gone.episodes:
        raise Refused("That is forgotten already.")
    return gone


def receipt(gone: Forgotten, turn: Turn) -> str:
    """What went, what stays where it can't be reached, and the receipt's number."""
    counts = (
        *((gone.memories, "fact"), (gone.episodes, "message"), (gone.relations, "relation")),
        (gone.plans, "reminder, task or event"),
    )
    parts = [amount(number, noun) for number, noun in counts[:3] if number]
    parts += [f"{gone.plans} of your reminders, tasks and events"] if gone.plans else []
    if not parts:
        return "There was nothing left to forget."
    text = f"Forgotten for good: {listed(parts)}. This can't be undone."
    if gone.remains:
        text += f" What remains: {listed(gone.remains)} with the same words."
    where = "Telegram's own copy of this chat and " if turn.conversation.door == "telegram" else ""
    text += f"\n\nOut of my reach: {where}backups and exports from before. A restore leaves it out."
    return f"{text}\n{receipt_line(gone.id, 'scrubbing')}" if gone.id else text


async def receipts(work: UnitOfWork, turn: Turn) -> Reply:
    """The newest receipts, with how far their scrubs are."""
    found = await work.erasures.listed(MOST_RECEIPTS)
    if not found:
        return Reply(text="You have had me forget nothing yet.")
    lines = [
        f"{one.id}. {moment(one.at, turn.person.zone, turn.now)}:"
        f" {listed(_counts(one.memories, one.episodes)) or 'names'} – {STATES[one.state]}"
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
    """What of it may be named where others read along."""
    if not turn.conversation.shared:
        return found
    return Meant(facts=tuple(shown_to(turn, found.facts)))


async def _ask(turn: Turn, work: UnitOfWork, found: Meant) -> Reply:
    lines = [(quoted(fact.text, 60), f"forget:{fact.id}") for fact in found.facts]
    lines += [(quoted(hit.text, 60), f"unsay:{hit.episode_id}") for hit in found.messages]
    if len(lines) == 1:
        text, data = lines[0]
        delete = Button(label="Delete", data=data)
        told = await _told_by(work, found)
        return await ask(turn, work, f"Shall I forget {text}{told}? {FOREVER}", delete, KEEP)
    rows = tuple((Button(label=text.strip("“”"), data=data),) for text, data in lines)
    return Reply(text=f"Which of these shall I forget? {FOREVER}", buttons=(*rows, (KEEP,)))


async def _told_by(work: UnitOfWork, found: Meant) -> str:
    """The messages that go with a fact."""
    if not found.facts:
        return ""
    proofs = await work.evidence.proofs(found.facts[0].id)
    return f", with {amount(len(proofs), 'message')} that told it" if proofs else ""


async def _ask_scope(work: UnitOfWork, turn: Turn, scope: Scope) -> Sequence[Reply]:
    await unsay(work, turn.now, turn.incoming.inbox_id)
    if scope.everything:
        return [await _ask_all(work, turn)]
    if len(scope.name.encode()) > LONGEST_NAME:
        return [Reply(text=SHORTER)]
    choice = await chosen(work, scope)
    messages = len(choice.messages) + len(choice.mentions)
    if not choice.facts and not messages:
        return [Reply(text=NOTHING)]
    counts = listed(_counts(len(choice.facts), messages))
    # Where others read along nothing is quoted.
    most = 0 if turn.conversation.shared else EXAMPLES
    some = listed([quoted(text, 60) for text in await work.erasures.examples(choice, most)])
    counted = f"{counts}: {some}" if some else counts
    text = f"Shall I forget everything{_said(scope, turn)}? That is {counted}. {FOREVER}"
    delete = Button(label="Delete", data=f"{ERASE}:0:{scope.data}")
    plans = _plans(choice.plans)
    if not plans:
        return [await ask(turn, work, text, delete, KEEP)]
    text += f"\n\nWhat is planned stays, unless you choose otherwise: {listed(plans)}."
    also = Button(label=f"Also {', '.join(plans)}", data=f"{ERASE}:1:{scope.data}")
    asked = await ask(turn, work, text, delete, KEEP)
    return [replace(asked, buttons=((delete, KEEP), (also,)))]


async def _ask_all(work: UnitOfWork, turn: Turn) -> Reply:
    # A tap on Keep is the answer to it, too.
    focus = Focus(route="memory.forget", question=ERASE, pending=KEEP.data, asked_at=turn.now)
    await work.people.focus(turn.conversation.id, focus)
    text = (
        "Shall I forget everything that I remember of you: every fact, message and relation?"
        f" {FOREVER} Reminders, tasks and events stay.\n\nTo go ahead, write the word “{ERASE}”."
    )
    return Reply(text=text, buttons=((KEEP,),))


async def _erase(work: UnitOfWork, turn: Turn) -> Sequence[Reply]:
    inbox_id, asked_at = turn.incoming.inbox_id, turn.conversation.focus.asked_at
    # The word itself is forgotten too, and counts for nothing.
    await unsay(work, turn.now, inbox_id)
    late = asked_at is None or turn.now - asked_at > PATIENCE
    if late or turn.request.verb == INSIST:
        return [await _ask_all(work, turn)]
    return [Reply(text=receipt(await forget_all(work, turn.now, inbox_id), turn))]


def _said(scope: Scope, turn: Turn) -> str:
    about = f" about {scope.name}" if scope.name else ""
    if scope.since is None or scope.until is None:
        return about
    place = zone_called(turn.person.zone)
    first, last = (
        wall_of(instant, place).date()
        for instant in (scope.since, scope.until - timedelta(minutes=1))
    )
    return f"{about} that you told me {days(first, last, today_of(turn))}"


def _counts(facts: int, messages: int) -> list[str]:
    counts = ((facts, "fact"), (messages, "message"))
    return [amount(number, noun) for number, noun in counts if number]


def _plans(plans: Plans) -> list[str]:
    kinds = ((plans.reminders, "reminder"), (plans.tasks, "task"), (plans.events, "event"))
    return [amount(len(ids), noun) for ids, noun in kinds if ids]
