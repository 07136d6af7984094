"""What a page refers to, and the names by which its places are referred to."""

from __future__ import annotations

from typing import Any

from ingest.document import Link

Element = Any

MOST = 10_000
LONGEST = 2_000
TEXT = 200


def links_of(root: Element) -> tuple[Link, ...]:
    """The targets of links and the sources of pictures below `root`, in order; not those of a page's own script."""
    found: dict[str, Link] = {}
    for element in root.iter("a", "area", "img"):
        target = (element.get("src" if element.tag == "img" else "href") or "").strip()
        if target and len(target) <= LONGEST and target not in found:
            text = element.get("alt") or "" if element.tag == "img" else "".join(element.itertext())
            found[target] = Link(target=target, text=" ".join(text.split())[:TEXT])
            if len(found) == MOST:
                break
    return tuple(found.values())


def anchors_of(root: Element) -> tuple[str, ...]:
    """The ids below `root`, and the names of `<a name>`, in order."""
    found: dict[str, None] = {}
    for element in root.iter():
        if isinstance(element.tag, str):
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name and len(name) <= TEXT:
                    found[name] = None
        if len(found) >= MOST:
            break
    return tuple(found)
