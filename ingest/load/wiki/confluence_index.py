"""What a Confluence XML export holds, without its texts: pages, spaces, labels, restrictions, attachments, history.

Objects come in any order, so this is read first, and the texts afterwards.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ingest.load.wiki.confluence_history import History

DEEPEST = 100
"""Levels of pages above a page that are looked at."""
LABELS = 200


@dataclass(slots=True, kw_only=True)
class Space:
    """A space."""

    key: str
    name: str
    archived: bool = False


@dataclass(slots=True, kw_only=True)
class Content:
    """A page or blog post that is current (or archived), without its text. Days are ISO days."""

    id: int
    blog: bool
    title: str
    space: int
    parent: int
    status: str
    version: str
    created: str
    modified: str


@dataclass(slots=True, kw_only=True)
class Attached:
    """A current file of a page: its bytes lie in `attachments/<container>/<id>/<version>`."""

    id: int
    name: str
    container: int
    version: str


@dataclass(slots=True)
class Index:
    """The first pass over an export. `tally` counts objects by kind and status, as "page.current"."""

    exported: str = ""
    spaces: dict[int, Space] = field(default_factory=dict)
    contents: dict[int, Content] = field(default_factory=dict)
    attached: dict[int, Attached] = field(default_factory=dict)
    labels: dict[int, list[str]] = field(default_factory=dict)
    restricted: set[int] = field(default_factory=set)
    history: History = field(default_factory=History)
    bodies: dict[int, int] = field(default_factory=dict)
    """Id of a body -> id of the page whose text it is."""
    tally: Counter[str] = field(default_factory=Counter)

    def space_of(self, content: Content) -> Space | None:
        """Its space: its own, that of a page above it, or the only one there is."""
        for one in (content, *self.above(content)):
            if (space := self.spaces.get(one.space)) is not None:
                return space
        return next(iter(self.spaces.values())) if len(self.spaces) == 1 else None

    def above(self, content: Content) -> list[Content]:
        """The pages above it, the nearest first; it ends where a parent is absent."""
        found: list[Content] = []
        met = {content.id}
        parent = self.contents.get(content.parent)
        while parent is not None and parent.id not in met and len(found) < DEEPEST:
            found.append(parent)
            met.add(parent.id)
            parent = self.contents.get(parent.parent)
        return found

    def status_of(self, content: Content) -> str:
        """Restricted if it or a page above may be seen by some only, archived with its space; else its own."""
        if any(one.id in self.restricted for one in (content, *self.above(content))):
            return "restricted"
        space = self.space_of(content)
        return "archived" if space is not None and space.archived else content.status
