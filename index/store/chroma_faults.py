"""Chroma's troubles in our terms: its own messages may quote what it stores."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from index.errors import EnvironmentFaultError, KbError, StateError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

REMEDY = "Run ingest verify --repair: the store is built again from the manifest, nothing is embedded."
_LOW_SPACE = 16 << 20
_FULL = ("is full", "no space left", "os error 28", "file too large", "os error 27", "quota exceeded")


class Translated:
    """A block of calls into Chroma; whatever they raise leaves it as a KbError that names types only.

    Raises EnvironmentFaultError (8) when the disk is full, else StateError (6). Rust panics, which are no
    `Exception`, are among them.
    """

    def __init__(self, path: Path, action: str) -> None:
        self.path = path
        self.action = action

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None or error is None or isinstance(error, KbError | MemoryError):
            return
        if not isinstance(error, Exception) and kind.__name__ != "PanicException":
            return
        text = str(error).lower()
        if any(sign in text for sign in _FULL) or self._no_space(kind):
            raise EnvironmentFaultError(
                f"no space left for the vector store in {self.path}",
                remedy="Free disk space and run ingest sync: what was not written is written then.",
            ) from None
        raise StateError(
            f"the vector store in {self.path} cannot be {self.action} ({kind.__name__})", remedy=REMEDY
        ) from None

    def _no_space(self, kind: type[BaseException]) -> bool:
        if kind.__name__ != "InternalError" or not self.path.is_dir():
            return False
        return shutil.disk_usage(self.path).free < _LOW_SPACE
