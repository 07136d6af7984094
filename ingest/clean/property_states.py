"""What the properties of a document say of its status and of its edits: flags, tags, the history of a wiki page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ingest.clean.days import day_of
from ingest.clean.evidence import PROPERTY, STATEMENT, SURE, TAG
from ingest.clean.statements import STATUS
from ingest.document import LabelEvidence


def property_statuses(properties: Mapping[str, str]) -> Iterator[LabelEvidence]:
    """Statuses that flags ("draft: true", "published: false") and wiki tags state. Names are folded, `_` for blanks."""
    for flag, when, status in (
        ("draft", "true", "draft"),
        ("черновик", "true", "draft"),
        ("published", "false", "draft"),
        ("archived", "true", "archived"),
        ("deprecated", "true", "deprecated"),
        ("outdated", "true", "archived"),
        ("deleted", "true", "deleted"),
        ("trashed", "true", "deleted"),
        ("confidential", "true", "restricted"),
    ):
        value = _plain(properties.get(flag, ""))
        if {"yes": "true", "1": "true", "да": "true", "no": "false", "0": "false"}.get(value, value) == when:
            yield LabelEvidence(label="status", value=status, where=f"property:{flag}", weight=PROPERTY)
    for name in ("labels", "tags", "метки", "keywords"):
        for tag in re.split(r"[,;\n]", properties.get(name, "")):
            status = STATUS.get(_plain(tag).replace("-", " ").replace("_", " "), "")
            if status and status not in {"current", "internal"}:
                yield LabelEvidence(label="status", value=status, where="tag", weight=TAG)


def history_days(properties: Mapping[str, str]) -> Iterator[LabelEvidence]:
    """What the history of a wiki page tells ("3 2024-02-12", the newest first): that it was changed, and when last.

    A wiki counts edits, which are no versions; the day of the newest edit stands in for the date of a version.
    """
    lines = properties.get("history", "").split("\n")
    days = [day for line in lines if (day := day_of(line.partition(" ")[2]))]
    days += [day] if days and (day := day_of(properties.get("modified", ""))) else []
    if days:
        yield LabelEvidence(label="updated_at", value=max(days), where="history", weight=STATEMENT)
        yield LabelEvidence(label="version_date", value=max(days), where="history", weight=SURE)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
