"""Memory that is free goes back to the system: glibc keeps what was freed between blocks in use, 100 MB and more."""

from __future__ import annotations

import sys


def give_back() -> None:
    """Gives free memory back, in some milliseconds. Where the allocator cannot be told to, nothing is done."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
    if trim is not None:
        trim(0)
