"""The methods of the Bot API that a private assistant uses, with Telegram's own answers."""

from collections.abc import Awaitable, Callable
from typing import cast

from tests.botapi.faults import (
    BLOCKED,
    NOT_MODIFIED,
    QUERY_TOO_OLD,
    ApiError,
    Json,
    bad_request,
)
from tests.botapi.people import EPOCH
from tests.botapi.polling import Polling
from tests.botapi.wording import CAPTION_LIMIT, checked, keyboard, parsed, units
from tests.botapi.world import TOAST_SECONDS, Kept, Person, World

ACTIONS = frozenset(("typing", "upload_photo", "upload_document", "upload_video", "upload_voice"))
TOAST_LIMIT = 200
MENU_LIMIT = 100
# A bot is handed out no file that is larger.
HANDED_OUT = 20_000_000

Method = Callable[[Json], Awaitable[object]]


class Methods:
    """One coroutine a method; each takes the parameters and answers the `result`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._polling = Polling(world)
        self._by_name: dict[str, Method] = {
            "getme": self._get_me,
            "getupdates": self._polling.updates,
            "getwebhookinfo": self._get_webhook_info,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "setmycommands": self._set_my_commands,
            "getmycommands": self._get_my_commands,
            "sendmessage": self._send_message,
            "sendmessagedraft": self._send_message_draft,
            "senddocument": self._send_document,
            "sendchataction": self._send_chat_action,
            "editmessagetext": self._edit_message_text,
            "editmessagereplymarkup": self._edit_message_reply_markup,
            "deletemessage": self._delete_message,
            "answercallbackquery": self._answer_callback_query,
            "getfile": self._get_file,
        }

    async def call(self, name: str, asked: Json) -> object:
        """Carry out the method `name`; case does not matter.

        Raises:
            ApiError: as the Bot API would answer.
        """
        method = self._by_name.get(name.casefold())
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        answer = await method(asked)
        self._world.change()
        return answer

    async def _get_me(self, _asked: Json) -> Json:
        return self._world.bot | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    async def _get_webhook_info(self, _asked: Json) -> Json:
        return {
            "url": self._world.webhook,
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.queue),
        }

    async def _set_webhook(self, asked: Json) -> bool:
        self._world.webhook = str(asked.get("url") or "")
        return True

    async def _delete_webhook(self, asked: Json) -> bool:
        self._world.webhook = ""
        if str(asked.get("drop_pending_updates")).casefold() == "true":
            self._world.queue.clear()
        return True

    async def _set_my_commands(self, asked: Json) -> bool:
        commands = cast(list[Json], parsed(asked.get("commands"), "commands") or [])
        if len(commands) > MENU_LIMIT:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            name, text = str(command.get("command", "")), str(command.get("description", ""))
            plain = name.replace("_", "").isalnum() and name == name.casefold()
            if not (plain and 1 <= len(name) <= 32):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(text) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self._world.commands = commands
        return True

    async def _get_my_commands(self, _asked: Json) -> list[Json]:
        return self._world.commands

    async def _send_message(self, asked: Json) -> Json:
        person = self._addressee(asked)
        text, entities = self._text(asked, "text", "entities")
        content: Json = {"text": text} | ({"entities": entities} if entities else {})
        return self._keep(person, content, asked)

    async def _send_message_draft(self, asked: Json) -> bool:
        person = self._addressee(asked)
        if not int(asked.get("draft_id") or 0):
            raise bad_request("draft_id must be non-zero")
        self._world.drafts[person.id] = str(asked.get("text") or "")
        return True

    async def _send_document(self, asked: Json) -> Json:
        person = self._addressee(asked)
        upload = asked.get("document")
        if not isinstance(upload, tuple):
            raise bad_request("there is no document in the request")
        name, content = cast(tuple[str, bytes], upload)
        if not content:
            raise bad_request("file must be non-empty")
        file_id = f"sent{len(self._world.files)}"
        self._world.files[file_id] = (name, content)
        document = {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_name": name,
            "file_size": len(content),
        }
        caption, entities = checked(
            str(asked.get("caption") or ""),
            cast(list[Json], parsed(asked.get("caption_entities"), "entities") or []),
            CAPTION_LIMIT,
        )
        more: Json = {"caption": caption} if caption else {}
        more |= {"caption_entities": entities} if entities else {}
        return self._keep(person, {"document": document} | more, asked, content)

    async def _send_chat_action(self, asked: Json) -> bool:
        person = self._addressee(asked)
        action = str(asked.get("action") or "")
        if action not in ACTIONS:
            raise bad_request("wrong parameter action in request")
        self._world.actions.append((person.id, action))
        return True

    async def _edit_message_text(self, asked: Json) -> Json:
        kept = self._edited(asked)
        if "text" not in kept.message:
            raise bad_request("there is no text in the message to edit")
        text, entities = self._text(asked, "text", "entities")
        content: Json = {"text": text} | ({"entities": entities} if entities else {})
        return self._change(kept, content, asked)

    async def _edit_message_reply_markup(self, asked: Json) -> Json:
        kept = self._edited(asked)
        same = {name: kept.message[name] for name in ("text", "entities") if name in kept.message}
        return self._change(kept, same, asked)

    async def _delete_message(self, asked: Json) -> bool:
        """In a private chat a bot may delete also what the person wrote."""
        person = self._addressee(asked)
        number = str(asked.get("message_id") or "")
        if not number.isdigit() or int(number) not in self._world.chat(person.id):
            raise bad_request("message to delete not found")
        del self._world.chat(person.id)[int(number)]
        return True

    async def _answer_callback_query(self, asked: Json) -> bool:
        press = self._world.presses.get(str(asked.get("callback_query_id")))
        now = self._world.ticks()
        if press is None or now - press.at > TOAST_SECONDS:
            raise QUERY_TOO_OLD
        text = str(asked.get("text") or "")
        if units(text) > TOAST_LIMIT:
            raise bad_request("MESSAGE_TOO_LONG")
        if press.answered is None:
            press.toast, press.answered = text, now
        return True

    async def _get_file(self, asked: Json) -> Json:
        file_id = str(asked.get("file_id") or "")
        if file_id not in self._world.files:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        name, content = self._world.files[file_id]
        if len(content) > HANDED_OUT:
            raise bad_request("file is too big")
        path = f"documents/{file_id}/{name}"
        unique = {"file_id": file_id, "file_unique_id": file_id}
        return unique | {"file_size": len(content), "file_path": path}

    def _addressee(self, asked: Json) -> Person:
        wanted = str(asked.get("chat_id") or "")
        if not wanted:
            raise bad_request("chat_id is empty")
        number = int(wanted) if wanted.lstrip("-").isdigit() else 0
        person = self._world.people.get(number)
        if person is None:
            raise bad_request("chat not found")
        if person.deactivated:
            raise ApiError(403, "Forbidden: user is deactivated")
        if person.blocked:
            raise BLOCKED
        return person

    def _text(self, asked: Json, text_name: str, entities_name: str) -> tuple[str, list[Json]]:
        entities = cast(list[Json], parsed(asked.get(entities_name), "entities") or [])
        if asked.get("parse_mode"):
            raise AssertionError("text is sent with entities, never with markup")
        text, entities = checked(str(asked.get(text_name) or ""), entities)
        if not text:
            raise bad_request("message text is empty")
        return text, entities

    def _keep(self, person: Person, content: Json, asked: Json, file: bytes = b"") -> Json:
        rows = keyboard(asked.get("reply_markup"))
        message: Json = {
            "message_id": next(self._world.message_ids),
            "from": self._world.bot,
            "chat": {"id": person.id, "type": "private", "first_name": person.first_name},
            "date": EPOCH,
        }
        message |= content | ({"reply_markup": {"inline_keyboard": rows}} if rows else {})
        kept = Kept(message=message, from_bot=True, at=self._world.ticks(), content=file)
        kept.silent = str(asked.get("disable_notification")).casefold() == "true"
        self._world.chat(person.id)[int(message["message_id"])] = kept
        return message

    def _edited(self, asked: Json) -> Kept:
        person = self._addressee(asked)
        kept = self._world.chat(person.id).get(int(asked.get("message_id") or 0))
        if kept is None:
            raise bad_request("message to edit not found")
        if not kept.from_bot:
            raise bad_request("message can't be edited")
        return kept

    def _change(self, kept: Kept, content: Json, asked: Json) -> Json:
        rows = keyboard(asked.get("reply_markup"))
        content = content | ({"reply_markup": {"inline_keyboard": rows}} if rows else {})
        fixed = ("text", "entities", "reply_markup", "edit_date")
        before = {name: value for name, value in kept.message.items() if name in fixed[:3]}
        if before == content:
            raise NOT_MODIFIED
        kept.before.append(kept.message)
        rest = {name: value for name, value in kept.message.items() if name not in fixed}
        kept.message = rest | content | {"edit_date": EPOCH + 1}
        return kept.message
