"""What a clause must hold besides the words of a form, by the name that the form gives it."""

import re
from collections.abc import Callable, Mapping

from understanding.clauses import Clause
from understanding.english.groceries import only_groceries
from understanding.english.topics import foreign
from understanding.forms import Needs

MANY_WORDS = 9
MOMENTS = frozenset({"instant", "date", "range", "recurrence"})
BY = re.compile(r"(?:by|before|until|till|due)\b", re.IGNORECASE)
Check = Callable[[Clause, re.Match[str]], bool]


def holds(needs: Needs, clause: Clause, found: re.Match[str]) -> bool:
    """Whether the clause has what the form that matched it `needs`."""
    return needs == "" or CHECKS[needs](clause, found)


def _kinds(clause: Clause) -> set[str]:
    return {t.kind for t in clause.times}


def _errand(clause: Clause, _found: re.Match[str]) -> bool:
    return any(t.kind in ("instant", "recurrence") for t in clause.times_but_now())


def _due(clause: Clause, _found: re.Match[str]) -> bool:
    """A day, or the end of a stretch: "by june"."""
    return any(t.kind == "date" or _by(clause, t.span[0], t.text) for t in clause.times)


def _by(clause: Clause, start: int, text: str) -> bool:
    lead = clause.text[max(0, start - 7) : start].split()
    return BY.match(text) is not None or (bool(lead) and BY.fullmatch(lead[-1]) is not None)


def _plain(clause: Clause, found: re.Match[str]) -> bool:
    said = {t.kind for t in clause.times_but_now()}
    fits = bool(said - {"duration"}) and 0 < len(found[0].split()) <= MANY_WORDS
    return fits and "?" not in clause.masked


def _our_day(clause: Clause, _found: re.Match[str]) -> bool:
    moments = any(t.kind in MOMENTS for t in clause.times_but_now())
    return moments and "?" not in clause.masked and not foreign(clause.masked)


def _groceries(clause: Clause, found: re.Match[str]) -> bool:
    end = len(clause.masked) if found.end("what") >= len(clause.masked.rstrip()) else None
    said = found["what"] if end is None else clause.text[slice(*clause.in_text(found.span("what")))]
    return _kinds(clause) <= {"date"} and only_groceries(said.lower())


CHECKS: Mapping[Needs, Check] = {
    "time": lambda clause, _: bool(clause.times),
    "instant": lambda clause, _: bool(_kinds(clause) & {"instant", "recurrence"}),
    "no time": lambda clause, _: _kinds(clause) <= {"duration"},
    "no question": lambda clause, _: "?" not in clause.masked,
    "ours": lambda clause, _: not clause.times and not foreign(clause.masked),
    "errand": _errand,
    "due": _due,
    "plain": _plain,
    "our day": _our_day,
    "groceries": _groceries,
}
