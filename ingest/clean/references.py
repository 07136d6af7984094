"""Where a document's links lead, as it may be stored: paths and ids of files, addresses, names of places. Pure.

A path is made of the parts of ids before anything is masked, by the same rules by which the scan names files: so a link
finds its file though both have an identifier in their names. A relative one stays relative, so that a document that
moves keeps its links (`ingest.link_targets.placed`).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote

from ingest.document import Link, Reference
from ingest.names import encode_name

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WEB = ("http://", "https://", "//")
_CONTAINER = re.compile(r"[^/#?]+/(?:confluence|mediawiki|notion|dokuwiki):")
_TEMPLATE = re.compile(r"\{[{%]|\$\{|<%")
_LONGEST = 2_000
MOST = 2_000
"""References of one document, and anchors."""


def references(
    links: Sequence[Link], source_id: str, mask: Callable[[str], str], member: str = ""
) -> list[Reference]:
    """What the links of a document of `source_id` refer to, each once, in order. `member`: its place in an archive.

    Left out: mail addresses, telephone numbers and scripts, and what a template would fill in. `mask` masks what
    identifies people in an id, as it was done to `source_id`.
    """
    within = source_id if member else source_id.partition("/")[0]
    targets = (
        link.target for link in links if len(link.target) <= _LONGEST
    )  # a picture may be its own target
    found = (_known(target, within, mask, member) for target in targets)
    return list(islice(dict.fromkeys(one for one in found if one is not None), MOST))


def with_addresses(links: Sequence[Reference], addresses: Sequence[str]) -> tuple[Reference, ...]:
    """`links` with the targets of those into the web replaced, in order."""
    masked = iter(addresses)
    return tuple(replace(link, target=next(masked)) if link.kind == "web" else link for link in links)


def anchors(names: Sequence[str], mask: Callable[[str], str]) -> tuple[str, ...]:
    """Names of places in a document, as a link may give them."""
    return tuple(islice(dict.fromkeys(mask(unquote(name)) for name in names if len(name) <= _LONGEST), MOST))


def reference(target: str, source_id: str, mask: Callable[[str], str], member: str = "") -> Reference | None:
    """One target; None for what leads to no document."""
    target = target.strip()
    if not target or len(target) > _LONGEST or _TEMPLATE.search(target):
        return None
    if target.lower().startswith(_WEB):
        return Reference(kind="web", target=target if target[0] != "/" else f"https:{target}")
    if _CONTAINER.match(target):
        doc_id, page, rest = target.partition("#")
        name, hash_, anchor = rest.partition("#")
        return Reference(
            kind="document", target=mask(doc_id + page + name), anchor=mask(anchor) if hash_ else ""
        )
    if _SCHEME.match(target) and target[1:2] != ":":
        return Reference(kind="local") if target.lower().startswith("file:") else None
    path, _, anchor = target.partition("#")
    path = unquote(path.partition("?")[0]).replace("\\", "/")
    anchor = mask(unquote(anchor))
    if not path:
        return Reference(kind="here", anchor=anchor) if anchor else None
    if path[1:2] == ":":
        return Reference(kind="local")
    whole = path.startswith("/")
    if member and not whole:
        return _within(source_id, member, path, anchor, mask)
    place = posixpath.normpath(_encoded(path.lstrip("/")))
    ends = "/" if path.endswith("/") else ""
    if not whole:
        return Reference(kind="relative", target=mask(place) + ends, anchor=anchor)
    if place.split("/", 1)[0] == "..":
        return Reference(kind="outside")
    root = source_id.partition("/")[0]
    target = root if place == "." else mask(f"{root}/{place}") + ends
    return Reference(kind="site", target=target, anchor=anchor)


_known = lru_cache(1 << 13)(reference)
"""Pages of one root link to the same places: two of three targets are met again."""


def _within(
    archive: str, member: str, path: str, anchor: str, mask: Callable[[str], str]
) -> Reference | None:
    """What a file in an archive means by a path: another one in there. What lies around it, nobody knows."""
    place = posixpath.normpath(posixpath.join(posixpath.dirname(member), _encoded(path)))
    if place in {".", ".."} or place.startswith("../"):
        return None
    return Reference(kind="file", target=f"{archive}#{mask(place)}", anchor=anchor)


def _encoded(path: str) -> str:
    return "/".join(encode_name(part) for part in path.split("/"))
