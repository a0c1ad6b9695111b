"""A stand-in for Telegram: the Bot API over HTTP, and the people at the other end of it."""
