"""Makes a DOCX: styles for headings and lists, real tables, properties; the zip has fixed times."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from markup import Part, Text

EPOCH = (1980, 1, 1, 0, 0, 0)


def write_docx(text: Text, target: Path) -> None:
    """Writes `text` to `target`; the same bytes each time."""
    from docx import Document

    document = Document()
    for part in text.parts:
        _add(document, part)
    when = datetime.fromisoformat(text.header["date"] + "T12:00:00").replace(tzinfo=UTC)
    about = document.core_properties
    about.title, about.author = text.header["title"], text.header["author"]
    about.last_modified_by = text.header["author"]
    about.created = about.modified = when
    about.language = text.header.get("language", "")
    about.version = text.header.get("version", "")
    about.content_status = text.header.get("status", "")
    about.comments, about.keywords = "", text.header.get("keywords", "")
    packed = io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as made:
        members = {name: made.read(name) for name in made.namelist() if name != "docProps/thumbnail.jpeg"}
    target.write_bytes(pack(members))


def pack(members: dict[str, bytes]) -> bytes:
    """A zip of `members` in their order, with fixed times and rights."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, data)
    return packed.getvalue()


def _add(document: Any, part: Part) -> None:
    if part.kind == "heading":
        document.add_heading(part.text, part.level)
    elif part.kind == "text":
        document.add_paragraph(part.text)
    elif part.kind == "table":
        table = document.add_table(len(part.rows), len(part.rows[0]), style="Table Grid")
        for row, cells in zip(table.rows, part.rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    else:
        style = "List Bullet" if part.kind == "bullets" else "List Number"
        for item in part.items:
            document.add_paragraph(item, style=style)
