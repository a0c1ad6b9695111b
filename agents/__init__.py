"""What to do with a message: the dispatcher, and one agent per concern."""
