"""What a PDF page refers to: addresses, places in the document, other files."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from ingest.document import Link
from ingest.load.pdf_api import units

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

MOST = 10_000
_ON_PAGE = 1_000
_LONGEST = 2_000
_TEXT = 200


def links_of(api: ModuleType, document: object, page: object, text: object, number: int) -> Iterator[Link]:
    """The links of page `number`, in order: "https://...", "#page=3", "other.pdf#page=3"."""
    position, link = ctypes.c_int(0), api.FPDF_LINK()
    for _ in range(_ON_PAGE):
        if not api.FPDFLink_Enumerate(page, position, link):
            break
        target = _target(api, document, link)
        if target and len(target) <= _LONGEST:
            yield Link(target=target, text=_words(api, text, link), page=number)


def _target(api: ModuleType, document: object, link: object) -> str:
    place = api.FPDFLink_GetDest(document, link)
    if place:
        return _page(api, document, place)
    action = api.FPDFLink_GetAction(link)
    kind = api.FPDFAction_GetType(action) if action else api.PDFACTION_UNSUPPORTED
    if kind == api.PDFACTION_URI:
        return _narrow(lambda buffer, size: api.FPDFAction_GetURIPath(document, action, buffer, size))
    if kind == api.PDFACTION_GOTO:
        return _page(api, document, api.FPDFAction_GetDest(document, action))
    if kind in (api.PDFACTION_REMOTEGOTO, api.PDFACTION_LAUNCH):
        return _narrow(lambda buffer, size: api.FPDFAction_GetFilePath(action, buffer, size))
    return ""


def _page(api: ModuleType, document: object, place: object) -> str:
    index = api.FPDFDest_GetDestPageIndex(document, place) if place else -1
    return f"#page={index + 1}" if index >= 0 else ""


def _narrow(get: object) -> str:
    """A string of bytes by PDFium's two-step call."""
    size = get(None, 0)  # type: ignore[operator]
    if not 1 < size <= 2 * _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(2 * _LONGEST)  # a new type of array for each size would cost more
    get(buffer, size)  # type: ignore[operator]
    return buffer.raw[: size - 1].decode("utf-8", "replace").strip().replace("\0", "")


def _words(api: ModuleType, text: object, link: object) -> str:
    """What the link reads: the text in its box."""
    box = api.FS_RECTF()
    if not api.FPDFLink_GetAnnotRect(link, box):
        return ""
    edges = box.left, box.top, box.right, box.bottom
    said = units(lambda array: api.FPDFText_GetBoundedText(text, *edges, array, _TEXT), _TEXT)
    return " ".join(said.replace("\0", " ").replace("\ufffe", "").split())
