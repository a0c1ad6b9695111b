"""Words for what people are to each other, and how predicates go together."""

_NOW = {
    "mum": "MOTHER", "mom": "MOTHER", "mother": "MOTHER", "dad": "FATHER", "father": "FATHER",
    "sister": "SISTER", "brother": "BROTHER", "son": "SON", "daughter": "DAUGHTER", "wife": "WIFE",
    "husband": "HUSBAND", "partner": "PARTNER", "girlfriend": "GIRLFRIEND",
    "boyfriend": "BOYFRIEND", "fiancé": "FIANCE", "fiancée": "FIANCEE", "uncle": "UNCLE",
    "aunt": "AUNT", "cousin": "COUSIN", "nephew": "NEPHEW", "niece": "NIECE",
    "grandma": "GRANDMOTHER", "grandmother": "GRANDMOTHER", "grandpa": "GRANDFATHER",
    "grandfather": "GRANDFATHER", "friend": "FRIEND", "mate": "FRIEND", "boss": "BOSS",
    "manager": "BOSS", "colleague": "COLLEAGUE", "coworker": "COLLEAGUE",
    "co-worker": "COLLEAGUE", "neighbour": "NEIGHBOUR", "neighbor": "NEIGHBOUR",
    "flatmate": "FLATMATE", "roommate": "FLATMATE", "landlord": "LANDLORD", "doctor": "DOCTOR",
    "dentist": "DENTIST", "therapist": "THERAPIST", "teacher": "TEACHER", "coach": "COACH",
    "lawyer": "LAWYER", "dog": "DOG", "cat": "CAT", "child": "CHILD", "kid": "CHILD",
    "children": "CHILD", "twin": "SIBLING", "sibling": "SIBLING", "parent": "PARENT", "ex": "EX",
    "pet": "PET",
    **{
        f"{one}-in-law": f"{one.upper()}_IN_LAW"
        for one in ("mother", "father", "sister", "brother", "son", "daughter")
    },
}  # fmt: skip
# Who was it once is it no longer: "my ex-wife" is no wife.
BONDS = _NOW | {
    f"ex-{word}": f"EX_{_NOW[word]}"
    for word in (
        "wife", "husband", "partner", "girlfriend", "boyfriend", "fiancé", "fiancée", "boss",
        "manager", "colleague", "coworker", "flatmate", "roommate", "landlord",
    )
}  # fmt: skip
# Who is asked for by a word that takes in others.
WIDER: dict[str, tuple[str, ...]] = {
    "CHILD": ("CHILD", "SON", "DAUGHTER"),
    "PARENT": ("PARENT", "MOTHER", "FATHER"),
    "SIBLING": ("SIBLING", "SISTER", "BROTHER"),
    "PET": ("PET", "DOG", "CAT"),
    "PARTNER": ("PARTNER", "WIFE", "HUSBAND", "GIRLFRIEND", "BOYFRIEND", "FIANCE", "FIANCEE"),
    "EX": ("EX", "EX_WIFE", "EX_HUSBAND", "EX_PARTNER", "EX_GIRLFRIEND", "EX_BOYFRIEND"),
}
OPPOSITE = {"LIKES": "DISLIKES", "DISLIKES": "LIKES", "EATS": "AVOIDS", "AVOIDS": "EATS"}
# Of these there is one at a time: the new one ends the old.
SINGLE = frozenset(
    {
        "LIVES_IN", "WORKS_AT", "BIRTHDAY", "NAMED", "HUSBAND", "WIFE", "BOSS", "MOTHER", "FATHER",
        "PARTNER", "MARRIED_TO", "PARKED_AT", "KEPT_AT", "LANDLORD", "WAKES_UP", "BORN", "AGED",
    }
)  # fmt: skip
# What somebody has one of, by its last word: "my shoe size", "Anna's favourite colour".
ATTRIBUTES = (
    "colour|color|food|drink|dish|film|movie|book|song|band|team|sport|season|flower|game|number|"
    "address|e-?mail|size|code|password|plate|seat|room|locker|blood type|height|weight|star sign|"
    "job|car|bike|school|hotel|gym|bank|insurance|language|hometown|nickname|middle name|surname"
)


def bond_named(words: str) -> str | None:
    """The predicate of a bond by any of its words: "mum" → "MOTHER", "big sister" → "SISTER"."""
    low = words.casefold().rpartition(" ")[2]
    return BONDS.get(low) or BONDS.get(low.removesuffix("s"))


def bonds_named(words: str) -> tuple[str, ...]:
    """As `bond_named`, with those that it takes in: a kid is a son or a daughter."""
    found = bond_named(words)
    return () if found is None else WIDER.get(found, (found,))


def is_single(predicate: str) -> bool:
    """Whether there is one at a time of it."""
    return predicate in SINGLE or is_attribute(predicate)


def is_attribute(predicate: str) -> bool:
    """Whether it is named after what somebody has one of: SHOE_SIZE."""
    words = predicate.lower().replace("_", " ")
    return any(words == end or words.endswith(f" {end}") for end in ATTRIBUTES.split("|"))


def attribute(words: str) -> str | None:
    """The predicate for "shoe size" → "SHOE_SIZE"; None when it is nothing one has one of."""
    plain = words.strip().casefold().replace("favorite", "favourite").replace("-", "")
    plain = plain.removeprefix("new ").removeprefix("current ")
    plain = plain.replace("color", "colour") if "colour" not in plain else plain
    name = plain.replace(" ", "_").upper()
    fits = name.replace("_", "").isascii() and name.replace("_", "").isalpha()
    return name if fits and is_attribute(name) else None
