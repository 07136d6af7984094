"""Which of the names that an office document bears is its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.document import Block

OPENING = 3000
"""Characters at the start in which a stated title must stand to be believed: templates leave stale ones."""
CONTENTS = frozenset({"содержание", "оглавление", "contents", "table of contents", "аннотация"})
"""Headings of a front page that name no document."""
STALE = frozenset(
    {"powerpoint presentation", "презентация powerpoint", "slide 1", "слайд 1", "untitled", "без имени"}
)
"""What programs state where nobody gave a title."""


def title_of(blocks: Sequence[Block], stated: str) -> str:
    """The stated title if the document opens with it, else its first heading, else the stated one."""
    opening = _words(" ".join(block.text for block in blocks[:40]))[:OPENING]
    if stated and _words(stated) in opening:
        return stated
    headings = (block.text for block in blocks[:10] if block.kind == "heading")
    stated = "" if _words(stated) in STALE else stated
    return next((text for text in headings if _words(text) not in CONTENTS), stated)


def _words(text: str) -> str:
    return " ".join(text.casefold().split())
