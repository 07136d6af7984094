"""Documentation dialects of Markdown, rewritten to CommonMark before parsing. Pure: text in, text out.

Knows YFM (Diplodoc), GitBook and Liquid tags, MkDocs admonitions and tabs, Docusaurus and VitePress containers,
GitHub and Obsidian alerts, Hugo shortcodes, MDX. Titles and bodies stay; what only steers the renderer goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.load.markdown_table import Rows, table_end, table_rows

MARK = "\x02"
"""Starts what the parser must recognise: the first line of a list item that is really a tab or a note
(`-   \\x02Title`), and the place of a table (`\\x02T7\\x02`). Dropped from the source before."""

FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(`{3,}|~{3,})(.*)")
TAG = re.compile(r"\{%[-+]?\s*(?P<name>/?\w[\w-]*)(?P<rest>(?:(?!%\})[^\n]){0,300})%\}")
CODE_OR_TAG = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|" + TAG.pattern)
TITLED = ("note", "cut", "spoiler", "notice")
SILENT = ("assign", "capture", "if", "elsif", "for", "include", "set", "unless")
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'|«([^»]*)»")
NAMED = re.compile(r"\b(?:title|label|caption|summary|header)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
BULLET = re.compile(r"([ \t]*)([-*+])([ \t]+)(?=\S)")
ADMONITION = re.compile(
    r"([ \t]*)(?:!!!|\?\?\?\+?)[ \t]*(?:[A-Za-z-][A-Za-z -]*?)?[ \t]*(?:[\"«](.*)[\"»])?[ \t]*$"
)
TAB = re.compile(r"([ \t]*)===[!+]*[ \t]+[\"'](.*)[\"'][ \t]*$")
CONTAINER = re.compile(
    r"([ \t>]*):{3,}[ \t]*(?:\{[^}]*\}|[\w-]*)(?:\[(.*)\])?[ \t]*(.*?)[ \t]*(?:\{[^}]*\})?:*$"
)
ALERT = re.compile(r"([ \t]*(?:>[ \t]*)+)\[![\w-]+\][+-]?[ \t]*(.*)$")
SHORTCODE = re.compile(r"\{\{(?:<|%)-?\s*(?P<rest>[^\n]{0,500}?)-?(?:>|%)\}\}")
ESM = re.compile(r"import\s(?:[^\n]*\sfrom\s+)?['\"][^'\"\n]+['\"];?\s*$")
EXPORT = re.compile(r"export\s+(?:default|const|let|var|function|async|class|type|\{|\*)|import\s")
JSX = re.compile(r"[ \t]*</?[A-Z][a-z][\w.]*(?:\s[^<]*)?/?>[ \t]*$|[ \t]*</?>[ \t]*$")
JSX_OPEN = re.compile(r"[ \t]*<[A-Z][a-z][\w.]*(?:\s[^<>]*)?$")
JSX_COMMENT = re.compile(r"\{/\*.*?\*/\}")
UNCLOSED = 50
"""So many tables are sought to the end of the page in vain."""
TOC = ("[toc]", "[[toc]]", "[[_toc_]]", "{:toc}", "${toc}")


@dataclass(slots=True)
class Plain:
    """CommonMark text and the cells of the tables whose places it marks."""

    text: str = ""
    tables: list[Rows] = field(default_factory=list)


def to_commonmark(text: str, *, mdx: bool = False) -> Plain:
    """`text`, whose lines end with a newline only, without dialects. `mdx`: also exports over many lines."""
    return _Rewriter(text.replace(MARK, "").split("\n"), mdx=mdx).run()


class _Rewriter:
    """One pass over the lines; code inside fences is never touched."""

    def __init__(self, lines: list[str], *, mdx: bool) -> None:
        self.lines = lines
        self.mdx = mdx
        self.out: list[str] = []
        self.tables: list[Rows] = []
        self.unclosed = 0
        self.tabs: list[int] = []  # indent of the tab names of each open list; -1 until the first is seen

    def run(self) -> Plain:
        number, fence, quoted = 0, "", False
        while number < len(self.lines):
            line = self.lines[number]
            bare = line.strip()
            if fence and quoted and bare[:1] != ">":
                fence = ""  # the quotation, and its code with it, has ended
            if fence:
                code = bare.lstrip("> ") if quoted else bare
                if code.startswith(fence) and not code.strip(fence[0]):
                    fence = ""
                self.out.append(line)
                number += 1
                continue
            if (
                ("```" in bare or "~~~" in bare)
                and (found := FENCE.match(line))
                and found[1][0] not in found[2]
            ):
                fence, quoted = found[1], bare[0] == ">"
                self.out.append(line)
                number += 1
                continue
            number = self._line(number, line, bare) if bare else self._keep(number, line)
        return Plain("\n".join(self.out), self.tables)

    def _keep(self, number: int, line: str) -> int:
        self.out.append(line)
        return number + 1

    def _line(self, number: int, line: str, bare: str) -> int:
        """Rewrites the line (or the table, the tag) at `number`; the number of the next line to look at."""
        first = bare[0]
        if first == "#" and bare[1:2] == "|":
            return self._table(number, line)
        if (
            first in "!?="
            and (found := ADMONITION.match(line) or TAB.match(line))
            and self._body(number, found)
        ):
            self.out += ["", f"{found[1]}-   {MARK}{found[2] or ''}", ""]
            return number + 1
        if first in ":>" and ":::" in bare and (found := CONTAINER.match(line)):
            self._label(found[1], found[2] or found[3] or _named(bare))
            return number + 1
        if first in "<ie" and (skipped := self._mdx(number, line, bare)):
            return skipped
        if first == ">" and "[!" in bare and (found := ALERT.match(line)):
            line = found[1] + found[2]
        elif first == "[":
            if bare.lower() in TOC:
                return number + 1
            if bare[1:2] in "^*" and "]:" in bare:  # a footnote or a term, no link target
                line = line.replace("[", "\\[", 1)
        if "{" in bare:
            return self._braces(number, line, bare)
        if self.tabs:
            self._list_item(line)
        else:
            self.out.append(line)
        return number + 1

    def _body(self, number: int, found: re.Match[str]) -> bool:
        """Whether the note or tab at `number` is one: it has a title, or lines that are indented further."""
        following = next((line for line in self.lines[number + 1 : number + 4] if line.strip()), "")
        return bool(found[2]) or following.startswith((found[1] + "    ", found[1] + "\t"))

    def _table(self, number: int, line: str) -> int:
        end = table_end(self.lines, number) if self.unclosed < UNCLOSED else number
        if end == number:
            self.unclosed += 1
            return self._keep(number, line)
        rows = table_rows("\n".join(self.lines[number:end]))
        self._label(line[: len(line) - len(line.lstrip())], f"{MARK}T{len(self.tables)}{MARK}")
        self.tables.append(rows)
        return end

    def _braces(self, number: int, line: str, bare: str) -> int:
        if "{{<" in line or "{{%" in line:
            line = SHORTCODE.sub(lambda found: _named(found["rest"]), line)
        elif "{%" in bare:
            if bare.startswith("{%") and (found := TAG.fullmatch(bare)):
                self._tag(line[: len(line) - len(line.lstrip())], found["name"], found["rest"])
                return number + 1
            line = CODE_OR_TAG.sub(lambda found: found[0] if found["ticks"] else _title(found), line)
        if "{/*" in line:
            line = JSX_COMMENT.sub("", line)
        self._list_item(line)
        return number + 1

    def _tag(self, indent: str, name: str, rest: str) -> None:
        """A tag with a line of its own: its title stays, it goes."""
        if name == "list":
            self.tabs.append(-1)
        elif name == "endlist" and self.tabs:
            self.tabs.pop()
        if name in {"highlight", "endhighlight"}:
            self.out.append(indent + "```")
            return
        self._label(indent, _tag_title(name, rest))

    def _label(self, indent: str, title: str) -> None:
        """A paragraph of its own, or just the end of the one before."""
        blank = indent.rstrip() if ">" in indent else ""
        self.out += [blank, indent + title, blank] if title.strip() else [blank]

    def _list_item(self, line: str) -> None:
        """Marks the line when it is the name of a tab of the innermost `{% list tabs %}`."""
        found = BULLET.match(line) if self.tabs else None
        if found is not None:
            width = len(found[1].expandtabs(4))
            if self.tabs[-1] in {-1, width}:
                self.tabs[-1] = width
                line = f"{found[1]}{found[2]}{found[3]}{MARK}{line[found.end() :]}"
        self.out.append(line)

    def _mdx(self, number: int, line: str, bare: str) -> int:
        """The next line after the imports, exports or JSX tag at `number`; 0 when it is none of them."""
        if bare[0] != "<":
            if line[0] not in "ie":
                return 0
            if self.mdx and EXPORT.match(line):
                while number < len(self.lines) and self.lines[number].strip():
                    number += 1
                return number
            return number + 1 if ESM.match(bare) else 0
        if JSX.match(line):
            self._label("" if self.mdx else line[: len(line) - len(line.lstrip())], _named(bare))
            return number + 1
        if JSX_OPEN.match(line):
            for end in range(number + 1, min(number + 50, len(self.lines))):
                if self.lines[end].rstrip().endswith(">"):
                    self._label("", _named(" ".join(self.lines[number : end + 1])))
                    return end + 1
        return 0


def _title(found: re.Match[str]) -> str:
    return _tag_title(found["name"], found["rest"])


def _tag_title(name: str, rest: str) -> str:
    """What a reader sees of a tag: its title."""
    if name in TITLED and (quoted := QUOTED.search(rest)) and "=" not in rest[: quoted.start()]:
        return " ".join(filter(None, quoted.groups()))
    return "" if name in SILENT else _named(rest)


def _named(attributes: str) -> str:
    return " ".join(text for pair in NAMED.findall(attributes) for text in pair if text)
