"""The insides of the commands of `app/cli.py`, one file a concern."""
