"""The texts of a page that the program wrote, for reading once more: words, and names of documents."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

_UNREAD = {"style", "script"}
_NAMES = {"code"}


def texts_of_page(page: str) -> Iterator[tuple[str, bool]]:
    """Each text between two marks, and whether it is a name or a command, which is read as paths are."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    yield from reader.texts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[tuple[str, bool]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD | _NAMES:
            self._open.append(tag)
        self.texts += [
            (value, False) for name, value in attrs if value and name in {"alt", "title", "aria-label"}
        ]

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not _UNREAD.intersection(self._open):
            self.texts.append((data.strip(), bool(self._open)))
