"""The words that give a reminder another text."""

import re

from core.models import Focus
from core.requests import Request, Slots

_FORMS = tuple(
    re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"\s*(?:please )?(?:rename|reword) (?P<which>.{1,80}?) (?:to|as|into) (?P<new>.+)",
        r"\s*(?:please )?change the (?:text|wording|title|name) of (?P<which>.{1,80}?)"
        r" to (?P<new>.+)",
        r"\s*(?:please )?change (?P<which>.{1,80}?) to say (?P<new>.+)",
        r"\s*(?P<which>it|that) should say (?P<new>.+)",
    )
)
# These do not say what it is that is renamed.
_RENAMES = re.compile(
    r"\s*(?:please )?(?:rename|reword|change|replace)"
    r" (?:the (?:text|wording|title|name) of )?(?:the |my )?(?P<which>.{1,80}?)"
    r" (?:to|as|into|with)(?: say)? (?P<new>.+)",
    re.IGNORECASE | re.DOTALL,
)
_NAMES = re.compile(r"\b(?:reminder|alarm|timer)\b", re.IGNORECASE)
_POINTS = ("it", "that", "this")


def rewording(text: str, focus: Focus) -> Request | None:
    """The request to give a reminder another text, as (which, new text); `which` is empty for the
    one at hand."""
    for form in _FORMS:
        found = form.fullmatch(text)
        if found is None:
            continue
        at_hand = found["which"].lower() in _POINTS and focus.subject in ("reminder", "occurrence")
        if at_hand or _NAMES.search(found["which"]):
            return _request("" if at_hand else found["which"], found["new"].strip())
    return None


def renaming(text: str) -> tuple[str, str] | None:
    """(name, new name) of words that may rename a reminder, a task or an event alike."""
    found = _RENAMES.fullmatch(text)
    return None if found is None else (found["which"], _unquoted(found["new"]))


def _unquoted(new: str) -> str:
    return new.strip().strip('“”"')


def _request(which: str, new: str) -> Request:
    return Request(route="reminder.update", verb="text", slots=Slots(what=(which, _unquoted(new))))
