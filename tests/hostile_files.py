"""Files that are out to stop a run, made by code: name -> (content, the code that it must get, "" for a document).

Behind a slash stands the part that gets the code. Where the machine decides what breaks first, several codes are right.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from functools import cache

from ingest.errors import Code
from tests.ingest.container_files import PNG, locked, mail, zipped

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def docx(body: str | bytes, *, head: str = "") -> bytes:
    text = body if isinstance(body, str) else body.decode()
    document = f'<?xml version="1.0"?>{head}<w:document {WORD}><w:body>{text}</w:body></w:document>'
    return zipped(("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", document))


def pdf(*objects: bytes) -> bytes:
    """A PDF of numbered objects; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))


def stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<</Filter/FlateDecode/Length %d%s>>stream\n" % (len(packed), more) + packed + b"\nendstream"


def page(content: bytes, resources: bytes = b"", *more: bytes) -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>>>" % resources,
        content,
        *more,
    )


def again(content: bytes, times: int) -> bytes:
    """A page that draws the same content over and over."""
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents[" + b"4 0 R " * times + b"]>>",
        content,
    )


def zeros(megabytes: int) -> bytes:
    """A content stream that is small packed and large unpacked."""
    packer, parts = zlib.compressobj(9), []
    parts = [packer.compress(b" " * (1 << 20)) for _ in range(megabytes)]
    packed = b"".join([*parts, packer.flush()])
    return b"<</Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream"


def forms(levels: int, *, loop: bool = False) -> bytes:
    """Forms that draw each other twice, 2 ** levels in the end, or themselves."""
    made = []
    for level in range(levels):
        below = 5 + (level if loop else level + 1)
        inner = b"/X Do /X Do" if level < levels - 1 or loop else b"0 0 m"
        resources = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % below
        made.append(stream(inner, resources))
    return page(stream(b"/X Do"), b"/XObject<</X 5 0 R>>", *made)


def nested_mail(depth: int) -> bytes:
    start = b"Subject: nested\r\nFrom: a@example.com\r\nMIME-Version: 1.0\r\n"
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth)
    )
    return start + parts + b"Content-Type: text/plain\r\n\r\nat the bottom\r\n"


def chain_of_mails(depth: int) -> bytes:
    message = mail("innermost", "Here it is.")
    for number in range(depth):
        message = mail(f"around {number}", "See below.", ("inner.eml", message))
    return message


def lying_tar() -> bytes:
    """A header that says that its names take eight gigabytes."""
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 33
    return info.tobuf(tarfile.GNU_FORMAT) + bytes(2048)


