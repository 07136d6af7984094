"""Who is asking: tokens from files and environment variables, compared without telling by time."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.errors import UsageError
from ingest.credential import secret_of
from ingest.serve_settings import TokenRule
from ingest.settings import Settings

SHORTEST = 16
"""Characters of a token: what is shorter can be tried out."""
EVERY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, what that allows, and the `spaces` that are shown; None: all."""

    name: str
    may: frozenset[str]
    spaces: tuple[str, ...] | None

    def sees(self, space: str) -> bool:
        """Whether a space is shown."""
        return self.spaces is None or space in self.spaces


ANYBODY = Caller(name="open", may=frozenset({"search", "sync", "rebuild"}), spaces=None)
"""Whoever asks without a token where that is allowed."""


class Tokens:
    """The tokens of the settings, as hashes. Raises UsageError for one that is missing, short or given twice."""

    def __init__(
        self, rules: Sequence[TokenRule], *, anybody: bool = False, environ: Mapping[str, str] | None = None
    ) -> None:
        self._callers: dict[bytes, Caller] = {}
        self._anybody = anybody
        for rule in rules:
            key = _hash(_value(rule, environ))
            if key in self._callers:
                raise UsageError(f"tokens: {rule.name!r} has the token of {self._callers[key].name!r}")
            self._callers[key] = Caller(
                name=rule.name,
                may=frozenset(rule.may),
                spaces=None if EVERY in rule.spaces else rule.spaces,
            )

    def caller(self, authorization: str) -> Caller | None:
        """Who sends this header; None: nobody that may ask. A wrong token is never taken for no token."""
        if not authorization:
            return ANYBODY if self._anybody else None
        scheme, _, given = authorization.partition(" ")
        asked, found = _hash(given.strip()), None
        for key, caller in self._callers.items():  # all of them, so that time tells nothing
            if hmac.compare_digest(key, asked):
                found = caller
        return found if scheme.lower() == "bearer" else None


def tokens_of(settings: Settings, environ: Mapping[str, str] | None = None) -> Tokens:
    """The tokens of the settings. Raises UsageError, also when a server that others reach has none."""
    if not settings.serve.loopback and not settings.tokens:
        raise UsageError(
            f"serve.host: {settings.serve.host} can be reached from other machines, and there is no token",
            remedy="Add a [[tokens]] table, or set serve.host = '127.0.0.1' and put a proxy before it.",
        )
    return Tokens(settings.tokens, anybody=settings.serve.open, environ=environ)


def _value(rule: TokenRule, environ: Mapping[str, str] | None) -> str:
    found = secret_of(f"tokens: {rule.name!r}: token", rule.token, rule.token_file, environ)
    value = found.decode("utf-8", "surrogateescape").strip()
    if len(value) < SHORTEST:
        raise UsageError(
            f"tokens: {rule.name!r}: a token has at least {SHORTEST} characters",
            remedy="openssl rand -hex 32 makes one.",
        )
    return value


def _hash(value: str) -> bytes:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).digest()
