"""Real PostgreSQL and Redis in the data folder, shared by all commands that run on it."""
