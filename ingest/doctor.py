"""Checks the machine and the configuration; each failure comes with its remedy and the exit code a run would give."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from index.errors import EnvironmentFaultError, KbError, StateError, UsageError
from index.store.chroma_api import NotFoundError
from ingest.errors import REMEDY, Code
from ingest.keys import SECRET
from ingest.load.office.programs import office_suite
from ingest.settings import Settings

FREE_BYTES = 1 << 30
OPTIONAL = {
    "unstructured": ("formats", "RST, Org and AsciiDoc files"),
    "sentence_transformers": ("models", "embedding models"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at. `code` is the exit code a run would give; 0 when it is well, or only optional."""

    name: str
    message: str
    remedy: str = ""
    code: int = 0


def examine(settings: Settings) -> list[Check]:
    """All checks, in the order a run would meet them."""
    return [
        *_machine(),
        *_state(settings),
        *_server(settings),
        *_roots(settings),
        *_labels(settings),
        *_parts(settings),
    ]


def _machine() -> Iterator[Check]:
    yield Check(name="python", message=f"{sys.version.split()[0]}, {os.cpu_count()} cores")
    for module, (extra, what) in OPTIONAL.items():
        if importlib.util.find_spec(module):
            yield Check(name=f"extra {extra}", message=f"{what}: installed")
        else:
            yield Check(
                name=f"extra {extra}",
                message=f"{what}: not installed",
                remedy=f'pip install "kb-ingest[{extra}]"',
            )
    suite = office_suite()
    yield Check(
        name="LibreOffice",
        message=f"DOC, PPT and ODP files: {suite or 'not installed'}",
        remedy="" if suite else "Debian: apt install libreoffice-writer libreoffice-impress",
    )


def _server(settings: Settings) -> Iterator[Check]:
    if not settings.store.url:
        return
    from index.store.chroma_api import pointer_of
    from ingest.server import api_of, place_of, prefix_of

    def asked() -> None:
        api = api_of(settings)
        try:
            api.ask("GET", "/pre-flight-checks")["max_batch_size"]
            api.ask("GET", api.place)
        except NotFoundError:
            raise UsageError(
                f"{api.url} is no Chroma server of version 1, or lacks the tenant or the database",
                remedy="Correct store.url, store.tenant and store.database.",
            ) from None
        finally:
            api.close()

    server = _tried(f"server {settings.store.url}", asked)
    yield server
    if (settings.state.dir / SECRET).is_file():  # else our collections have no name yet
        pointer = f"the pointer is the collection {pointer_of(prefix_of(settings))}"
        ours = (
            Check(name="readers", message=pointer)
            if server.code
            else _tried("readers", place_of(settings).claim)
        )
        yield ours if ours.code else replace(ours, message=pointer)
        if not (server.code or ours.code):
            yield from _strays(settings)


def _strays(settings: Settings) -> Iterator[Check]:
    """Collections of ours that belong to no generation: a restored state directory does not know the newer ones."""
    from index.elsewhere import strays
    from index.generations import Generations
    from index.manifest import NAME, Manifest
    from ingest.server import place_of

    if (settings.state.dir / NAME).is_file():
        with closing(Manifest.read(settings.state.dir)) as manifest:
            found = strays(manifest, place_of(settings), Generations(settings.state.dir).path)
        if found:
            message = f"{len(found)} of no generation: {', '.join(found)}"
            remedy = (
                "ingest vacuum removes what is surely ours there, and says what somebody else must delete."
            )
            yield Check(name="collections", message=message, remedy=remedy)


