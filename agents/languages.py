"""Whether a text is in a language that Jenny does not speak yet. Cautious: in doubt it is not."""

import re
import unicodedata

ENGLISH_ONLY = (
    "I speak English only for now, so I did not understand that. For example: “{example}”."
)
LATIN = "LATIN"
# A word that no English sentence has, but as a name.
TELLING = (
    "guten hola bonjour salut ciao hallo merci danke gracias grazie obrigado olá hej dzień"
    " dzięki merhaba erinnere erinnern kannst bitte heute gestern rappelle rappelle-moi"
    " aujourd'hui demain"
    " recuérdame recuerda mañana ricordami domani lembre lembre-me amanhã herinner vandaag"
    " przypomnij jutro hatırlat yarın bugün påminn imorgon muistuta huomenna"
)
# Little words: three of them in one text, and more than there are English ones.
LITTLE = (
    "ich du er wir ihr und oder nicht ist sind mich mir dich dir mein meine dein deine der die das"
    " dem den ein eine einen auf für mit zum zur wann wie wer wo morgen habe hat"
    " je tu nous vous et ou pas sont ma mes ton le les des du une un pour avec dans"
    " quand qui que où quel quelle moi toi ce cette"
    " yo el los las una uno y o es son mi mis tu tus para con por qué cuándo dónde quién hoy"
    " io il lo gli i della di che chi quando dove oggi e sono mio mia con"
    " eu ele ela os um uma não meu minha com hoje onde"
    " ik jij het een en niet mijn jouw voor met aan om uur wat waar wie"
    " się nie jest mój moja dla kiedy gdzie na w ve bir benim için ne zaman"
)
ENGLISH = (
    "the my is of and what you with for remind how when this that are it i i'm your have at"
    " tomorrow today please to call add show buy tell get send cancel delete move done book flight"
    " meeting lunch dinner list from on in"
)
_TELLING, _LITTLE, _ENGLISH = (frozenset(words.split()) for words in (TELLING, LITTLE, ENGLISH))
_QUOTED = re.compile(r"[“\"«„][^”\"»“]*[”\"»“]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def is_foreign(text: str) -> bool:
    """Whether most of its letters are of another script, or its words of another language."""
    letters = [character for character in text if character.isalpha()]
    other = sum(1 for letter in letters if not unicodedata.name(letter, "").startswith(LATIN))
    if letters and 2 * other > len(letters):
        return True
    words = _words(text)
    english, telling = len(words & _ENGLISH), len(words & _TELLING)
    little = len(words & (_LITTLE - _ENGLISH))
    return telling + (little if little >= 3 else 0) > english


def is_surely_foreign(text: str) -> bool:
    """Whether no form of words may decide: it has two telling words, and no English one."""
    words = _words(text)
    return len(words & _TELLING) > 1 and not words & _ENGLISH


def _words(text: str) -> set[str]:
    """Its words, but for those that it quotes."""
    own = _QUOTED.sub(" ", text)
    return {word.casefold().replace("’", "'") for word in _WORD.findall(own)}
