"""Reading gives what the scan saw, or says why not."""

import os

import pytest

from ingest.errors import Code, LoadError
from ingest.scan import Root, read, scan

needs_permissions = pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "docs"
    made.mkdir()
    return made


def _put(folder, *names, data=b"text"):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _scan(folder):
    return scan([Root(name="r", path=folder)])


def _code(source, **limits):
    with pytest.raises(LoadError) as caught:
        read(source, **limits)
    return caught.value.code


def test_reading(folder):
    big = os.urandom(40 << 20)
    _put(folder, "a.md")
    _put(folder, "big", data=big)
    _put(folder, "empty", data=b"")
    sources = _scan(folder).sources
    assert [read(sources[f"r/{name}"]) for name in ("a.md", "big", "empty")] == [b"text", big, b""]
    assert read(sources["r/a.md"], max_bytes=4) == b"text"
    assert _code(sources["r/a.md"], max_bytes=3) == Code.TOO_LARGE


def test_reading_what_is_no_longer_what_was_scanned(folder, tmp_path):
    _put(folder, "gone", "grown", "touched", "piped", "linked", "foldered", "x/moved")
    _put(tmp_path, "secret")
    os.symlink("gone", folder / "link")
    sources = _scan(folder).sources
    (folder / "gone").unlink()
    (folder / "grown").write_bytes(b"longer text")
    os.utime(folder / "touched", ns=(1, 1))
    (folder / "x").rename(folder / "y")
    for name in ("piped", "linked", "foldered", "link"):
        (folder / name).unlink()
    os.mkfifo(folder / "piped")
    (folder / "foldered").mkdir()
    os.symlink(tmp_path / "secret", folder / "linked")
    os.symlink(tmp_path / "secret", folder / "link")
    assert {name: _code(source) for name, source in sources.items()} == {
        "r/gone": Code.VANISHED,
        "r/x/moved": Code.VANISHED,
        "r/grown": Code.CHANGING,
        "r/touched": Code.CHANGING,
        "r/piped": Code.NOT_REGULAR,
        "r/foldered": Code.NOT_REGULAR,
        "r/linked": Code.CHANGING,
        "r/link": Code.CHANGING,
    }


def test_a_file_that_grows_while_it_is_read_is_changing(folder, monkeypatch):
    _put(folder, "a.md", data=b"x" * 100)
    source = _scan(folder).sources["r/a.md"]
    real = os.read

    def growing(handle, count):
        with open(folder / "a.md", "ab") as file:
            file.write(b"more")
        return real(handle, count)

    monkeypatch.setattr("ingest.reading.os.read", growing)
    assert _code(source) == Code.CHANGING


@needs_permissions
def test_a_file_without_permission_is_unreadable(folder):
    _put(folder, "a.md")
    source = _scan(folder).sources["r/a.md"]
    (folder / "a.md").chmod(0)
    assert _code(source) == Code.UNREADABLE


def test_a_name_that_is_too_long_for_the_system_is_unreadable(folder):
    _put(folder, "a.md")
    source = _scan(folder).sources["r/a.md"]._replace(file=str(folder / ("x" * 300)))
    with pytest.raises(LoadError, match="ENAMETOOLONG") as caught:
        read(source)
    assert caught.value.code == Code.UNREADABLE
