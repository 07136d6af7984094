"""PDFium's functions without the checks of their types: some times faster, for what is called for every glyph."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any

Address = ctypes.c_void_p


def bare(function: Any, result: Any, *arguments: Any) -> Any:
    """`function` of `pypdfium2.raw`, taking and giving addresses as numbers; `arguments` are what it is called with."""
    return _made(address(function), result, arguments)


@lru_cache(maxsize=64)
def _made(place: int, result: Any, arguments: tuple[Any, ...]) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(place)


def address(handle: Any) -> int:
    """Where what a handle stands for lies; 0 for none."""
    return ctypes.cast(handle, Address).value or 0 if handle else 0
