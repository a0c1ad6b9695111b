"""Telegram's front door. The client library is known here and nowhere else."""
