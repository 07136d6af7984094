"""Makes the binary files of the corpus from `sources/`: PDF, DOCX, a wiki export, an image, an archive.

By hand: `pip install reportlab python-docx && pip install --no-deps matplotlib && python sample_docs/make.py [FOLDER]`.
The output (default `docs/`) is the same, byte for byte, on each run with the same libraries.
"""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from docx_file import pack, write_docx
from markup import HERE, read
from pdf_file import font_folder, write_pdf
from wiki_zip import write_wiki


def make(folder: Path, fonts: Path | None) -> None:
    """Writes every made file below `folder`; no PDFs when `fonts`, the folder of the font, is not known."""
    for path in sorted((HERE / "sources").glob("*.md")):
        if path.name == "README.md":
            continue
        text = read(path)
        target = folder / text.header["output"]
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix == ".docx":
            write_docx(text, target)
        elif fonts is not None:
            write_pdf(text, target, fonts)
    others = {
        "public/site/assets/controller.png": _picture(),
        "public/support/firmware-2.4.zip": pack({"ochag4-2.4.bin": bytes(range(256)) * 8}),
    }
    for name, data in others.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    wiki = folder / "internal/wiki/ZSK-2025-03-22.zip"
    wiki.parent.mkdir(parents=True, exist_ok=True)
    write_wiki(HERE / "sources/wiki", wiki)


def _picture(width: int = 64, height: int = 48) -> bytes:
    """A PNG: a grey case with a dark display."""
    rows = b"".join(
        b"\0" + bytes(40 if 10 < x < 54 and 8 < y < 24 else 200 for x in range(width)) for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


if __name__ == "__main__":
    found = font_folder()
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "docs", found)
    if found is None:
        sys.exit("No PDFs were made, they need the font DejaVu: pip install --no-deps matplotlib")
