"""What APScheduler keeps in Redis. The path `scheduler.jobs:ring` is frozen: a stored job whose
function cannot be imported is deleted."""


def ring(instant: str) -> str:
    """Hand back the instant that was waited for; whoever listens wakes up and asks what is due."""
    return instant
