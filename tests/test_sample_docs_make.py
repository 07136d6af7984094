"""`sample_docs/make.py` gives the committed files, and the same bytes each time."""

from __future__ import annotations

import base64
import importlib.util
import io
import re
import subprocess
import sys
import zipfile
import zlib
from collections import Counter
from pathlib import Path

import pytest

from ingest.document import Source
from ingest.load.docx import DocxLoader
from ingest.load.pdf import PdfLoader

SAMPLES = Path(__file__).parents[1] / "sample_docs"
HAS_FONT = importlib.util.find_spec("matplotlib") is not None
MADE = [path for path in (SAMPLES / "docs").rglob("*") if path.suffix in {".pdf", ".docx", ".zip", ".png"}]
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
PACKED = re.compile(rb"\d{10} \d{5} [nf]|/Length \d+|startxref\s+\d+|<[0-9a-f]{32}>")


def test_make_gives_the_committed_files(tmp_path: Path) -> None:
    """Of the PDFs only where the font is installed; the test below reads them in any case."""
    pytest.importorskip("reportlab")
    pytest.importorskip("docx")
    folder = tmp_path / "made"
    command = [sys.executable, "-B", str(SAMPLES / "make.py"), str(folder)]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert done.returncode == (0 if HAS_FONT else 1)
    made = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    wanted = MADE if HAS_FONT else [path for path in MADE if path.suffix != ".pdf"]
    assert made == {path.relative_to(SAMPLES / "docs") for path in wanted}
    for path in made:
        committed = (SAMPLES / "docs" / path).read_bytes()
        assert _unpacked((folder / path).read_bytes()) == _unpacked(committed), path.name


@pytest.mark.parametrize("path", sorted((SAMPLES / "sources").glob("*.md")), ids=lambda path: path.stem)
def test_made_files_hold_the_words_of_their_sources(path: Path) -> None:
    header, _, body = path.read_text(encoding="utf-8").removeprefix("---\n").partition("---\n")
    output = re.search(r"^output: (.*)$", header, re.MULTILINE)
    if output is None:
        assert path.name == "README.md"
        return
    elsewhere = re.search(r"^body: (.*)$", header, re.MULTILINE)
    body = (SAMPLES / elsewhere[1]).read_text(encoding="utf-8") if elsewhere else body
    target = SAMPLES / "docs" / output[1]
    loader = PdfLoader() if target.suffix == ".pdf" else DocxLoader()
    source = Source(id="r/x", root="r", file=str(target), size=1, mtime_ns=0, ctime_ns=0, inode=0)
    (document,) = loader.load(source, target.read_bytes())
    read = Counter(re.findall(r"\w+", "\n".join(block.text for block in document.blocks)))
    written = Counter(re.findall(r"\w+", re.sub(r"^\d+\. ", "", body, flags=re.MULTILINE)))
    assert sum(written.values()) > 80
    assert written - read == Counter()


def test_unpacked_sees_what_is_packed() -> None:
    wiki = _unpacked((SAMPLES / "docs/internal/wiki/ZSK-2025-03-22.zip").read_bytes())
    assert any(b"wrist strap" in member for member in wiki)
    manual = _unpacked((SAMPLES / "docs/public/manuals/ochag-4-manual-v1.pdf").read_bytes())
    assert any(b" Tf " in stream and b" Tj" in stream for stream in manual[:-1])
    assert any(b"begincmap" in stream for stream in manual[:-1])


def _unpacked(data: bytes) -> list[bytes]:
    """What a file holds, whatever compressor packed it: members of a zip, streams of a PDF and what is around."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [
                repr((info.filename, info.date_time)).encode() + archive.read(info)
                for info in archive.infolist()
            ]
    if data.startswith(b"%PDF"):
        return [*map(_inflated, STREAM.findall(data)), PACKED.sub(b"", STREAM.sub(b"", data))]
    return [data]


def _inflated(stream: bytes) -> bytes:
    data = base64.a85decode(stream[:-2]) if stream.endswith(b"~>") else stream
    return zlib.decompressobj().decompress(data)
