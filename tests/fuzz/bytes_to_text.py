"""What atheris runs, in a process of its own: bytes become a text, and every promise is asserted.

python -m tests.fuzz.bytes_to_text -max_total_time=600
"""

import importlib
import sys
from typing import Any

# It has no types.
atheris: Any = importlib.import_module("atheris")
with atheris.instrument_imports(include=["understanding"]):
    # So that its branches are seen.
    from tests.unit.understanding.promises import WORDS, kept


def text_of(data: bytes) -> str:
    """Any text at all, or words of the grammar with other characters among them."""
    source = atheris.FuzzedDataProvider(data)
    if source.ConsumeBool():
        return source.ConsumeUnicode(400)
    pieces: list[str] = []
    while source.remaining_bytes() and len(pieces) < 60:
        word = source.ConsumeIntInRange(0, len(WORDS) + 5)
        pieces.append(WORDS[word] if word < len(WORDS) else source.ConsumeUnicode(6))
        pieces.append("" if source.ConsumeIntInRange(0, 9) == 0 else " ")
    return "".join(pieces)


def one(data: bytes) -> None:
    """One input."""
    kept(text_of(data))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
