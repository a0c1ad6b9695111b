"""Where messages leave for Telegram: verbatim text, entities and buttons, never markup."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
)
from telegram.error import BadRequest

from bot.render import Entity, Part, labelled, parts, shortened
from bot.telegram.errors import done_already, translated
from core.clock import Clock
from core.errors import DeliveryError, Refused, Rejected
from core.models import Button, Conversation, File, Outgoing, Receipt

PartSent = Callable[[int], Awaitable[None]]

TOAST_LIMIT = 200
FILE_LIMIT = 5_000_000
TOO_LARGE = (
    "That file is too large for me: 5 MB at most. In the shell `./jenny calendars import FILE`"
    " takes larger ones."
)
REPEATED_FILE = "This file may be a repeat: I could not tell whether it had arrived."

# What the menu beside the input field offers.
COMMANDS = (
    ("help", "what you can say, by example"),
    ("today", "what is on today"),
    ("reminders", "what I will remind you of"),
    ("tasks", "what there is to do"),
    ("memory", "what I know of you"),
    ("private", "keep nothing of this chat, or keep it again"),
    ("export", "what I know of you, as a file"),
    ("settings", "time zone and parts of the day"),
)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramDoor:
    """`core.ports.DoorPort` over the Bot API."""

    name = "telegram"

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock

    async def send(self, message: Outgoing, part_sent: PartSent) -> Receipt:
        """See `core.ports.DoorPort`. Of a reply with nothing to see, nothing is sent.

        Raises:
            TokenRefused: the bot token is wrong; no message will ever leave with it.
        """
        with translated():
            match message.kind:
                case "toast":
                    message_id = await self._toast(message)
                case "edit":
                    message_id = await self._edit(message, part_sent)
                case "reply" | "push":
                    message_id = await self._send(message, part_sent)
                    await self._erase(message)
        return Receipt(message_id=message_id, at=self._clock.now())

    async def busy(self, conversation: Conversation) -> None:
        """Show "typing …" for some seconds; whether that works is of no consequence."""
        if conversation.door == self.name:
            with suppress(DeliveryError), translated():
                await self._bot.send_chat_action(conversation.chat_id, "typing")

    async def fetch(self, file: str) -> bytes:
        """See `core.ports.Attachments`."""
        try:
            with translated():
                found = await self._bot.get_file(file)
                if (found.file_size or 0) > FILE_LIMIT:
                    raise Refused(TOO_LARGE)
                return bytes(await found.download_as_bytearray())
        except DeliveryError as error:
            # What is larger still is not even handed out.
            if "file is too big" in str(error).casefold():
                raise Refused(TOO_LARGE) from error
            raise Refused("I can't get that file from Telegram now. Send it once more.") from error

    async def offer_commands(self) -> None:
        """Set the menu of commands.

        Raises:
            DeliveryError, TokenRefused: as when a message is sent.
        """
        with translated():
            await self._bot.set_my_commands([BotCommand(name, text) for name, text in COMMANDS])

    async def _send(self, message: Outgoing, part_sent: PartSent) -> int | None:
        steps = [*parts(message.reply), *message.reply.files]
        return await self._steps(message, steps, 0, part_sent)

    async def _erase(self, message: Outgoing) -> None:
        """Delete the message that held a secret. It may be gone, or too old: no harm is done."""
        if message.reply.erases is not None:
            with suppress(BadRequest):
                await self._bot.delete_message(message.chat_id, message.reply.erases)

    async def _toast(self, message: Outgoing) -> None:
        if message.callback_id is None:
            raise Rejected("a toast without a press")
        try:
            text = shortened(message.reply.text, TOAST_LIMIT)
            await self._bot.answer_callback_query(message.callback_id, text=text)
        except BadRequest as error:
            if not done_already(error):
                raise

    async def _edit(self, message: Outgoing, part_sent: PartSent) -> int | None:
        """Change the message; what does not fit into it follows as new ones."""
        target = message.target_message_id
        if target is None:
            raise Rejected("an edit of a message that never arrived")
        shown = parts(message.reply)
        further = [*shown[1:], *message.reply.files]
        if message.parts_sent == 0:
            try:
                await self._change(message.chat_id, target, shown, message.reply.buttons)
            except BadRequest as error:
                if not done_already(error):
                    raise
            if further:
                await part_sent(1)
        last = await self._steps(message, further, 1, part_sent)
        return target if last is None else last

    async def _change(
        self,
        chat_id: int,
        message_id: int,
        shown: Sequence[Part],
        buttons: tuple[tuple[Button, ...], ...],
    ) -> None:
        if not shown:
            await self._bot.edit_message_reply_markup(
                chat_id, message_id, reply_markup=_keyboard(buttons)
            )
            return
        await self._bot.edit_message_text(
            shown[0].text,
            chat_id,
            message_id,
            entities=_entities(shown[0].entities),
            reply_markup=_keyboard(shown[0].buttons),
            link_preview_options=_NO_PREVIEW,
        )

    async def _steps(
        self, message: Outgoing, steps: Sequence[Part | File], done: int, part_sent: PartSent
    ) -> int | None:
        """Send the `steps` that are not sent yet; `done` parts before them went another way.

        Nothing is told after the last one: the receipt is that.
        """
        message_id: int | None = None
        doubt = message.uncertain
        total = done + len(steps)
        for number, step in enumerate(steps, start=done + 1):
            if number <= message.parts_sent:
                continue
            message_id = await self._step(message, step, doubt=doubt)
            doubt = False
            if number < total:
                await part_sent(number)
        return message_id

    async def _step(self, message: Outgoing, step: Part | File, *, doubt: bool) -> int:
        if isinstance(step, File):
            return await self._file(message, step, doubt=doubt)
        if doubt:
            *before, step = labelled(step)
            for remark in before:
                await self._text(message, remark)
        return await self._text(message, step)

    async def _text(self, message: Outgoing, part: Part) -> int:
        # Of the answer only a number is wanted; the library would make a whole message of it.
        wish = {
            "chat_id": message.chat_id,
            "text": part.text,
            "entities": _entities(part.entities),
            "reply_markup": _keyboard(part.buttons),
            "disable_notification": message.reply.silent,
            "link_preview_options": _NO_PREVIEW,
        }
        sent = await self._bot.do_api_request("sendMessage", api_kwargs=wish)
        return int(sent["message_id"])

    async def _file(self, message: Outgoing, file: File, *, doubt: bool) -> int:
        # The buttons stand under the text; only a message without one has them under its file.
        alone = file is message.reply.files[-1] and not parts(message.reply)
        sent = await self._bot.send_document(
            message.chat_id,
            file.content,
            filename=file.name,
            caption=REPEATED_FILE if doubt else None,
            disable_notification=message.reply.silent,
            reply_markup=_keyboard(message.reply.buttons) if alone else None,
        )
        return sent.message_id


def _keyboard(buttons: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in buttons]
    )


def _entities(entities: Sequence[Entity]) -> list[MessageEntity]:
    """Entities on the wire. A date keeps the words it was written in, whatever the device."""
    return [
        MessageEntity(e.kind, e.offset, e.length, unix_time=e.instant, date_time_format=None)
        for e in entities
    ]
