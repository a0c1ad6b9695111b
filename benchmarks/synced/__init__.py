"""Parts of the benchmark of calendars."""
