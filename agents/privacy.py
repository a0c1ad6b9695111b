"""Private mode: nothing of what is said is kept, and everything else works as always."""

import re
from dataclasses import replace

from agents.agent import Pressed, Turn
from core.models import Button, Reply
from core.stores import UnitOfWork

ON = (
    "Private mode is on: I keep nothing of what you write. Reminders, lists and events work as"
    " always."
)
OFF = "Private mode is off: I remember again."
UNKEPT = (
    "Private mode is on, so I have kept none of this. Switch it off and tell me again, if you want"
    " it remembered; reminders, lists and events work as always."
)
_OFF = re.compile(r"\b(?:off|leave|end|stop|disable)\b", re.IGNORECASE)
_ON = re.compile(r"\b(?:on|enable|keep|make|go)\b", re.IGNORECASE)
LEAVE = Button(label="Switch it off", data="private:off")


def unkept() -> Reply:
    """What there is to say of a statement that is not kept, with the way out."""
    return Reply(text=UNKEPT, buttons=((LEAVE,),))


async def switched(turn: Turn, work: UnitOfWork) -> Reply:
    """As the words say, or else the other way round; a message that switches it on is not kept."""
    text = turn.incoming.text
    wanted = False if _OFF.search(text) else True if _ON.search(text) else not turn.person.private
    return await _set(turn, work, on=wanted)


async def press(turn: Turn, argument: str, work: UnitOfWork) -> Pressed:
    """The button that says which."""
    shown = await _set(turn, work, on=argument == "on")
    return Pressed(toast=shown.text, edit=shown)


async def _set(turn: Turn, work: UnitOfWork, *, on: bool) -> Reply:
    await work.people.save(replace(await work.people.get(), private=on))
    if not on:
        return Reply(text=OFF)
    await work.episodes.drop(turn.incoming.inbox_id)
    return Reply(text=ON, buttons=((LEAVE,),))
