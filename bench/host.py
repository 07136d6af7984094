"""A process that has imported everything and forks one child for each `ingest` command: `python -m bench.host`.

A command then costs its work, not five seconds of imports. With `inline` the children read and embed by themselves,
without workers. The child is the very command line, with real SQLite and real Chroma, and may be killed.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.spare import Spare


@contextmanager
def _inline(settings: Any, payload: Any) -> Iterator[Any]:
    from bench.inline import InlineEngine
    from ingest.tasks import tasks

    del settings
    yield InlineEngine(tasks(json.dumps(payload).encode()))


def _spoil_vectors(how: str) -> None:
    """The embedder of this run "raises", or gives vectors that point nowhere ("zero")."""
    from ingest.prepare import EmbedTask

    plain = EmbedTask.__call__

    def spoilt(self: EmbedTask, request: bytes) -> bytes:
        if how == "raises":
            raise RuntimeError
        return bytes(len(plain(self, request)))

    EmbedTask.__call__ = spoilt  # type: ignore[method-assign]


def _child(order: dict[str, Any]) -> None:
    os.setpgid(0, 0)
    for stream, name in ((1, "out"), (2, "err")):
        handle = os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(handle, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    import index.buggify
    import index.faults
    import index.health
    import ingest.build
    from ingest.cli import main

    index.health.subprocess = Spare()  # type: ignore[assignment]
    index.faults._ARMED = order.get("crash", "")
    if order.get("trusting"):
        from index.state import State

        State.recover = lambda self: None  # type: ignore[method-assign]
    if order.get("unguarded"):
        import index.writer

        index.writer.require_space = lambda directory, needed: None
    if order.get("inline", True):
        ingest.build._lazy_engine = _inline
    if faults := order.get("buggify"):
        os.environ.update(INGEST_TEST="1", INGEST_BUGGIFY=faults)  # for workers
        index.buggify.arm(index.buggify.dice_of(faults))
    for name, most in order.get("limits", {}).items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
    if vectors := order.get("vectors"):
        _spoil_vectors(vectors)
    for name, version in order.get("versions", {}).items():
        from ingest.load.choose import class_of
        from ingest.load.told import TRAITS

        TRAITS[name] = TRAITS[name]._replace(version=version)
        class_of(name).version = version
    for name, value in order.get("set", {}).items():
        place, _, attribute = name.rpartition(".")
        setattr(pkgutil.resolve_name(place), attribute, value)
    code = 70
    try:
        main(order["arguments"])
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Takes an order a line on standard input; answers with the child's pid, then with its wait status."""
    import chromadb
    import langchain_text_splitters
    import markdown_it

    del chromadb, langchain_text_splitters, markdown_it
    for name in ("ingest", "index"):
        for module in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
            if "testing" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _child(json.loads(line))
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
