"""Forms of requests: a row says which words ask for which route. It knows no language."""

import re
from dataclasses import dataclass
from typing import Literal

from core.requests import Route

Needs = Literal["", "time", "instant", "no time", "no question", "errand", "plain"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """One row of the table.

    `pattern` is matched from the beginning of a clause in lower case whose times are blanks; its
    groups `what`, `list`, `person`, `place`, `reference`, `new` name the slots. `keep` when `what`
    keeps its times. `needs` is what the clause must hold besides.
    """

    route: Route
    verb: str
    pattern: re.Pattern[str]
    confidence: float = 0.95
    keep: bool = False
    needs: Needs = ""


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
    compiled = re.compile(re.sub(r" (?![?*])", r"\\s+", pattern), re.DOTALL)
    return Form(
        route=route, verb=verb, pattern=compiled, confidence=confidence, keep=keep, needs=needs
    )
