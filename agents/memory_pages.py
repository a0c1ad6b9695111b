"""/memory: what is known, by the page, each with its source and what can be done with it."""

from collections.abc import Sequence
from datetime import datetime

from agents.agent import Turn
from agents.days import today_of
from agents.recounting import retold
from agents.wording import day, plain_day, quoted, shortened
from core.errors import Refused
from core.learning import SENSITIVE, Kind, kind_named
from core.models import Button, Fact, Focus, Reply
from core.stores import UnitOfWork
from core.zones import wall_of
from core.zones import zone as zone_called
from memory.forget import mark_of_fact

PAGE, MOST_TOLD = 8, 20
# More is none for Telegram.
MOST_BYTES = 64
SHORTER = "There is more: name it in one or two words to see all of it."
NOTHING_THEN = "I remember nothing that you told me then."
EDIT = "edit"
WORDS: dict[str, Kind] = {
    "likes": "taste", "tastes": "taste", "friends": "people", "family": "people", "homes": "home",
    "job": "work", "jobs": "work", "birthdays": "day", "days": "day", "habits": "habit",
    "rules": "standing", "preferences": "standing", "instructions": "standing",
    "allergies": "health", "codes": "code", "passwords": "code",
}  # fmt: skip


async def page(work: UnitOfWork, turn: Turn, number: int, wanted: str = "") -> Reply:
    """One page, numbered from 0, of all facts or of those of a kind, or about somebody."""
    low = wanted.casefold()
    kind = WORDS.get(low) or kind_named(low)
    about = "" if kind else wanted
    found = await work.memories.facts(
        PAGE + 1, skip=number * PAGE, kind=kind, about=about, hidden=hidden_from(turn)
    )
    if not found:
        return Reply(text=_none(number, wanted), route="memory.recall")
    # Several things are told at once: "how do you know that?" is of none of them.
    await work.people.focus(turn.conversation.id, Focus(route="memory.recall", subject="memory"))
    shown = found[:PAGE]
    what = f"What I remember {f'about {wanted}' if wanted else 'of you'}, the newest first:"
    lines = [what, *_by_day(shown, number * PAGE + 1, turn, await outdated(work))]
    choosing = [
        Button(label=str(place), data=leading_back(f"fact:{fact.id}", f"{number}:{wanted}"))
        for place, fact in enumerate(shown, number * PAGE + 1)
    ]
    rows = [tuple(choosing[at : at + 4]) for at in range(0, len(choosing), 4)]
    turning = [Button(label="Back", data=f"memories:{number - 1}:{wanted}")] if number else []
    if len(found) > PAGE:
        turning.append(Button(label="More", data=f"memories:{number + 1}:{wanted}"))
    if any(len(button.data.encode()) > MOST_BYTES for button in turning):
        turning = []
        lines += ["", SHORTER]
    buttons = (*rows, tuple(turning)) if turning else tuple(rows)
    return Reply(text="\n".join(lines), buttons=buttons, route="memory.recall")


async def told_in(work: UnitOfWork, turn: Turn, during: tuple[datetime, datetime]) -> Reply:
    """What the person told in that time, as far as it is kept as facts."""
    found = await work.memories.facts(MOST_TOLD + 1, hidden=hidden_from(turn), during=during)
    if not found:
        return Reply(text=NOTHING_THEN, route="memory.recall")
    await work.people.focus(turn.conversation.id, Focus(route="memory.recall", subject="memory"))
    lines = _by_day(found[:MOST_TOLD], 1, turn, await outdated(work))
    more = ["", "There is more of that time; /memory has all of it."]
    lines += more if len(found) > MOST_TOLD else []
    return Reply(text="\n".join(["What you told me then, the newest first:", *lines]))


