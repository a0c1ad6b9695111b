"""What opens money or an account. It is told by the words around it, as the key itself may look
like any word."""

import re

REFUSED = (
    "I don't keep what opens an account or a card: card numbers, bank and login passwords, PINs of"
    " cards. A password manager is the place for it. I have not kept that message."
)
_DIGITS = re.compile(r"(?<![\d])(?:\d[ -]?){12,18}\d(?!\d)")
_IBAN_LIKE = re.compile(r"\b(?:iban|tracking|order|isbn|imei)\b", re.IGNORECASE)
_ACCOUNT = (
    r"(?:bank(?:ing)?|online banking|paypal|credit|debit|visa|mastercard|amex|atm|card|account"
    r"|log-?in|e-?mail|gmail|outlook|icloud|apple(?: ?id)?|google|amazon|facebook|instagram|netflix"
    r"|github|twitter|linkedin|microsoft|laptop|computer|phone|crypto|wallet|broker|spotify|ebay"
    r"|steam|dropbox|whatsapp|telegram|tiktok|discord|reddit|zoom|slack|revolut|n26|wise|coinbase"
    r"|binance|klarna|server|ssh|vpn|ipad|iphone|macbook|tablet|windows|sim)"
)
_KEY = (
    r"(?:password|passwort|passcode|passphrase|pin(?: code| number)?|cvv|cvc|tan|pw|pwd"
    r"|(?:seed|recovery) phrase)"
)
# What is said of a key, and is none.
_TALK = (
    r"(?:due|about|to|too|a|an|not|no|now|in|on|at|from|for|of|by|with|under|wrong|right|correct|ok"
    r"|okay|fine|good|bad|weak|strong|safe|unsafe|secure|insecure|old|new|expir\w*|forgotten|lost"
    r"|missing|stolen|leaked|hacked|compromised|broken|down|locked|blocked|gone|changed?|changes"
    r"|resets?|set|stored|saved|kept|written|hidden|being|still|very|really|so|same|different|case"
    r"|long|short|only|also|required|needed|needs?|wanted|working|works?|invalid|valid|unknown|what"
    r"|where|which|why|how|when|hard|easy|impossible|my|your|his|her|their|our|the|this|that|it"
    r"|somewhere|letters?|managers?|again|please|tomorrow|today|tonight|soon|later|asap|help|page"
    r"|links?|generator|policy|security|hints?|recovery|updated?|problems?|issues?|and|or|but|is|was"
    r"|has|will|should|must|can['’]?t?|could|came|arrived|field|prompt|bin|cushion|number|code)\b"
)
_IS = r"(?: is(?: now)?| are|['’]s| (?:was )?changed to|:|=| -)"
_SPELLED = r"(?:(?:one|two|three|four|five|six|seven|eight|nine|zero|oh|\d) ?){3,}"
_OPENS = re.compile(
    rf"\b{_ACCOUNT}(?:['’]?s)?\b[^.?!\n]{{0,30}}?\b{_KEY}\b(?: (?:for|of) [\w ]{{1,20}}?)?"
    rf"(?:{_IS}\s*\S| \d{{3,8}}\b| {_SPELLED})"
    rf"|\b{_KEY}\b (?:for|of|to) (?:my |the |our )?(?:\w+ ){{0,2}}?{_ACCOUNT}\b[^.?!\n]{{0,20}}?"
    rf"(?:{_IS}\s*\S| \d{{3,8}}\b| {_SPELLED})",
    re.IGNORECASE,
)
# Who it is for and what lets them in, or what is nothing but a key.
_PAIR = re.compile(
    # "My login is broken", "the login is down until 5" open nothing.
    rf"\b{_ACCOUNT}\b (?:log-?in(?: data| details)?|credentials)(?: is| are|:|=| -)"
    r" ?(?:\S*\d\S*|\S+ ?/ ?\S+|\S+ ?(?:,|and|with) ?\S*\d\S*)"
    # "Netflix: bob@home.de / sesame", "online banking: user max pass sesame".
    # "My e-mail: bob@home.de and my phone 0123" is how somebody is reached.
    rf"|\b{_ACCOUNT}\b[^.?!\n]{{0,20}}?[:=-]\s*(?:\S+@\S+[ ,/]+"
    rf"(?:{_KEY}|pass)\b[: ]+\S|\S+@\S+?\s*(?:/|,|and|\s)\s*(?!\S+@|{_TALK})"
    r"[^\s,;]+(?=\s*(?:$|[\n.,;(!]))"
    r"|(?:user(?:name)?|login)[: ]+\S+[ ,/]+(?:pass(?:word)?|pw|pwd|pin)\b)"
    rf"|\blog-?in (?:for|to|of) (?:my |the )?{_ACCOUNT}(?: is|:| =) ?\S+[ /,]+\S+$"
    r"|\b(?:cvv|cvc|(?:seed|recovery) phrase)\b(?: is|:)?\s*\S"
    rf"|\b{_KEY}\b:? {_SPELLED}",
    re.IGNORECASE,
)
# Nothing but the key: "spotify password sesame", "pw gmail sesame", "my pin is 1234".
_ALONE = re.compile(
    r"\W*(?:(?:please|remember|note|save|store|keep|that|my|our|the|btw|fyi|and|also)\b[:,]? *)*"
    rf"(?:(?:{_ACCOUNT} (?:\w+ )?{_KEY}|{_KEY} (?:(?:for|of|to) (?:my |the )?)?{_ACCOUNT})"
    rf"(?:{_IS}|:)?"
    rf"|{_KEY}(?:{_IS}|:)) ?(?!{_TALK})\S+\W*",
    re.IGNORECASE,
)
# The very number or password: "pin is 1234", and not "password is to be changed".
_VALUE = re.compile(
    rf"\b(?:{_KEY}|log-?in)\b(?: (?:for|of|to) [\w ]{{1,30}}?)?(?: is| are|:|=| -)?\s*"
    r"(?:\S+ ?/ ?)?(?=\S*\d)\S{3,}"
    rf"|\b{_KEY}\b(?: (?:for|of|to) [\w ]{{1,30}}?)?{_IS}\s*(?!{_TALK})\S+"
    r"|\b(?:seed|recovery) phrase\b(?: is|:)\s*\S",
    re.IGNORECASE,
)
# Without any of it there is nothing to look for: imports ask for millions of lines.
_HINT = re.compile(r"pass|pin|cv[vc]|tan\b|pwd?\b|phrase|log-?in|credential|@|user", re.IGNORECASE)
_SHARED = re.compile(
    r"\b(?:wi-?fi|wlan|door|locker|gate|garage|building|alarm|bike|guest)\b", re.IGNORECASE
)


def secret(text: str) -> bool:
    """Whether `text` holds what opens money or an account: it is not kept anywhere."""
    hinted = _HINT.search(text) is not None
    opens = hinted and (any(form.search(text) for form in (_OPENS, _PAIR)) or _is_key(text))
    return (opens and not _SHARED.search(text)) or _has_card(text)


def spelled_out(text: str) -> bool:
    """Whether a secret stands there itself: "my laptop password is due on friday" is none that an
    order may not hold."""
    spells = any(form.search(text) for form in (_VALUE, _PAIR)) or _is_key(text)
    return _has_card(text) or (secret(text) and spells)


def _is_key(text: str) -> bool:
    return any(_ALONE.fullmatch(line) for line in text.splitlines())


def _has_card(text: str) -> bool:
    if _IBAN_LIKE.search(text):
        return False
    return any(_is_card(found[0]) for found in _DIGITS.finditer(text))


def _is_card(written: str) -> bool:
    """Luhn's sum; a number of one digit alone is none."""
    digits = [int(digit) for digit in written if digit.isdecimal()]
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1 or digits[0] not in (2, 3, 4, 5, 6):
        return False
    doubled = [2 * digit - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
