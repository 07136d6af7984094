"""What a PDF says about itself: document information, language, outline."""

from __future__ import annotations

import ctypes
import re
from datetime import date
from typing import TYPE_CHECKING

from ingest.load.pdf_stated import plain
from ingest.load.pdf_xmp import xmp

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

_DATE = re.compile(r"\s*(?:D:)?(\d{4})-?(\d{2})?-?(\d{2})?")
_FILE_NAME = re.compile(
    r"\.(?:docx?|docm|dotx?|rtf|odt|pdf|xlsx?|pptx?|txt|html?|md|tex|dvi|indd|qxd|fm|cdr|pub|wpd|vsdx?)\s*$|[\\/]\S*$",
    re.IGNORECASE,
)
_NO_TITLE = frozenset(
    {
        "untitled",
        "(anonymous)",
        "безымянный",
        "без названия",
        "untitled document",
        "document",
        "документ",
        "слайд 1",
    }
)
_TYPED = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)|powerpoint presentation)\b\s*[-–]?\s*", re.IGNORECASE
)
_MAX_VALUE = 2_000
_MAX_OUTLINE = 5_000
_MAX_LABELS = 2_000


def properties(api: ModuleType, document: object, data: bytes) -> dict[str, str]:
    """What is stated of `title author subject keywords language version status`, `created` and `modified` (ISO days).

    What document information does not say, the XMP packet may. `page_labels`: where the printed page numbers begin
    anew, as "1=i, 5=1": page 1 is called i, page 5 is called 1.
    """
    other = xmp(data)
    values = {
        "author": _meta(api, document, "Author"),
        "created": iso_day(_meta(api, document, "CreationDate")),
        "keywords": _meta(api, document, "Keywords"),
        "language": _wide(lambda buffer, size: api.FPDFCatalog_GetLanguage(document, buffer, size)),
        "modified": iso_day(_meta(api, document, "ModDate")),
        "subject": _meta(api, document, "Subject"),
        "page_labels": page_labels(api, document),
        "status": _meta(api, document, "Status"),
        "title": real_title(_meta(api, document, "Title")) or real_title(other.get("title", "")),
        "version": _meta(api, document, "Version"),
    }
    for key in ("created", "modified"):
        values[key] = values[key] or iso_day(other.get(key, ""))
    return {key: found for key, value in values.items() if (found := value or _stated(other, key))}


def _stated(other: dict[str, str], key: str) -> str:
    return "" if key in ("created", "modified", "title") else other.get(key, "")


def page_labels(api: ModuleType, document: object) -> str:
    """Where the numbers that pages show begin anew; "" where they are counted from 1 as pages are."""
    result: list[str] = []
    last = 0
    for index in range(min(_MAX_LABELS, api.FPDF_GetPageCount(document))):
        label = _wide(lambda buffer, size, at=index: api.FPDF_GetPageLabel(document, at, buffer, size))  # type: ignore[misc]
        if not label:
            return ""
        number = int(label) if label.isdecimal() and len(label) < 7 else 0
        expected = last + 1 if last else 0
        if not index and number != 1:
            result.append(f"1={label}")
        elif index and ((number and number != expected) or (not number and last)):
            result.append(f"{index + 1}={label}")
        last = number
    return ", ".join(result[:50])


def iso_day(text: str) -> str:
    """The day of a PDF date ("D:20240131120000+03'00'"), or "" when it is none."""
    found = _DATE.match(text)
    if not found:
        return ""
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)).isoformat()
    except ValueError:
        return ""


def real_title(text: str) -> str:
    """The title, or "" when it is a file's name or what a program puts there by itself."""
    title = _TYPED.sub("", text).strip()
    if _FILE_NAME.search(title) or title.casefold() in _NO_TITLE or sum(char.isalnum() for char in title) < 2:
        return ""
    return title


def outline(api: ModuleType, document: object) -> dict[tuple[int, str], int]:
    """The bookmarks as evidence for headings: page and plain title -> level, 1-6. Bounded, loops included."""
    evidence: dict[tuple[int, str], int] = {}
    todo = [(api.FPDFBookmark_GetFirstChild(document, None), 1)]
    seen: set[int] = set()
    while todo and len(seen) < _MAX_OUTLINE:
        mark, level = todo.pop()
        address = ctypes.cast(mark, ctypes.c_void_p).value if mark else None
        if address is None or address in seen:
            continue
        seen.add(address)
        todo.append((api.FPDFBookmark_GetNextSibling(document, mark), level))
        todo.append((api.FPDFBookmark_GetFirstChild(document, mark), level + 1))
        target = api.FPDFBookmark_GetDest(document, mark)
        if not target:
            action = api.FPDFBookmark_GetAction(mark)
            target = api.FPDFAction_GetDest(document, action) if action else None
        page = api.FPDFDest_GetDestPageIndex(document, target) if target else -1
        text = plain(_title(api, mark))
        if page >= 0 and text:
            evidence.setdefault((page + 1, text), min(6, level))
    return evidence


def _title(api: ModuleType, mark: object) -> str:
    return _wide(lambda buffer, size: api.FPDFBookmark_GetTitle(mark, buffer, size))


def _meta(api: ModuleType, document: object, key: str) -> str:
    return _wide(lambda buffer, size: api.FPDF_GetMetaText(document, key.encode(), buffer, size))


def _wide(get: Callable[[object, int], int]) -> str:
    """A UTF-16 string by PDFium's two-step call, as one line of at most 2,000 characters."""
    size = get(None, 0)
    if not 2 < size <= 1_000_000:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    get(buffer, size)
    text = bytes(memoryview(buffer).cast("B")[: size - 2]).decode("utf-16-le", "replace")
    return " ".join(text.replace("\0", " ").split())[:_MAX_VALUE]
