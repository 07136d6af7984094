"""Passwords of encrypted files, by path. They are never shown, logged or stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.globs import matcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Passwords:
    """`given`: pattern over the source's id and password, in the order in which they are tried.

    `key` changes when any of them does, and tells nothing of them: it is keyed with the secret of the state directory.
    """

    given: Sequence[tuple[str, str]] = field(repr=False)
    key: str = ""

    def of(self, source_id: str) -> Iterator[str]:
        """The passwords to try for a source."""
        for pattern, password in self.given:
            if matcher([pattern])(source_id):
                yield password
