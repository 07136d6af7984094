"""What a file really is, by its first bytes; a zip by its members, an OLE file by its streams."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO

from ingest.load.zip_end import directory_bytes

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"{\\rtf", "rtf"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF8", "gif"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (8, b"WEBP", "webp"),
    (8, b"WAVE", "wav"),
    (8, b"AVI ", "avi"),
    (4, b"ftyp", "mp4"),
    (0, b"ID3", "mp3"),
    (0, b"OggS", "ogg"),
    (0, b"\x1aE\xdf\xa3", "mkv"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"BZh91AY&SY", "bzip2"),
    (0, b"\xfd7zXZ\0", "xz"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"),
    (257, b"ustar", "tar"),
    (0, b"\x7fELF", "program"),
    (0, b"MZ\x90\0", "program"),
    (0, b"SQLite format 3\0", "sqlite"),
)
HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>])", re.DOTALL | re.IGNORECASE
)
TYPED = re.compile(rb"(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<!DOCTYPE(?!\s+html\b)", re.DOTALL | re.IGNORECASE)
OUTWARD = re.compile(
    rb"<!DOCTYPE[^\[>]*[\"']file:|<!ENTITY\s+(?:%\s+)?[^\s\"'>]+\s+(?:(?:SYSTEM|PUBLIC)\b"
    rb"|[\"'][^\"'>]*[&%](?!(?:amp|lt|gt|quot|apos);)[\w.-]+;)"
)
CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\f\r\x1b"))
MIMETYPES = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
MIMETYPES |= {name + b"-template": kind for name, kind in MIMETYPES.items() if kind != "epub"}
OFFICE = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
STREAMS = (
    ("__properties_version1.0", "msg"),
    ("EncryptedPackage", "ole-encrypted"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("Workbook", "xls"),
)
"""A mail comes first: what is attached to it may be any of the others."""
MBOX = re.compile(rb"From \S+.* \d{2}:\d{2}.*\r?\n[\w-]+:")
HEADER = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n", re.ASCII)
STATED = re.compile(
    rb"^(?:received|return-path|message-id|mime-version|content-type):", re.IGNORECASE | re.MULTILINE
)
SAID = re.compile(rb"^(?:from|subject|date):", re.IGNORECASE | re.MULTILINE)
DIRECTORY = 64 * 1024
MEMBERS = 10_000
EMBEDDINGS = ("word/embeddings/", "ppt/embeddings/")
RELATIONS = re.compile(r"word/_rels/document\.xml\.rels$|ppt/slides/_rels/")
RELATIONS_BYTES = 1 << 20
DIRECTORY_BYTES = 100_000_000
PACKAGES = {"META-INF/MANIFEST.MF", "AndroidManifest.xml"}


def sniff(head: bytes) -> str:
    """A word for what `head` (the first bytes of a file, or all) proves: "pdf", "zip", "html"...; "" if nothing.

    Text proves nothing about its format, apart from HTML pages, mails and exports of wikis.
    """
    start = head[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"%PDF-"):
        return "pdf"
    for offset, magic, kind in MAGIC:
        if head.startswith(magic, offset) and (not magic.strip().isalnum() or is_binary(head)):
            return kind
    if HTML.match(start):
        return "html"
    if b"%PDF-" in head[:1024] and is_binary(head):
        return "pdf"
    return (_wiki(start) if start.startswith(b"<") else "") or _mail(start)


def _wiki(start: bytes) -> str:
    from ingest.load.wiki.recognize import wiki_of_text

    return wiki_of_text(start)


def _mail(start: bytes) -> str:
    """What begins with the headers of a mail: "eml" or "mbox"; "" for all else."""
    if MBOX.match(start):
        return "mbox"
    headers = HEADER.match(start + b"\n\n")
    if headers and len(STATED.findall(headers[0])) > 1 and SAID.search(headers[0]):
        return "eml"
    return ""


def reaches_out(head: bytes) -> bool:
    """Whether `head` begins XML whose document type names files or addresses as entities, or entities made of others.

    Declarations of plain words, as drawing programs write them, are none.
    """
    start = head.removeprefix(b"\xef\xbb\xbf")
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        start = start.replace(b"\0", b"")[2 * (start[0] > 0xF0) :]
    typed = TYPED.match(start.lstrip())
    return typed is not None and OUTWARD.search(start) is not None


def is_binary(head: bytes) -> bool:
    """Whether `head` cannot be text in any encoding: control bytes, and no sign of UTF-16 or UTF-32."""
    sample = head[:4096]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return False
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    zeros = sample.count(0)
    wide = (
        zeros and max(sample[::2].count(0), sample[1::2].count(0)) >= 0.9 * zeros and zeros > len(sample) // 8
    )
    return controls * 50 > len(sample) or bool(zeros and not wide)


def sniff_zip(path: Path, head: bytes, file: BinaryIO | None = None) -> str:
    """What a zip holds: "docx", "epub", "confluence-html", ...; "zip" if nothing known, or "damaged zip".

    "package" is a zip that a program made for itself, none that a person packed.
    """
    from ingest.load.wiki.recognize import wiki_of_zip

    whole = file or (io.BytesIO(head) if zipfile.is_zipfile(io.BytesIO(head)) else path)
    try:
        if not isinstance(whole, Path) and directory_bytes(whole) > DIRECTORY_BYTES:
            return "zip"
        with zipfile.ZipFile(whole) as archive:
            names = archive.namelist()
            mimetype = archive.open("mimetype").read(100).strip() if "mimetype" in names else b""
            wiki = wiki_of_zip(archive, names)
            carries = _carries(archive, names[:MEMBERS])
            names = names[:MEMBERS]
    except (OSError, ValueError, KeyError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return next((kind for folder, kind in OFFICE if folder.encode() in head[:4096]), "damaged zip")
    if carries:
        return "carrier"
    if mimetype in MIMETYPES:
        return MIMETYPES[mimetype]
    if mimetype.startswith(b"application/epub") or "META-INF/container.xml" in names:
        return "epub"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.endswith(".iwa") for name in names):
        return "iwork"
    if mimetype or PACKAGES & set(names):
        return "package"
    if "[Content_Types].xml" in names:
        return next(
            (kind for folder, kind in OFFICE if any(name.startswith(folder) for name in names)), "package"
        )
    if wiki or {"entities.xml", "exportDescriptor.properties"} <= set(names):
        return wiki or "confluence-xml"
    return "confluence-html" if _is_confluence_html(whole, names) else "zip"


def _carries(archive: zipfile.ZipFile, names: Sequence[str]) -> bool:
    """Whether a DOCX or PPTX has documents within its text or slides; charts have workbooks of their own."""
    if not any(name.startswith(EMBEDDINGS) for name in names) or "[Content_Types].xml" not in names:
        return False
    return any(
        b"embeddings/" in archive.open(name).read(RELATIONS_BYTES) for name in names if RELATIONS.match(name)
    )


def sniff_ole(path: Path, head: bytes, file: BinaryIO | None = None) -> str:
    """What an OLE file holds, by the names of its streams: "doc", "ppt", "xls", "msg", "ole-encrypted"; or "ole"."""
    directory = _directory(path, head, file)
    return next((kind for name, kind in STREAMS if name.encode("utf-16-le") in directory), "ole")


def _directory(path: Path, head: bytes, file: BinaryIO | None) -> bytes:
    """The start of the file's directory; entries are 128 bytes, the header says in which sector they begin."""
    if len(head) < 512:
        return b""
    shift, sector = struct.unpack_from("<H", head, 30)[0], struct.unpack_from("<I", head, 48)[0]
    start = (sector + 1) << min(shift, 12)
    if start < len(head):
        return head[start : start + DIRECTORY]
    try:
        with nullcontext(file) if file else path.open("rb") as opened:
            opened.seek(start)
            return opened.read(DIRECTORY)
    except (OSError, OverflowError):
        return b""


def _is_confluence_html(whole: BinaryIO | Path, names: Sequence[str]) -> bool:
    from ingest.load.confluence import INDEX, is_confluence_zip

    if not any(name.rpartition("/")[2] == INDEX for name in names):
        return False
    try:
        return is_confluence_zip(whole.read_bytes() if isinstance(whole, Path) else whole)
    except OSError:
        return False
