"""Modules that the server imports from which workers are forked: what each of them needs, once."""

from __future__ import annotations

LEAN = (
    "ingest.chunk.chunker",
    "ingest.clean.cleaner",
    "ingest.clean.warm",
    "ingest.settings",
    "ingest.tasks",
    "numpy",
)
"""What every document needs."""
PRELOAD = (
    *LEAN,
    "ingest.load.pdf_info",
    "ingest.load.pdf_read",
    "ingest.load.pdf_structure",
    "langchain_text_splitters",
    "lxml.html",
    "markdown_it",
    "phonenumbers",
    "pypdfium2",
    "ingest.warm_up",
)
"""And what some of many documents surely need."""
NAMES = ("ingest.clean.names.warm",)
"""Preloaded where names are sought: workers then share 100 MB."""
