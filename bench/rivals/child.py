"""`PYTHON -P -m bench.rivals.child MODULE sync|check STATE DOCUMENTS SIZE OUT`: one sync of a rival, in its own Python.

OUT gets a JSON object. After `sync`: `version`, `start` (CPU seconds until its stores were open) and `embedded`. After
`check`, which costs nobody anything: `chunks` in the store, `stale` ones that no file has, and `missing` ones. If it
cannot be: `error`.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any


def main(module: str, mode: str, state: Path, documents: Path, size: int) -> dict[str, Any]:
    """What OUT gets."""
    from bench.rivals.counted import Counted

    rival, counted = import_module(module), Counted()
    state.mkdir(parents=True, exist_ok=True)
    tool = rival.Tool(state, counted)
    if mode == "sync":
        start = time.process_time()
        tool.sync(documents, size)
        return {"version": version(rival.DISTRIBUTION), "start": start, "embedded": counted.count}
    return look(tool.rows(), documents, size)


def look(rows: Iterable[tuple[str, str]], documents: Path, size: int) -> dict[str, int]:
    """What is in an index beside what should be. A piece that a file has twice may be held once."""
    from bench.rivals.counted import files, splitter

    cut = splitter(size).split_text
    due = Counter((source, piece) for source, text in files(documents) for piece in cut(text))
    held = Counter(rows)
    return {"chunks": held.total(), "stale": (held - due).total(), "missing": len(due.keys() - held.keys())}


def wrong(error: Exception) -> str:
    """What is wrong, without what the exception says: it may quote a file."""
    if isinstance(error, ImportError):
        return f"not installed ({error.name})"
    return type(error).__name__


if __name__ == "__main__":
    asked = sys.argv[1:]
    try:
        told = main(asked[0], asked[1], Path(asked[2]), Path(asked[3]), int(asked[4]))
    except Exception as error:
        told = {"error": wrong(error)}
        if "--show" in asked:
            raise
    Path(asked[5]).write_text(json.dumps(told), encoding="utf-8")
