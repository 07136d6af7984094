"""A file that a command is given by name: a source as the scan would make it, looked at by a worker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.document import Source
    from ingest.pipeline import Pipeline


def source_of(pipeline: Pipeline, file: Path, space: str = "") -> Source:
    """The source of `file`, which may lie in no root. Raises UsageError."""
    from index.errors import UsageError
    from ingest.document import Source
    from ingest.locate import ids_of
    from ingest.names import encode_name

    try:
        status = file.stat()
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read ({type(error).__name__})", remedy="Check the path."
        ) from error
    if not file.is_file():
        raise UsageError(f"{file} is not a file", remedy="Name one file.")
    ids = ids_of(file, pipeline.roots, pipeline.mask_path)
    own = next((source_id for source_id in ids if "/" in source_id), encode_name(file.name))
    root = next((root for root in pipeline.roots if own.startswith(root.name + "/")), None)
    return Source(
        id=own,
        root=root.name if root else "",
        file=str(file.resolve()),
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        ctime_ns=status.st_ctime_ns,
        inode=status.st_ino,
        space=space or (root.space if root else "default"),
    )


def asked(pipeline: Pipeline, task: str, source: Source, **more: Any) -> dict[str, Any]:
    """What `task` answers about `source`; "code" and "detail" where the worker died."""
    request = {"source": source._asdict(), **more}
    with pipeline.engine() as engine:
        (outcome,) = engine.map(task, [("", json.dumps(request).encode())], timeout=pipeline.limits.timeout)
    if outcome.code is not None:
        return {"code": str(outcome.code), "stage": "load", "detail": outcome.detail}
    answer: dict[str, Any] = json.loads(outcome.data)
    return answer
