"""Modules that the server imports from which workers are forked: what each of them needs, once."""

from __future__ import annotations

PRELOAD = (
    "ingest.build",
    "ingest.chunk.chunker",
    "ingest.clean.warm",
    "ingest.load.pdf_info",
    "ingest.load.pdf_read",
    "ingest.load.pdf_structure",
    "ingest.settings",
    "lxml.html",
    "markdown_it",
    "numpy",
    "pypdfium2",
)
NAMES = ("ingest.clean.names.warm",)
"""Preloaded where names are sought: workers then share 150 MB."""
