"""How people put their questions: without a mark, politely, in a hurry."""

import re

from memory.hurried import unhurried

_LEAD = re.compile(
    r"(?:(?:so|and|hey|ok|okay|jenny|please|btw|um+|well|but|tell me|remind me|do you (?:know"
    r"|remember)"
    r"|can you tell me|could you tell me)\b[,]? )+(?=(?:who|what|where|when|which|how|is|are|am"
    r"|do|does|did)\b)",
    re.IGNORECASE,
)
# "When I was in Rome …" and "what I need is …" ask nothing.
_AUXILIARY = r"(?:is|are|was|were|do|does|did|have|has|am|can|could|should|will|would)"
_FORM = re.compile(
    r"(?:who|what|where|when|why|which|whose|whom|how)(?:['’]s\b| (?!i\b|we\b|you\b|he\b|she\b|it\b"
    rf"|they\b|my\b|the\b|this\b)(?:[\w'’-]+ ){{0,3}}?{_AUXILIARY}\b| {_AUXILIARY}\b)|who \w+s\b"
    rf"|{_AUXILIARY} (?:i|you|we|he|she|it|they|there|my|our|the|this|that)\b"
    r"|(?:is|are|was|were|do|does|did) [\w'’-]+ \w",
    re.IGNORECASE,
)
_INDIRECT = re.compile(
    r"(?P<word>who|what|when|where) (?:(?P<me>i|we) (?P<verb>live|work|like|love|hate|park|parked)"
    r"|(?P<whose>(?:my|[\w-]+['’]s) .+) (?P<is>is|are|was))(?P<rest>(?: now)?)",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """Whether it asks, by its form; people leave the mark away."""
    plain = _LEAD.sub("", unhurried(" ".join(text.split())))
    return plain.endswith("?") or _FORM.match(plain) is not None


def plainly_asked(text: str) -> str:
    """The question without what leads to it, as it would be asked straight out."""
    return _straight(_LEAD.sub("", unhurried(" ".join(text.split()).rstrip(" ?!."))))


def _straight(plain: str) -> str:
    """ "Do you know where I live?" asks "where do I live?"."""
    found = _INDIRECT.fullmatch(plain)
    if found is None:
        return plain
    if found["is"]:
        return f"{found['word']} {found['is']} {found['whose']}{found['rest']}"
    does = "did" if found["verb"].casefold() == "parked" else "do"
    return f"{found['word']} {does} {found['me']} {found['verb']}{found['rest']}"
