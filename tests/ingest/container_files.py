"""Archives and mails for tests, made by code."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from email.message import EmailMessage

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def zipped(*members: tuple[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def locked(data: bytes, *names: str) -> bytes:
    """A zip whose members `names` claim to be encrypted."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if info.filename in names:
                changed[info.header_offset + 6] |= 1
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        length = int.from_bytes(data[at + 28 : at + 30], "little")
        if data[at + 46 : at + 46 + length].decode() in names:
            changed[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def tarred(*members: tuple[str, bytes], packed: str = "gz", links: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{packed}") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name in links:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(info)
    return out.getvalue()


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def mail(subject: str, text: str, *attached: tuple[str, bytes], html: str = "") -> bytes:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Anna Petrova <anna.petrova@example.com>"
    message["To"] = "Ivan Sidorov <ivan.sidorov@example.com>"
    message["Date"] = "Mon, 03 Mar 2025 10:00:00 +0300"
    message["Message-ID"] = f"<{abs(sum(map(ord, subject)))}@example.com>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in attached:
        if name.endswith(".eml"):
            import email
            import email.policy

            message.add_attachment(email.message_from_bytes(data, policy=email.policy.default), filename=name)
        else:
            message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def pages(count: int, **edited: str) -> list[tuple[str, str]]:
    """`count` pages; `edited` maps a page's stem to a sentence that is added."""
    made = []
    for number in range(count):
        stem = f"page{number}"
        more = f"\n\n{edited[stem]}" if stem in edited else ""
        made.append(
            (f"wiki/{stem}.md", f"# Page {number}\n\nThe pump of hall {number} has its own oil.{more}")
        )
    return made
