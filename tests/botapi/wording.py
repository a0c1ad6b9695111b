"""What Telegram checks of a text: its length, its entities, its buttons."""

import json
from typing import Any, cast

from tests.botapi.faults import Json, bad_request

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
BYTES_LIMIT = 1 << 15
PLAIN = frozenset(("bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre"))
RICH = frozenset(("text_link", "text_mention", "custom_emoji", "blockquote", "date_time"))
# These are found by Telegram itself; in a request they are passed over.
FOUND = frozenset(("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"))


def units(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def checked(text: str, entities: list[Json], limit: int = TEXT_LIMIT) -> tuple[str, list[Json]]:
    """Text and entities as they are kept: without blanks around them, entities moved along."""
    if len(text.encode()) > BYTES_LIMIT:
        raise bad_request("Text is too long")
    kept = [_checked_entity(entity, text) for entity in entities]
    clean = "".join(" " if c < " " and c not in "\n\t" else c for c in text)
    shift = units(clean) - units(clean.lstrip())
    clean = clean.strip()
    if units(clean) > limit:
        raise bad_request("message is too long")
    return clean, _moved([e for e in kept if e is not None], shift, units(clean))


def _checked_entity(entity: Json, text: str) -> Json | None:
    kind = entity.get("type")
    if kind in FOUND:
        return None
    if kind not in PLAIN | RICH:
        raise bad_request("Can't parse MessageEntity: Unsupported type specified")
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request("Can't parse MessageEntity: Field must be of type Number")
    if kind == "date_time":
        _check_date_time(entity)
    raw = text.encode("utf-16-le")
    if offset < 0 or length <= 0 or 2 * (offset + length) > len(raw):
        raise bad_request("ENTITY_BOUNDS_INVALID")
    for edge in (offset, offset + length):
        # A low surrogate must not stand at the edge of an entity.
        if edge * 2 < len(raw) and 0xDC <= raw[edge * 2 + 1] <= 0xDF:
            raise bad_request("Entity beginning or ending in the middle of a UTF-16 symbol")
    return entity


def _check_date_time(entity: Json) -> None:
    if not isinstance(entity.get("unix_time"), int):
        raise bad_request("Can't parse MessageEntity: Can't find field \"unix_time\"")
    shape = str(entity.get("date_time_format", ""))
    if shape not in ("r", "R") and not set(shape) <= set("tTdDwW"):
        raise bad_request("Can't parse MessageEntity: Invalid date-time format specified")


def _moved(entities: list[Json], shift: int, length: int) -> list[Json]:
    """Entities after `shift` units went from the front and the text became `length` long."""
    found: list[Json] = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        end = min(length, entity["offset"] + entity["length"] - shift)
        if start < end:
            found.append(entity | {"offset": start, "length": end - start})
    return sorted(found, key=lambda e: (e["offset"], -e["length"]))


def parsed(value: object, what: str) -> Any:
    """A parameter that is JSON, as a string or already read."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        raise bad_request(f"can't parse {what} JSON object") from None


def keyboard(value: object) -> list[list[Json]] | None:
    """The inline keyboard of a `reply_markup`, checked; None when there is none."""
    markup = parsed(value, "reply keyboard markup")
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = cast(list[list[Json]], cast(Json, markup).get("inline_keyboard", []))
    for button in (button for row in rows for button in row):
        if not str(button.get("text", "")).strip():
            raise bad_request("can't parse inline keyboard button: Text buttons must not be empty")
        data = button.get("callback_data")
        if data is None and "url" not in button:
            raise bad_request("can't parse inline keyboard button: Text buttons are unallowed")
        if data is not None and not 1 <= len(str(data).encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
    return [row for row in rows if row] or None
