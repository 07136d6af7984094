"""The words of a DOCX paragraph: revisions, fields, hidden runs, content controls, notes, text boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.load.docx_package import W
from ingest.load.docx_styles import toggle, value
from ingest.load.docx_visible import unseen
from ingest.load.formula import MATH, linear
from ingest.load.markup import number_of
from ingest.load.raised import joint

if TYPE_CHECKING:
    from ingest.load.docx_styles import Styles

Element = Any

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
CHOICES, CHOICE, FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
GONE = frozenset({W + "del", W + "moveFrom"})
THROUGH = frozenset(
    W + name
    for name in (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "customXml",
        "fldSimple",
        "dir",
        "bdo",
        "sdtContent",
    )
)
BEFORE = (THROUGH | GONE) - {W + "ins", W + "moveTo"}
"""What is gone through to read a paragraph as it was before its tracked changes."""
MATHS = frozenset({MATH + "oMath", MATH + "oMathPara"})
MARKS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
COMMENT = W + "commentReference"
DRAWINGS = frozenset({W + "drawing", W + "pict", W + "object"})
BOX = W + "txbxContent"
SYMBOLS = {0xB7: "•", 0xA8: "☐", 0xFE: "☑", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗", 0xE0: "→", 0xDF: "←", 0x6F: "☐"}
"""Letters of the Symbol and Wingdings fonts that carry a meaning."""


class Inline:
    """Reads paragraphs one after another: fields may span them.

    `unseen` are the words of hidden runs, `boxes` text boxes met and not yet read, `notes` the numbers of notes by
    kind and id, `comments` the ids of comments met. With `before`, paragraphs are read as they were before their
    tracked changes, without marks of notes.
    """

    def __init__(self, styles: Styles, *, before: bool = False) -> None:
        self._styles = styles
        self._through = BEFORE if before else THROUGH
        self._texts = (W + "t", W + "delText") if before else (W + "t",)
        self._before = before
        self._fields: list[bool] = []
        self._style = ""
        self._raised = False
        self.hidden = 0
        self.unseen: list[str] = []
        self.notes: dict[tuple[str, str], int] = {}
        self.boxes: list[Element] = []
        self.comments: list[str] = []

    def text(self, paragraph: Element, style_id: str) -> str:
        """The visible text; note references stand as `[^1]`, a tab as itself, a line break as a new line."""
        # An instruction ends with its paragraph at the latest, else a lost end mark would hide all that follows.
        self._fields = [shown for shown in self._fields if shown]
        self._style, self._raised = style_id, False
        out: list[str] = []
        self._walk(paragraph, out)
        return "".join(out)

    def _walk(self, element: Element, out: list[str]) -> None:
        for child in element:
            tag = child.tag
            if tag == W + "r":
                self._run(child, out)
            elif tag in self._through:
                self._walk(child, out)
            elif tag == W + "sdt":
                if not placeholder(child):
                    self._walk(child, out)
            elif tag == CHOICES:
                self._walk(chosen(child), out)
            elif tag in MATHS and self._showing():
                before = child.getprevious()
                apart = before is not None and before.tag in MATHS  # two formulas in a row are two
                out.append(" " * apart + linear(child))

    def _run(self, run: Element, out: list[str]) -> None:
        properties = run.find(W + "rPr")
        if toggle(properties, "webHidden"):
            self._content(run, [])
        elif unseen(properties, self._styles, self._style):
            lost: list[str] = []
            self._content(run, lost)
            if words := " ".join("".join(lost).split()):
                self.hidden += 1
                self.unseen.append(words)
        else:
            raised, start = value(properties, "vertAlign") == "superscript", len(out)
            self._content(run, out)
            if raised and not self._raised:
                out.insert(start, joint("".join(out[max(0, start - 3) : start]), "".join(out[start:])))
            self._raised = raised

    def _content(self, run: Element, out: list[str]) -> None:
        for child in run:
            tag = child.tag
            if tag == W + "fldChar":
                if self._showing():
                    out.append(_form_field(child))
                self._field(child.get(W + "fldCharType") or "")
            elif tag == CHOICES:
                self._content(chosen(child), out)
            elif tag in DRAWINGS:
                self.boxes.extend(text_boxes(child))
            elif not self._showing():
                continue
            elif tag in self._texts:
                out.append(child.text or "")
            elif tag in MARKS:
                out.append(MARKS[tag])
            elif tag == W + "sym":
                out.append(_symbol(child))
            elif tag == COMMENT:
                self.comments.append(child.get(W + "id") or "")
            elif tag in NOTES and not self._before:
                out.append(self._note(NOTES[tag], child.get(W + "id") or ""))
            elif tag == W + "ruby":
                for base in child.findall(W + "rubyBase"):
                    self._walk(base, out)

    def _field(self, kind: str) -> None:
        """A field shows its result, which stands between "separate" and "end"; what is before is instruction."""
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _showing(self) -> bool:
        return all(self._fields)

    def _note(self, kind: str, note_id: str) -> str:
        return f"[^{self.notes.setdefault((kind, note_id), len(self.notes) + 1)}]"


def chosen(alternatives: Element) -> Element:
    """The branch of an `mc:AlternateContent` to read: the first choice, else the fallback, else nothing."""
    for name in (CHOICE, FALLBACK):
        branch = alternatives.find(name)
        if branch is not None:
            return branch
    return ()


def placeholder(control: Element) -> bool:
    """Whether a content control only shows its prompt ("Click to enter text")."""
    return bool(toggle(control.find(W + "sdtPr"), "showingPlcHdr"))


def text_boxes(drawing: Element) -> list[Element]:
    """The outermost text boxes in a drawing, in order; each stands once, however many alternatives it has."""
    found: list[Element] = []
    stack = [drawing]
    while stack:
        element = stack.pop()
        if element.tag == BOX:
            found.append(element)
        elif element.tag == CHOICES:
            stack.extend(reversed(list(chosen(element))))
        else:
            stack.extend(reversed(list(element)))
    return found


def _form_field(field: Element) -> str:
    """What a field of an old form shows that has no result: a box that is ticked or not, an entry of a list."""
    box, entries = field.find(f"{W}ffData/{W}checkBox"), field.find(f"{W}ffData/{W}ddList")
    if box is not None:
        checked = toggle(box, "checked")
        return "☒" if (toggle(box, "default") if checked is None else checked) else "☐"
    if entries is None:
        return ""
    told = [entry.get(W + "val") or "" for entry in entries.iter(W + "listEntry")]
    chosen_one = number_of(value(entries, "result") or value(entries, "default"), 0)
    return told[chosen_one] if chosen_one < len(told) else ""


def _symbol(element: Element) -> str:
    try:
        code = int(element.get(W + "char") or "", 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF or code < 0x100:
        return SYMBOLS.get(code & 0xFF, "")
    return chr(code) if code < 0xD800 or 0xF900 <= code <= 0x10FFFF else ""
