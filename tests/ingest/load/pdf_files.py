"""PDF files for the tests: drawn with reportlab, or written by hand for Russian text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.document import RawDocument, Source
from ingest.load.pdf import PdfLoader

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = (595, 842)
NAMES = ("", "green", "red", "old", "long")
BODY = (
    "The tram leaves the depot at six and stops at every",
    "corner of the old town. Tickets are sold on board.",
)


def load(data: bytes, **settings: object) -> RawDocument:
    source = Source(id="r/a.pdf", root="r", file="a.pdf", size=len(data), mtime_ns=0, ctime_ns=0, inode=0)
    documents = list(PdfLoader(**settings).load(source, data))
    assert len(documents) == 1
    return documents[0]


def made(draw: Callable[[Canvas], None], **options: object) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def put(
    canvas: Canvas, y: float, *lines: str, size: float = 11, font: str = "Helvetica", x: float = 70
) -> float:
    canvas.setFont(font, size)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= size * 1.3
    return y


def simple(canvas: Canvas) -> None:
    put(canvas, 700, *BODY)


def picture(canvas: Canvas, share: float) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (40, 40), 200)), 0, 0, PAGE[0], PAGE[1] * share)


CODES = [code for code in range(32, 256) if code not in (0x7F, 0x98)]


def to_unicode() -> bytes:
    rows = "".join(f"<{code:02X}> <{ord(bytes([code]).decode('cp1251')):04X}>\n" for code in CODES)
    parts = [rows.splitlines(keepends=True)[i : i + 100] for i in range(0, len(CODES), 100)]
    body = "".join(f"{len(part)} beginbfchar\n{''.join(part)}endbfchar\n" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{body}endcmap end end"
    ).encode()


def content(rows: list[tuple[str, float, float]]) -> bytes:
    """Rows of text, size and height; sizes of 14 and more are bold."""
    out = b""
    for text, size, y in rows:
        raw = text.encode("cp1251").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        font = b"B" if size >= 14 else b"N"
        out += b"BT /%s %g Tf 60 %g Td (%s) Tj ET\n" % (font, size, y, raw)
    return out


def written(pages: list[list[tuple[str, float, float]]]) -> bytes:
    """A whole PDF file of `pages`."""
    widths = " ".join(["550"] * 224)
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /FirstChar 32 /LastChar 255 /Widths [{}] /ToUnicode 3 0 R >>"
    streams = {3: to_unicode()}
    first = 6
    kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        4: font.format("Helvetica", widths).encode(),
        5: font.format("Helvetica-Bold", widths).encode(),
    }
    for index, rows in enumerate(pages):
        at = first + 2 * index
        objects[at] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {at + 1} 0 R "
            "/Resources << /Font << /N 4 0 R /B 5 0 R >> >> >>"
        ).encode()
        streams[at + 1] = content(rows)
    for number, stream in streams.items():
        objects[number] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    return assembled(objects)


def assembled(objects: dict[int, bytes]) -> bytes:
    """A PDF file of numbered objects; counted from 1, the catalogue."""
    out, offsets = b"%PDF-1.4\n", {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    table = b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(objects))
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def tagged(parts: list[tuple[str, str, float]]) -> bytes:
    """One page of (element of the structure tree, text, size), one below the other."""
    content, elements = b"", {}
    for number, (kind, text, size) in enumerate(parts):
        line = b"/%s << /MCID %d >> BDC BT /F %g Tf 60 %d Td (%s) Tj ET EMC\n"
        content += line % (kind.encode(), number, size, 780 - 40 * number, text.encode())
        elements[7 + number] = b"<< /S /%s /P 6 0 R /Pg 3 0 R /K %d >>" % (kind.encode(), number)
    kids = b" ".join(b"%d 0 R" % number for number in elements)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    return assembled(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 5 0 R /MarkInfo << /Marked true >> >>",
            2: b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /StructParents 0 "
            b"/Resources << /Font << /F %s >> >> >>" % font,
            4: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            5: b"<< /Type /StructTreeRoot /K [6 0 R] /ParentTree << /Nums [0 [%s]] >> >>" % kids,
            6: b"<< /S /Document /P 5 0 R /K [%s] >>" % kids,
            **elements,
        }
    )
