"""Descriptions, which Google keeps as HTML when they were written in its own pages. Pure."""

import re
from html import unescape

# Without one of these it is plain text, whatever signs are in it.
_MARKED = re.compile(r"</?(?:a|b|br|div|em|h\d|i|li|ol|p|span|strong|u|ul)\b[^<>]*>", re.IGNORECASE)
_LINK = re.compile(r"""<a\b[^<>]*\bhref="([^"<>]*)"[^<>]*>(.*?)</a>""", re.IGNORECASE | re.DOTALL)
_ITEM = re.compile(r"<li\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\b[^<>]*>|</(?:p|div|h\d|li|ul|ol)>", re.IGNORECASE)
_LINES = re.compile(r"\n{3,}")
_LISTED = re.compile(r"\n+- ")


def plain(text: str) -> str:
    """The description as a person would read it."""
    if not _MARKED.search(text):
        return text
    told = _LINK.sub(lambda found: _named(found[1], found[2]), text)
    told = _BREAK.sub("\n", _ITEM.sub("\n- ", told))
    told = _LISTED.sub("\n- ", unescape(_MARKED.sub("", told)))
    return _LINES.sub("\n\n", told).strip()


def _named(address: str, name: str) -> str:
    return name if address in name else f"{name} ({address})"
