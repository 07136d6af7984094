"""The words of an ODT paragraph: spans, fields, breaks; notes, boxes and comments met on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.load.markup import number_of
from ingest.load.office.odf import DRAW, OFFICE, TEXT
from ingest.load.raised import joint

if TYPE_CHECKING:
    from ingest.load.office.odt_styles import Styles

Element = Any

BLANKS = 200
SILENT = frozenset(
    [
        *(
            TEXT + name
            for name in ("placeholder", "script", "ruby-text", "hidden-paragraph", "page-continuation")
        ),
        *(OFFICE + name for name in ("annotation-end", "event-listeners", "forms")),
    ]
)
UNSEEN = frozenset({TEXT + "hidden-text"})
MARKS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
SET = (TEXT + "variable-set", TEXT + "user-field-get", TEXT + "variable-get", TEXT + "expression")


class Inline:
    """Reads paragraphs one after another. `unseen`: hidden words; `boxes`, `comments`, `changes`: met, not yet read."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.unseen: list[str] = []
        self.notes: list[Element] = []
        self.boxes: list[Element] = []
        self.comments: list[Element] = []
        self.changes: list[str] = []

    def text(self, paragraph: Element) -> str:
        """The words of `paragraph` as a reader sees them."""
        hides = next(paragraph.iter(TEXT + "hidden-paragraph"), None)
        out: list[str] = []
        self._collect(paragraph, out)
        text = "".join(out)
        if self._styles.hidden("paragraph", paragraph.get(TEXT + "style-name")) or (
            hides is not None and hides.get(TEXT + "is-hidden") == "true"
        ):
            if text.strip():
                self.unseen.append(" ".join(text.split()))
            return ""
        return text

    def _collect(self, element: Element, out: list[str]) -> None:
        if element.text:
            out.append(_flat(element.text))
        for child in element:
            self._piece(child, out)
            if child.tail:
                out.append(_flat(child.tail))

    def _piece(self, child: Element, out: list[str]) -> None:
        tag = child.tag
        if tag in MARKS:
            out.append(MARKS[tag])
        elif tag == TEXT + "s":
            out.append(" " * min(BLANKS, number_of(child.get(TEXT + "c"), 1)))
        elif tag == TEXT + "note":
            self.notes.append(child)
            out.append(f"[^{len(self.notes)}]")
        elif tag == OFFICE + "annotation":
            self.comments.append(child)
        elif tag in (TEXT + "change", TEXT + "change-start"):
            self.changes.append(child.get(TEXT + "change-id") or "")
        elif tag in (DRAW + "frame", DRAW + "custom-shape", DRAW + "g", DRAW + "text-box", DRAW + "a"):
            self.boxes.append(child)
        elif tag in UNSEEN or (tag in SET and child.get(TEXT + "display") == "none"):
            if words := " ".join("".join(child.itertext()).split()):
                self.unseen.append(words)
        elif tag == TEXT + "span" and self._styles.hidden("text", child.get(TEXT + "style-name")):
            inner: list[str] = []
            self._collect(child, inner)
            if words := "".join(inner).strip():
                self.unseen.append(words)
        elif tag not in SILENT:
            if tag == TEXT + "span" and self._styles.raised(child.get(TEXT + "style-name")):
                out.append(joint("".join(out[-1:]), "".join(child.itertext())))
            self._collect(child, out)


def _flat(text: str) -> str:
    """White space of the XML: one blank for any run of it."""
    if text.isspace():
        return " "
    lead, tail = (" " if text[0].isspace() else ""), (" " if text[-1].isspace() else "")
    return lead + " ".join(text.split(None)) + tail
