"""What a text asks for: its route, its slots and its times, by rules alone."""

from understanding.deciding import FormAlone, Undecided
from understanding.reading import understand

__all__ = ["FormAlone", "Undecided", "understand"]
