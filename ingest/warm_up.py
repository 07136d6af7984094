"""Does once, when it is imported, what the first document of a process pays for: .4 CPU seconds of patterns and tables.

Imported by processes that others are forked from. Persons are left out: their models are large, and `work.preload`
names them for those who want them.
"""

from __future__ import annotations

from index.errors import KbError
from ingest.build import build_embedder_of, cleaner_of
from ingest.chunk.chunker import Chunker
from ingest.chunk.sizes import ChunkSettings
from ingest.chunk.tokens import build_counter
from ingest.clean.language import language_of
from ingest.document import Block, RawDocument
from ingest.load.choose import BUILT_IN, class_of, made
from ingest.settings import Settings

_PAGE = (
    "Reset the controller twice a week, order 4411 of 2025-02-01.",
    "Сбросьте контроллер дважды в неделю, заказ 4411 от 01.02.2025.",
)


def _warm() -> None:
    try:
        _once()
    except KbError:
        return  # it is told where what is missing is needed


def _once() -> None:
    plain = Settings()
    names = tuple(name for name in plain.clean.recognizers if name != "person")
    settings = plain.model_copy(update={"clean": plain.clean.model_copy(update={"recognizers": names})})
    for name in BUILT_IN:  # those of other packages may want what is not here, or start threads
        made(class_of(name), (), None, {})
    blocks = tuple(Block(kind="text", text=text) for text in _PAGE)
    raw = RawDocument(source_id="warm/up.md", title="Controller", blocks=blocks)
    document = cleaner_of(settings, b"", b"").clean(raw, "warm/up.md", "default")
    embedder = build_embedder_of(settings)
    chunker = Chunker(build_counter("estimate"), ChunkSettings(), embedder.passage_prompt, language_of)
    embedder.embed([chunk.embedded for chunk in chunker.chunk(document)])


_warm()
