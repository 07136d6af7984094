"""What reviewers of a DOCX left in it: comments and tracked deletions, if they are let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.load.docx_inline import Inline
from ingest.load.docx_package import W
from ingest.load.docx_styles import value
from ingest.load.docx_table import deleted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ingest.load.docx_package import Package
    from ingest.load.docx_styles import Styles

Element = Any

COMMENT, DELETED = "comment", "deleted"


class Review:
    """Gathers what was left at the paragraphs and tables that it is shown.

    A deletion is told by the whole paragraph as it was before its tracked changes: a piece of a sentence says little,
    and a piece of a phone number beside the words that stay would not be recognised. Who commented is never read.
    """

    def __init__(self, package: Package, styles: Styles, let_in: Collection[str]) -> None:
        self._before = Inline(styles, before=True) if "deletions" in let_in else None
        self._deletions: list[str] = []
        self._deleted = 0
        root = package.related("comments")
        comments = list(root if root is not None else ())
        wanted = "comments" in let_in
        self._comments = {one.get(W + "id") or "": one for one in comments} if wanted else {}
        self._commented = 0 if wanted else sum(any(_words(one)) for one in comments)

    @property
    def left_out(self) -> dict[str, int]:
        """Comments, and paragraphs and rows with deletions, that were not let in; no zeros."""
        counts = {"comments_left_out": self._commented, "deletions_left_out": self._deleted}
        return {name: number for name, number in counts.items() if number}

    def look(self, paragraph: Element, style: str) -> None:
        """Remembers what is deleted in `paragraph`."""
        if not any(
            (part.text or "").strip()
            for gone in paragraph.iter(W + "del")
            for part in gone.iter(W + "delText")
        ):
            return
        if self._before is None:
            self._deleted += 1
        else:
            self._add(self._before.text(paragraph, style))

    def look_at_table(self, table: Element) -> None:
        """Remembers the deleted rows and cells of `table`."""
        for gone in deleted(table):
            if self._before is None:
                self._deleted += any(_words(gone))
                continue
            texts = (
                self._before.text(paragraph, value(paragraph.find(W + "pPr"), "pStyle"))
                for paragraph in gone.iter(W + "p")
            )
            self._add(" | ".join(text for text in texts if text.strip()))

    def take(self, met: list[str]) -> list[tuple[str, str | Element]]:
        """(mark, text or container) of what was left since the last call; `met`, the ids of comments, is emptied.

        A comment is given once.
        """
        comments = [self._comments.pop(one, None) for one in met]
        deletions = [(DELETED, text) for text in self._deletions]
        met.clear()
        self._deletions = []
        return deletions + [(COMMENT, one) for one in comments if one is not None]

    def _add(self, text: str) -> None:
        if text := " ".join(text.split()):
            self._deletions.append(text)


def _words(element: Element) -> Iterator[bool]:
    """Whether pieces of text in `element`, deleted ones too, say something."""
    for name in ("t", "delText"):
        yield from (bool((part.text or "").strip()) for part in element.iter(W + name))
