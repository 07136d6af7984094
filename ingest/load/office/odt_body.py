"""The body of an ODT as blocks, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.document import Block
from ingest.errors import Code, LoadError
from ingest.load.docx_body import flat
from ingest.load.docx_numbering import list_mark
from ingest.load.markup import number_of
from ingest.load.office.odf import CHART, DRAW, HREF, INDEXES, OFFICE, TABLE, TEXT, rows_of
from ingest.load.office.odt_inline import Inline
from ingest.load.office.odt_styles import Counters, Styles, count_on, spelled
from ingest.load.tables import compact, pipe_table

if TYPE_CHECKING:
    from collections.abc import Collection

    from ingest.load.office.odf import Odf

Element = Any

HEADING_CHARS = 400
NESTING = 16
CELLS = 200_000
SPAN = 1_000
DEPTHS = 10
SKIPPED = INDEXES | {TEXT + "tracked-changes"}
BOXES = frozenset(DRAW + name for name in ("frame", "custom-shape", "g", "text-box", "a"))


class Body:
    """Reads containers of paragraphs, lists and tables. `title` is the first paragraph in a title style, "" if none.

    `let_in`: "comments", "deletions" or both come too, each a block after the paragraph that it belongs to.
    """

    def __init__(self, package: Odf, let_in: Collection[str] = ()) -> None:
        self._package = package
        self._styles = Styles(package.styles, package.content)
        self._inline = Inline(self._styles)
        self._let_in = let_in
        self._blocks: list[Block] = []
        self._items: list[str] = []
        self._code: list[str] = []
        self._outline: Counters = [0] * DEPTHS
        self._lists: dict[str, Counters] = {}
        self._deleted: dict[str, str] = {}
        self._depth = 0
        self._in_cell = False
        self._cells = CELLS
        self.title = ""

    @property
    def unseen(self) -> list[str]:
        """Hidden words, in order."""
        return self._inline.unseen

    def read(self, container: Element) -> list[Block]:
        """The blocks of `container` (a body, a cell, a text box, a note)."""
        if self._depth > NESTING:
            raise LoadError(Code.TOO_DEEP, "tables or text boxes in one another")
        outer = self._blocks, self._items, self._code
        self._blocks, self._items, self._code = [], [], []
        self._depth += 1
        self._contents(container)
        self._flush()
        self._depth -= 1
        blocks = self._blocks
        self._blocks, self._items, self._code = outer
        return blocks

    def notes(self) -> list[Block]:
        """Foot- and endnotes in order, marked `[^1]: ...`; those within notes too."""
        found: list[Block] = []
        done = 0
        while done < len(self._inline.notes):
            note = self._inline.notes[done].find(TEXT + "note-body")
            done += 1
            if note is not None and (text := flat(self.read(note))):
                found.append(Block(kind="text", text=f"[^{done}]: {text}"))
        return found

    def _contents(self, container: Element) -> None:
        for child in container:
            tag = child.tag
            if tag in (TEXT + "h", TEXT + "p"):
                self._paragraph(child)
            elif tag == TEXT + "list":
                self._list(child, 0, "")
            elif tag == TABLE + "table":
                self._table(child)
            elif tag == TEXT + "tracked-changes":
                self._changes(child)
            elif tag == TEXT + "section" and child.get(TEXT + "display") in ("none", "condition"):
                if words := " ".join("".join(child.itertext()).split()):
                    self.unseen.append(words)
            elif tag in BOXES:
                self._flush()
                self._blocks += self.read(child)
            elif tag == DRAW + "object":
                self._object(child.get(HREF) or "")
            elif tag in (TEXT + "change", TEXT + "change-start"):
                self._inline.changes.append(child.get(TEXT + "change-id") or "")
            elif tag not in SKIPPED:
                self._contents(child)

    def _object(self, address: str) -> None:
        """A chart: its title and the table that it draws."""
        root = self._package.object(address)
        if root is None or next(root.iter(OFFICE + "chart"), None) is None:
            return
        self._flush()
        for title in root.iter(CHART + "title"):
            self._emit("text", " ".join("".join(title.itertext()).split()))
        for table in root.iter(TABLE + "table"):
            self._table(table)

    def _paragraph(self, paragraph: Element) -> None:
        style = paragraph.get(TEXT + "style-name")
        text = self._inline.text(paragraph)
        is_title = self._styles.title(style)
        if paragraph.tag == TEXT + "h" or is_title:
            level = number_of(paragraph.get(TEXT + "outline-level"), 1)
            words = " ".join(text.split())
            if is_title and not self.title:
                self.title = words
            number = "" if paragraph.tag == TEXT + "p" else self._heading_number(paragraph, level, words)
            kind = "heading" if len(words) <= HEADING_CHARS else "text"
            self._emit(kind, f"{number} {words}".strip() if words else "", min(6, max(1, level)))
        elif self._styles.code(style):
            self._flush(code=False)
            self._code.append(text.rstrip())
        else:
            self._emit("text", "\n".join(line.strip() for line in text.strip().split("\n")))
        self._beside()

    def _heading_number(self, heading: Element, level: int, words: str) -> str:
        depth = min(DEPTHS, max(1, level)) - 1
        if not words or heading.get(TEXT + "is-list-header") == "true" or depth not in self._styles.outline:
            return ""
        count_on(self._outline, self._styles.outline, depth, heading.get(TEXT + "start-value"))
        return spelled(self._outline, self._styles.outline, depth).removeprefix("-")

    def _beside(self) -> None:
        """What was met in a paragraph and stands beside it: boxes, and if let in, comments and deletions."""
        boxes, self._inline.boxes = self._inline.boxes, []
        comments, self._inline.comments = self._inline.comments, []
        changes, self._inline.changes = self._inline.changes, []
        for box in boxes:
            self._flush()
            self._blocks += self.read(box)
        for change in changes:
            if text := self._deleted.get(change, ""):
                self._emit("text", f"[deleted] {text}")
        for comment in comments if "comments" in self._let_in else ():
            said = [self._inline.text(one) for one in comment.iter(TEXT + "p")]
            if text := " ".join(" ".join(said).split()):
                self._emit("text", f"[comment] {text}")

    def _changes(self, tracked: Element) -> None:
        """Keeps the words that tracked changes deleted, if they are let in."""
        for region in tracked if "deletions" in self._let_in else ():
            key = next((value for name, value in region.attrib.items() if name.endswith("}id")), "")
            gone = region.find(TEXT + "deletion")
            if gone is not None:
                texts = (self._inline.text(one) for one in gone.iter(TEXT + "p", TEXT + "h"))
                self._deleted[key] = " ".join(" ".join(texts).split())

    def _list(self, element: Element, depth: int, inherited: str) -> None:
        style = element.get(TEXT + "style-name") or inherited
        levels = self._styles.levels(style)
        goes_on = element.get(TEXT + "continue-numbering") == "true" or element.get(TEXT + "continue-list")
        if depth == 0 and not goes_on:
            self._lists[style] = [0] * DEPTHS
        counters = self._lists.setdefault(style, [0] * DEPTHS)
        for item in element:
            mark = ""
            if item.tag == TEXT + "list-item" and item[:1] and item[0].tag != TEXT + "list":
                count_on(counters, levels, min(depth, DEPTHS - 1), item.get(TEXT + "start-value"))
                mark = spelled(counters, levels, min(depth, DEPTHS - 1)) if levels else "-"
            self._item(item, depth, style, mark)

    def _item(self, item: Element, depth: int, style: str, mark: str) -> None:
        for child in item:
            if child.tag == TEXT + "list":
                self._list(child, depth + 1, style)
            elif child.tag != TEXT + "p":
                self._contents([child])
            elif text := " ".join(self._inline.text(child).split()):
                self._flush(items=False)
                lead = f"{list_mark(mark)} " if mark else "  " if self._items else ""
                self._items.append("  " * min(depth, DEPTHS) + lead + text)
                mark = ""
                self._beside()

    def _table(self, table: Element) -> None:
        self._flush()
        grid = [line for row in rows_of(table) if any(line := self._line(row))]
        grid = compact(grid)
        if len(grid) == 1 and len(grid[0]) == 1:
            self._emit("text", grid[0][0])
        elif grid and self._in_cell:
            self._emit("text", "\n".join(" ".join(filter(None, row)) for row in grid))
        elif grid:
            self._emit("table", pipe_table(grid))

    def _line(self, row: Element) -> list[str]:
        line: list[str] = []
        for cell in row:
            if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                continue
            text = self._cell(cell) if cell.tag == TABLE + "table-cell" else ""
            times = min(SPAN, max(1, number_of(cell.get(TABLE + "number-columns-repeated"), 1)))
            self._cells -= times
            if self._cells < 0:
                raise LoadError(Code.TOO_LARGE, f"more than {CELLS} cells")
            line += [text] * times
        return line

    def _cell(self, cell: Element) -> str:
        outer, self._in_cell = self._in_cell, True
        text = flat(self.read(cell))
        self._in_cell = outer
        return text

    def _emit(self, kind: str, text: str, level: int = 0) -> None:
        if not text and kind != "heading" and not self._code:
            return
        self._flush()
        if text:
            self._blocks.append(Block(kind=kind, text=text, level=level if kind == "heading" else 0))  # type: ignore[arg-type]

    def _flush(self, *, items: bool = True, code: bool = True) -> None:
        """Closes the open list and the open code."""
        if items and self._items:
            self._blocks.append(Block(kind="list", text="\n".join(self._items)))
            self._items = []
        if code and self._code:
            if text := "\n".join(self._code).strip("\n"):
                self._blocks.append(Block(kind="code", text=text))
            self._code = []
