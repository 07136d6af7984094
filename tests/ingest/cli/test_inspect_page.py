"""`ingest inspect --html`: the page that is written, where it may not be, and what it never holds."""

from __future__ import annotations

import base64
import os
import pty
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from ingest.audit import AuditLog
from tests.ingest.cli.conftest import Ask, settings_of
from tests.ingest.load.pdf_files import made, put
from tests.world import World

QUICK = "--set=clean.recognizers=['phone', 'email']"  # no models of names
PHONE, MAIL = "+7 916 184-72-05", "ivan.petrov@mail.ru"


def leaflet(world: World) -> Path:
    path = world.folder / "leaflet.pdf"
    path.write_bytes(
        made(
            lambda canvas: [  # type: ignore[arg-type, return-value]
                (
                    put(canvas, 700, f"Part {number}: call {PHONE} or write to", f"{MAIL} <b>now</b>."),
                    canvas.showPage(),
                )
                for number in range(1, 4)
            ]
        )
    )
    return path


def everything(page: str) -> bytes:
    """A page as bytes, with all that is packed in it unpacked."""
    found = [page.encode(), page.encode("utf-16-le"), page.encode("cp1251", "ignore")]
    for packed in re.findall(r"base64,([A-Za-z0-9+/=]+)", page):
        data = base64.b64decode(packed)
        pixels = zlib.decompressobj().decompress(data[data.index(b"IDAT") + 4 :])
        found += [data, pixels]
    return b"\0".join(found)


def test_a_page_holds_pictures_and_blocks_and_no_masked_value(ask: Ask, world: World) -> None:
    file, out = leaflet(world), world.folder / "leaflet.html"
    done = ask("inspect", str(file), "--html", str(out), "--json", QUICK, world=world)
    assert done.code == 0
    assert [view["number"] for view in done.data["documents"][0]["pages"]] == [1, 2, 3]
    assert done.data["html"] == str(out)
    assert "image" not in done.out
    page = out.read_text("utf-8")
    assert page.count("data:image/png;base64,") == 3
    assert "&lt;b&gt;now&lt;/b&gt;" in page
    assert "<mark>[PHONE]</mark>" in page
    packed = everything(page)
    for value in (PHONE, MAIL, "184-72", "9161847205", "petrov"):
        for code in ("utf-8", "utf-16-le"):
            assert value.encode(code) not in packed
    assert out.stat().st_mode & 0o777 == 0o666 & ~_umask()
    assert not world.state.exists()

    again = ask(
        "inspect", str(file), "--html", str(out), "--page", "2", QUICK, world=world
    )  # its own page is replaced
    assert again.out.startswith(f"written to {out}, with 1 of 1 pages")
    assert out.read_text("utf-8").count("data:image/png;base64,") == 1
    assert ask("inspect", str(file), "--html", str(out), "--page", "9", QUICK, world=world).code == 2


def _umask() -> int:
    now = os.umask(0o022)
    os.umask(now)
    return now


def test_other_formats_have_blocks_alone(ask: Ask, world: World) -> None:
    file = world.write(
        "a.md", f"# Guide\n\nCall {PHONE}.\n\n| valve | turn |\n| --- | --- |\n| red \\| left | {PHONE} |\n"
    )
    out = world.folder / "a.html"
    assert ask("inspect", str(file), "--html", str(out), QUICK, world=world).code == 0
    page = out.read_text("utf-8")
    assert "<img" not in page
    assert "<td>red | left</td><td><mark>[PHONE]</mark></td>" in page
    assert "184-72" not in page


def test_where_a_page_may_not_lie(ask: Ask, world: World) -> None:
    file = world.write("a.md", "# Guide\n\nA pump.\n")
    (world.folder / "notes.txt").write_text("mine", "utf-8")
    for out, code in (
        (world.docs / "a.html", 2),
        (world.folder / "notes.txt", 2),
        (file, 2),
        (world.docs, 2),
        (world.folder / "none" / "a.html", 8),
    ):
        done = ask("inspect", str(file), "--html", str(out), QUICK, world=world)
        assert done.code == code, out
        assert "\n        " in done.err  # a remedy
    assert (world.folder / "notes.txt").read_text("utf-8") == "mine"


def test_unredacted_needs_a_terminal_and_a_page(ask: Ask, world: World) -> None:
    file, out = leaflet(world), world.folder / "raw.html"
    done = ask("inspect", str(file), "--html", str(out), "--unredacted", QUICK, world=world)
    assert done.code == 2
    assert "needs a terminal" in done.err
    assert ask("inspect", str(file), "--unredacted", QUICK, world=world).code == 2
    assert not out.exists()
    assert not world.state.exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="terminals are those of POSIX")
def test_unredacted_at_a_terminal_is_private_and_noted(world: World) -> None:
    file, out = leaflet(world), world.folder / "raw.html"
    code, said = _at_a_terminal(world, str(file), "--html", str(out), "--unredacted")
    assert code == 0, said
    assert PHONE not in said
    assert out.stat().st_mode & 0o777 == 0o600
    page = out.read_text("utf-8")
    assert PHONE in page
    assert "UNREDACTED" in page
    (line,) = AuditLog(world.state / "audit.jsonl", lambda: world.now).records()
    assert (line["action"], line["details"]["pages"]) == ("inspect.unredacted", 3)
    assert PHONE not in str(line)

    code, said = _at_a_terminal(world, str(file), "--html", str(world.state / "raw.html"), "--unredacted")
    assert code == 2
    assert "nothing unredacted may be" in said


def _at_a_terminal(world: World, *arguments: str) -> tuple[int, str]:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "ingest", "inspect", *arguments, QUICK, *settings_of(world)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 4096):
            said += part
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    return process.wait(120), said.decode("utf-8", "replace").replace("\r\n", "\n")
