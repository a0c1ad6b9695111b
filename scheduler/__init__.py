"""Time's door: alarms, what is due, reconcile, nightly jobs. Writes outbox rows, sends nothing."""
