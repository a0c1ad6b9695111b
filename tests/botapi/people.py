"""What people do at the other end: they write, edit, forward, press, block."""

from itertools import count
from typing import Any

from tests.botapi.faults import Json
from tests.botapi.world import Kept, Press, World

# Telegram counts seconds since 1970; what people do here happens at a fixed, plausible time.
EPOCH = 1_776_000_000


class People:
    """The hands of everybody who talks to the bot."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._files = count(1)

    def say(self, person_id: int, text: str, **more: Any) -> int:
        """Write a message; returns its number. `more` is further fields of the message."""
        return self._message(person_id, {"text": text, "entities": _commands(text)} | more)

    def forward(self, person_id: int, text: str, author: str = "Carol") -> int:
        """Forward somebody else's message."""
        origin = {"type": "hidden_user", "sender_user_name": author, "date": EPOCH - 60}
        return self._message(person_id, {"text": text, "forward_origin": origin})

    def sticker(self, person_id: int, emoji: str = "👍") -> int:
        """Send a sticker."""
        found = {
            "file_id": self._file("sticker.webp", b"RIFF"),
            "file_unique_id": "sticker",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
        return self._message(person_id, {"sticker": found})

    def document(self, person_id: int, name: str, content: bytes, caption: str = "") -> int:
        """Send a file."""
        found = {
            "file_id": self._file(name, content),
            "file_unique_id": name,
            "file_name": name,
            "file_size": len(content),
        }
        more: Json = {"caption": caption} if caption else {}
        return self._message(person_id, {"document": found} | more)

    def in_group(self, person_id: int, group_id: int, text: str) -> int:
        """Write into a group that the bot is in."""
        chat = {"id": group_id, "type": "group", "title": "A group"}
        return self._message(person_id, {"text": text, "chat": chat})

    def edit(self, person_id: int, message_id: int, text: str) -> int:
        """Correct a message; returns the number of the update. An unknown one counts as lost."""
        kept = self._world.chat(person_id).get(message_id)
        message = kept.message if kept else self._envelope(person_id) | {"message_id": message_id}
        message = message | {"text": text, "entities": _commands(text), "edit_date": EPOCH + 60}
        if kept:
            kept.before.append(kept.message)
            kept.message = message
        return self._world.enqueue({"edited_message": message})

    def press(self, person_id: int, label: str, message_id: int | None = None) -> Press:
        """Press the button `label` on that message, or on the newest that has it."""
        for kept in reversed(self._world.from_bot(person_id)):
            if message_id not in (None, kept.message["message_id"]):
                continue
            rows: list[list[Json]] = kept.message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in (button for row in rows for button in row):
                if button["text"] == label:
                    return self.press_data(person_id, button["callback_data"], kept)
        raise LookupError(f"no message with a button {label!r}")

    def press_data(self, person_id: int, data: str, kept: Kept) -> Press:
        """Press whatever carries `data` on that message."""
        press = Press(
            id=str(9_000_000_000 + next(self._world.press_ids)),
            chat_id=person_id,
            at=self._world.ticks(),
        )
        self._world.presses[press.id] = press
        query = {
            "id": press.id,
            "from": self._author(person_id),
            "chat_instance": str(person_id),
            "message": kept.message,
            "data": data,
        }
        self._world.enqueue({"callback_query": query})
        return press

    def block(self, person_id: int, *, blocked: bool = True) -> None:
        """Block the bot, or let it write again."""
        self._world.person(person_id).blocked = blocked
        chat, author = self._chat(person_id), self._author(person_id)
        states = ("member", "kicked") if blocked else ("kicked", "member")
        old, new = ({"user": self._world.bot, "status": s, "until_date": 0} for s in states)
        change = {"chat": chat, "from": author, "date": EPOCH, "old_chat_member": old}
        self._world.enqueue({"my_chat_member": change | {"new_chat_member": new}})

    def replay(self, update_id: int) -> None:
        """Have an update delivered once more, under its number."""
        for queued in reversed(self._world.handed):
            if queued["update_id"] == update_id:
                self._world.enqueue(queued)
                return
        raise LookupError(f"no update {update_id}")

    def _message(self, person_id: int, content: Json) -> int:
        message: Json = self._envelope(person_id) | {"message_id": next(self._world.message_ids)}
        message |= {name: value for name, value in content.items() if value != []}
        number = int(message["message_id"])
        kept = Kept(message=message, from_bot=False, at=self._world.ticks())
        self._world.chat(message["chat"]["id"])[number] = kept
        self._world.enqueue({"message": message})
        return number

    def _envelope(self, person_id: int) -> Json:
        return {"date": EPOCH, "chat": self._chat(person_id), "from": self._author(person_id)}

    def _author(self, person_id: int) -> Json:
        person = self._world.person(person_id)
        return {
            "id": person.id,
            "is_bot": False,
            "first_name": person.first_name,
            "language_code": "en",
        }

    def _chat(self, person_id: int) -> Json:
        person = self._world.person(person_id)
        return {"id": person.id, "type": "private", "first_name": person.first_name}

    def _file(self, name: str, content: bytes) -> str:
        number = f"file{next(self._files)}"
        self._world.files[number] = (name, content)
        return number


def _commands(text: str) -> list[Json]:
    """The entity that Telegram gives a command at the beginning of a text."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    if not (word.startswith("/") and word[1:2].isalnum()):
        return []
    return [{"type": "bot_command", "offset": 0, "length": len(word)}]
