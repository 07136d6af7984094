"""Confluence's old wiki markup, in which bodies of pages that nobody has touched since version 4 are stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.document import Link
from ingest.errors import Code, LoadError
from ingest.load.raised import joint
from ingest.load.wiki.storage import BYTES, Body
from ingest.load.wiki.verbatim import replaced
from ingest.load.wiki.writer import Numbers, Writer

if TYPE_CHECKING:
    from ingest.load.wiki.storage_links import Names

VERBATIM = re.compile(r"(?<!\\)\{(code|noformat)(?::([^{}]*))?\}")
HIDDEN = re.compile(r"\{(excerpt|details):[^{}]*hidden=true[^{}]*\}")
GONE = re.compile(r"\{(style|html|script)(?::[^{}]*)?\}")
MACRO = re.compile(r"(?<!\\)\{([a-z][\w-]*)(?::([^{}\n]*))?\}")
MARK = re.compile("\x00(\\d+)\x00")
HEADING = re.compile(r"[ \t]*h([1-6])\.[ \t]+(.*)")
ITEM = re.compile(r"[ \t]*([*#]+|-)[ \t]+(.*)")
RULE = re.compile(r"[ \t]*-{4,5}[ \t]*")
QUOTE = re.compile(r"[ \t]*bq\.[ \t]+(.*)")
ROW = re.compile(r"[ \t]*\|")
CELL = re.compile(r"\|\|?(?![^\[\]]{0,300}\])")
LINK = re.compile(r"(?<!\\)\[([^\[\]\n]{1,2000})\]")
IMAGE = re.compile(r"(?<![\w\\!])!([^\s!|][^!|\n]{0,500})(?:\|[^!\n]{0,500})?!(?!\w)")
MONO = re.compile(r"\{\{([^\n]{1,500}?)\}\}")
EMPHASIS = tuple(
    re.compile(rf"(?<![\w\\{mark}]){mark}(?=\S)([^\n{mark}]{{1,2000}}?)(?<=\S){mark}(?![\w{mark}])")
    for mark in (r"\*", "_", r"\+", r"\^")
)
BRACED = re.compile(r"(?<!\\)\{([*_+^~-])\}([^{}\n]{1,500}?)\{\1\}")
"""Marks as they stand within words."""
RAISED = re.compile(r"(?<=(\w))\^([^\s^]{1,20})\^|(?<=\w)~([^\s~]{1,20})~")
CITED = re.compile(r"\?\?(\S[^\n]{0,500}?)\?\?")
ESCAPED = re.compile(r"\\([\\{}\[\]*_+^~|!#?-])")
TITLED = frozenset({"panel", "info", "note", "tip", "warning", "expand"})
INCLUDES = frozenset({"include", "excerpt-include"})
MACROS = 100_000


def read_markup(body: str, names: Names) -> Body:
    """The blocks and links of a body in wiki markup. Raises `LoadError`: too-large."""
    if len(body) > BYTES or body.count("{") > MACROS:
        raise LoadError(Code.TOO_LARGE, "bytes or macros of a page")
    return _Reader(names).read(body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))


class _Reader:
    def __init__(self, names: Names) -> None:
        self._names = names
        self._writer = Writer()
        self._numbers = Numbers()
        self._codes: list[tuple[str, str]] = []
        self._links: list[Link] = []
        self._unseen: list[str] = []

    def read(self, text: str) -> Body:
        text = replaced(text, VERBATIM, _closing, self._verbatim)
        text = replaced(text, GONE, _closing, lambda *_: "")
        text = replaced(text, HIDDEN, _closing, self._hidden)
        text = MACRO.sub(self._macro, text)
        rows: list[list[str]] = []
        for line in text.split("\n"):
            if ROW.match(line):
                rows.append(self._cells(line))
                continue
            if rows:
                self._writer.table(rows)
                rows = []
            self._line(line)
        if rows:
            self._writer.table(rows)
        return Body(
            blocks=self._writer.done(),
            links=tuple(self._links),
            hidden=len(self._unseen),
            unseen=tuple(self._unseen),
        )

    def _line(self, line: str) -> None:
        writer = self._writer
        if found := MARK.fullmatch(line.strip()):
            title, code = self._codes[int(found[1])]
            writer.line(title)
            writer.code(code)
        elif found := HEADING.fullmatch(line):
            writer.heading(int(found[1]), self._inline(found[2]))
        elif RULE.fullmatch(line):
            writer.end()
        elif found := ITEM.fullmatch(line):
            kinds = found[1].replace("-", "*")
            writer.item(len(kinds) - 1, self._numbers.mark(kinds), self._inline(found[2]))
            return
        elif found := QUOTE.fullmatch(line):
            writer.end()
            writer.line(self._inline(found[1]))
            writer.end()
        elif writer.open_list and line.strip():
            writer.item(0, "", self._inline(line))
            return
        else:
            writer.line(self._inline(line))
        self._numbers.reset()

    def _cells(self, line: str) -> list[str]:
        cells = CELL.split(line.strip())[1:]
        if cells and not cells[-1].strip():
            cells.pop()
        return [self._inline(cell) for cell in cells]

    def _verbatim(self, found: re.Match[str], inside: str) -> str:
        title = next((part[6:] for part in (found[2] or "").split("|") if part.startswith("title=")), "")
        self._codes.append((title, inside))
        return f"\n\0{len(self._codes) - 1}\0\n"

    def _hidden(self, _: re.Match[str], inside: str) -> str:
        self._unseen.append(" ".join(MACRO.sub("", inside).split()))
        return ""

    def _macro(self, found: re.Match[str]) -> str:
        name, given = str(found[1]), str(found[2] or "")
        parameters = dict(part.partition("=")[::2] for part in given.split("|"))
        if name == "status":
            return parameters.get("title", "")
        if name in INCLUDES:
            space, colon, title = given.partition("|")[0].partition(":")
            title = title if colon else space
            self._add(self._names.titled(space if colon else self._names.space, title), title)
            return title
        if name in ("jira", "jiraissues"):
            return parameters.get("key", given if "=" not in given else "")
        title = parameters.get("title", given if name == "expand" and "=" not in given else "")
        return f"\n{title}\n" if name in TITLED and title else ""

    def _inline(self, text: str) -> str:
        if "[" in text:
            text = LINK.sub(self._link, text)
        if "!" in text:
            text = IMAGE.sub("", text)
        text = MONO.sub(r"\1", text)
        text = RAISED.sub(_raised, BRACED.sub(_unbraced, text))
        for pattern in EMPHASIS:
            text = pattern.sub(r"\1", text)
        text = CITED.sub(r"\1", text).replace("\\\\", "\n")
        return ESCAPED.sub(r"\1", text)

    def _link(self, found: re.Match[str]) -> str:
        words, bar, target = str(found[1]).partition("|")
        target = (target if bar else words).partition("|")[0].strip()
        if target.startswith("~"):
            return ""
        names = self._names
        if target.startswith("^"):
            self._add(names.file(names.key, target[1:]), target[1:])
            return words if bar else target[1:]
        if re.match(r"[a-z][a-z0-9+.-]*://|mailto:|/", target, re.IGNORECASE):
            self._add(names.address(target), words if bar else "")
            return words if bar else target.removeprefix("mailto:")
        page, _, anchor = target.partition("#")
        space, colon, title = page.partition(":")
        space, title = (space, title) if colon else (names.space, page)
        if title:
            self._add(names.titled(space, title, anchor), words if bar else title)
        elif anchor:
            self._add(f"{names.source(names.space)}#{names.key}#{anchor}", words)
        return words if bar else title or anchor

    def _add(self, target: str, text: str) -> None:
        if target:
            self._links.append(Link(target=target, text=" ".join(text.split())))


def _closing(found: re.Match[str]) -> str:
    return f"{{{found[1]}}}"


def _unbraced(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}{found[1]}" if found[1] in "^~" else found[2]


def _raised(found: re.Match[str]) -> str:
    """What stands above or below the line."""
    return joint(found[1], found[2]) + found[2] if found[2] else found[3]
