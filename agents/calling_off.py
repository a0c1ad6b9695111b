""" "Call the dentist off" in the words of "cancel the dentist"."""

import re

# "Call Tom about the day off", "call Tom before I head off" call nothing off.
_NONE = (
    r"(?!(?:about|and|for|to|in|if|when|before|after|once|until|while|i|we|he|she|they|days?|week"
    r"|time)\b)"
)
_OFF = re.compile(
    r"(?P<lead>\s*(?:(?:please|can you|could you|would you|let's),? )*)call "
    rf"(?P<what>(?:{_NONE}[\w'’-]+ ){{1,6}})off"
    r"(?P<rest>(?: (?:on|at|this|next|today|tonight|tomorrow|please)\b[^\n]{0,60})?[\s.!?]*)",
    re.IGNORECASE,
)


def called_off(text: str) -> str:
    """The text, with what is to be called off to be cancelled."""
    found = _OFF.fullmatch(text)
    if found is None:
        return text
    return f"{found['lead']}cancel {found['what'].strip()}{found['rest']}"
