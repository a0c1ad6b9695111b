"""First contact: what Jenny says of herself once, and three things to try."""

from agents.speech import BUTTON
from core.models import Button, Person, Reply

EXAMPLES = {
    "1": "remind me to drink some water in 1 minute",
    "2": "add milk and bread to shopping",
    "3": "what's on today?",
}
KEEP_ZONE = "zone:keep"
ASK_ZONE = "zone:ask"


def welcome(person: Person, clock: str, *, confirmed: bool = False) -> Reply:
    """The welcome; `clock` is the time of day in the person's zone, which may be `confirmed`."""
    asked = "" if confirmed else " Is that right?"
    zone = (
        Button(label="Yes, that's my zone", data=KEEP_ZONE),
        Button(label="Another zone", data=ASK_ZONE),
    )
    examples = ((Button(label=text, data=f"say:{key}"),) for key, text in EXAMPLES.items())
    return Reply(
        text="I'm Jenny, your assistant: I keep reminders, lists, your calendar, and what you"
        " want remembered. Everything stays on this machine.\n\n"
        f"I take your time zone to be {person.zone}, where it is {clock}.{asked}"
        " Orders I understand in English; for free talk pick your language.\n\n"
        "Here are three things to try. /help shows more.",
        buttons=((BUTTON,), *examples) if confirmed else (zone, (BUTTON,), *examples),
        route="other",
    )
