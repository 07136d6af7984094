"""How scans are read: the table `[ocr]`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ingest.section import Section


def _languages(value: str) -> str:
    names = value.split("+")
    if not all(name.replace("_", "").isalnum() for name in names):
        raise ValueError("names of Tesseract's language files joined by '+', such as 'rus+eng'")
    return value


class OcrSettings(Section):
    """Scanned pages, read by Tesseract where it is installed."""

    use: Literal["auto", "off"] = Field(
        "auto", description="'auto': where Tesseract is installed; 'off': scans are reported as ocr-missing"
    )
    pictures: bool = Field(
        False,
        description="read pictures as files too (PNG, JPEG, TIFF, WebP); some seconds each",
    )
    languages: Annotated[str, AfterValidator(_languages)] = Field(
        "rus+eng", description="Tesseract's languages; one that is not installed is left out"
    )
    dpi: int = Field(
        200, ge=70, le=600, description="dots per inch; a poor page is read again at 1.5 times this"
    )
    accept: float = Field(
        80.0,
        ge=60,
        le=100,
        description="mean confidence (60-100) from which text is indexed; below, a scan waits for review",
    )
    page_seconds: float = Field(
        60.0,
        gt=0,
        description="CPU seconds for one look at a page, apart from load.timeout_seconds; a page that takes more, "
        "or ten times as long by the clock, is left out and named",
    )
    cache_mb: int = Field(
        500, ge=0, description="what was read is kept, sealed by the page's own picture; 0: nothing is kept"
    )
