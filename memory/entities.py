"""Which entity a name means: "my wife" is Anna, "Zoe" is Zoë, a slip is what it slipped from."""

import unicodedata
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from core.evidence import Name
from core.graph import ME, entity_name
from core.models import Relation
from memory.bonds import BONDS

# One slip within so long a name; shorter ones, or other ends (Maria, Marie), are somebody else.
SLIPPERY = 6


def resolved(name: str, names: Sequence[Name], mine: Sequence[Relation]) -> str:
    """The name that `name` is kept under; itself when it is new.

    `mine` are the true relations of the person, `names` all names that are known.
    """
    clean = entity_name(name)
    bond = bond_in(clean)
    if bond is not None:
        theirs = {r.object for r in mine if r.subject == ME and r.predicate == bond}
        if len(theirs) == 1:
            return theirs.pop()
        # "My mum" is "my mother", whoever that is.
        same = next((known.means for known in names if bond_in(known.text) == bond), None)
        if same is not None:
            return same
    folded = _folded(clean)
    for known in names:
        if _folded(known.text) == folded:
            return known.means
    slips = {known.means for known in names if _slipped(folded, _folded(known.text))}
    return slips.pop() if len(slips) == 1 else clean


def bond_in(name: str) -> str | None:
    """The predicate of "my wife"; None of anything else."""
    first, _, rest = name.partition(" ")
    return BONDS.get(rest.rpartition(" ")[2].casefold()) if first.casefold() == "my" else None


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum() or letter == " ")


def _slipped(one: str, other: str) -> bool:
    long_enough = min(len(one), len(other)) >= SLIPPERY and (one + other).isalpha()
    return (
        long_enough
        and one[0] == other[0]
        and one[-1] == other[-1]
        and OSA.distance(one, other, score_cutoff=1) == 1
    )
