"""The form of iCalendar: content lines in components. What is not touched is written as it came."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

WIDTH = 75
_UNFOLD = re.compile(r"\r?\n[ \t]")
_BREAK = re.compile(r"\r?\n")
_HEAD = re.compile(r'((?:[^":;]|"[^"]*")*)[:;]?')
_ESCAPED = re.compile(r"\\([\\;,nN])")
_SPECIAL = re.compile(r"([\\;,])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One property. `value` is escaped as it came; `raw` is the whole line, unfolded."""

    name: str
    params: dict[str, str]
    value: str
    raw: str

    @property
    def text(self) -> str:
        """The value as a person would read it."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass(kw_only=True, slots=True)
class Component:
    """BEGIN to END: its own lines, and the components within."""

    name: str
    lines: list[Line] = field(default_factory=list[Line])
    parts: list["Component"] = field(default_factory=list["Component"])

    def first(self, name: str) -> Line | None:
        """The first property of that name."""
        return next((line for line in self.lines if line.name == name), None)

    def every(self, name: str) -> list[Line]:
        """All properties of that name, in order."""
        return [line for line in self.lines if line.name == name]

    def put(self, name: str, *lines: Line) -> None:
        """Have these lines in place of all of that name, where the first of them stood."""
        place = next((n for n, line in enumerate(self.lines) if line.name == name), None)
        kept = [line for line in self.lines if line.name != name]
        at = len(kept) if place is None else place
        self.lines = [*kept[:at], *lines, *kept[at:]]


def parse(text: str) -> list[Component]:
    """The components of `text`, forgiving what is broken: lines that are none are left out, and
    what was never closed ends with the text."""
    root = Component(name="")
    open_: list[Component] = [root]
    for raw in _BREAK.split(_UNFOLD.sub("", text)):
        line = _line(raw)
        if line is None:
            continue
        if line.name == "BEGIN":
            part = Component(name=line.value.strip().upper())
            open_[-1].parts.append(part)
            open_.append(part)
        elif line.name == "END":
            _close(open_, line.value.strip().upper())
        elif len(open_) > 1:
            open_[-1].lines.append(line)
    return root.parts


def written(component: Component) -> str:
    """The component as text: CRLF, lines folded at 75 octets."""
    return "".join(f"{piece}\r\n" for raw in _raws(component) for piece in _folded(raw))


def line(name: str, value: str, **params: str) -> Line:
    """A property whose value is escaped already, or needs not be."""
    head = "".join(f";{key}={_quoted(text)}" for key, text in params.items())
    return Line(name=name, params=params, value=value, raw=f"{name}{head}:{value}")


def text_line(name: str, text: str) -> Line:
    """A property that holds a text."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return line(name, _SPECIAL.sub(r"\\\1", plain).replace("\n", "\\n"))


def _line(raw: str) -> Line | None:
    colon = raw.find(":")
    if colon < 1:
        return None
    head = raw[:colon]
    if ";" not in head:
        return Line(name=head.strip().upper(), params={}, value=raw[colon + 1 :], raw=raw)
    if '"' not in head:
        name, *rest = head.split(";")
        params = dict(part.upper().split("=", 1)[:1] + part.split("=", 1)[1:] for part in rest
                      if "=" in part)  # fmt: skip
        return Line(name=name.strip().upper(), params=params, value=raw[colon + 1 :], raw=raw)
    return _quoted_line(raw)


def _quoted_line(raw: str) -> Line | None:
    """A line with a quoted parameter, which may hold colons and semicolons."""
    pieces: list[str] = []
    at = 0
    while True:
        found = _HEAD.match(raw, at)
        if found is None or found.end() == at:
            return None
        pieces.append(found[1])
        at = found.end()
        if raw[at - 1] == ":" and not found[0].endswith('"'):
            break
        if at >= len(raw):
            return None
    name, *rest = pieces
    pairs = (part.split("=", 1) for part in rest if "=" in part)
    params = {pair[0].upper(): pair[1].replace('"', "") for pair in pairs}
    return Line(name=name.strip().upper(), params=params, value=raw[at:], raw=raw)


def _close(open_: list[Component], name: str) -> None:
    """End the innermost component of that name, and what was left open in it."""
    if any(component.name == name for component in open_[1:]):
        while open_.pop().name != name:
            pass


def _raws(component: Component) -> Iterator[str]:
    yield f"BEGIN:{component.name}"
    for one in component.lines:
        yield one.raw
    for part in component.parts:
        yield from _raws(part)
    yield f"END:{component.name}"


def _folded(raw: str) -> Iterator[str]:
    """Pieces of at most 75 octets; no character is cut in two."""
    if len(raw) <= WIDTH // 4:
        yield raw
        return
    start, size, lead = 0, 0, ""
    for at, character in enumerate(raw):
        octets = len(character.encode("utf-8", "replace"))
        if size + octets > WIDTH:
            yield lead + raw[start:at]
            start, size, lead = at, 1, " "
        size += octets
    yield lead + raw[start:]


def _quoted(text: str) -> str:
    plain = text.replace('"', "'").replace("\n", " ").replace("\r", " ")
    return f'"{plain}"' if any(mark in plain for mark in ":;,") else plain
