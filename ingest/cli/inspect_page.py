"""The page of `ingest inspect --html`: where it may lie, and how it gets there."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import UsageError
from ingest.cli.outside import refuse_root

if TYPE_CHECKING:
    from ingest.pipeline import Pipeline
    from ingest.settings import Settings

_TOLD = ("place", "first", "last")
"""What the page needs of blocks and chunks, and nobody else."""


def refuse(settings: Settings, file: Path, out: Path | None, *, unredacted: bool) -> None:
    """Raises UsageError where the page may not be written: before anything is read."""
    if out is None:
        raise UsageError("--unredacted is for --html", remedy="Name the page: --html OUT --unredacted.")
    if unredacted:
        _refuse_unredacted(settings, out)
    place = out.resolve()
    if out.is_dir() or (out.exists() and not out.is_file()):
        raise UsageError(f"{out} is no file", remedy="Name a file for the page.")
    if place == file.resolve() or (out.exists() and not _is_ours(out)):
        raise UsageError(
            f"{out} is there, and no page that inspect made",
            remedy="Name another file; only such pages are written anew.",
        )
    refuse_root(settings, out)


def _refuse_unredacted(settings: Settings, out: Path) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "--unredacted needs a terminal: what it shows is for the eyes of a person",
            remedy="Run it by hand, neither piped nor from a timer; or leave --unredacted out.",
        )
    ours = [settings.state.dir, *([settings.publish.dir] if settings.publish.dir else [])]
    for directory in ours:
        if out.resolve().is_relative_to(directory.resolve()):
            raise UsageError(
                f"{out} lies in {directory}, where nothing unredacted may be",
                remedy="Write it somewhere else.",
            )


def _is_ours(out: Path) -> bool:
    """Whether a file is empty, or a page that was made here."""
    from ingest.inspect_page import GENERATOR

    try:
        with out.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    return not head or f'content="{GENERATOR}"'.encode() in head


def put(
    settings: Settings, pipeline: Pipeline, answer: Mapping[str, Any], out: Path, *, unredacted: bool
) -> tuple[dict[str, Any], str]:
    """Writes the page of `answer` and tells of it: as data without pictures, and in words.

    One that is not redacted is noted in the audit log first, and is its owner's alone. Raises EnvironmentFaultError.
    """
    from ingest.inspect_page import page
    from ingest.web_page import write

    short = next((one["of"] for one in answer["documents"] if one.get("of") and not one["pages"]), 0)
    if short:
        raise UsageError(f"the file has {short} pages", remedy="Ask for one of them: --page N.")
    text = page(answer)
    pages = [view for document in answer["documents"] for view in document.get("pages", ())]
    drawn = sum("image" in view for view in pages)
    if unredacted:
        _note(settings, pipeline, answer, out, len(pages))
    write(out, text, what="page", private=unredacted)
    kept = {"raw", "pages"} if unredacted else {"pages"}
    documents = [
        {
            **{name: value for name, value in document.items() if name not in kept},
            **{
                part: [_less(one) for one in document[part]]
                for part in ("blocks", "chunks")
                if part in document
            },
            **({"pages": [_without(view) for view in document["pages"]]} if "pages" in document else {}),
        }
        for document in answer["documents"]
    ]
    words = f"written to {out}" + (f", with {drawn} of {len(pages)} pages as pictures" if pages else "")
    words += "".join(f"\npage {view['number']}: no picture, {view['why']}" for view in pages if "why" in view)
    if unredacted:
        words += "\nNothing in it is masked: delete it when you have looked."
    return {**answer, "documents": documents, "html": str(out), "redacted": not unredacted}, words


def _less(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in _TOLD}


def _without(view: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in view.items() if name not in {"image", "boxes"}}


def _note(settings: Settings, pipeline: Pipeline, answer: Mapping[str, Any], out: Path, pages: int) -> None:
    from ingest.audit import AuditLog

    details = {"html": pipeline.mask_path(str(out.resolve())), "pages": pages}
    with AuditLog(settings.audit.path, pipeline.clock) as log:
        log.append("inspect.unredacted", str(answer["file"]), details)
