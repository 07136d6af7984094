"""When pages were changed before: many small rows, so they are kept as numbers."""

from __future__ import annotations

import datetime as dt
from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

KEPT = 20
"""Versions of a page that are told, the newest ones."""


class History:
    """Versions of pages: (page, number, day). Takes 16 bytes a version while it reads."""

    def __init__(self) -> None:
        self._pages, self._numbers, self._days = array("q"), array("l"), array("l")
        self._kept: dict[int, list[tuple[int, int]]] = {}

    def add(self, page: int, number: int, day: str) -> None:
        """Version `number` of `page` was written on `day`, an ISO day; without one it is no news."""
        if day:
            self._pages.append(page)
            self._numbers.append(min(max(number, 0), 1_000_000_000))
            self._days.append(dt.date.fromisoformat(day).toordinal())

    def keep(self, pages: Container[int]) -> None:
        """Drops what is not of these pages."""
        for page, number, day in zip(self._pages, self._numbers, self._days, strict=True):
            if page in pages:
                kept = self._kept.setdefault(page, [])
                kept.append((number, day))
                if len(kept) > 4 * KEPT:
                    kept.sort()
                    del kept[:-KEPT]
        self._pages, self._numbers, self._days = array("q"), array("l"), array("l")

    def told(self, page: int) -> str:
        """The older versions of `page`, the newest first, a line each: "3 2024-02-12"; "" if there are none."""
        rows = sorted(self._kept.get(page, ()), reverse=True)[:KEPT]
        return "\n".join(f"{number} {dt.date.fromordinal(day).isoformat()}" for number, day in rows)