def _state(settings: Settings) -> Iterator[Check]:
    from index.generations import Generations
    from index.lock import require_local
    from index.manifest import NAME, had_index

    directory = settings.state.dir
    parent = next(path for path in (directory, *directory.parents) if path.exists())
    free = shutil.disk_usage(parent).free
    yield Check(
        name="disk",
        message=f"{free >> 20} MB free for {directory}",
        remedy="" if free > FREE_BYTES else "Free at least 1 GB, or move state.dir to another disk.",
        code=0 if free > FREE_BYTES else EnvironmentFaultError.exit_code,
    )
    if not os.access(parent, os.W_OK):
        yield Check(
            name="state",
            message=f"{parent} is not writable",
            remedy="Grant write access.",
            code=EnvironmentFaultError.exit_code,
        )
        return
    yield _tried("state on a local disk", lambda: require_local(parent))
    if not (directory / NAME).is_file() and not had_index(directory):
        yield Check(name="manifest", message="none yet", remedy="ingest sync makes it.")
        return
    yield _tried("manifest", lambda: _quick_check(directory))
    generations = Generations(directory)
    pointer = generations.current()
    if pointer and generations.is_dirty(pointer.number):
        message = f"generation {pointer.number} is open now, or was not closed cleanly"
        yield Check(name="index", message=message, remedy="The next ingest sync checks it and heals it.")
    elif pointer:
        yield Check(name="index", message=f"generation {pointer.number}, closed cleanly")


def _quick_check(directory: Path) -> None:
    from index.manifest import Manifest

    with closing(Manifest.read(directory)) as manifest:
        answer = manifest.db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if answer != "ok":
        raise StateError(
            "the manifest is damaged", remedy="Restore it, or move the state directory away and sync."
        )


def _roots(settings: Settings) -> Iterator[Check]:
    """What a run would refuse; that a root shows no file it refuses only where there were some."""
    from ingest.configure import root_of
    from ingest.root import require

    for root in map(root_of, settings.roots):
        looked = _tried(f"root {root.name}", partial(require, root))
        if looked.code:
            # The name of the root stands before.
            looked = replace(looked, message=looked.message.partition(": ")[2])
        else:
            is_empty = not any(root.path.iterdir())
            looked = replace(
                looked,
                message=f"{root.path}, space {root.space}" + ("; it is empty" if is_empty else ""),
                remedy="Check that the share is mounted." if is_empty else "",
            )
        yield looked


def _labels(settings: Settings) -> Iterator[Check]:
    """Rules that take no file: what they should hold back is searchable, and nothing else would tell."""
    from index.catalog import Catalog
    from index.manifest import NAME, Manifest
    from ingest.build import label_rules_of

    if not settings.labels or not (settings.state.dir / NAME).is_file():
        return
    unmet: list[str] = []

    def look() -> None:
        with closing(Manifest.read(settings.state.dir)) as manifest:
            catalog = Catalog(manifest)
            ids = {*catalog.sources(), *(one.id for one in catalog.documents())}
        unmet.extend(label_rules_of(settings).unmet(ids | {one.partition("#")[0] for one in ids}))

    _tried("labels", look)  # a manifest that cannot be read has a line of its own
    for pattern in unmet:
        remedy = (
            "Correct its match under [[labels]], or remove it; ids of files begin with their root's name."
        )
        yield Check(name=f"labels {pattern}", message="takes no file of the index", remedy=remedy)


def _parts(settings: Settings) -> Iterator[Check]:
    from ingest.build import build_embedder_of
    from ingest.chunk.tokens import build_counter
    from ingest.clean.recognizers.registry import build as build_recognizers

    yield _tried("tokenizer", lambda: build_counter(settings.chunk.tokenizer))
    yield _tried(
        "recognizers", lambda: build_recognizers(settings.clean.recognizers, settings.clean.options())
    )
    yield _ocr(settings)
    yield _tried(f"embedder {settings.embed.embedder}", lambda: build_embedder_of(settings))


def _ocr(settings: Settings) -> Check:
    from ingest.load.ocr.tesseract import find

    chosen = settings.ocr
    if chosen.use == "off":
        return Check(name="ocr", message="off: scans are reported as ocr-missing")
    found = find(chosen.languages, chosen.page_seconds)
    if found is None:
        return Check(name="ocr", message="scans are not read: no Tesseract", remedy=REMEDY[Code.OCR_MISSING])
    lacking = sorted({*chosen.languages.split("+")} - {*found.languages.split("+")})
    remedy = f"Install {', '.join(f'tesseract-ocr-{name}' for name in lacking)}." if lacking else ""
    return Check(name="ocr", message=f"Tesseract {found.version}, {found.languages}", remedy=remedy)


def _tried(name: str, action: Callable[[], object]) -> Check:
    try:
        action()
    except KbError as error:
        return Check(name=name, message=str(error), remedy=error.remedy, code=error.exit_code)
    return Check(name=name, message="well")
