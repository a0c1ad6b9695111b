"""Which request a clause is: by its form where form decides, else by what is likeliest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import OperatorError
from core.ports import Embedder
from core.requests import ROUTES, Route
from understanding.classifier import Guess, guess
from understanding.clauses import Clause
from understanding.english.features import Mark, features_of
from understanding.english.requests import FORMS, VERBS
from understanding.english.requests.vocabulary import NAMES
from understanding.english.wrappers import thing_in
from understanding.forms import Form, Span
from understanding.needs import holds

# From here on a form decides alone; below, it is weighed against the likelihood.
DECIDES = 0.9
# How much the odds of a form that does not decide count beside the likelihood.
HINT = 1.5
# Below this the answer names the next likeliest routes.
UNDOUBTED = 0.8
# From here on a hint and the words need no third judge.
AGREED = 0.9
TELLING = tuple(form for form in FORMS if form.confidence > NAMES)
OF_ROUTE = {route: tuple(form for form in FORMS if form.route == route) for route in ROUTES}
Fit = tuple[Form, re.Match[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """The form that a clause has, with the spans of its groups in the masked clause."""

    form: Form
    groups: dict[str, Span]
    confidence: float
    alternatives: tuple[Route, ...] = ()


class Undecided(Exception):
    """The form of a text does not say what it asks for; its meaning has to be computed."""


class FormAlone:
    """In the place of an embedder, for those who must not block: instead of judging a text by its
    meaning it raises Undecided."""

    model = ""

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        raise Undecided


def decided(clause: Clause, lead: int, embedder: Embedder | None) -> Decision:
    """What the clause asks for; its first `lead` code points only lead up to it."""
    starts = sorted({_past_blanks(clause, start) for start in (0, lead)}, reverse=True)
    found = _fitting(clause, starts)
    if found is not None and found[0].confidence >= DECIDES:
        return Decision(form=found[0], groups=_groups(found[1]), confidence=found[0].confidence)
    likely = _likely(clause, starts[0], found[0] if found else None, embedder)
    route = likely.route
    if found is None or found[0].route != route:
        found = _named(clause, starts, route)
    others: list[Route] = (
        [r for r, _ in likely.chances[1:3]] if likely.confidence < UNDOUBTED else []
    )
    if found is not None:
        form, groups = found[0], _groups(found[1])
    else:
        form = Form(route=route, verb=VERBS[route], pattern="", keep=route.startswith("memory"))
        groups = thing_in(clause.masked, starts[0], route)
    return Decision(
        form=form, groups=groups, confidence=likely.confidence, alternatives=tuple(others)
    )


def _past_blanks(clause: Clause, start: int) -> int:
    rest = clause.masked[start:]
    return start + len(rest) - len(rest.lstrip(" \t\n,.;:!-–"))


def _fitting(clause: Clause, starts: list[int]) -> Fit | None:
    """The first form that fits and decides, else the first that fits."""
    hint: Fit | None = None
    for start in starts:
        for form in TELLING:
            if hint is not None and form.confidence < DECIDES:
                continue
            found = form.match(clause.masked, start)
            if found is not None and holds(form.needs, clause, found):
                hint = (form, found)
                if form.confidence >= DECIDES:
                    return hint
    return hint


def _named(clause: Clause, starts: list[int], route: Route) -> Fit | None:
    """The first form of `route` that fits: it names the slots."""
    for start in starts:
        for form in OF_ROUTE[route]:
            found = form.match(clause.masked, start)
            if found is not None and holds(form.needs, clause, found):
                return form, found
    return None


def _groups(found: re.Match[str]) -> dict[str, Span]:
    return {name: found.span(name) for name, said in found.groupdict().items() if said is not None}


def _likely(clause: Clause, start: int, hint: Form | None, embedder: Embedder | None) -> Guess:
    """The chances by the words and the hint; by the meaning, too, unless these two agree."""
    marks: list[Mark] = [(max(0, place - start), kind) for place, kind in clause.marks]
    features = features_of(clause.masked[start:], marks)
    by_words = _weighed(guess(features), hint)
    agreed = hint is not None and by_words.route == hint.route and by_words.confidence >= AGREED
    if embedder is None or agreed:
        return by_words
    try:
        [vector] = embedder.embed([clause.text[slice(*clause.span)]])
    except OperatorError:
        return by_words  # without its files the words alone judge
    return _weighed(guess(features, vector), hint)


def _weighed(likely: Guess, hint: Form | None) -> Guess:
    """The chances in the light of a form that does not decide by itself."""
    if hint is None:
        return likely
    odds = (hint.confidence / (1 - hint.confidence)) ** HINT
    whole = 1 + likely.of(hint.route) * (odds - 1)
    chances: list[tuple[Route, float]] = [
        (route, chance * (odds if route == hint.route else 1) / whole)
        for route, chance in likely.chances
    ]
    return Guess(chances=tuple(sorted(chances, key=lambda pair: -pair[1])))