async def one(work: UnitOfWork, turn: Turn, fact_id: str, back: str) -> Reply:
    """One fact, with what can be done with it.

    Raises:
        Refused: it is gone.
    """
    fact = await work.memories.get(fact_id)
    if fact is None or not shown_to(turn, [fact]):
        raise Refused("That is forgotten already.")
    focus = Focus(route="memory.recall", subject="memory", ids=(fact_id,))
    await work.people.focus(turn.conversation.id, focus)
    forget = f"forget:{fact_id}:{mark_of_fact(fact)}"
    pin = Button(label="Unpin" if fact.pinned else "Pin", data=leading_back(f"pin:{fact_id}", back))
    buttons = (
        (
            Button(label="Edit", data=f"{EDIT}:{fact_id}"),
            Button(label="Forget", data=leading_back(forget, back)),
            pin,
            Button(label="Why", data=f"why:{fact_id}"),
        ),
        (Button(label="Back", data=leading_back("memories", back)),),
    )
    return Reply(text=_described(fact, turn), buttons=buttons, route="memory.recall")


async def why(work: UnitOfWork, turn: Turn, fact: Fact) -> str:
    """Where a fact comes from, with the words that said so; only their days where others read
    along, for a message may say more than the fact."""
    zone = zone_called(turn.person.zone)
    today = today_of(turn)
    lines = [f"I know “{shortened(fact.text)}” from what you told me:"]
    for proof in (await work.evidence.proofs(fact.id))[:PAGE]:
        told = plain_day(wall_of(proof.said_at, zone).date(), today)
        where = {"import": ", imported", "forward": ", forwarded"}.get(proof.origin, "")
        words = "" if turn.conversation.shared else f": {quoted(proof.text, 200)}"
        lines.append(f"{told}{where}{words}")
    if len(lines) == 1:
        lines = [f"You told me on {plain_day(wall_of(fact.said_at, zone).date(), today)}:"]
        lines.append(quoted(fact.text, 200))
    return "\n".join(lines)


def leading_back(start: str, back: str) -> str:
    """The data of a button from which the way leads back to the page `back`; to the first of all
    where that is too long for a button: half a name would be another one."""
    whole = f"{start}:{back}"
    return whole if len(whole.encode()) <= MOST_BYTES else f"{start}:0:"


def shown_to(turn: Turn, facts: Sequence[Fact]) -> list[Fact]:
    """What may be shown here: health, money and codes only where nobody reads along."""
    return [fact for fact in facts if fact.kind not in hidden_from(turn)]


def hidden_from(turn: Turn) -> frozenset[Kind]:
    """The kinds that are not shown here."""
    return SENSITIVE if turn.conversation.shared else frozenset()


async def outdated(work: UnitOfWork) -> set[str]:
    """The facts of which nothing is true any more."""
    true = {relation.fact_id for relation in await work.relations.current()}
    over = {relation.fact_id for relation in await work.relations.past()}
    return {fact_id for fact_id in over - true if fact_id is not None}


def _none(number: int, wanted: str) -> str:
    if number:
        return "That is all."
    return f"I remember nothing about {wanted}." if wanted else "I remember nothing of you yet."


def _by_day(facts: Sequence[Fact], first: int, turn: Turn, over: set[str]) -> list[str]:
    """The facts as they are told back, numbered from `first`, below the days of their telling."""
    zone = zone_called(turn.person.zone)
    today = today_of(turn)
    lines: list[str] = []
    heading = ""
    for number, fact in enumerate(facts, first):
        said = day(wall_of(fact.said_at, zone).date(), today)
        if said != heading:
            heading = said
            lines += ["", said[0].upper() + said[1:]]
        end = " (no longer so)" if fact.id in over else ""
        lines.append(f"{number}. {_marks(fact)}{retold(shortened(fact.text))}{end}")
    return lines


def _marks(fact: Fact) -> str:
    return f"{'📌 ' if fact.pinned else ''}{'🔒 ' if fact.kind in SENSITIVE else ''}"


def _described(fact: Fact, turn: Turn) -> str:
    zone = zone_called(turn.person.zone)
    today = today_of(turn)
    told = plain_day(wall_of(fact.said_at, zone).date(), today)
    lines = [f"{_marks(fact)}“{shortened(fact.text, 1000)}”", f"You told me on {told}."]
    if fact.happened_at is not None:
        lines.append(f"It was on {plain_day(wall_of(fact.happened_at, zone).date(), today)}.")
    if fact.proofs > 1:
        lines.append(f"You have said so {fact.proofs} times.")
    if fact.kind in SENSITIVE:
        lines.append("It is private: I show it only where nobody reads along.")
    return "\n".join(lines)
