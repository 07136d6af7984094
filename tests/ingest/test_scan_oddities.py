"""Links, pipes and names that nobody would choose."""

import os
import socket
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import Code
from ingest.scan import Root, decode_name, encode_name, read, scan


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "docs"
    made.mkdir()
    return made


def _put(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"text")


def _scan(folder):
    return scan([Root(name="r", path=folder)])


def _skipped(found):
    return {item.id: item.code for item in found.skipped}


def test_links(folder, tmp_path):
    _put(folder, "x/a.md")
    _put(tmp_path, "outside.md", "docs2/b.md")
    links = {
        "inside.md": "x/a.md",
        "x/up.md": "../x/a.md",
        "out.md": "../outside.md",
        "absolute.md": str(tmp_path / "outside.md"),
        "beside": "../docs2",
        "dangling.md": "nothing",
        "self": "self",
        "one": "two",
        "two": "one",
        "x/parent": "..",
        "x/here": ".",
        "folder": "x",
        "null": "/dev/null",
    }
    for name, target in links.items():
        os.symlink(target, folder / name)
    found = _scan(folder)
    assert sorted(found.sources) == ["r/inside.md", "r/x/a.md", "r/x/up.md"]
    assert _skipped(found) == {
        "r/out.md": Code.OUTSIDE_ROOT,
        "r/absolute.md": Code.OUTSIDE_ROOT,
        "r/beside": Code.OUTSIDE_ROOT,
        "r/null": Code.OUTSIDE_ROOT,
        "r/dangling.md": Code.DANGLING,
        "r/self": Code.LINK_LOOP,
        "r/one": Code.LINK_LOOP,
        "r/two": Code.LINK_LOOP,
        "r/x/parent": Code.LINK_LOOP,
        "r/x/here": Code.LINK_LOOP,
    }
    assert found.excluded == ("r/folder/",)
    assert read(found.sources["r/inside.md"]) == b"text"


def test_what_is_no_file_is_told_and_never_opened(folder):
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        before = os.getcwd()
        os.chdir(folder)  # the path of a socket is short
        server.bind("socket")
        os.chdir(before)
        os.symlink("pipe", folder / "link")
        began = time.monotonic()
        found = _scan(folder)
    assert time.monotonic() - began < 20  # who opens a pipe waits for ever
    assert _skipped(found) == dict.fromkeys(["r/link", "r/pipe", "r/socket"], Code.NOT_REGULAR)


NAMES = [
    b"100%.md",
    b"a#b.md",
    b"new\nline.md",
    b"esc\x1b[31m.md",
    b"\xff\xfe.md",
    b"%23.md",
    b"a b.md",
    b"x" * 255,
]


def test_odd_names_become_valid_reversible_ids(folder):
    for name in NAMES:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(name)
    sources = _scan(folder).sources
    assert len(sources) == len(NAMES)
    for source_id, source in sources.items():
        source_id.encode("utf-8")
        assert source_id.isprintable()
        assert "#" not in source_id
        assert os.fsencode(decode_name(source_id.removeprefix("r/"))) == read(source)
    assert {
        "r/100%25.md",
        "r/a%23b.md",
        "r/new%0Aline.md",
        "r/%FF%FE.md",
        "r/%2523.md",
        "r/a b.md",
    } < sources.keys()


@given(st.binary(min_size=1, max_size=30).map(lambda raw: raw.decode("utf-8", "surrogateescape")))
def test_any_name_survives_encoding(name):
    encoded = encode_name(name)
    encoded.encode("utf-8")
    assert decode_name(encoded) == name