def crowd(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(zipfile.ZipInfo(f"{number}"), b"")
    return out.getvalue()


def scan() -> bytes:
    image = b"/Type/XObject/Subtype/Image/Width 600/Height 800/ColorSpace/DeviceGray/BitsPerComponent 8"
    return page(stream(b"600 0 0 800 0 0 cm /I Do"), b"/XObject<</I 5 0 R>>", stream(bytes(480_000), image))


@cache
def small() -> dict[str, tuple[bytes, str]]:
    """What costs next to nothing to make and to read."""
    whole = page(stream(b"BT /F 12 Tf 9 9 Td (x) Tj ET"))
    deep = zipped(("a.zip", zipped(("b.zip", zipped(("c.md", "# deep"))))))
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    return {
        "empty.md": (b"", Code.EMPTY_FILE),
        "renamed.docx": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(99), Code.WRONG_TYPE),
        "broken.docx": (b"PK\x03\x04" + bytes(200), Code.TRUNCATED),
        "cut.docx": (docx("<w:p/>" * 99)[:-100], Code.TRUNCATED),
        "junk.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 9, "malformed truncated"),
        "cut.pdf": (whole[: len(whole) // 2], Code.TRUNCATED),
        "scan.pdf": (scan(), "ocr-missing ocr-unreadable no-text"),
        "laughs.docx": (docx("&l8;", head=f"<!DOCTYPE w [<!ENTITY l0 'ha'>{laughs}]>"), Code.ENTITY_REFUSED),
        "xxe.docx": (
            docx("&x;", head="<!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"),
            Code.ENTITY_REFUSED,
        ),
        "divs.html": (b"<div>" * 20_000 + b"text", Code.TOO_DEEP),
        "attributes.html": (b"<p " + b"".join(b"a%d=1 " % n for n in range(9_000)) + b">x", Code.TOO_LARGE),
        "sdt.docx": (
            docx("<w:sdt><w:sdtContent>" * 20_000 + "</w:sdtContent></w:sdt>" * 20_000),
            Code.TOO_DEEP,
        ),
        "zeros.txt": (bytes(5_000) + b"\x01\x02\xff" * 99, Code.BAD_ENCODING),
        "dump.xml": (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", Code.UNSUPPORTED),
        "photo.png": (PNG, Code.UNSUPPORTED),
        "deep.zip/a.zip/b.zip": (deep, Code.ARCHIVE_BOMB),
        "escape.zip/../../x.md": (zipped(("../../x.md", "out"), ("fine.md", "# In")), Code.UNSAFE_PATH),
        "locked.zip/a.md": (locked(zipped(("a.md", "# A"), ("b.md", "# B")), "a.md"), Code.PASSWORD_REQUIRED),
        "cut.zip": (zipped(("a.md", "# A" * 999))[:-40], Code.TRUNCATED),
        "text.zip": (b"this is no archive", Code.WRONG_TYPE),
        "none.zip": (zipped(), Code.EMPTY_FILE),
        "lying.tar": (lying_tar(), Code.ARCHIVE_BOMB),
        "cut.tar.gz/cut.tar": (gzip.compress(bytes(99_999))[:-20], Code.TRUNCATED),
        "broken.7z": (b"7z\xbc\xaf\x27\x1c\0\4" + bytes(99), Code.MALFORMED),
        "chain.eml/" + "inner.eml/" * 4 + "inner.eml": (chain_of_mails(7), Code.ARCHIVE_BOMB),
        "nested.eml": (nested_mail(2_000), Code.TOO_DEEP),
        "no.eml": (b"just words, no headers", Code.WRONG_TYPE),
        "broken.msg": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), Code.WRONG_TYPE),
        "bomb.yaml.md": (b"---\na: &a [x,x]\nb: &b [*a,*a]\ndate: 9999-99-99\n---\n# Fine\n\nWords.", ""),
        "title.md": (b"# " + b"t" * 100_000 + b"\n\nWords.", ""),
        "koi8.txt": ("Насос третьего зала работает на масле.\n".encode("koi8-r") * 9, ""),
        "wide.txt": ("Насос третьего зала.\n".encode("utf-16"), ""),
    }


def costly() -> dict[str, tuple[bytes, str]]:
    """What asks for more time or memory than it may have, or kills its parser."""
    packed = gzip.compress(bytes(300 << 20), 9)
    return {
        "flate.pdf": (page(zeros(400)), Code.TOO_LARGE),
        "heavy.pdf": (again(zeros(250), 8), "crashed memory"),
        "forms.pdf": (forms(26), "crashed memory timeout no-text"),
        "loop.pdf": (forms(3, loop=True), "crashed memory timeout no-text"),
        "bomb.docx": (docx("<w:p>" + " " * 60_000_000 + "</w:p>"), Code.ARCHIVE_BOMB),
        "paragraphs.docx": (docx("<w:p/>" * 3_000_000), "memory timeout too-large crashed archive-bomb"),
        "line.md": (b"word " * 10_000_000, Code.TOO_LARGE),
        "bomb.txt.gz/bomb.txt": (packed, Code.ARCHIVE_BOMB),
        "million.zip": (crowd(101_000), Code.ARCHIVE_BOMB),
        "bomb.zip": (zipped(("a.txt", bytes(30_000_000))), Code.ARCHIVE_BOMB),
    }
