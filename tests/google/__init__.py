"""A stand-in for Google's sign-in and calendar, which keeps what it is told."""
