"""Reads the settings from file, environment and flags, and says what is wrong with them in words."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import UsageError
from ingest.settings import CONFIG_NAME, Settings

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

PREFIX = "INGEST_"
RESERVED = ("INGEST_CRASH_AT", "INGEST_BUGGIFY", "INGEST_TEST")


def configure(
    config: Path | None = None, *, environ: Mapping[str, str] | None = None, flags: Sequence[str] = ()
) -> Settings:
    """The settings of this run.

    `config` names the file; without it `ingest.toml` is sought upwards from the working directory, and if there is
    none the built-in default holds. `flags` are "section.key=value". Raises UsageError (exit 2).
    """
    path = config or _find(Path.cwd())
    table = _read(path) if path else {}
    for dotted, value in _environment(environ if environ is not None else os.environ):
        _put(table, dotted, value, origin="environment")
    for flag in flags:
        dotted, equals, value = flag.partition("=")
        if not equals:
            raise UsageError(f"--set {flag}: expected section.key=value")
        _put(table, dotted.strip(), _parse(value), origin="--set")
    base = path.resolve().parent if path else Path.cwd()
    return _validate(table, path).anchored(base)


def _find(folder: Path) -> Path | None:
    for place in (folder, *folder.parents):
        if (place / CONFIG_NAME).is_file():
            return place / CONFIG_NAME
    return None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"{path}: there is no such file", remedy="ingest init writes one.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({type(error).__name__})") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from error


def _environment(environ: Mapping[str, str]) -> list[tuple[str, Any]]:
    return [
        (name[len(PREFIX) :].lower().replace("__", "."), _parse(value))
        for name, value in sorted(environ.items())
        if name.startswith(PREFIX) and name not in RESERVED and "__" in name
    ]


def _parse(text: str) -> Any:
    """A value as TOML reads it, else the plain string."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _put(table: dict[str, Any], dotted: str, value: Any, *, origin: str) -> None:
    *sections, key = dotted.split(".")
    for section in sections:
        table = table.setdefault(section, {})
        if not isinstance(table, dict):
            raise UsageError(f"{dotted} ({origin}): {section} is a list; set it in {CONFIG_NAME}")
    table[key] = value


def _validate(table: dict[str, Any], path: Path | None) -> Settings:
    from pydantic import ValidationError

    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        lines = _explain(error)
    where = str(path) if path else "settings"
    raise UsageError(
        f"{where}: " + "; ".join(lines), remedy="config/default.toml shows every setting with its default."
    )


def _explain(error: ValidationError) -> list[str]:
    lines = []
    for item in error.errors(include_url=False, include_context=True):
        key = ".".join(str(part) for part in item["loc"]) or "settings"
        if item["type"] == "extra_forbidden":
            lines.append(f"{key}: unknown key{_suggest(item['loc'])}")
        elif item["type"] == "literal_error":
            lines.append(f"{key}: allowed: {item['ctx']['expected']}")
        else:
            lines.append(f"{key}: {item['msg'].removeprefix('Value error, ')}")
    return lines


def _suggest(loc: Sequence[str | int]) -> str:
    """The known keys beside an unknown one, nearest first."""
    model: type[BaseModel] | None = Settings
    for part in loc[:-1]:
        if isinstance(part, int) or model is None:
            continue
        model = _model_of(model.model_fields[part].annotation) if part in model.model_fields else None
    if model is None:
        return ""
    known = list(model.model_fields)
    near = difflib.get_close_matches(str(loc[-1]), known, n=1)
    return (f"; did you mean '{near[0]}'?" if near else "") + f" Allowed here: {', '.join(known)}"


def _model_of(annotation: Any) -> type[BaseModel] | None:
    from typing import get_args

    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _model_of(arg))), None)
