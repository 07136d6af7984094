"""The text of a MediaWiki page as blocks: parsed by mwparserfromhell, nothing is expanded or fetched."""

from __future__ import annotations

import re
from typing import Any

from ingest.document import Link
from ingest.load.raised import joint
from ingest.load.wiki.mediawiki_marks import unnested
from ingest.load.wiki.mediawiki_page import Gathered, Place, Text
from ingest.load.wiki.mediawiki_table import grid
from ingest.load.wiki.mediawiki_template import template_text
from ingest.load.wiki.writer import Numbers, Writer, unpiped

Node = Any

TVAR = re.compile(r"<tvar\|[^<>]*>|</>")
MAGIC = re.compile(r"__[A-Z]{3,24}__")
CODE = frozenset({"pre", "syntaxhighlight", "source"})
RAW = frozenset({"nowiki", "math", "chem", "code-raw", "score"})
DROPPED = frozenset(
    """references languages templatestyles indicator imagemap categorytree dpl inputbox includeonly style script
    timeline dynamicpagelist section graph mapframe maplink rss""".split()  # noqa: SIM905 - 17 lines read worse
)
BLOCKS = frozenset({*"div p blockquote center poem translate onlyinclude noinclude dl dt dd".split()})  # noqa: SIM905
LISTS = {"ul": "*", "ol": "#"}
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])", re.IGNORECASE
)
CHROME = frozenset({"noprint", "navbox", "metadata", "mw-editsection", "toc"})
DEEPEST = 30


def read_mediawiki(source: str, place: Place) -> Text:
    """The blocks of a page; footnotes stand at the end as "[1] ...", categories are labels."""
    import mwparserfromhell

    page = Gathered(place)
    source = page.uncommented(source.replace("\r\n", "\n").replace("\0", ""))
    source = unnested(MAGIC.sub("", TVAR.sub("", source)))
    walker = _Walker(page, 0)
    walker.walk(mwparserfromhell.parse(source, skip_style_tags=False))
    walker.end()
    walker.writer.end()
    for number, note in enumerate(page.notes, 1):
        if note:
            walker.writer.line(f"[{number}] {note}")
            walker.writer.end()
    links = tuple(Link(target=target, text=words) for target, words in page.places.links)
    return Text(blocks=walker.writer.done(), links=links, labels=page.places.labels, unseen=page.unseen)


