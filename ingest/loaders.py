"""The configured loaders: what settings say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.load.archive import Limits
from ingest.load.choose import BUILT_IN, load_all
from ingest.load.container import streams
from ingest.load.told import told_all
from ingest.pulse import beat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.load.choose import AnyLoader
    from ingest.load.passwords import Passwords
    from ingest.load.pdf_wanted import Ocr
    from ingest.load.told import Told
    from ingest.settings import Settings


CACHE = "ocr"
"""A folder of the state directory."""
PROGRAM = "tesseract.json"
"""A file of the state directory: what Tesseract said of itself."""


def loaders_of(settings: Settings, passwords: Passwords | None, secret: bytes = b"") -> list[AnyLoader]:
    """All loaders, each told what concerns it. `secret` is that of the state directory."""
    options = _options(settings, passwords, _ocr_of(settings, secret))
    return load_all(settings.load.let_in, limits_of(settings), options)


def told_loaders_of(
    settings: Settings, passwords: Passwords | None, *, keep: bool = False
) -> list[AnyLoader | Told]:
    """The same for who reads no file: `prepare_keys` are equal. `keep` keeps what takes long to find out."""
    identity = _ocr_identity_of(settings, keep=keep)
    options = _options(settings, passwords, Identified(identity) if identity else None)
    return told_all(settings.load.let_in, limits_of(settings), options)


class Identified(NamedTuple):
    """Stands for OCR where nothing is read."""

    identity: str


def _options(
    settings: Settings, passwords: Passwords | None, ocr: Ocr | Identified | None
) -> dict[str, object]:
    return {
        "max_pages": settings.load.max_pages,
        "namespaces": settings.load.mediawiki_namespaces,
        "passwords": passwords,
        "ocr": ocr,
        "pictures": settings.ocr.pictures,
    }


def placeless(loaders: Sequence[AnyLoader | Told], passwords: Passwords | None) -> frozenset[str]:
    """The names of loaders of single documents to which it is all one in what folder a file lies.

    Of another package's loader nobody knows; what tries passwords by path reads a file here and not there.
    """
    return frozenset(
        loader.name
        for loader in loaders
        if loader.name in BUILT_IN
        and not streams(loader)
        and not (passwords and "passwords" in getattr(loader, "takes", ()))
    )


def _ocr_of(settings: Settings, secret: bytes) -> Ocr | None:
    from ingest.load.ocr.build import page_reader
    from ingest.load.ocr.pdf_pages import ScannedPages

    told = _told_to_ocr(settings)
    if told is None:
        return None
    reader = page_reader(
        **told,
        cache_mb=settings.ocr.cache_mb,
        directory=settings.state.dir / CACHE,
        secret=secret,
        beat=beat,
    )
    return ScannedPages(reader=reader) if reader else None


def _ocr_identity_of(settings: Settings, *, keep: bool) -> str:
    from ingest.load.ocr.build import identity_of

    told = _told_to_ocr(settings)
    return "" if told is None else identity_of(**told, keep=keep)


def _told_to_ocr(settings: Settings) -> dict[str, Any] | None:
    """What shapes the text of scans, and so its key; None where they are not to be read."""
    chosen = settings.ocr
    if chosen.use == "off":
        return None
    return {
        "languages": chosen.languages,
        "dpi": chosen.dpi,
        "accept": chosen.accept,
        "page_seconds": chosen.page_seconds,
        "kept": settings.state.dir / PROGRAM,
    }


def limits_of(settings: Settings) -> Limits:
    """What containers may hold."""
    chosen = settings.containers
    return Limits(
        entries=chosen.members,
        total=chosen.total_mb << 20,
        ratio=chosen.ratio,
        member=settings.load.max_file_mb << 20,
        depth=chosen.depth,
    )
