"""What was read is kept for who has the picture, and for nobody else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.load.ocr.picture import Picture
from ingest.load.ocr.sealed import SealedCache
from ingest.load.ocr.words import Recognised, TextLine

READ = Recognised(
    lines=(TextLine(text="Телефон +7 912 345-67-89", left=1, top=2, right=3, bottom=4, paragraph=0),),
    confidence=93.5,
    dpi=200,
)


def _picture(shade: int) -> Picture:
    return Picture(width=40, height=30, dpi=200, pixels=bytes([shade]) * 1200)


@pytest.fixture
def cache(tmp_path: Path) -> SealedCache:
    return SealedCache(directory=tmp_path / "ocr", secret=b"s" * 32, engine="fake 1", most_bytes=1 << 20)


def test_a_picture_gives_back_what_was_read(cache: SealedCache) -> None:
    assert cache.get(_picture(7)) is None
    cache.put(_picture(7), READ)
    assert cache.get(_picture(7)) == READ
    assert cache.get(_picture(8)) is None


def test_no_word_can_be_found_on_disk(cache: SealedCache) -> None:
    cache.put(_picture(7), READ)
    stored = b"".join(path.read_bytes() for path in cache.directory.iterdir())
    for text in ("9123456789", "912 345", "Телефон"):
        for coding in ("utf-8", "utf-16-le", "cp1251"):
            assert text.encode(coding) not in stored
    assert b"lines" not in stored
    assert _picture(7).digest.hex()[:16] not in "".join(os.listdir(cache.directory))


def test_another_engine_or_another_secret_reads_anew(cache: SealedCache, tmp_path: Path) -> None:
    cache.put(_picture(7), READ)
    for engine, secret in (("fake 2", b"s" * 32), ("fake 1", b"t" * 32)):
        other = SealedCache(directory=cache.directory, secret=secret, engine=engine, most_bytes=1 << 20)
        assert other.get(_picture(7)) is None


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: b"", lambda data: data[:40] + b"x" * 60]
)
def test_a_damaged_entry_is_a_miss(cache: SealedCache, damage: object) -> None:
    cache.put(_picture(7), READ)
    (path,) = cache.directory.iterdir()
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert cache.get(_picture(7)) is None


def test_what_was_used_least_recently_goes_first(cache: SealedCache) -> None:
    cache.put(_picture(1), READ)
    size = next(cache.directory.iterdir()).stat().st_size
    small = SealedCache(
        directory=cache.directory, secret=cache.secret, engine=cache.engine, most_bytes=2 * size
    )
    (first,) = cache.directory.iterdir()
    os.utime(first, (1, 1))
    small.put(_picture(2), READ)
    assert small.get(_picture(1)) == READ, "a hit counts as use"
    for path in cache.directory.iterdir():
        if path != first:
            os.utime(path, (1, 1))
    small.put(_picture(3), READ)
    assert small.get(_picture(2)) is None
    assert small.get(_picture(1)) == small.get(_picture(3)) == READ


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(cache: SealedCache) -> None:
    cache.directory.write_text("a file stands here")
    cache.put(_picture(7), READ)
    assert cache.get(_picture(7)) is None
