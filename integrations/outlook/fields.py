"""Reading JSON of which nobody promises the shape: what is missing or of another kind is empty."""

import json
from typing import cast

Json = dict[str, object]


def within(raw: object, *names: str) -> object:
    """What stands at that path; None when nothing does."""
    for name in names:
        if not isinstance(raw, dict):
            return None
        raw = cast(Json, raw).get(name)
    return raw


def text(raw: object, *names: str) -> str:
    """The text at that path, or an empty one."""
    found = within(raw, *names)
    return found if isinstance(found, str) else ""


def inner(raw: object, *names: str) -> Json:
    """The object at that path, or an empty one."""
    found = within(raw, *names)
    return cast(Json, found) if isinstance(found, dict) else {}


def flag(raw: object, *names: str) -> bool:
    """Whether there is a true."""
    return within(raw, *names) is True


def number(raw: object, *names: str) -> int | None:
    """The whole number at that path."""
    found = within(raw, *names)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def texts(raw: object, *names: str) -> list[str]:
    """The texts of the list at that path."""
    found = within(raw, *names)
    return [x for x in cast(list[object], found) if isinstance(x, str)] if _listed(found) else []


def items(raw: object, *names: str) -> list[Json]:
    """The objects of the list at that path."""
    found = within(raw, *names)
    listed = cast(list[object], found) if _listed(found) else []
    return [cast(Json, x) for x in listed if isinstance(x, dict)]


def parsed(content: bytes | str) -> Json | None:
    """The object that a text is; None when it is none."""
    try:
        found: object = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return cast(Json, found) if isinstance(found, dict) else None


def _listed(found: object) -> bool:
    return isinstance(found, list)
