"""The OCR of a run, as the machine and the settings allow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ingest.load.ocr.pages import PageReader
from ingest.load.ocr.sealed import SealedCache
from ingest.load.ocr.tesseract import find


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
) -> PageReader | None:
    """What reads scanned pages; None where Tesseract or all of its `languages` are missing.

    `directory` holds what was read, `secret` keys its names; without either, or with a `cache_mb` of 0, nothing is
    kept.
    """
    found = find(languages, page_seconds, beat=beat)
    if found is None:
        return None
    read_by = f"{found.identity} {dpi} {accept:g}"
    keep = None
    if directory is not None and secret and cache_mb:
        engine = (
            f"{read_by} settled"  # what is kept: places of words, sizes of lines, words in their alphabet
        )
        keep = SealedCache(directory=directory, secret=secret, engine=engine, most_bytes=cache_mb << 20)
    identity = f"{read_by} {page_seconds:g}"  # with more time there may be more pages
    return PageReader(reader=found, identity=identity, dpi=dpi, accept=accept, cache=keep, beat=beat)
