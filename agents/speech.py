"""The language that a person talks with the model in. Orders are understood in English alone."""

from dataclasses import replace

from agents.agent import Pressed
from core.errors import Refused
from core.models import Button, Person, Reply
from core.stores import UnitOfWork

# By its code: what its speakers call it, and what a model is told.
LANGUAGES = {
    "en": ("English", "the language of the question"),
    "de": ("Deutsch", "German"),
    "fr": ("Français", "French"),
    "es": ("Español", "Spanish"),
    "it": ("Italiano", "Italian"),
    "pt": ("Português", "Portuguese"),
    "nl": ("Nederlands", "Dutch"),
    "pl": ("Polski", "Polish"),
    "tr": ("Türkçe", "Turkish"),
    "uk": ("Українська", "Ukrainian"),
    "ja": ("日本語", "Japanese"),
    "zh": ("中文", "Chinese"),
}
IN_A_ROW = 3
BUTTON = Button(label="Language", data="language:")


def spoken(person: Person) -> str:
    """What the person calls the language that was chosen."""
    return _names(person.language)[0]


def for_model(person: Person) -> str:
    """What a model is told to answer in."""
    return _names(person.language)[1]


async def press(code: str, work: UnitOfWork) -> Pressed:
    """The choices, or the choice of one.

    Raises:
        Refused: there is no such language among them.
    """
    if not code:
        return Pressed(toast="Which one?", replies=(_choices(),))
    if code not in LANGUAGES:
        raise Refused("I don't know that language.")
    person = replace(await work.people.get(), language=code)
    await work.people.save(person)
    said = f"Talk is in {spoken(person)} now. Reminders and other orders I understand in English."
    return Pressed(toast=f"{spoken(person)} it is.", edit=Reply(text=said, route="other"))


def _choices() -> Reply:
    buttons = [Button(label=name, data=f"language:{code}") for code, (name, _) in LANGUAGES.items()]
    return Reply(
        text="Orders, such as “remind me to call mum tomorrow at 9”, I understand in English."
        " With a language model connected we can talk about everything else in:",
        buttons=tuple(tuple(buttons[n : n + IN_A_ROW]) for n in range(0, len(buttons), IN_A_ROW)),
        route="other",
    )


def _names(code: str) -> tuple[str, str]:
    return LANGUAGES.get(code, LANGUAGES["en"])
