"""Checks by the description of the calendar that ships with Google's own client."""

import json
from datetime import date, datetime
from importlib.resources import files
from typing import Any, cast

Json = dict[str, Any]
DOCUMENT: Json = json.loads(
    files("googleapiclient").joinpath("discovery_cache/documents/calendar.v3.json").read_text()
)


def method(name: str) -> Json:
    """What is said of a method such as "events.list"."""
    resource, _, verb = name.partition(".")
    return DOCUMENT["resources"][resource]["methods"][verb]


def wrong_parameters(name: str, given: list[tuple[str, str]]) -> list[str]:
    """Parameters that the method does not have, or not with that value."""
    known: Json = {**DOCUMENT["parameters"], **method(name).get("parameters", {})}
    found: list[str] = []
    for key, value in given:
        said = known.get(key)
        if said is None or said["location"] != "query":
            found.append(f"{key} is no parameter")
        elif "enum" in said and value not in said["enum"]:
            found.append(f"{key} cannot be {value}")
        elif said["type"] == "boolean" and value not in ("true", "false"):
            found.append(f"{key} is neither true nor false")
        elif said["type"] == "integer" and not value.isdecimal():
            found.append(f"{key} is no number")
    return found


def wrong_request(name: str, body: object) -> list[str]:
    """What is wrong with the body of a request; null takes a field away."""
    said = method(name).get("request")
    if said is None:
        return [] if body is None else ["a body where none is wanted"]
    return list(_wrong(said, body, "body", nulls=True))


def wrong_answer(name: str, body: object) -> list[str]:
    """What is wrong with an answer."""
    said = method(name).get("response")
    if said is None:
        return [] if body is None else ["an answer where none is given"]
    return list(_wrong(said, body, "answer", nulls=False))


def _wrong(said: Json, value: object, where: str, *, nulls: bool) -> list[str]:
    if "$ref" in said:
        said = DOCUMENT["schemas"][said["$ref"]]
    if value is None:
        return [] if nulls else [f"{where} is null"]
    match said["type"]:
        case "object":
            return _wrong_object(said, value, where, nulls=nulls)
        case "array":
            if not isinstance(value, list):
                return [f"{where} is no list"]
            found = [
                _wrong(said["items"], one, f"{where}[{place}]", nulls=nulls)
                for place, one in enumerate(cast(list[object], value))
            ]
            return [text for texts in found for text in texts]
        case "any":
            return []
        case kind:
            return [] if _is(kind, said, value) else [f"{where} is no {kind}: {value!r}"]


def _wrong_object(said: Json, value: object, where: str, *, nulls: bool) -> list[str]:
    if not isinstance(value, dict):
        return [f"{where} is no object"]
    found: list[str] = []
    known, more = said.get("properties", {}), said.get("additionalProperties")
    for key, one in cast(Json, value).items():
        inner = known.get(key, more)
        if inner is None:
            found.append(f"{where}.{key} is unknown")
        else:
            found += _wrong(inner, one, f"{where}.{key}", nulls=nulls)
    return found


def _is(kind: str, said: Json, value: object) -> bool:
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("integer", "number"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if not isinstance(value, str) or value not in said.get("enum", [value]):
        return False
    try:
        if said.get("format") == "date":
            date.fromisoformat(value)
        elif said.get("format") == "date-time":
            return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
    return True
