"""The XML of CalDAV: what is asked, and multi-status answers. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core.errors import CalendarDown

DAV, CALDAV, SERVER = "DAV:", "urn:ietf:params:xml:ns:caldav", "http://calendarserver.org/ns/"
# What may stand in a part of a path as it is.
PLAIN = "@:!$&'()*+,;=-._~"
# The path of a collection, and of something in it.
_INSIDE = re.compile(r"(/(?:[^/?#;][^?#;]*/)?)(?!\.{1,2}$)([^/?#;]+)")
_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
_SPACES = f'xmlns="{DAV}" xmlns:c="{CALDAV}" xmlns:s="{SERVER}"'

HOME = ("c:calendar-home-set", "c:calendar-user-address-set")
WHO = ("current-user-principal", "resourcetype", *HOME)
LISTED = (
    "resourcetype",
    "displayname",
    "c:supported-calendar-component-set",
    "current-user-privilege-set",
    "c:calendar-timezone",
)
STATE = ("s:getctag",)
ETAGS = ("getetag",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One response of a multi-status: where, with which status, and its properties."""

    href: str
    status: int
    props: dict[str, Element] = field(default_factory=dict[str, Element])

    def text(self, name: str) -> str:
        """The text of a property; empty when there is none."""
        found = self.props.get(name)
        return "" if found is None else (found.text or "").strip()

    def names(self, name: str) -> set[str]:
        """The names of all elements within a property."""
        found = self.props.get(name)
        return set() if found is None else {str(one.tag) for one in found.iter()}


@dataclass(frozen=True, kw_only=True, slots=True)
class MultiStatus:
    """A whole answer."""

    found: tuple[Found, ...]
    token: str


def propfind(names: Iterable[str]) -> bytes:
    """Ask for these properties."""
    return f"{_HEAD}<propfind {_SPACES}><prop>{_tags(names)}</prop></propfind>".encode()


def sync_collection(token: str) -> bytes:
    """Ask what has changed since `token`; an empty one asks for everything."""
    return (
        f"{_HEAD}<sync-collection {_SPACES}><sync-token>{escape(token)}</sync-token>"
        "<sync-level>1</sync-level><prop><getetag/></prop></sync-collection>"
    ).encode()


def multiget(hrefs: Iterable[str]) -> bytes:
    """Ask for these resources whole."""
    listed = "".join(f"<href>{escape(href)}</href>" for href in hrefs)
    return (
        f"{_HEAD}<c:calendar-multiget {_SPACES}><prop><getetag/><c:calendar-data/></prop>"
        f"{listed}</c:calendar-multiget>"
    ).encode()


def read(body: bytes, base: str) -> MultiStatus:
    """The answer; hrefs are made whole by `base`.

    Raises:
        CalendarDown: it is no multi-status answer.
    """
    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise CalendarDown("its answer is no CalDAV.") from error
    if root.tag != dav("multistatus"):
        raise CalendarDown("its answer is no CalDAV.")
    token = root.findtext(dav("sync-token")) or ""
    return MultiStatus(found=tuple(_responses(root, base)), token=token.strip())


def hrefs(found: Found, name: str) -> list[str]:
    """The addresses within a property."""
    element = found.props.get(name)
    return (
        [] if element is None else [(one.text or "").strip() for one in element.iter(dav("href"))]
    )


def dav(name: str) -> str:
    """A name of WebDAV."""
    return f"{{{DAV}}}{name}"


def cal(name: str) -> str:
    """A name of CalDAV."""
    return f"{{{CALDAV}}}{name}"


def whole(href: str, base: str) -> str:
    """The address that `href` is at `base`, in one spelling: servers don't agree on what they
    escape."""
    # All that is in a collection begins alike.
    inside = _INSIDE.fullmatch(href.strip())
    return _whole(href, base) if inside is None else _whole(inside[1], base) + _spelt(inside[2])


@lru_cache(maxsize=64)
def _whole(href: str, base: str) -> str:
    scheme, host, path, query, _ = urlsplit(urljoin(base, href.strip()))
    parts = (_spelt(part) for part in path.split("/"))
    return urlunsplit((scheme, host, "/".join(parts), query, ""))


def _spelt(part: str) -> str:
    return quote(unquote(part), safe=PLAIN)


def _responses(root: Element, base: str) -> Iterator[Found]:
    for response in root.findall(dav("response")):
        href = whole(response.findtext(dav("href")) or "", base)
        props: dict[str, Element] = {}
        status = _code(response.findtext(dav("status")) or "")
        for propstat in response.findall(dav("propstat")):
            if _code(propstat.findtext(dav("status")) or "200") != 200:
                continue
            for prop in propstat.findall(dav("prop")):
                props |= {str(one.tag): one for one in prop}
        yield Found(href=href, status=status or 200, props=props)


def _code(status: str) -> int:
    words = status.split()
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else 0


def _tags(names: Iterable[str]) -> str:
    return "".join(f"<{name}/>" for name in names)