class _Walker:
    """Goes over nodes in order; lines are what ends at a line break."""

    def __init__(self, page: Gathered, depth: int) -> None:
        self.writer = Writer()
        self._page, self._depth = page, depth
        self._numbers = Numbers()
        self._line: list[str] = []
        self._prefix = ""
        self._code: list[str] = []
        self._lists = ""
        self._indented = False

    def walk(self, code: Node) -> None:
        """All nodes of a piece of wikitext."""
        for node in code.nodes if code is not None else ():
            self._node(node)

    def end(self) -> None:
        """Ends the line and the code that are open."""
        self._end_line()
        self._end_code()

    def _node(self, node: Node) -> None:
        kind = type(node).__name__
        if kind == "Text":
            self._text(str(node))
        elif kind == "Tag":
            self._tag(node)
        elif kind == "Wikilink":
            self._line.append(self._page.places.wikilink(str(node.title), self._shown(node.text)))
        elif kind == "ExternalLink":
            self._line.append(self._page.places.external(str(node.url), self._shown(node.title)))
        elif kind == "Heading":
            self.end()
            self.writer.heading(node.level, self.flat(node.title))
        elif kind == "Template":
            self._template(node)
        elif kind == "HTMLEntity":
            self._line.append(node.normalize())
        elif kind == "Argument" and node.default is not None:
            self.walk(node.default)

    def _shown(self, code: Node) -> str | None:
        return None if code is None else self.flat(code)

    def flat(self, code: Node) -> str:
        """The words of a piece in one line, for a cell, a heading or a label."""
        if code is None or self._depth >= DEEPEST:
            return ""
        inner = _Walker(self._page, self._depth + 1)
        inner.walk(code)
        inner.end()
        texts = (
            unpiped(block.text) if block.kind == "table" else block.text for block in inner.writer.done()
        )
        return " ".join(" ".join(texts).split())

    def _text(self, text: str) -> None:
        for number, part in enumerate(text.split("\n")):
            if number:
                self._end_line()
            if not self._line:
                self._indented = part[:1] == " "
            self._line.append(part)

    def _end_line(self) -> None:
        text, prefix = "".join(self._line), self._prefix
        self._line, self._prefix = [], ""
        indented, self._indented = self._indented, False
        if prefix:
            self._end_code()
            self._item(prefix, text)
        elif indented and text.strip() and not self._depth and not self.writer.open_list:
            self._code.append(text[1:])
        else:
            self._end_code()
            if text.strip() or not self.writer.open_list:
                self._numbers.reset()
            self.writer.line(text)

    def _break(self) -> None:
        """Ends the line, if there is anything in it: white space between elements of HTML is none."""
        if "".join(self._line).strip():
            self._end_line()
        self._line, self._prefix = [], ""

    def _item(self, prefix: str, text: str) -> None:
        kinds = prefix.replace(":", "*").replace(";", "*")
        if prefix[-1] in "*#":
            self.writer.item(len(kinds) - 1, self._numbers.mark(kinds), text)
        elif self.writer.open_list and len(kinds) > 1:
            self.writer.item(len(kinds) - 2, "", text)
        else:
            self.writer.line(text)

    def _end_code(self) -> None:
        if self._code:
            self.writer.code("\n".join(self._code))
            self._code = []

    def _template(self, node: Node) -> None:
        text, block = template_text(node, self.flat, self._page.place.title)
        if block:
            self.end()
            self.writer.end()
            for line in text.split("\n"):
                self.writer.line(line)
            self.writer.end()
        else:
            self._line.append(text)

    def _tag(self, node: Node) -> None:
        name = str(node.tag).strip().lower()
        if node.wiki_markup and name in ("li", "dd", "dt"):
            if "".join(self._line).strip():
                self._line.append(": " if name == "dd" else " ")
            else:
                self._prefix += str(node.wiki_markup)
        elif name == "br":
            self._line.append("\n" if not self._prefix else " ")
        elif name == "ref":
            self._ref(node)
        elif name in DROPPED or self._unseen(node):
            return
        elif name == "table":
            self.end()
            caption, rows = grid(node, self.flat)
            self.writer.line(caption)
            self.writer.table(rows)
        elif name in CODE:
            self._verbatim(name, node)
        elif name in RAW:
            self._line.append(str(node.contents))
        elif name == "gallery":
            self._gallery(str(node.contents))
        elif name == "hr":
            self.end()
            self.writer.end()
        else:
            if name == "sup":
                self._line.append(joint("".join(self._line[-2:]), str(node.contents)))
            self._contents(name, node)

    def _contents(self, name: str, node: Node) -> None:
        if self._depth >= DEEPEST:
            return
        self._depth += 1
        lists = self._lists
        if name in LISTS or name in BLOCKS or name == "li":
            self._break()
        if name in LISTS:
            self._lists += LISTS[name]
        elif name == "li":
            self._prefix = lists or "*"
        if re.fullmatch("h[1-6]", name):
            self.end()
            self.writer.heading(int(name[1]), self.flat(node.contents))
        else:
            self.walk(node.contents)
        if name in LISTS or name in BLOCKS or name == "li":
            self._break()
        self._lists = lists
        self._depth -= 1

    def _unseen(self, node: Node) -> bool:
        """Whether a reader would not see an element; its words are kept apart."""
        given = {str(one.name).strip().lower(): str(one.value or "") for one in node.attributes}
        if set(given.get("class", "").lower().split()) & CHROME:
            return True
        if not HIDING.search(given.get("style", "")) and "hidden" not in given:
            return False
        if words := self.flat(node.contents):
            self._page.unseen.append(words)
        return True

    def _verbatim(self, name: str, node: Node) -> None:
        text = str(node.contents if node.contents is not None else "")
        if name != "pre" and (node.has("inline") or ("\n" not in text and "".join(self._line).strip())):
            self._line.append(text)
            return
        self.end()
        self.writer.code(text)

    def _ref(self, node: Node) -> None:
        name = str(node.get("name").value).strip().strip("\"'") if node.has("name") else ""
        self._line.append(f" [{self._page.note(name, self.flat(node.contents))}]")

    def _gallery(self, text: str) -> None:
        import mwparserfromhell

        self.end()
        for line in text.split("\n"):
            name, _, words = line.partition("|")
            if name.strip():
                self._page.places.wikilink(name.strip(), None)
                self.writer.line(self.flat(mwparserfromhell.parse(words)))
