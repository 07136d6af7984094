"""Imports Chroma without what a sync has no use for: nearly half of what importing it costs each run that writes.

Meanwhile its methods are not compared with those that they override, which is a matter for its own tests, and two
things that it reaches wait until somebody wants them: what sends traces, with gRPC, and the command line of httpx.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypeVar

Method = TypeVar("Method")
_TRACES = "opentelemetry.exporter.otlp.proto.grpc.trace_exporter"
_COMMAND_LINE = "httpx._main"
"""Missing, it is replaced by a few words by httpx itself."""


def chroma() -> Any:
    """The module `chromadb`, with its client for directories."""
    if "chromadb" not in sys.modules:
        with _without_checks(), _later():
            import chromadb.api.rust
    import chromadb

    return chromadb


@contextmanager
def _without_checks() -> Iterator[None]:
    """While classes are made, `overrides` marks methods and compares nothing."""
    if find_spec("overrides") is None:
        yield
        return
    library = import_module("overrides")
    before = library.override, library.overrides
    library.override = library.overrides = _marked  # type: ignore[attr-defined]
    try:
        yield
    finally:
        library.override, library.overrides = before  # type: ignore[attr-defined]


def _marked(method: Method | None = None, **_: bool) -> Method | Callable[[Method], Method]:
    def mark(method: Method) -> Method:
        method.__override__ = True  # type: ignore[attr-defined]
        return method

    return mark if method is None else mark(method)


@contextmanager
def _later() -> Iterator[None]:
    """Stand-ins for what is not imported yet; none stays in the table of modules."""
    traces = ModuleType(_TRACES)
    traces.OTLPSpanExporter = _exporter  # type: ignore[attr-defined]
    waiting = {
        name: put for name, put in ((_TRACES, traces), (_COMMAND_LINE, None)) if name not in sys.modules
    }
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment] # None: not to be found
    modules.update(waiting)
    try:
        yield
    finally:
        for name in waiting:
            modules.pop(name, None)


def _exporter(*arguments: Any, **named: Any) -> Any:
    """What sends traces, where somebody told Chroma by its environment whereto."""
    return import_module(_TRACES).OTLPSpanExporter(*arguments, **named)
