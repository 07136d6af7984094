"""Places where tests may kill the process. Without INGEST_TEST=1 they do nothing."""

from __future__ import annotations

import os
import signal

_ARMED = os.environ.get("INGEST_CRASH_AT", "") if os.environ.get("INGEST_TEST") == "1" else ""


def crash_point(name: str) -> None:
    """Dies here, by SIGKILL, when INGEST_CRASH_AT names this point ("name", or "name:3" for its third passing)."""
    if not _ARMED:
        return
    wanted, _, nth = _ARMED.partition(":")
    if wanted != name:
        return
    _passed[name] = _passed.get(name, 0) + 1
    if _passed[name] >= int(nth or 1):
        os.kill(os.getpid(), signal.SIGKILL)


_passed: dict[str, int] = {}
