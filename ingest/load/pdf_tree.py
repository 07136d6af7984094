"""Headings as a tagged PDF's structure tree names them: marked content of a page -> level."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from ingest.load.pdf_api import Address, address, bare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

_LEVELS = {"Title": 1, "H1": 1, "H2": 2, "H3": 3, "H4": 4, "H5": 5, "H6": 6}
_HOLDERS = frozenset(
    {
        "Document",
        "DocumentFragment",
        "Part",
        "Art",
        "Sect",
        "Div",
        "NonStruct",
        "Aside",
        "BlockQuote",
        "H",
        "",
    }
)
_MAX_ELEMENTS = 20_000
_MAX_DEPTH = 60
_MAX_HEADING_PARTS = 200


class Tree:
    """Reads the tree page by page. `api`: `pypdfium2.raw`. Elements that hold no headings are not looked into."""

    def __init__(self, api: ModuleType, document: object) -> None:
        self._api = api
        self.tagged = bool(api.FPDFCatalog_IsTagged(document))
        self.count = 0
        self._name = ctypes.create_string_buffer(64)
        self._name_at = ctypes.byref(self._name)
        integer, long = ctypes.c_int, ctypes.c_ulong
        self._type_of = bare(api.FPDF_StructElement_GetType, long, Address, Address, long)
        self._count_of = bare(api.FPDF_StructElement_CountChildren, integer, Address)
        self._child_of = bare(api.FPDF_StructElement_GetChildAtIndex, Address, Address, integer)
        self._mark_of = bare(api.FPDF_StructElement_GetChildMarkedContentID, integer, Address, integer)

    def heads(self, page: object) -> dict[int, tuple[int, int]]:
        """Marked content of a page's headings -> (level, number of the heading in the document)."""
        api = self._api
        tree = api.FPDF_StructTree_GetForPage(page) if self.tagged else None
        if not tree:
            return {}
        try:
            found: dict[int, tuple[int, int]] = {}
            for level, element in self._headings(tree):
                marks = list(self._marks(element))
                if marks:
                    self.count += 1
                    found.update((mark, (level, self.count)) for mark in marks)
        finally:
            api.FPDF_StructTree_Close(tree)
        return found

    def _headings(self, tree: object) -> Iterator[tuple[int, int]]:
        """Levels and addresses of elements."""
        api = self._api
        todo: list[tuple[int, int]] = [
            (address(api.FPDF_StructTree_GetChildAtIndex(tree, number)), 0)
            for number in range(min(_MAX_ELEMENTS, max(0, api.FPDF_StructTree_CountChildren(tree))))
        ][::-1]
        seen = 0
        while todo and seen < _MAX_ELEMENTS:
            element, depth = todo.pop()
            seen += 1
            kind = self._kind(element)
            if kind in _LEVELS:
                yield _LEVELS[kind], element
            elif kind in _HOLDERS and depth < _MAX_DEPTH:
                todo += [(child, depth + 1) for child in self._children(element)][::-1]

    def _children(self, element: int) -> Iterator[int]:
        if not element:
            return
        for number in range(min(_MAX_ELEMENTS, max(0, self._count_of(element)))):
            child = self._child_of(element, number)
            if child:
                yield child

    def _kind(self, element: int) -> str:
        size = self._type_of(element, self._name_at, 64) if element else 0
        return self._name.raw[: size - 2].decode("utf-16-le", "replace") if 2 < size <= 64 else ""

    def _marks(self, element: int) -> Iterator[int]:
        """All marked content below an element."""
        todo: list[tuple[int, int]] = [(element, 0)]
        seen = 0
        while todo and seen < _MAX_HEADING_PARTS:
            part, depth = todo.pop()
            seen += 1
            for number in range(min(_MAX_HEADING_PARTS, max(0, self._count_of(part)))):
                mark = self._mark_of(part, number)
                if mark >= 0:
                    yield mark
                elif depth < _MAX_DEPTH and (child := self._child_of(part, number)):
                    todo.append((child, depth + 1))
