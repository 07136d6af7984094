"""What is gathered over a whole MediaWiki page: footnotes, links, labels, words that readers do not see."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.load.wiki.mediawiki_links import Places
from ingest.load.wiki.verbatim import replaced

if TYPE_CHECKING:
    from ingest.document import Block, Link
    from ingest.load.wiki.mediawiki_site import Site

OPENING = re.compile(r"<(nowiki|pre|syntaxhighlight|source)\b[^<>]*(?<!/)>|<!--", re.IGNORECASE)
EMPTY_LINE = re.compile(r"(?<=\n)[ \t]*\0+[ \t]*\n|\0")
UNIT = re.compile(r"\s*T:\d+\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which page is read, and where links of it lead."""

    site: Site
    source_id: str
    key: str
    title: str


@dataclass(slots=True, kw_only=True)
class Text:
    """What a page's text gives."""

    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    labels: set[str] = field(default_factory=set)
    unseen: list[str] = field(default_factory=list)


class Gathered:
    """What is gathered while a page is read, tables and cells included."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.places = Places(place.site, place.source_id, place.key, place.title)
        self.notes: list[str] = []
        self.named: dict[str, int] = {}
        self.unseen: list[str] = []

    def uncommented(self, source: str) -> str:
        """Wikitext without its comments, whose words are kept apart; code stays as it is.

        A line that holds nothing but a comment goes with it.
        """
        return EMPTY_LINE.sub("", replaced(source, OPENING, _closing, self._comment))

    def _comment(self, found: re.Match[str], inside: str) -> str | None:
        if found[1]:
            return None
        if (words := " ".join(inside.split())) and not UNIT.fullmatch(inside):
            self.unseen.append(words)
        return "\0"

    def note(self, name: str, text: str) -> int:
        """The number of a footnote; one with a name has one number wherever it stands."""
        if name and name in self.named:
            number = self.named[name]
            self.notes[number - 1] = self.notes[number - 1] or text
            return number
        self.notes.append(text)
        if name:
            self.named[name] = len(self.notes)
        return len(self.notes)


def _closing(found: re.Match[str]) -> str:
    return f"</{found[1]}>" if found[1] else "-->"
