"""Makes a PDF: embedded subset of DejaVu with a ToUnicode map, headings by size, running lines, page numbers."""

from __future__ import annotations

import calendar
import os
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from markup import Part, Text

FONTS = {"Body": "DejaVuSans.ttf", "Bold": "DejaVuSans-Bold.ttf"}


def font_folder() -> Path | None:
    """Where DejaVu is: matplotlib carries it, and is not imported for it. None when it is not installed."""
    spec = find_spec("matplotlib")
    folder = Path(spec.origin).parent / "mpl-data/fonts/ttf" if spec and spec.origin else None
    return folder if folder and folder.is_dir() else None


def write_pdf(text: Text, target: Path, fonts: Path) -> None:
    """Writes `text` to `target` in the font of the folder `fonts`; the same bytes each time."""
    from reportlab.platypus import SimpleDocTemplate

    _register(fonts)
    day = date.fromisoformat(text.header["date"])
    os.environ["SOURCE_DATE_EPOCH"] = str(calendar.timegm((day.year, day.month, day.day, 12, 0, 0)))
    document = SimpleDocTemplate(
        str(target),
        invariant=1,
        title=text.header["title"],
        author=text.header["author"],
        subject=text.header.get("subject", ""),
        creator="sample_docs/make.py",
        topMargin=72,
        bottomMargin=64,
    )
    running = text.header["header"]

    def frame(canvas: Any, _: Any) -> None:
        canvas.setFont("Body", 7.5)
        canvas.drawString(72, 806, running)
        canvas.drawCentredString(298, 34, str(canvas.getPageNumber()))

    document.build(
        [flow for part in text.parts for flow in _flow(part)], onFirstPage=frame, onLaterPages=frame
    )


def _register(folder: Path) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in FONTS.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))


def _style(size: float, *, bold: bool = False, before: float = 0) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(
        f"s{size}{bold}",
        fontName="Bold" if bold else "Body",
        fontSize=size,
        leading=size * 1.35,
        spaceBefore=before,
        spaceAfter=6,
    )


def _flow(part: Part) -> list[Any]:
    from reportlab.lib.colors import grey
    from reportlab.platypus import ListFlowable, ListItem, Paragraph, Spacer, Table

    if part.kind == "heading":
        size = {1: 18, 2: 13.5}.get(part.level, 11.5)
        return [Paragraph(escape(part.text), _style(size, bold=True, before=10))]
    if part.kind == "text":
        return [Paragraph(escape(part.text), _style(10))]
    if part.kind == "table":
        rows = [
            [Paragraph(escape(cell), _style(9, bold=not number)) for cell in row]
            for number, row in enumerate(part.rows)
        ]
        style = [("GRID", (0, 0), (-1, -1), 0.5, grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        return [Table(rows, style=style, repeatRows=1, hAlign="LEFT"), Spacer(1, 8)]
    items = [ListItem(Paragraph(escape(item), _style(10))) for item in part.items]
    bullets = {"bulletType": "bullet", "start": "•"} if part.kind == "bullets" else {"bulletType": "1"}
    mark = {"bulletFontName": "Body", "bulletFontSize": 10, "leftIndent": 18}
    if part.kind == "numbers":
        mark["bulletFormat"] = "%s."
    return [ListFlowable(items, **bullets, **mark)]
