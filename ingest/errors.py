"""What can go wrong with one document: a code, a stage and a remedy. Trouble with the run is in `index.errors`."""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Why a source gave no document. Stable words: reports, tests and people match on them."""

    EMPTY_FILE = "empty-file"
    WRONG_TYPE = "wrong-type"
    UNSUPPORTED = "unsupported"
    LEGACY_FORMAT = "legacy-format"
    MALFORMED = "malformed"
    TRUNCATED = "truncated"
    ENCRYPTED = "encrypted"
    PASSWORD_REQUIRED = "password-required"  # noqa: S105
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    ARCHIVE_BOMB = "archive-bomb"
    UNSAFE_PATH = "unsafe-path"
    ENTITY_REFUSED = "entity-refused"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    NO_TEXT = "no-text"
    OCR_MISSING = "ocr-missing"
    OCR_UNREADABLE = "ocr-unreadable"
    GARBLED_TEXT = "garbled-text"
    BAD_ENCODING = "bad-encoding"
    UNREADABLE = "unreadable"
    CHANGING = "changing"
    VANISHED = "vanished"
    NOT_REGULAR = "not-regular"
    OUTSIDE_ROOT = "outside-root"
    LINK_LOOP = "link-loop"
    DANGLING = "dangling"
    EMBEDDER = "embedder"
    POLICY = "policy"
    RECOGNIZER = "recognizer"


REMEDY: dict[Code, str] = {
    Code.EMPTY_FILE: "The file holds nothing. Fill it or remove it.",
    Code.WRONG_TYPE: "The content is not what the extension says. Rename it, or save it again in the right format.",
    Code.UNSUPPORTED: "No loader takes this format. Convert it to PDF, DOCX, HTML or Markdown, or exclude it. "
    'If a loader exists as an extra, install it: pip install "kb-ingest[formats]".',
    Code.LEGACY_FORMAT: "Old binary Office format. Install LibreOffice, which then reads it (Debian: "
    "libreoffice-writer, libreoffice-impress), or save it as DOCX or PPTX.",
    Code.MALFORMED: "The file is damaged. Open it in its program and save it again.",
    Code.TRUNCATED: "The end of the file is missing, often a broken copy. Copy it again.",
    Code.ENCRYPTED: "The file is encrypted. Save a copy without protection.",
    Code.PASSWORD_REQUIRED: "The file needs a password. Save a copy without one, "
    "or name it in [[load.passwords]] (PDF).",
    Code.TOO_LARGE: "The file is larger than the limit. Split it, or raise the limit in [load].",
    Code.TOO_DEEP: "The file is nested too deeply to be a real document. Check where it comes from.",
    Code.ARCHIVE_BOMB: "It unpacks to far more than it should. Check where it comes from, or raise containers.ratio.",
    Code.UNSAFE_PATH: "The archive holds a member whose name leaves the archive. Check where it comes from.",
    Code.ENTITY_REFUSED: "The XML declares entities, which are never expanded. Save it again without a DOCTYPE.",
    Code.TIMEOUT: "Reading took longer than the limit. Split the file, or raise load.timeout_seconds "
    "(of scanned pages: ocr.page_seconds).",
    Code.MEMORY: "Reading needed more memory than the limit. Split the file, or raise load.memory_mb.",
    Code.CRASHED: "The parser died on this file; the run went on. Save the file again in its program.",
    Code.NO_TEXT: "The file has no text, only pictures or nothing at all. Give it a text layer, or exclude it.",
    Code.OCR_MISSING: "The pages are scans. Install Tesseract (Debian: tesseract-ocr tesseract-ocr-rus), "
    "or give the file a text layer (ocrmypdf does).",
    Code.OCR_UNREADABLE: "OCR could not read the scan. Scan it again at 300 dpi.",
    Code.GARBLED_TEXT: "The text layer is garbled. Install Tesseract (Debian: tesseract-ocr tesseract-ocr-rus), "
    "which reads the pages instead, or export the document again.",
    Code.BAD_ENCODING: "The text's encoding cannot be told for certain. Save it as UTF-8.",
    Code.UNREADABLE: "It cannot be read or listed now. Check permissions and the share, or exclude it; "
    "it is tried again by itself.",
    Code.CHANGING: "The file changed while it was read. It is tried again by itself.",
    Code.VANISHED: "The file went away while it was read. Nothing to do if that was meant.",
    Code.NOT_REGULAR: "Not a regular file (a pipe, socket or device). Remove it or exclude it.",
    Code.OUTSIDE_ROOT: "Links out of the root are not followed. Copy the file in, or add its folder as a root.",
    Code.LINK_LOOP: "The link leads to itself. Remove it.",
    Code.DANGLING: "The link leads nowhere. Remove it or restore its target.",
    Code.EMBEDDER: "The embedder failed on this text. See the log for its kind; it is tried again by itself.",
    Code.POLICY: "A policy rule could not be applied, so nothing of this document is kept. Check the rule.",
    Code.RECOGNIZER: "A recognizer failed, so nothing of this document is kept. Report it with the recognizer's name.",
}

_PICTURE = "Pictures are read with ocr.pictures = true, where Tesseract is installed."
_OF_A_WIKI = "Nothing is to be done: it belongs to an export, whose pages are read."
_CLOSER = {
    **dict.fromkeys(("png", "jpeg", "tiff", "webp"), _PICTURE),
    "a picture without text that can be read": "Nothing is to be done, or exclude it.",
    **dict.fromkeys(("page tree of an export", "a file that a wiki keeps for itself"), _OF_A_WIKI),
}
"""Of what is unsupported, by its detail: no other format would help."""


def remedy_of(code: str, detail: str) -> str:
    """What to do about a source, or a part of one, that gave no document."""
    closer = _CLOSER.get(detail) if code == Code.UNSUPPORTED else None
    return closer or REMEDY[Code(code)]


TRANSIENT = frozenset(
    {Code.TIMEOUT, Code.MEMORY, Code.CRASHED, Code.UNREADABLE, Code.CHANGING, Code.VANISHED, Code.EMBEDDER}
)
"""Tried again with growing delay; every other code waits until the file, or what reads it, changes."""

LISTED_ONLY = frozenset({Code.UNSUPPORTED, Code.EMPTY_FILE})
"""Listed in the report, never counted as a failure."""


class LoadError(Exception):
    """One source cannot become a document. Carries codes and kinds only, never text of the document."""

    def __init__(self, code: Code, detail: str = "", *, stage: str = "load") -> None:
        super().__init__(f"{code}: {detail}" if detail else str(code))
        self.code = code
        self.detail = detail
        self.stage = stage
