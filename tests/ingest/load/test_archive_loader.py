"""Archives as containers: names, what is left out, what cannot be opened."""

from __future__ import annotations

import io
import sys
import zipfile

import pytest

from ingest.document import Source
from ingest.errors import Code, LoadError
from ingest.load.archive import Limits
from ingest.load.archive_loader import ArchiveLoader
from ingest.load.container import Member
from tests.ingest.container_files import gzipped, tarred, zipped

MEMBERS = (("a/b.md", b"one"), ("c.txt", b"two" * 99), ("empty", b""))


def members(data: bytes, name: str = "a.zip", limits: Limits | None = None) -> list[Member]:
    source = Source(id=f"r/{name}", root="r", file=name, size=len(data), mtime_ns=0, ctime_ns=0, inode=0)
    loader = ArchiveLoader(limits) if limits else ArchiveLoader()
    found = list(loader.load(source, io.BytesIO(data)))
    assert all(isinstance(item, Member) for item in found)
    return found  # type: ignore[return-value]


def contents(data: bytes, name: str = "a.zip", limits: Limits | None = None) -> dict[str, bytes | Code]:
    """By key: what `open` gives, or why it does not; each is opened before the next is asked for, as in a run."""
    source = Source(id=f"r/{name}", root="r", file=name, size=len(data), mtime_ns=0, ctime_ns=0, inode=0)
    found: dict[str, bytes | Code] = {}
    for item in (ArchiveLoader(limits) if limits else ArchiveLoader()).load(source, io.BytesIO(data)):
        assert isinstance(item, Member)
        try:
            found[item.key] = item.open()
        except LoadError as error:
            found[item.key] = error.code
    return found


def seven(*files: tuple[str, bytes], password: str | None = None) -> bytes:
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password) as archive:
        for name, data in files:
            archive.writestr(data, name)
    return out.getvalue()


@pytest.mark.parametrize("packed", ["", "gz", "bz2", "xz"])
def test_tars(packed: str) -> None:
    assert contents(tarred(*MEMBERS, packed=packed), "a.tar") == dict(MEMBERS)


def test_zip_and_7z() -> None:
    assert contents(zipped(*MEMBERS)) == dict(MEMBERS)
    assert contents(seven(*MEMBERS), "a.7z") == dict(MEMBERS)


def test_neighbours_in_a_7z_are_unpacked_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.load.archive_seven.AT_ONCE", 1000)
    files = [(f"{number:02}.txt", bytes([number]) * 400) for number in range(20)]
    assert contents(seven(*files), "a.7z") == dict(files)


def test_a_7z_with_a_password_and_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LoadError) as caught:
        contents(seven(("a.md", b"x"), password="secret"), "a.7z")
    assert caught.value.code == Code.PASSWORD_REQUIRED
    data = seven(("a.md", b"x"))
    monkeypatch.setitem(sys.modules, "py7zr", None)
    with pytest.raises(LoadError, match="kb-ingest") as caught:
        contents(data, "a.7z")
    assert caught.value.code == Code.UNSUPPORTED


def test_one_packed_file_is_named_by_its_archive() -> None:
    assert contents(gzipped(b"words"), "notes.txt.gz") == {"notes.txt": b"words"}


@pytest.mark.parametrize(("charset", "name"), [("cp866", "Договор.txt"), ("utf-8", "Договор.txt")])
def test_names_without_a_declared_charset(charset: str, name: str) -> None:
    raw = name.encode(charset)
    stand_in = "x" * len(raw)
    data = zipped((stand_in, b"words")).replace(stand_in.encode(), raw)
    assert contents(data) == {name: b"words"}


def test_names_as_they_stand_in_ids() -> None:
    assert list(contents(zipped(("a#1%.md", b""), ("b\n.md", b"")))) == ["a%231%25.md", "b%0A.md"]


def test_links_and_names_that_leave_are_refused_one_by_one() -> None:
    out_of_it = ("../x", "/etc/x", "C:\\x.md", "a\\..\\..\\x")
    data = tarred(*((name, b"1") for name in out_of_it), ("fine", b"3"), links=("link",))
    wanted = {"fine": b"3", **dict.fromkeys((*out_of_it, "link"), Code.UNSAFE_PATH)}
    assert contents(data, "a.tar.gz") == wanted
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, b"/etc/passwd")
        archive.writestr("fine", b"3")
    assert contents(out.getvalue()) == {"fine": b"3", "link": Code.UNSAFE_PATH}


def test_names_of_no_interest_are_left_out() -> None:
    names = ("a.md", ".DS_Store", "__MACOSX/a.md", "x/Thumbs.db", "~$a.docx")
    assert list(contents(zipped(*((name, b"x") for name in names)))) == ["a.md"]


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "7z"])
def test_limits(kind: str) -> None:
    make = {"zip": zipped, "tar.gz": tarred, "7z": seven}[kind]
    data = make(*[(f"{number}", b"x" * 50) for number in range(20)])
    for limits in (Limits(entries=19), Limits(total=900)):
        with pytest.raises(LoadError) as caught:
            contents(data, f"a.{kind}", limits)
        assert caught.value.code == Code.ARCHIVE_BOMB
    assert set(contents(data, f"a.{kind}", Limits(member=49)).values()) == {Code.TOO_LARGE}
    bomb = make(("zeros", bytes(300_000)))
    try:
        found = contents(bomb, f"a.{kind}", Limits(ratio=20, ratio_from=100_000))
    except LoadError as error:
        found = {"": error.code}
    assert set(found.values()) == {Code.ARCHIVE_BOMB}


def test_nothing_is_opened_before_it_is_asked_for() -> None:
    data = bytearray(zipped(("a.md", b"words " * 99)))
    data[40] ^= 0xFF
    (member,) = members(bytes(data))
    with pytest.raises(LoadError) as caught:
        member.open()
    assert caught.value.code == Code.MALFORMED
