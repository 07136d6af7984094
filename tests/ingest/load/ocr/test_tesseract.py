"""Tesseract as a program: what it is given arrives however late it reads, and its time has an end."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import Code, LoadError
from ingest.load.ocr import tesseract
from ingest.load.ocr.picture import Picture
from ingest.load.ocr.tesseract import Tesseract
from ingest.load.ocr.tiff import page_of, tiff

PAGE = Picture(width=1_000, height=1_000, dpi=200, pixels=bytes(1_000_000))
ROW = "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t96\t"


def program(folder: Path, script: str) -> str:
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


@pytest.mark.needs("sh")
def test_a_program_that_begins_to_read_late_gets_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "_BEAT_SECONDS", 0.05)
    beats: list[int] = []
    path = program(tmp_path, f"sleep 0.3; printf '{ROW}%s\\n' $(wc -c)")
    reader = Tesseract(path=path, version="1", languages="eng", seconds=60, beat=lambda: beats.append(1))
    assert [line.text for line in reader.read(PAGE).lines] == [str(len(PAGE.pgm()))]
    assert len(beats) > 1


@pytest.mark.needs("sh")
@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("while :; do :; done", Code.TIMEOUT),
        ("exec sleep 60", Code.TIMEOUT),
        ("exit 1", Code.OCR_UNREADABLE),
    ],
)
def test_a_program_that_does_not_end_or_fails(
    script: str, code: Code, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "_WALL", 1.5)
    with pytest.raises(LoadError) as caught:
        Tesseract(path=program(tmp_path, script), version="1", languages="eng", seconds=0.5).read(PAGE)
    assert caught.value.code == code


@pytest.mark.needs("sh")
def test_a_page_of_a_file_that_cannot_be_read_costs_that_page(tmp_path: Path) -> None:
    pages = [Picture(width=2, height=1, dpi=200, pixels=bytes([at, at])) for at in (5, 6, 7)]
    script = (
        "n=$(head -c 5 | tail -c 1 | od -An -tu1); cat >/dev/null; "
        f"test $n -ne {{bad}} || exit 1; printf '{ROW}%s\\n' $n"
    )
    firsts = [page_of(tiff(pages), number)[4] for number in range(3)]
    path = program(tmp_path, script.format(bad=firsts[1]))
    read = Tesseract(path=path, version="1", languages="eng", seconds=60).read_file(tiff(pages))
    assert [bool(page.lines) for page in read] == [True, False, True]
    path = program(tmp_path, "cat >/dev/null; exit 1")
    with pytest.raises(LoadError) as caught:
        Tesseract(path=path, version="1", languages="eng", seconds=60).read_file(tiff(pages))
    assert caught.value.code == Code.OCR_UNREADABLE
