"""Attributes of markup, which anybody may have written."""

from __future__ import annotations


def number_of(text: str | None, default: int = 0) -> int:
    """A number in an attribute; `default` where it is missing, absurd or no number."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
