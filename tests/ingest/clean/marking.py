"""Shows finds in a text: `«PHONE:+7 916 123-45-68»`."""

from __future__ import annotations

import re

from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.registry import build
from ingest.clean.redact import merge

CONTACTS = build(("email", "phone", "handle", "address", "birth_date", "ip", "secret"))
_MARK = re.compile(r"«[A-Z]{2}[A-Z_]*:((?:[^«»]|«[^«»:]*»)*)»")


def marked(text: str) -> str:
    """`text` with every find of positive score in `«TYPE:…»`."""
    spans = merge(span for one in CONTACTS for span in one.find(Reading(text, "ru")) if span.score > 0)
    for span in reversed(spans):
        text = f"{text[: span.start]}«{span.type}:{text[span.start : span.end]}»{text[span.end :]}"
    return text


def plain(text: str) -> str:
    """`text` without marks."""
    return _MARK.sub(r"\1", text)
