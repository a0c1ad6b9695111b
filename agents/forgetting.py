"""Forgetting in the chat: what is meant, what is asked first, and the receipt."""

import re
from collections.abc import Sequence

from agents.agent import Conclusion, Turn
from agents.confirming import KEEP, ask
from agents.wording import amount, listed, quoted
from core.errors import Refused
from core.forgetting import Choice, Forgotten
from core.models import Button, Reply
from core.stores import UnitOfWork
from memory.forget import Meant, forget, forget_all, meant, unsay
from memory.recall import Recalling

MOST_HITS = 5
EVERYTHING = re.compile(r"\b(?:everything|all)\b", re.I)


async def planned(turn: Turn, recalling: Recalling) -> Conclusion:
    """What an order to forget leads to."""
    what = turn.request.slots.what
    words = " ".join(what) if isinstance(what, tuple) else (what or "")
    if not words and EVERYTHING.search(turn.incoming.text):
        return lambda work: _ask_all(work, turn)
    alike = await recalling.hits(turn.person.id, words, MOST_HITS, turn.now) if words else ()

    async def conclude(work: UnitOfWork) -> Sequence[Reply]:
        await unsay(work, turn.now, turn.incoming.inbox_id)
        found = await meant(work, words, alike) if words else await _pointed(turn, work)
        if not found.facts and not found.messages:
            raise Refused("I remember nothing like that, so there is nothing to forget.")
        if not found.sure:
            return [await _ask(turn, work, found)]
        ids = [fact.id for fact in found.facts]
        gone = await forget(work, turn.now, turn.incoming.inbox_id, Choice(facts=tuple(ids)))
        return [Reply(text=receipt(gone))]

    return conclude


async def pressed(turn: Turn, action: str, argument: str, work: UnitOfWork) -> Forgotten:
    """Forget what the button names: "forget:<fact>", "forget:all" or "unsay:<episode>".

    Raises:
        Refused: it is gone already.
    """
    inbox_id = turn.incoming.inbox_id
    if action == "unsay":
        number = int(argument) if argument.isdecimal() else 0
        gone = await forget(work, turn.now, inbox_id, Choice(messages=(number,)))
    elif argument == "all":
        # A "yes" to it is forgotten too, and counts for nothing.
        await unsay(work, turn.now, inbox_id)
        return await forget_all(work, turn.now)
    else:
        gone = await forget(work, turn.now, inbox_id, Choice(facts=(argument,)))
    if not gone.memories and not gone.episodes:
        raise Refused("That is forgotten already.")
    return gone


def receipt(gone: Forgotten) -> str:
    """What went, in a sentence."""
    counts = ((gone.memories, "fact"), (gone.episodes, "message"), (gone.relations, "relation"))
    parts = [amount(number, noun) for number, noun in counts if number]
    if not parts:
        return "There was nothing left to forget."
    text = f"Forgotten for good: {listed(parts)}. This can't be undone."
    if gone.remains:
        text += f" What remains: {listed(gone.remains)} with the same words."
    return text


async def _pointed(turn: Turn, work: UnitOfWork) -> Meant:
    """What "forget that" means: the fact that the last turn was about."""
    focus = turn.conversation.focus
    ids = focus.ids if focus.subject == "memory" else ()
    facts = [await work.memories.get(fact_id) for fact_id in ids]
    known = tuple(fact for fact in facts if fact is not None)
    return Meant(facts=known, sure=len(known) == 1)


async def _ask(turn: Turn, work: UnitOfWork, found: Meant) -> Reply:
    lines = [(quoted(fact.text, 60), f"forget:{fact.id}") for fact in found.facts]
    lines += [(quoted(hit.text, 60), f"unsay:{hit.episode_id}") for hit in found.messages]
    if len(lines) == 1:
        text, data = lines[0]
        delete = Button(label="Delete", data=data)
        return await ask(turn, work, f"Shall I forget {text}?", delete, KEEP)
    rows = tuple((Button(label=text.strip("“”"), data=data),) for text, data in lines)
    return Reply(text="Which of these shall I forget?", buttons=(*rows, (KEEP,)))


async def _ask_all(work: UnitOfWork, turn: Turn) -> Sequence[Reply]:
    await unsay(work, turn.now, turn.incoming.inbox_id)
    text = (
        "Shall I forget everything that I remember of you? It cannot be undone."
        " Reminders, tasks and events stay."
    )
    return [await ask(turn, work, text, Button(label="Delete", data="forget:all"), KEEP)]
