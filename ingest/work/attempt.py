"""Runs a task and keeps what it raised as a value: the boundary of a worker."""

from __future__ import annotations

from types import TracebackType

from ingest.errors import Code


class Attempt:
    """A context whose exceptions become `code` and `detail` (the type's name: messages may quote a document).

    `interrupts` lets KeyboardInterrupt and SystemExit through, for tasks in the engine's own process.
    """

    def __init__(self, *, interrupts: bool = False) -> None:
        self._interrupts = interrupts
        self.code: Code | None = None
        self.detail = ""
        self.error: BaseException | None = None

    def __enter__(self) -> Attempt:  # noqa: PYI034 - not meant for subclasses
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if kind is None or (self._interrupts and not issubclass(kind, Exception)):
            return False
        self.code = Code.MEMORY if issubclass(kind, MemoryError) else Code.CRASHED
        self.detail = kind.__name__
        self.error = error
        return True
