from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest

from ingest.errors import Code, LoadError
from ingest.load.archive import LIMITS, Archive, Limits


def made(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read_all(data: bytes, limits: Limits, limit: int) -> None:
    archive = Archive(data, limits)
    for name in archive.names:
        archive.read(name, limit)


def code_of(data: bytes, limits: Limits = LIMITS, limit: int = 1000) -> str:
    with pytest.raises(LoadError) as caught:
        read_all(data, limits, limit)
    return caught.value.code


def test_members_are_read_within_their_limit() -> None:
    archive = Archive(made(("a", b"1234"), ("dir/", b""), ("dir/b", b"5")))
    assert archive.names == ("a", "dir/b")
    assert "dir/b" in archive
    assert archive.read("a", 4) == b"1234"
    assert archive.head("a", 2) == b"12"
    with pytest.raises(LoadError) as caught:
        archive.read("a", 3)
    assert caught.value.code == Code.TOO_LARGE


@pytest.mark.parametrize("name", ["../a", "x/../../a", "/a", "C:/a", "C:a", "x\\..\\a", "\\a", "\\\\host\\a"])
def test_names_that_leave_the_archive_are_skipped(name: str) -> None:
    archive = Archive(made((name, b"1"), ("good", b"2")))
    assert archive.names == ("good",)
    assert archive.skipped == 1
    assert code_of(made((name, b"1"))) == Code.UNSAFE_PATH


def test_names_as_some_programs_on_windows_write_them() -> None:
    archive = Archive(made(("docs\\leases\\a.md", b"1")))
    assert archive.names == ("docs/leases/a.md",)
    assert archive.read("docs/leases/a.md", 1) == b"1"
    assert not archive.skipped


def test_a_link_is_no_member() -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert Archive(made((link, b"/etc/passwd"), ("good", b""))).names == ("good",)


def test_bombs_are_refused_by_what_they_declare() -> None:
    assert code_of(made(("a", b"0" * 3000)), Limits(ratio_from=1000, ratio=50)) == Code.ARCHIVE_BOMB
    assert code_of(made(("a", b"0" * 600), ("b", b"0" * 600)), Limits(total=1000)) == Code.ARCHIVE_BOMB
    assert code_of(made(*((str(i), b"") for i in range(4))), Limits(entries=3)) == Code.ARCHIVE_BOMB


def test_a_member_packed_too_well_costs_itself() -> None:
    archive = Archive(made(("log", b"0" * 3000), ("a", b"good")), Limits(ratio_from=1000, ratio=50))
    assert archive.read("a", 10) == b"good"
    with pytest.raises(LoadError) as caught:
        archive.read("log", 3000)
    assert caught.value.code == Code.ARCHIVE_BOMB


def test_all_reading_counts_towards_the_total() -> None:
    archive = Archive(made(("a", b"0" * 600)), Limits(total=1000))
    archive.read("a", 600)
    with pytest.raises(LoadError) as caught:
        archive.read("a", 600)
    assert caught.value.code == Code.ARCHIVE_BOMB


def test_a_lying_size_does_not_unpack_more_than_asked() -> None:
    data = made(("a", b"0" * 100_000))
    lied = data.replace(struct.pack("<I", 100_000), struct.pack("<I", 10))
    assert code_of(lied, limit=50) in (Code.MALFORMED, Code.TOO_LARGE)


def test_damage_is_told_apart() -> None:
    whole = made(("a", bytes(range(256)) * 40))
    assert code_of(b"") == Code.EMPTY_FILE
    assert code_of(b"text") == Code.WRONG_TYPE
    assert code_of(whole[: len(whole) - 30]) == Code.TRUNCATED
    assert code_of(whole[:40] + b"\xff" * 20 + whole[60:], limit=100_000) == Code.MALFORMED


def test_a_member_with_a_password() -> None:
    whole = bytearray(made(("a", b"secret")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + offset] |= 1
    assert code_of(bytes(whole)) == Code.PASSWORD_REQUIRED
