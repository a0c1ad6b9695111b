"""Files of other programs as text, whatever they were written in."""

import codecs
from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper

# The longer marks first: that of UTF-32 begins as that of UTF-16 does.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LONGEST = 4


def decoded(raw: bytes) -> str:
    """The text of these bytes: as their mark says, else UTF-8, else what Windows wrote."""
    marked = _marked(raw)
    if marked is not None:
        return raw.decode(marked, "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def decoded_lines(source: BufferedReader) -> Iterator[str]:
    """The lines of an open file, each decoded by itself: one that is not UTF-8 spoils no other."""
    marked = _marked(source.peek(_LONGEST))
    if marked is None:
        yield from map(decoded, source)
    else:
        yield from TextIOWrapper(source, marked, errors="replace")


def _marked(raw: bytes) -> str | None:
    return next((name for mark, name in _MARKS if raw.startswith(mark)), None)
