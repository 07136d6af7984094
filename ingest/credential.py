"""Secrets are never settings: a setting names the environment variable, or the file, that holds one."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from index.access import user
from index.errors import UsageError

VARIABLE = "env:"


def _variable(spec: str) -> str:
    if spec and not re.fullmatch(rf"{VARIABLE}[^\s=]+", spec):
        raise ValueError(
            "allowed: 'env:NAME', the name of an environment variable; a file goes to the setting that ends in _file"
        )
    return spec


Variable = Annotated[str, AfterValidator(_variable)]
"""A setting that says `env:NAME`, or is empty."""


def secret_of(
    setting: str, variable: str, file: Path | None, environ: Mapping[str, str] | None = None
) -> bytes:
    """The secret that `variable` (`env:NAME`) or `file` (without blanks around it) holds; b"" if neither is given.

    Raises UsageError, which names the setting and where it was sought, when it is not there.
    """
    if file is not None:
        try:
            held = file.read_bytes().strip()
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise UsageError(
                f"{setting}_file: {file} cannot be read ({why})",
                remedy=f"Write the secret into that file and let {user()} read it, or correct {setting}_file.",
            ) from error
        if not held:
            raise UsageError(f"{setting}_file: {file} is empty", remedy="Write the secret into it, one line.")
        return held
    if not variable:
        return b""
    name = variable.removeprefix(VARIABLE)
    value = (os.environ if environ is None else environ).get(name, "")
    if not value.strip():
        raise UsageError(
            f"{setting}: the environment variable {name} is not set",
            remedy=f"Set it where this runs (export {name}=...; of a service: in its unit or container), "
            f"or name a file that holds the secret: {setting}_file.",
        )
    return value.encode("utf-8", "surrogateescape")
