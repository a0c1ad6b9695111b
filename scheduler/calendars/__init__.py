"""Keeps calendars of other services in step: reads what is new there, writes what changed here."""
