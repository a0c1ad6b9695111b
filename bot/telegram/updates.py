"""Raw update → what Jenny reads of it. Pure; private chats only.

The JSON is read by hand: an update that the client library cannot parse must not deafen Jenny.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from bot.telegram.places import zone_at
from core.intake import Arrival

# What is asked for; anything else never leaves Telegram.
WANTED = ("message", "edited_message", "callback_query")
NAME_LIMIT = 64
UNREAD_LIMIT = 20_000
LARGEST = 2**63 - 1

# What a message can hold beside text, most telling first: a GIF is also a document.
KINDS = (
    "animation",
    "audio",
    "sticker",
    "video",
    "video_note",
    "voice",
    "photo",
    "document",
    "contact",
    "venue",
    "location",
    "poll",
    "dice",
    "game",
    "story",
    "paid_media",
    "checklist",
)
# Telegram's own remarks about the chat; nobody said them.
REMARKS = (
    "pinned_message",
    "message_auto_delete_timer_changed",
    "write_access_allowed",
    "chat_background_set",
    "connected_website",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Update:
    """One update. `account_id` is None when its sender could not be read.

    `arrival` is None when there is nothing in it for Jenny: a group, a channel, a remark.
    `fault` names the field that is not as the Bot API promises.
    """

    update_id: int
    account_id: int | None = None
    display_name: str = ""
    arrival: Arrival | None = None
    fault: str = ""


class Unreadable(ValueError):
    """The update is not what the Bot API promises. Its text names the field, never the value."""


class _Node:
    """A JSON object that is read field by field; a field of another type is Unreadable."""

    def __init__(self, raw: object, name: str) -> None:
        if not isinstance(raw, dict):
            raise Unreadable(name)
        self._fields = cast(Mapping[str, Any], raw)
        self._name = name

    def has(self, name: str) -> bool:
        return self._fields.get(name) is not None

    def node(self, name: str) -> "_Node":
        return _Node(self._fields.get(name), f"{self._name}.{name}")

    def number(self, name: str) -> int:
        value = self._fields.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) > LARGEST:
            raise Unreadable(f"{self._name}.{name}")
        return value

    def measure(self, name: str) -> float | None:
        """The number called `name`, None when there is none."""
        value = self._fields.get(name)
        if isinstance(value, bool) or not isinstance(value, float | int):
            return None
        return float(value)

    def text(self, name: str) -> str:
        """The text called `name`, empty when there is none."""
        value = self._fields.get(name)
        if value is not None and not isinstance(value, str):
            raise Unreadable(f"{self._name}.{name}")
        return value or ""


def read(raw: object) -> Update:
    """What `raw`, one element of the answer of getUpdates, says.

    Raises:
        Unreadable: it has no number, so that it can only be passed over.
    """
    root = _Node(raw, "update")
    update_id = root.number("update_id")
    part = next((name for name in WANTED if root.has(name)), None)
    if part is None:
        return Update(update_id=update_id)
    account_id: int | None = None
    try:
        body = root.node(part)
        sender = body.node("from")
        account_id = sender.number("id")
        return Update(
            update_id=update_id,
            account_id=account_id,
            display_name=_display_name(sender),
            arrival=_arrival(part, body, update_id, account_id),
        )
    except Unreadable as error:
        return Update(
            update_id=update_id,
            account_id=account_id,
            arrival=None if account_id is None else _aside(raw, update_id, account_id),
            fault=str(error),
        )


def _aside(raw: object, update_id: int, account_id: int) -> Arrival:
    return Arrival(
        update_id=update_id,
        account_id=account_id,
        kind="unsupported",
        unread=json.dumps(raw)[:UNREAD_LIMIT],
    )


def _arrival(part: str, body: _Node, update_id: int, account_id: int) -> Arrival | None:
    if part == "callback_query":
        return _press(body, update_id, account_id)
    if body.node("chat").text("type") != "private":
        return None
    if part == "edited_message":
        return _edit(body, update_id, account_id)
    return _message(body, update_id, account_id)


def _press(body: _Node, update_id: int, account_id: int) -> Arrival | None:
    if not body.has("id"):
        raise Unreadable("callback_query.id")
    message_id: int | None = None
    if body.has("message"):
        message = body.node("message")
        if message.node("chat").text("type") != "private":
            return None
        message_id = message.number("message_id")
    return Arrival(
        update_id=update_id,
        account_id=account_id,
        kind="press",
        data=body.text("data"),
        callback_id=body.text("id"),
        message_id=message_id,
    )


def _message(body: _Node, update_id: int, account_id: int) -> Arrival | None:
    if any(body.has(name) for name in REMARKS):
        return None
    forwarded = body.has("forward_origin") or body.has("forward_date")
    place = "" if forwarded else _place(body)
    supported = body.has("text") or bool(place)
    words = f"/tz {place}" if place else body.text("text")
    return Arrival(
        update_id=update_id,
        account_id=account_id,
        kind="text" if supported else "unsupported",
        text=words if supported else body.text("caption"),
        data="" if supported else _content(body),
        message_id=body.number("message_id"),
        forwarded=forwarded,
    )


def _place(body: _Node) -> str:
    """The zone of the place where the person says they are; empty for any other message."""
    if not body.has("location") or body.has("venue"):
        return ""
    place = body.node("location")
    latitude, longitude = place.measure("latitude"), place.measure("longitude")
    return "" if latitude is None or longitude is None else zone_at(latitude, longitude)


def _edit(body: _Node, update_id: int, account_id: int) -> Arrival | None:
    """An edit. Without words it is a place that moves or a new preview: nothing to answer."""
    if not body.has("text") and not body.has("caption"):
        return None
    supported = body.has("text")
    return Arrival(
        update_id=update_id,
        account_id=account_id,
        kind="edit" if supported else "unsupported",
        text=body.text("text") if supported else body.text("caption"),
        data="" if supported else _content(body),
        message_id=body.number("message_id"),
    )


def _content(body: _Node) -> str:
    """What the message is, in a word or two: "sticker", "video note", "message"."""
    if file := _calendar_file(body):
        return f"ics:{file}"
    kind = next((name for name in KINDS if body.has(name)), "message")
    return kind.replace("_", " ")


def _calendar_file(body: _Node) -> str:
    """Telegram's name of the calendar file in the message; empty without one."""
    if not body.has("document"):
        return ""
    document = body.node("document")
    named = document.text("file_name").casefold().endswith((".ics", ".ical"))
    is_calendar = named or document.text("mime_type") == "text/calendar"
    return document.text("file_id") if is_calendar else ""


def _display_name(sender: _Node) -> str:
    """The name that the account shows, on one line and without what would turn the line around."""
    shown = f"{sender.text('first_name')} {sender.text('last_name')}"
    clean = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in shown)
    return " ".join(clean.split())[:NAME_LIMIT]
