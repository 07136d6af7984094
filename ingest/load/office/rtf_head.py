"""What stands at the start of an RTF file: fonts, styles, what it states about itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.load.dates import iso_day
from ingest.load.docx_styles import CODE, HEADING, TITLES
from ingest.load.office.rtf_tokens import CHARSETS, SILENT, STATED, TIMES

HEAD = frozenset({"fonttbl", "stylesheet", "info", *STATED, *TIMES})
"""Where letters and words may go that are no text but tables."""
CHAIN = 20
VALUE_CHARS = 500
BODY = 9


@dataclass(slots=True, kw_only=True)
class Named:
    """A style of paragraphs as the style sheet has it."""

    name: list[str] = field(default_factory=list)
    outline: int = BODY
    parent: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What a style makes of a paragraph: a heading of `level` (0: none), the title, code."""

    level: int = 0
    title: bool = False
    code: bool = False


class Head:
    """The tables, filled word by word. `fonts`: number -> code page, "" where the document's own holds."""

    def __init__(self) -> None:
        self.fonts: dict[int, str] = {}
        self.properties: dict[str, str] = {}
        self._styles: dict[int, Named] = {}
        self._font, self._style = 0, 0
        self._stated: list[str] = []
        self._time: dict[str, int] = {}

    def word(self, place: str, word: str, number: int | None, *, starred: bool) -> str:
        """Takes a control word met in table `place`; where its group goes from here ("none": to nowhere)."""
        if place == "fonttbl":
            if word == "f":
                self._font = number or 0
            elif word == "fcharset":
                self.fonts[self._font] = CHARSETS.get(number or 0, "")
        elif place == "stylesheet":
            return self._style_word(word, number, starred=starred)
        elif place == "info":
            return word if word in STATED or word in TIMES else "none" if word in SILENT else place
        elif place in TIMES and word in ("yr", "mo", "dy"):
            self._time[word] = number or 0
        return place

    def write(self, place: str, text: str) -> None:
        """Takes letters met in table `place`."""
        if place == "stylesheet":
            self._styles.setdefault(self._style, Named()).name.append(text)
        elif place in STATED:
            self._stated.append(text)

    def close(self, place: str) -> None:
        """The group that filled `place` ends."""
        if place in STATED:
            text = " ".join("".join(self._stated).split())[:VALUE_CHARS]
            self._stated = []
            if text:
                self.properties.setdefault(STATED[place], text)
        elif place in TIMES and self._time:
            told = {"yr": 0, "mo": 0, "dy": 0} | self._time
            self._time = {}
            if day := iso_day(f"{told['yr']:04}-{told['mo']:02}-{told['dy']:02}"):
                self.properties.setdefault(TIMES[place], day)

    def looks(self, style: int, outline: int) -> Looks:
        """What becomes of a paragraph of that style, with that outline level of its own (9: body)."""
        for _ in range(CHAIN):
            named = self._styles.get(style)
            if named is None:
                break
            name = "".join(named.name).split(";")[0].strip().lower()
            if match := HEADING.match(name):
                return Looks(level=min(6, int(match[1])))
            if name in TITLES:
                return Looks(level=1, title=True)
            if CODE.match(name):
                return Looks(code=True)
            outline = min(outline, named.outline)
            style = named.parent
        return Looks(level=min(6, outline + 1) if 0 <= outline < BODY else 0)

    def _style_word(self, word: str, number: int | None, *, starred: bool) -> str:
        if starred or word in ("cs", "ds", "ts"):
            return "none"
        if word == "s":
            self._style = number or 0
            self._styles[self._style] = Named()
        elif word == "sbasedon":
            self._styles.setdefault(self._style, Named()).parent = -1 if number is None else number
        elif word == "outlinelevel":
            self._styles.setdefault(self._style, Named()).outline = number or 0
        return "stylesheet"
