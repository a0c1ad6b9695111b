"""What Jenny knows of a person: remember, recall, forget, and how things belong together."""
