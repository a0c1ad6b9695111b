"""Options that several commands share, and what is checked of them before anything starts."""

from collections.abc import Callable
from typing import Annotated

import typer

from core.errors import Refused, WrongUsage


def _checked(check: Callable[[str], object], option: str) -> Callable[[str], str]:
    """Wrong usage, with the sentence of `check`, when it refuses the value of `option`."""

    def value_of(value: str) -> str:
        if value:
            try:
                check(value)
            except Refused as error:
                raise WrongUsage(f"{option}: {error}") from error
        return value

    return value_of


def _zone(name: str) -> object:
    from core.zones import zone

    return zone(name)


def _instant(text: str) -> object:
    from app.lines import instant

    return instant(text, "UTC")


def _name(name: str) -> object:
    from app.lines import person_name

    return person_name(name)


As = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="NAME",
        help="Whose; the owner's without it.",
        callback=_checked(_name, "--as"),
    ),
]
Json = Annotated[bool, typer.Option("--json", help="For programs: JSON.")]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="JSON lines in, JSON lines out.")]
Now = Annotated[
    str,
    typer.Option(
        metavar="INSTANT",
        help="The ISO instant of the message.",
        callback=_checked(_instant, "--now"),
    ),
]
Simulate = Annotated[
    str,
    typer.Option(
        metavar="INSTANT",
        help="Stop the clock at this ISO instant.",
        callback=_checked(_instant, "--simulate"),
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Zone = Annotated[
    str,
    typer.Option(
        metavar="ZONE",
        help="An IANA zone such as Europe/Berlin.",
        callback=_checked(_zone, "--zone"),
    ),
]
