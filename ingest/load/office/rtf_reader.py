"""RTF to blocks: a stack of groups over one pass of tokens."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Block
from ingest.errors import Code, LoadError
from ingest.load.office.rtf_flow import Flow, Group, Manner, flat
from ingest.load.office.rtf_head import HEAD, Head
from ingest.load.office.rtf_tokens import (
    CODEPAGES,
    LETTERS,
    OPEN,
    SILENT,
    STATED,
    SYMBOLS,
    TIMES,
    charset,
    tokens,
)
from ingest.load.raised import joint

NESTING = 10_000
CHARS = 20_000_000
MOST_ENDS = 1_000
TINY = 2
"""Half points."""


class Reader:
    """Reads one file. `unseen` are hidden words, `title` is its first titled paragraph."""

    def __init__(self) -> None:
        self.unseen: list[str] = []
        self.title = ""
        self._flow = Flow()
        self._notes: list[str] = []
        self._stack: list[Group] = []
        self._group = Group()
        self._manner = Manner()
        self._style, self._outline = -1, 9
        self._head = Head()
        self._page = "cp1252"
        self._default_font = -1
        self._bytes: list[bytes] = []
        self._units: list[int] = []
        self._skip = 0
        self._chars = 0
        self._raised = False

    @property
    def properties(self) -> dict[str, str]:
        """What the file states about itself."""
        return self._head.properties

    def read(self, data: bytes) -> list[Block]:
        """The blocks of a file. Raises `LoadError`: too-deep, too-large."""
        for word, number, text in tokens(data):
            if word == "'" or not word:
                self._letters(text, coded=word == "'")
                continue
            if word != "u":
                self._decode()
            if word == "{":
                self._open()
            elif word == "}":
                if not self._stack:
                    break
                self._close()
            elif word[0] == "\\":
                self._symbol(word[1:])
            else:
                self._word(word, number)
        self._decode()
        while self._stack:
            self._close()
        blocks = self._flow.finish()
        blocks += (
            Block(kind="text", text=f"[^{at}]: {text}") for at, text in enumerate(self._notes, 1) if text
        )
        return blocks

    def _open(self) -> None:
        if len(self._stack) >= NESTING:
            raise LoadError(Code.TOO_DEEP, "groups in one another")
        self._stack.append(self._group)
        self._group = self._group.inner()

    def _close(self) -> None:
        closed, self._group = self._group, self._stack.pop()
        if closed.goes != self._group.goes:
            self._head.close(closed.goes)
        if closed.flow is not None:
            blocks = self._flow.finish()
            self._flow = closed.flow
            if closed.note:
                self._notes.append(flat(blocks).replace(f"[^{len(self._notes) + 1}]", "").strip())
                self._flow.line.append(f"[^{len(self._notes)}]")
            else:
                self._flow.after += blocks

    def _letters(self, text: bytes, *, coded: bool) -> None:
        if self._skip:
            count = 1 if coded else min(self._skip, len(text))
            self._skip -= count
            text = text[count:]
        if text:
            self._flush_units()
            self._bytes.append(text)

    def _decode(self) -> None:
        self._flush_units()
        if not self._bytes:
            return
        data, self._bytes = b"".join(self._bytes), []
        self._write(data.decode(self._head.fonts.get(self._group.font) or self._page, "replace"))

    def _flush_units(self) -> None:
        if self._units:
            units, self._units = self._units, []
            data = b"".join(unit.to_bytes(2, "little") for unit in units)
            self._write(data.decode("utf-16-le", "replace"))

    def _write(self, text: str) -> None:
        group = self._group
        if group.goes in HEAD:
            self._head.write(group.goes, text)
        elif group.goes == "mark":
            self._flow.mark.append(text)
        elif group.goes == "text" and not group.deleted:
            if group.hidden or group.tiny:
                if text.strip():
                    self.unseen.append(text.strip())
                return
            self._chars += len(text)
            if self._chars > CHARS:
                raise LoadError(Code.TOO_LARGE, f"more than {CHARS} characters")
            line = self._flow.line
            if group.raised and not self._raised:
                line.append(joint("".join(line[-1:]), text))
            self._raised = group.raised
            line.append(text)

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._group.starred = True
        elif self._skip:
            self._skip -= 1
        elif symbol in SYMBOLS:
            self._write(SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        group = self._group
        if word == "u":
            if self._bytes:
                self._decode()
            self._units.append((number or 0) & 0xFFFF)
            self._skip = group.unicode_tail
            return
        self._skip = 0
        if group.goes in HEAD:
            group.goes = self._head.word(group.goes, word, number, starred=group.starred)
        elif group.goes == "none":
            if word == "ud" and group.starred:
                group.goes = "text"  # the same words in Unicode, after those in a code page
        elif group.starred and word not in OPEN and not self._opens(word):
            group.goes = "none"
        elif word in SILENT:
            group.goes = word if word in STATED or word in TIMES else "none"
        elif not self._opens(word) and word in LETTERS:
            self._write(LETTERS[word])
        else:
            self._set(word, number)
        group.starred = False

    def _opens(self, word: str) -> bool:
        """Whether a word makes of its group something else than text, and does so."""
        group = self._group
        if word in ("fonttbl", "stylesheet", "info"):
            group.goes = word
        elif word in ("listtext", "pntext"):
            group.goes = "mark"
        elif word in ("footnote", "shptxt", "dptxbxtext"):
            group.flow, self._flow = self._flow, Flow()
            group.note = word == "footnote"
        else:
            return False
        return True

    def _set(self, word: str, number: int | None) -> None:
        """Words that end something or change how letters and paragraphs are read."""
        group, on = self._group, number != 0
        if word in ("par", "sect", "page"):
            self._end_paragraph()
        elif word == "cell":
            self._flow.end_cell()
        elif word == "row":
            self._flow.end_row()
        elif word in ("trowd", "cellx"):
            self._end_of_cell(word, number or 0)
        elif word in ("nestcell", "nestrow"):
            self._flow.line.append(" ")
        elif word == "pard":
            self._manner, self._style, self._outline = Manner(), -1, 9
        elif word == "plain":
            group.hidden = group.deleted = group.tiny = group.raised = False
            group.font = self._default_font
        elif word == "v":
            group.hidden = on
        elif word == "deleted":
            group.deleted = on
        elif word in ("super", "up", "nosupersub", "sub", "dn"):
            group.raised = on and word in ("super", "up")
        elif word == "fs":
            group.tiny = 0 < (number or 99) <= TINY
        elif word == "f":
            group.font = number or 0
        elif word == "s":
            self._style = number or 0
        elif word == "outlinelevel":
            self._outline = 9 if number is None else number
        elif word == "intbl":
            self._manner.table = 1
        elif word == "itap":
            self._manner.table = min(9, number or 0)
        elif word == "ilvl":
            self._manner.depth = max(0, min(9, number or 0))
        elif word == "li":
            self._manner.left = number or 0
        elif word == "uc":
            group.unicode_tail = max(0, min(9, 1 if number is None else number))
        elif word in CODEPAGES:
            self._page = CODEPAGES[word]
        elif word == "ansicpg":
            self._page = charset(number or 0) or self._page
        elif word == "deff":
            self._default_font = group.font = number or 0

    def _end_of_cell(self, word: str, number: int) -> None:
        """Where a cell of the row ends; those of tables within cells are no matter."""
        if self._manner.table > 1:
            return
        self._flow.ends = [*self._flow.ends, number][:MOST_ENDS] if word == "cellx" else []

    def _end_paragraph(self) -> None:
        looks = self._head.looks(self._style, self._outline)
        if looks.title and not self.title:
            self.title = " ".join("".join(self._flow.line).split())
        self._flow.end_paragraph(replace(self._manner, level=looks.level, code=looks.code))
