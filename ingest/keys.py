"""Secrets, and the keys that say which results of earlier runs still hold."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UsageError
from index.generations import write_once
from index.installed import version_of
from ingest.credential import secret_of
from ingest.load.container import own_key, streams
from ingest.load.passwords import Passwords
from ingest.settings import Settings

if TYPE_CHECKING:
    from ingest.load.choose import AnyLoader
    from ingest.load.told import Told

SECRET = "secret"  # noqa: S105 - a file's name


def prepare_keys(loaders: Sequence[AnyLoader | Told], clean_key: str, limits: str = "") -> dict[str, str]:
    """By loader: all that shapes what it gives. "" stands for sources that no loader took.

    These are also those that broke a limit: other `limits` are a reason to try them again.
    What is in a container is read by any loader, so its key follows from all; that of its own pages is under
    `own_key(name)`.
    """
    made = {
        loader.name: short_hash(
            _described(loader), clean_key, *getattr(loader, "let_in", ()), *_settings(loader)
        )
        for loader in loaders
    }
    everything = [made[name] for name in sorted(made)]
    for loader in filter(streams, loaders):
        made[own_key(loader.name)] = made[loader.name]
        made[loader.name] = short_hash(loader.name, *everything, *getattr(loader, "settings", ()))
    described = (_described(loader) for loader in sorted(loaders, key=lambda one: one.name))
    made[""] = short_hash(*described, limits)
    return made


def limits_key(settings: Settings) -> str:
    """What a file may cost: who breaks it fails, and is tried again when it changes."""
    load, containers = settings.load, settings.containers
    told = (load.timeout_seconds, load.memory_mb, load.max_file_mb, containers.max_file_mb)
    return " ".join(map(str, told))


def _settings(loader: AnyLoader | Told) -> tuple[str, ...]:
    """What of its settings shapes a loader's output; a container's count where its members are read."""
    return () if streams(loader) else getattr(loader, "settings", ())


def _described(loader: AnyLoader | Told) -> str:
    programs: Callable[[], str] = getattr(loader, "programs", str)
    stated = [f"{name}={_installed(name)}" for name in loader.libraries]
    return " ".join([loader.name, loader.version, *stated, programs()]).rstrip()


@cache
def _installed(distribution: str) -> str:
    try:
        return version_of(distribution)
    except ModuleNotFoundError:
        return "absent"


def short_hash(*parts: str) -> str:
    """16 hex digits for a key."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def mask_key(settings: Settings) -> bytes:
    """The secret of keyed masks and of masked paths, b"" if none is named. Raises UsageError when it is missing."""
    return secret_of("clean.mask_key", settings.clean.mask_key, settings.clean.mask_key_file)


def passwords_of(settings: Settings, secret: bytes) -> Passwords | None:
    """Passwords of encrypted files. Raises UsageError when one is named but missing."""
    given = []
    for number, rule in enumerate(settings.load.passwords):
        password = secret_of(f"load.passwords.{number}.password", rule.password, rule.password_file)
        given.append((rule.path, password.decode("utf-8", "surrogateescape")))
    if not given:
        return None
    mark = hmac.new(secret, json.dumps(given).encode(), "sha256").hexdigest()[:16]
    return Passwords(given=given, key=f"passwords={mark}")


def store_token(settings: Settings) -> str:
    """The token for the server of `store.url`, "" if none is named. Raises UsageError when it is missing."""
    chosen = settings.store
    token = secret_of("store.token", chosen.token, chosen.token_file).decode("ascii", "replace")
    if not token.isascii() or not token.isprintable():
        raise UsageError("store.token: a token is one line of ASCII letters")
    return token


def state_secret(directory: Path, *, writing: bool) -> bytes:
    """The secret that keys digests: made once, never exported."""
    path = directory / SECRET
    if not path.exists() and writing:
        from index.lock import secure_directory

        secure_directory(directory)
        from secrets import token_hex

        write_once(path, token_hex(32))
    return bytes.fromhex(path.read_text(encoding="ascii")) if path.exists() else bytes(32)
