"""Reads the settings from file, environment and flags, and says what is wrong with them in words."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

from index.errors import UsageError
from ingest.explain import Origins, explain
from ingest.root import Root
from ingest.settings import CONFIG_NAME, RootSettings, Settings

PREFIX = "INGEST_"
RESERVED = (
    "INGEST_CRASH_AT",
    "INGEST_BUGGIFY",
    "INGEST_LOCK_FD",
    "INGEST_LOG",
    "INGEST_LOG_LEVEL",
    "INGEST_TEST",
)
REMEDY = "ingest init FOLDER writes a file that shows every setting with its default."


def configure(
    config: Path | None = None, *, environ: Mapping[str, str] | None = None, flags: Sequence[str] = ()
) -> Settings:
    """The settings of this run.

    `config` names the file; without it `ingest.toml` is sought upwards from the working directory, and if there is
    none the built-in default holds. `flags` are "section.key=value". Raises UsageError (exit 2).
    """
    path = found(config)
    table = _read(path) if path else {}
    origins = Origins(str(path) if path else "settings")
    for name, value in _environment(environ if environ is not None else os.environ):
        dotted = name.removeprefix(PREFIX).lower().replace("__", ".")
        _put(table, dotted, value, origin=f"environment variable {name}", origins=origins)
    for flag in flags:
        dotted, equals, value = flag.partition("=")
        dotted = dotted.strip()
        if not equals or not all(dotted.split(".")):
            raise UsageError(f"--set {flag}: expected section.key=value", remedy=REMEDY)
        _put(table, dotted, value, origin=f"--set {dotted}", origins=origins)
    base = path.resolve().parent if path else Path.cwd()
    settings = _validate(table, origins).anchored(base)
    _require_state_apart(settings, origins)
    return settings


def found(config: Path | None) -> Path | None:
    """The settings file that `configure` reads; None if the built-in default holds."""
    return config or _find(Path.cwd())


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
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path}: not UTF-8 (at line {line})", remedy="Save it as UTF-8.") from error
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read ({error.strerror})", remedy="--config names a settings file."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not valid TOML: {error}", remedy=REMEDY) from error


def _environment(environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """Variables that mean a setting. One that only lacks an underscore is told; others may be somebody else's."""
    meant = []
    for name, value in sorted(environ.items()):
        if not name.startswith(PREFIX) or name in RESERVED:
            continue
        words = name.removeprefix(PREFIX).lower()
        section = next((field for field in Settings.model_fields if words.startswith(field + "_")), "")
        if "__" in words or words in Settings.model_fields:
            meant.append((name, value))
        elif section and words.removeprefix(section + "_") in _keys(section):
            right = f"{PREFIX}{section}__{words.removeprefix(section + '_')}".upper()
            raise UsageError(f"environment variable {name}: did you mean {right}?", remedy="Two underscores.")
    return meant


def _keys(section: str) -> Sequence[str]:
    return list(getattr(Settings.model_fields[section].annotation, "model_fields", ()))


def _parse(text: str) -> Any:
    """A value as TOML reads it, else the plain string; days and hours stay as they are written."""
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
    return text.strip() if isinstance(value, (date, time)) else value


def _put(table: dict[str, Any], dotted: str, text: str, *, origin: str, origins: Origins) -> None:
    *sections, key = dotted.split(".")
    for section in sections:
        table = table.setdefault(section, {})
        if not isinstance(table, dict):
            raise UsageError(
                f"{origin}: {section} is not a table",
                remedy=f"Set it in {CONFIG_NAME}, or set all of {section}.",
            )
    table[key] = _parse(text)
    origins.add(dotted.split("."), origin)


def _require_state_apart(settings: Settings, origins: Origins) -> None:
    """Documents never lie in the state directory: it is private, and what is in it is not scanned."""
    if settings.state.dir.is_file():
        raise UsageError(
            f"{origins.of(('state', 'dir'))}: state.dir: {settings.state.dir} is a file",
            remedy="Name a folder; it is made if it is missing.",
        )
    directory = settings.state.dir.resolve()
    copies = settings.publish.dir
    if copies and (_is_within(copies, directory) or _is_within(directory, copies)):
        raise UsageError(
            f"{origins.of(('publish', 'dir'))}: publish.dir: {copies} and state.dir lie in each other",
            remedy="Give it a folder of its own, such as published beside the settings file.",
        )
    for root in settings.roots:
        if root.path.resolve().is_relative_to(directory):
            raise UsageError(
                f"{origins.of(('state', 'dir'))}: state.dir: {settings.state.dir} holds the root {root.name!r}",
                remedy="Give it a folder of its own, such as .ingest beside the settings file.",
            )


def _is_within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _validate(table: dict[str, Any], origins: Origins) -> Settings:
    from pydantic import ValidationError

    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        lines = explain(error, table, origins)
    raise UsageError("; ".join(lines), remedy=REMEDY)


def root_of(chosen: RootSettings) -> Root:
    """A root as the scan and the watcher want it."""
    return Root(
        name=chosen.name,
        path=chosen.path,
        space=chosen.space,
        include=chosen.include,
        exclude=chosen.exclude,
        marker=chosen.marker,
        kind=chosen.kind,
    )
