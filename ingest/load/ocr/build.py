"""The OCR of a run, as the machine and the settings allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.load.ocr.installed import installed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ingest.load.ocr.pages import PageReader


def identity_of(
    *,
    languages: str,
    dpi: int,
    accept: float,
    page_seconds: float,
    kept: Path | None = None,
    keep: bool = False,
) -> str:
    """The `identity` of what `page_reader` gives, told without importing it; "" for None. `kept` as there."""
    found = installed(languages, kept=kept, keep=keep)
    return _identity(_read_by(found.identity, dpi, accept), page_seconds) if found else ""


def _read_by(program: str, dpi: int, accept: float) -> str:
    return f"{program} {dpi} {accept:g}"


def _identity(read_by: str, page_seconds: float) -> str:
    return f"{read_by} {page_seconds:g}"  # with more time there may be more pages


def page_reader(
    *,
    languages: str,
    dpi: int,
    accept: float,
    page_seconds: float,
    cache_mb: int = 0,
    directory: Path | None = None,
    secret: bytes = b"",
    beat: Callable[[], None] = lambda: None,
    kept: Path | None = None,
) -> PageReader | None:
    """What reads scanned pages; None where Tesseract or all of its `languages` are missing.

    `directory` holds what was read, `secret` keys its names; without either, or with a `cache_mb` of 0, nothing is
    kept. What Tesseract said of itself may be known from `kept`.
    """
    from ingest.load.ocr.pages import PageReader
    from ingest.load.ocr.sealed import SealedCache
    from ingest.load.ocr.tesseract import find

    found = find(languages, page_seconds, beat=beat, kept=kept)
    if found is None:
        return None
    read_by = _read_by(found.identity, dpi, accept)
    keep = None
    if directory is not None and secret and cache_mb:
        engine = (
            f"{read_by} settled"  # what is kept: places of words, sizes of lines, words in their alphabet
        )
        keep = SealedCache(directory=directory, secret=secret, engine=engine, most_bytes=cache_mb << 20)
    identity = _identity(read_by, page_seconds)
    return PageReader(reader=found, identity=identity, dpi=dpi, accept=accept, cache=keep, beat=beat)
