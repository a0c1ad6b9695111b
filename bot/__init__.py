"""Front doors for people: Telegram and the terminal, and the one drain of the outbox."""
