"""The floor: a bot of the client library alone, which answers every text with the text."""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer with what was said."""
    if update.effective_message is not None and update.effective_message.text is not None:
        await update.effective_message.reply_text(update.effective_message.text)


def main() -> None:
    """Poll until ended; TELEGRAM_TOKEN and TELEGRAM_API_URL as for Jenny."""
    builder = Application.builder().token(os.environ["TELEGRAM_TOKEN"])
    bot = builder.base_url(os.environ["TELEGRAM_API_URL"] + "/bot").build()
    bot.add_handler(MessageHandler(filters.TEXT, echo))  # pyright: ignore[reportUnknownMemberType]
    bot.run_polling()


if __name__ == "__main__":
    main()
