"""PDFium's functions without the checks of their types: some times faster, for what is called for every glyph."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Address = ctypes.c_void_p
_KEPT = 1 << 16


def bare(function: Any, result: Any, *arguments: Any) -> Any:
    """`function` of `pypdfium2.raw`, taking and giving addresses as numbers; `arguments` are what it is called with."""
    return _made(address(function), result, arguments)


@lru_cache(maxsize=64)
def _made(place: int, result: Any, arguments: tuple[Any, ...]) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(place)


def address(handle: Any) -> int:
    """Where what a handle stands for lies; 0 for none."""
    return ctypes.cast(handle, Address).value or 0 if handle else 0


def floats(array: Any) -> memoryview[float]:
    """The values of a ctypes array of floats, read faster than it gives them itself: `.tolist()`."""
    return memoryview(array).cast("B").cast("f")


def units(get: Callable[[Any], int], most: int) -> str:
    """Text of at most `most` UTF-16 units that `get` writes into the array it is given, telling how many it wrote.

    For a page's text the array is used again: a new type of array for each length costs more than the text.
    """
    array = _array(most.bit_length()) if most < _KEPT else (ctypes.c_ushort * most)()
    written = min(most, max(0, get(array)))
    return bytes(memoryview(array).cast("B")[: 2 * written]).decode("utf-16-le", "replace")


@lru_cache(maxsize=32)
def _array(bits: int) -> Any:
    return (ctypes.c_ushort * (1 << bits))()
