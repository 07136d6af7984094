"""What a PDF's XMP packet says: Adobe's other place for properties. Pure: bytes in, strings out, no XML is expanded."""

from __future__ import annotations

import html
import re

_PACKET = re.compile(rb"<x:xmpmeta.{0,200000}?</x:xmpmeta>", re.DOTALL)
_WANTED = {
    "dc:title": "title",
    "dc:creator": "author",
    "dc:description": "subject",
    "dc:subject": "keywords",
    "dc:language": "language",
    "pdf:Keywords": "keywords",
    "xmp:CreateDate": "created",
    "xmp:ModifyDate": "modified",
    "xmpMM:VersionID": "version",
    "pdfx:Version": "version",
    "pdfx:Status": "status",
}
_TAG = re.compile(r"<[^>]*>")
_MAX_VALUE = 2_000


def xmp(data: bytes) -> dict[str, str]:
    """Properties of the last packet in a file: `title author subject keywords language created modified version`, ...

    Dates are as they stand ("2024-01-31T12:00:00+03:00"). Packets are kept uncompressed so that anybody finds them.
    """
    start = data.rfind(b"<x:xmpmeta")
    found = _PACKET.match(data, start) if start >= 0 else None
    if found is None:
        return {}
    text = found[0].decode("utf-8", "replace")
    result: dict[str, str] = {}
    for name, key in _WANTED.items():
        value = _element(text, name) or _attribute(text, name)
        if value and key not in result:
            result[key] = value[:_MAX_VALUE]
    return result


def _element(text: str, name: str) -> str:
    opened = text.find(f"<{name}>")
    closed = text.find(f"</{name}>", opened)
    if opened < 0 or closed < 0:
        return ""
    parts = [" ".join(part.split()) for part in _TAG.split(text[opened + len(name) + 2 : closed])]
    return html.unescape(", ".join(part for part in parts if part))


def _attribute(text: str, name: str) -> str:
    found = re.search(rf'{re.escape(name)}="([^"<>]*)"', text)
    return html.unescape(" ".join(found[1].split())) if found else ""
