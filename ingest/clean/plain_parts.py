"""Parts of paths in which nothing was found: a scan that meets them again need not look.

To look takes recognizers, whose import is a tenth of a run with nothing to do.
"""

from __future__ import annotations

import hmac
from functools import cached_property
from typing import TYPE_CHECKING

from index.durable import put_aside

if TYPE_CHECKING:
    from pathlib import Path

NAME = "plain-parts"
_SIZE = 16
_MOST = 500_000
"""Parts that are kept, in 8 MB; those beyond are looked at again."""


class PlainParts:
    """Knows them by hashes keyed with `secret`, as long as `key`, of all that shapes what is found, stays.

    A name that is there no more is not kept.
    """

    def __init__(self, file: Path, key: str, secret: bytes) -> None:
        self._file, self._key, self._secret = file, bytes.fromhex(key), secret
        self._met: set[bytes] = set()

    def __contains__(self, part: str) -> bool:
        mark = self._mark(part)
        if mark in self._kept:
            self._met.add(mark)
        return mark in self._met

    def add(self, part: str) -> None:
        """Remembers a part in which nothing was found."""
        self._met.add(self._mark(part))

    def keep(self) -> None:
        """Writes what was met if it is not what was kept."""
        if self._met != self._kept:
            put_aside(self._file, b"".join([self._key, *sorted(self._met)[:_MOST]]))

    @cached_property
    def _kept(self) -> frozenset[bytes]:
        try:
            kept = self._file.read_bytes()
        except OSError:
            return frozenset()
        start = len(self._key)
        if kept[:start] != self._key or (len(kept) - start) % _SIZE:
            return frozenset()
        return frozenset(kept[at : at + _SIZE] for at in range(start, len(kept), _SIZE))

    def _mark(self, part: str) -> bytes:
        return hmac.digest(self._secret, b"plain\0" + part.encode("utf-8", "surrogatepass"), "sha256")[:_SIZE]
