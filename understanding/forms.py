"""Forms of requests: a row says which words ask for which route. It knows no language."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from core.requests import Route

# What a clause must hold for a form: see understanding/needs.py.
Needs = Literal[
    "", "time", "instant", "no time", "no question", "errand", "due", "plain",
    "ours", "our day", "groceries",
]  # fmt: skip
Span = tuple[int, int]  # of code points, half-open


@dataclass(frozen=True, kw_only=True)
class Form:
    """One row of the table.

    `pattern` is matched from the beginning of a clause in lower case whose times are blanks; its
    groups `what`, `list`, `person`, `place`, `reference`, `new` name the slots. `keep` when `what`
    keeps its times. `needs` is what the clause must hold besides.
    """

    route: Route
    verb: str
    pattern: str
    confidence: float = 0.95
    keep: bool = False
    needs: Needs = ""

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The form at `start` of a clause, None when it is another."""
        return self._compiled.match(text, start)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        # Only when it is first tried: most texts are understood by an early row.
        return re.compile(re.sub(r" (?![?*])", r"\\s+", self.pattern), re.DOTALL)


def form(
    route: Route,
    pattern: str,
    verb: str = "",
    *,
    confidence: float = 0.95,
    keep: bool = False,
    needs: Needs = "",
) -> Form:
    """A row; a space in `pattern` stands for any run of blanks."""
    return Form(
        route=route, verb=verb, pattern=pattern, confidence=confidence, keep=keep, needs=needs
    )
