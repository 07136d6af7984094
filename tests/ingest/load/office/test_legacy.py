"""DOC, PPT and ODP through LibreOffice: a stand-in for it where its manners matter, itself where its words do."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from ingest.errors import Code, LoadError
from ingest.keys import prepare_keys
from ingest.load.office import libreoffice, programs
from ingest.load.office.legacy import LegacyLoader
from tests.ingest.load.docx_files import docx, para, styled
from tests.ingest.load.office.made import read, shown

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOC = OLE + bytes(600) + "WordDocument".encode("utf-16-le")
STANDIN = """#!/bin/sh
while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done
{}
"""


@pytest.fixture
def standin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that is all of PATH; what it holds last is what the stand-in does."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
    monkeypatch.setattr(libreoffice, "PREFIX", f"kb-ingest-test-{os.getpid()}-")
    libreoffice._offline.cache_clear()
    yield folder
    libreoffice._offline.cache_clear()
    assert not left()


def left() -> list[Path]:
    """Folders of conversions that are there now."""
    places = [Path("/dev/shm"), Path(os.environ.get("TMPDIR", "/tmp"))]
    return [one for place in places if place.is_dir() for one in place.glob(f"{libreoffice.PREFIX}*")]


def does(folder: Path, what: str) -> None:
    (folder / "soffice").write_text(STANDIN.format(what), encoding="utf-8")
    (folder / "soffice").chmod(0o755)


def code_of(data: bytes, name: str = "a.doc") -> Code:
    with pytest.raises(LoadError) as caught:
        read(LegacyLoader(), data, name)
    return caught.value.code


def test_a_document_is_read_as_what_it_becomes(standin: Path, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(docx(styled("H1", "Заголовок") + para("Текст")))
    does(
        standin,
        f'stat -c %a "$PWD" > {tmp_path}/mode; mkdir "$out"; cp {tmp_path}/made.docx "$out/file.docx"',
    )
    assert shown(read(LegacyLoader(), DOC, "a.doc")) == ["# Заголовок", "Текст"]
    assert (tmp_path / "mode").read_text().strip() == "700"


def test_without_libreoffice_the_remedy_is_told(standin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(standin))
    monkeypatch.setattr(programs, "PLACES", ())
    monkeypatch.setattr(programs, "MAC", "/nowhere")
    assert code_of(DOC) == Code.LEGACY_FORMAT
    assert code_of(b"PK\x03\x04", "a.odp") == Code.UNSUPPORTED
    before = prepare_keys([LegacyLoader()], "")
    does(standin, "")
    assert prepare_keys([LegacyLoader()], "") != before


def test_what_it_cannot_read(standin: Path) -> None:
    does(standin, "exit 0")
    assert code_of(DOC) == Code.MALFORMED
    does(standin, "kill -SEGV $$")
    assert code_of(DOC) == Code.MALFORMED


def test_its_time_is_limited_and_nothing_of_it_is_left(
    standin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libreoffice, "SECONDS", 0.5)
    does(standin, f"sleep 300 & echo $! > {tmp_path}/child; sleep 300")
    assert code_of(DOC) == Code.TIMEOUT
    assert gone(int((tmp_path / "child").read_text()))


def test_when_the_asker_is_killed_nothing_is_left(standin: Path, tmp_path: Path) -> None:
    does(standin, f'echo "$PWD" > {tmp_path}/folder; sleep 300 & echo $! > {tmp_path}/child; sleep 300')
    script = (
        "from ingest.load.office import libreoffice;"
        f"libreoffice.PREFIX = {libreoffice.PREFIX!r}; libreoffice.convert(b'x', '.doc', 'docx')"
    )
    asker = subprocess.Popen([sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": os.getcwd()})
    assert until(lambda: (tmp_path / "child").exists() and (tmp_path / "child").read_text().endswith("\n"))
    folder = Path((tmp_path / "folder").read_text().strip())
    assert folder.is_dir()
    asker.send_signal(signal.SIGKILL)
    asker.wait()
    assert until(lambda: not folder.exists())
    assert until(lambda: gone(int((tmp_path / "child").read_text())))


def test_what_two_kills_left_goes_with_the_next_conversion(standin: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    old = Path("/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp") / f"{libreoffice.PREFIX}{dead.pid}-x"
    old.mkdir()
    (old / "file.doc").write_bytes(b"raw")
    does(standin, "exit 0")
    assert code_of(DOC) == Code.MALFORMED
    assert not old.exists()


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    except FileNotFoundError:
        return True


def until(holds: object, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("soffice") and sys.platform == "linux"), reason="needs LibreOffice")
def test_real_documents() -> None:
    document = Document()
    document.add_heading("Порядок возврата", level=1)
    document.add_paragraph("Деньги возвращают за десять дней.")
    made = io.BytesIO()
    document.save(made)
    doc = libreoffice.convert(made.getvalue(), ".docx", "doc")
    assert doc.startswith(OLE)
    assert shown(read(LegacyLoader(), doc, "a.doc")) == [
        "# Порядок возврата",
        "Деньги возвращают за десять дней.",
    ]
    assert programs.office_suite() not in ("", "some")


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("soffice") and sys.platform == "linux"), reason="needs LibreOffice")
def test_within_the_limits_of_a_worker(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Деньги возвращают за десять дней.")
    made = io.BytesIO()
    document.save(made)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.doc").write_bytes(libreoffice.convert(made.getvalue(), ".docx", "doc"))
    (tmp_path / "ingest.toml").write_text('[[roots]]\nname = "docs"\npath = "docs"\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ingest", "sync", "--json", "--set", "load.memory_mb=300"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert json.loads(done.stdout)["documents"]["added"] == 1, done.stderr
