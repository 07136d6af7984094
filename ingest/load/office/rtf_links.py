"""Where the HYPERLINK fields of an RTF lead. Pure."""

from __future__ import annotations

import re

from ingest.document import Link

FIELD = re.compile(
    rb"\\fldinst(?:[^\"{}]|[{}]){0,200}?HYPERLINK\s+(?:\\\\[a-km-z]\s+)*\"([^\"]{1,2000})\"(?:[^\"{}]{0,40}?\\\\l\s+\"([^\"]{1,200})\")?"
)
ESCAPED = re.compile(rb"\\u(-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}|\?)?|\\'([0-9a-fA-F]{2})|\\([\\{}])")
MOST = 10_000


def links_of(data: bytes, page: str = "cp1251") -> tuple[Link, ...]:
    """The targets, in order, each once; `page` is the code page of bytes in them. Those within the file are none."""
    found: dict[str, Link] = {}
    for field in FIELD.finditer(data):
        target, anchor = (_plain(part or b"", page).strip() for part in field.groups())
        target += f"#{anchor}" if anchor and "#" not in target else ""
        if target and not target.startswith("#"):
            found.setdefault(target, Link(target=target))
        if len(found) == MOST:
            break
    return tuple(found.values())


def _plain(text: bytes, page: str) -> str:
    def letter(escape: re.Match[bytes]) -> bytes:
        if escape[1]:
            return chr(int(escape[1]) & 0xFFFF).encode("utf-8", "replace")
        if escape[2]:
            return bytes.fromhex(escape[2].decode()).decode(page, "replace").encode()
        return escape[3]

    return (
        ESCAPED.sub(letter, text.replace(b"\r", b"").replace(b"\n", b""))
        .decode("utf-8", "replace")
        .replace("\\\\", "\\")
    )
