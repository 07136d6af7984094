"""Secrets, and the keys that say which results of earlier runs still hold."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UsageError
from index.generations import write_atomically
from ingest.settings import Settings

if TYPE_CHECKING:
    from ingest.load.loader import Loader

SECRET = "secret"  # noqa: S105 - a file's name


def prepare_keys(loaders: Sequence[Loader], clean_key: str) -> dict[str, str]:
    """By loader: all that shapes what it gives. "" stands for sources that no loader took."""
    made = {
        loader.name: short_hash(_described(loader), clean_key, *getattr(loader, "let_in", ()))
        for loader in loaders
    }
    made[""] = short_hash(*(_described(loader) for loader in sorted(loaders, key=lambda one: one.name)))
    return made


def _described(loader: Loader) -> str:
    programs: Callable[[], str] = getattr(loader, "programs", str)
    stated = [f"{name}={_installed(name)}" for name in loader.libraries]
    return " ".join([loader.name, loader.version, *stated, programs()]).rstrip()


@cache
def _installed(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "absent"


def short_hash(*parts: str) -> str:
    """16 hex digits for a key."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def mask_key(settings: Settings) -> bytes:
    """The secret of keyed masks, b"" for plain ones. Raises UsageError when it is named but missing."""
    if settings.clean.mask != "keyed":
        return b""
    if settings.clean.mask_key_file:
        try:
            return settings.clean.mask_key_file.read_bytes().strip()
        except OSError as error:
            raise UsageError(f"clean.mask_key_file: {settings.clean.mask_key_file} cannot be read") from error
    name = settings.clean.mask_key.removeprefix("env:")
    if not os.environ.get(name):
        raise UsageError(f"clean.mask_key: the environment variable {name} is not set")
    return os.environ[name].encode()


def state_secret(directory: Path, *, writing: bool) -> bytes:
    """The secret that keys digests: made once, never exported."""
    path = directory / SECRET
    if not path.exists() and writing:
        from index.lock import secure_directory

        secure_directory(directory)
        write_atomically(path, secrets.token_hex(32))
        path.chmod(0o600)
    return bytes.fromhex(path.read_text(encoding="ascii")) if path.exists() else bytes(32)
