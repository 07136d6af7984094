"""Running text of DokuWiki without its marks; links, footnotes and tags on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.load.raised import joint

if TYPE_CHECKING:
    from collections.abc import Callable

LINK = re.compile(r"\[\[([^\[\]\n]{1,2000}(?:\{\{[^{}\n]*\}\})?)\]\]")
MEDIA = re.compile(r"\{\{([^{}\n]{1,2000})\}\}")
NOTE = re.compile(r"\(\(((?:(?!\(\()[\s\S]){1,5000}?)\)\)")
MAIL = re.compile(r"<([\w.+-]{1,64}@[\w.-]{1,255})>")
TAG = re.compile(
    r"</?(?:wrap|block|div|span|inline|del|sub|sup|color|fs|fc|ff|note|hidden|todo|columns?|newcolumn|accordion|u|b|i"
    r"|strong|em|small|big|center|font|tab|tabs|panel|well|text|callout)\b[^<>\n]*>",
    re.IGNORECASE,
)
RAISED = re.compile(r"(?<=\d)<sup>([^<>\n]{1,40})</sup>(?=(.?))")
PAIRS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\*\*(?=\S)(.+?)\*\*",
        r"(?<![:/\w])//(?=\S)(.+?)(?<!:)//",
        r"__(?=\S)(.+?)__",
        r"''(?=\S)(.+?)''",
    )
)
BREAK = re.compile(r"\\\\(?:[ \t]|$)", re.MULTILINE)
URL = re.compile(r"(?<![\w/])(?:https?|ftp)://[^\s<>\"'\[\]|]{1,2000}[^\s<>\"'\[\]|.,;:!?)]")
EXTERNAL = re.compile(r"(?:[a-z][a-z0-9+.-]*://|\\\\|mailto:)", re.IGNORECASE)
INTERWIKI = re.compile(r"[\w.]{1,30}>")
CODE = re.compile(r"(?:  |\t)[ \t]*[^\s*-]")
SIZE = re.compile(r"\?(?:\d+(?:x\d+)?|nolink|direct|linkonly|nocache|recache|[&?])*$")


class Inline:
    """Reads running text of one page. `links` are (target, words), `notes` the texts of footnotes."""

    def __init__(self, resolve: Callable[[str], str], restored: Callable[[str], str]) -> None:
        self._resolve, self._restored = resolve, restored
        self.links: list[tuple[str, str]] = []
        self.notes: list[str] = []
        self.tags: list[str] = []

    def joined(self, text: str) -> str:
        """`text` with footnotes as numbers: they may run over lines, and tables do not expect them."""
        return NOTE.sub(self._note, text) if "((" in text else text

    def text(self, text: str) -> str:
        """What a reader sees of `text`; forced breaks are new lines."""
        if "{{" in text:
            text = MEDIA.sub(self._media, text)
        if "://" in text:
            bare = LINK.sub("", text) if "[[" in text else text
            self.links += [(found[0], found[0]) for found in URL.finditer(bare)]
        if "[[" in text:
            text = LINK.sub(self._link, text)
        if "<" in text:
            text = RAISED.sub(lambda found: joint("0", found[1], found[2]) + found[1], text)
            text = TAG.sub("", MAIL.sub(r"\1", text))
        for pattern in PAIRS:
            text = pattern.sub(r"\1", text)
        return self._restored(BREAK.sub("\n", text))

    def _note(self, found: re.Match[str]) -> str:
        line = found.string[found.string.rfind("\n", 0, found.start()) + 1 : found.start()]
        if CODE.match(line):
            return found[0]
        self.notes.append(" ".join(self.text(found[1]).split()))
        return f" [{len(self.notes)}]"

    def _link(self, found: re.Match[str]) -> str:
        target, bar, words = (part.strip() for part in found[1].partition("|"))
        if INTERWIKI.match(target) and not EXTERNAL.match(target):
            return words if bar else target.partition(">")[2]
        goes = (
            target
            if EXTERNAL.match(target)
            else ("mailto:" + target if "@" in target else self._resolve(target))
        )
        shown = target
        if bar:
            shown = words  # none for a picture
        elif not EXTERNAL.match(target):
            shown = target.rpartition(":")[2].partition("#")[0] or target.rpartition("#")[2]
        if goes:
            self.links.append((goes, shown))
        return shown

    def _media(self, found: re.Match[str]) -> str:
        """A picture or a file: what is written below it."""
        target, _, words = (part.strip() for part in found[1].partition("|"))
        kind, sign, rest = target.partition(">")
        if sign and kind in ("tag", "topic"):
            if kind == "tag":
                self.tags += rest.split()
            return ""
        if sign:
            if kind in ("page", "section") and (goes := self._resolve(rest.partition("&")[0])):
                self.links.append((goes, rest))
                return rest.partition("&")[0]
            return ""
        name = SIZE.sub("", target)
        goes = name if EXTERNAL.match(name) else self._resolve("media:" + name)
        if goes:
            self.links.append((goes, words or name.rpartition(":")[2]))
        return words
