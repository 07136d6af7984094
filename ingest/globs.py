"""Patterns over paths, as in .gitignore: checked, and compiled once to a regular expression.

A pattern without a slash matches at any depth; one with a slash is relative to the root. `*` and `?` stay within a
name, `**` crosses folders, `[a-z]` and `[!a-z]` are one character, `{md,html}` alternatives. What a pattern matches
it matches with all that lies below; a slash at the end limits it to folders. Paths are compared in Unicode NFC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

_TOKEN = re.compile(r"\*\*/|/\*\*\Z|\*+|\?|\\.|\[(?:[!^])?\]?[^\]/]*\]|[{},]|[^*?\\\[\]{},/]+|/|.", re.DOTALL)


def validate_glob(pattern: str) -> None:
    """Raises ValueError that says what is wrong with `pattern`."""
    _translate(pattern)


def matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    """What tells whether any of `patterns` matches a relative posix path; that of a folder ends with "/"."""
    if not patterns:
        return lambda _: False
    matches = re.compile("|".join(_translate(pattern) for pattern in patterns), re.DOTALL).match
    return lambda path: matches(path if path.isascii() else unicodedata.normalize("NFC", path)) is not None


def names_hidden(pattern: str) -> bool:
    """Whether `pattern` names a file or folder that begins with a dot, so that hidden ones are meant."""
    return any(part.startswith((".", "{.", "\\.")) for part in pattern.split("/"))


def _translate(pattern: str) -> str:
    if not pattern.strip():
        raise ValueError("a pattern is not empty")
    if pattern.startswith("!"):
        raise ValueError(f"{pattern!r}: '!' is not supported; use include and exclude")
    if re.match(r"[A-Za-z]:[\\/]", pattern):
        raise ValueError(f"{pattern!r}: a pattern is relative to its root and uses '/'")
    folders_only = pattern.endswith("/") and not pattern.endswith("\\/")
    body = unicodedata.normalize("NFC", pattern).removesuffix("/").removeprefix("/")
    parts = body.split("/")
    if "" in parts or "." in parts or ".." in parts:
        raise ValueError(f"{pattern!r}: '.', '..' and empty parts match nothing")
    anchored = "/" in pattern.removesuffix("/")
    head = "" if anchored else "(?:.*/)?"
    return f"{head}{_tokens(pattern, body)}" + ("/" if folders_only else r"(?:/|\Z)")


def _tokens(pattern: str, body: str) -> str:
    out: list[str] = []
    depth = 0
    for match in _TOKEN.finditer(body):
        piece = match[0]
        if piece == "{":
            depth += 1
            out.append("(?:")
        elif piece == "}":
            if not depth:
                raise ValueError(f"{pattern!r}: '}}' without '{{'")
            depth -= 1
            out.append(")")
        elif piece == ",":
            out.append("|" if depth else ",")
        else:
            out.append(_one(pattern, piece, match.start() == 0 or body[match.start() - 1] in "/{,"))
    if depth:
        raise ValueError(f"{pattern!r}: '{{' is not closed")
    return "".join(out)


def _one(pattern: str, piece: str, starts: bool) -> str:
    """One token but for braces; `starts` tells that it begins a name."""
    if piece == "**/":
        return "(?:.*/)?" if starts else "[^/]*/"
    if piece == "/**":
        return "/.*"
    if piece.startswith("*"):
        return ".*" if piece == "**" and starts else "[^/]*"
    if piece == "?":
        return "[^/]"
    if piece in {"[", "]"}:
        raise ValueError(f"{pattern!r}: '[' and ']' need each other")
    if piece == "\\":
        raise ValueError(f"{pattern!r}: nothing follows the last '\\'")
    if piece.startswith("\\"):
        return re.escape(piece[1:])
    if piece.startswith("["):
        return _set(pattern, piece)
    return re.escape(piece)


def _set(pattern: str, piece: str) -> str:
    inner = piece[1:-1]
    negated = inner[:1] in {"!", "^"}
    inner = inner[1:] if negated else inner
    if not inner:
        raise ValueError(f"{pattern!r}: '[]' is empty")
    body = re.sub(r"[\[\]\\&~|^]", lambda found: "\\" + found[0], inner)
    compiled = f"(?!/)[{'^' if negated else ''}{body}]"
    try:
        re.compile(compiled)
    except re.error as error:
        raise ValueError(f"{pattern!r}: {piece!r} is not a set of characters") from error
    return compiled
