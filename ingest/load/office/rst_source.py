"""reStructuredText before pandoc: what it cannot or must not read goes, Sphinx roles become their text. Pure."""

from __future__ import annotations

import re

from ingest.errors import Code, LoadError

STEERING = re.compile(
    r"([ \t]*)\.\. (?:include|literalinclude|toctree|index|highlight|module|currentmodule|contents|meta|raw|"
    r"sectnum|role|default-role|tabularcolumns)::"
)
"""Directives that show nothing, or read another file: pandoc runs sandboxed and would refuse the whole document."""
ONLY = re.compile(r"(?<![ \t])([ \t]*\.\. )(?:only|ifconfig):: .*")
"""A directive that names where its body is shown; pandoc would print that name."""
SINCE = re.compile(r"(?<![ \t])([ \t]*)\.\. (version(?:added|changed|removed)|deprecated):: *(\S+)[ \t]*(.*)")
FROM_FILE = re.compile(r"[ \t]+:(?:file|url):")
TITLED_ROLE = re.compile(r":(?:[a-z-]+:){1,2}`([^`<>]+?)\s*<[^`<>]+>`")
ROLE = re.compile(r":(?:[a-z-]+:){1,2}`[~!]?([^`<>]+)`")
KNOWN_TO_PANDOC = (
    "code",
    "math",
    "sub",
    "subscript",
    "sup",
    "superscript",
    "raw",
    "literal",
    "emphasis",
    "strong",
)
DEEPEST = 100
"""Levels of lists and quotations: twice as many take pandoc minutes."""
FIELD = re.compile(r":([A-Za-zА-Яа-яЁё][\w -]{0,60}):[ \t]+(\S.*)")


def prepare(text: str) -> str:
    """`text` without directives that steer or include, with the text of roles in place of the roles."""
    kept: list[str] = []
    dropped: int | None = None  # the indent of the directive whose body is being dropped
    doctest = False
    for line in text.split("\n"):
        if dropped is not None:
            if not line.strip() or len(line) - len(line.lstrip()) > dropped:
                continue
            dropped = None
            kept.append("")
        if ".. " in line and (found := STEERING.match(line)):
            dropped = len(found[1])
            continue
        if ".. " in line:
            line = SINCE.sub(_since, ONLY.sub(r"\1container::", line))  # noqa: PLW2901 - the same line, readable
        if line[:1] in " \t" and FROM_FILE.match(line):
            continue
        if line.startswith(">>> ") and not (kept and kept[-1].strip()):
            kept += ["::", ""]
            doctest = True
        doctest = doctest and bool(line.strip())
        if doctest:
            line = "   " + line  # noqa: PLW2901 - the same line, as code
        elif ":`" in line:
            line = ROLE.sub(_role, TITLED_ROLE.sub(r"\1", line))  # noqa: PLW2901 - the same line, rewritten
        kept.append(line)
    return "\n".join(kept)


def refuse_depth(text: str) -> None:
    """Raises `LoadError`, too-deep, where lines stand in more than `DEEPEST` levels of indents."""
    levels = [0]
    for line in text.split("\n"):
        bare = line.lstrip(" \t")
        if not bare:
            continue
        indent = len(line) - len(bare)
        while indent < levels[-1]:
            levels.pop()
        if indent > levels[-1]:
            levels.append(indent)
            if len(levels) > DEEPEST:
                raise LoadError(Code.TOO_DEEP, f"more than {DEEPEST} levels of indents")


def _since(found: re.Match[str]) -> str:
    """A directive about versions as Sphinx prints it."""
    name = {"versionadded": "New in", "versionchanged": "Changed in", "versionremoved": "Removed in"}.get(
        found[2]
    )
    said = f"{name or 'Deprecated since'} version {found[3]}" + (f": {found[4]}" if found[4] else ".")
    return f"{found[1]}{said}\n"


def _role(found: re.Match[str]) -> str:
    name = found[0][1 : found[0].index(":`")]
    return found[0] if name in KNOWN_TO_PANDOC else found[1]


def fields(text: str) -> dict[str, str]:
    """The field list at the top (`:version: 2.1`), before or after the title: names in lower case -> values."""
    found: dict[str, str] = {}
    for line in text.split("\n")[:60]:
        field = FIELD.fullmatch(line.rstrip())
        if field is not None:
            found[field[1].strip().lower()] = field[2].strip()
        elif found and line.strip() and line[:1] not in " \t":
            break
    return found
