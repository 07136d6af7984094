"""The steward's decisions: a TOML file beside the settings, an input like the documents.

It is meant to be read, compared and versioned. Writing keeps comments and order, and replaces the file atomically.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from index.errors import UsageError
from index.generations import write_atomically
from ingest.select.decisions import ACTIONS, Decision

HEAD = """\
# Decisions of people about documents; `ingest review` writes here. Keep it under version control, beside ingest.toml.
# A decision holds for the content it was made on (fingerprints) and follows a document that is renamed.

"""
DEFAULT_NAME = "decisions.toml"
_KEYS = {"id", "action", "documents", "fingerprints", "until", "by", "at", "note"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def read(path: Path) -> list[Decision]:
    """The decisions in the file `path`, in order; none when a file of the default name does not exist.

    Raises UsageError (exit 2) that names the file and the entry for what cannot be a decision.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if path.name == DEFAULT_NAME:
            return []
        raise UsageError(
            f"decisions.path names {path}, and it is not there",
            remedy="Restore it, or make it: an empty file means that nothing was decided yet.",
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(
            f"decisions {path} cannot be read: {why}",
            remedy="Correct the file, or restore it: until then no run knows what was decided.",
        ) from error
    entries = table.get("decision", [])
    if set(table) - {"decision"} or not isinstance(entries, list):
        raise UsageError(f"decisions {path}: only [[decision]] tables stand in it")
    return [_decision(path, number, entry) for number, entry in enumerate(entries, start=1)]


def _decision(path: Path, number: int, entry: Mapping[str, Any]) -> Decision:
    def wrong(what: str) -> UsageError:
        return UsageError(f"decisions {path}, entry {number}: {what}", remedy="Correct it, or take it out.")

    if not isinstance(entry, dict) or (unknown := sorted(set(entry) - _KEYS)):
        raise wrong(f"unknown key {unknown[0]!r}" if isinstance(entry, dict) else "not a table")
    if entry.get("action") not in ACTIONS:
        raise wrong(f"action is one of {', '.join(ACTIONS)}")
    lists = {name: entry.get(name, []) for name in ("documents", "fingerprints")}
    for name, value in lists.items():
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise wrong(f"{name} is a list of strings")
    if not lists["documents"]:
        raise wrong("documents names at least one document")
    texts = {name: entry.get(name, "") for name in ("until", "by", "at", "note", "id")}
    texts = {name: value.isoformat() if isinstance(value, date) else value for name, value in texts.items()}
    if not all(isinstance(value, str) for value in texts.values()):
        raise wrong("until, by, at, note and id are strings")
    if texts["until"] and not is_day(texts["until"]):
        raise wrong("until is a day such as 2025-12-31")
    made = Decision(
        action=entry["action"],
        documents=tuple(lists["documents"]),
        fingerprints=tuple(lists["fingerprints"]),
        **texts,
    )
    return made if made.id else named(made)


def is_day(text: str) -> bool:
    """Whether it is an ISO day."""
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def named(decision: Decision) -> Decision:
    """`decision` with the id that its content gives it."""
    values = {name: value for name, value in asdict(decision).items() if name != "id"}
    text = "\0".join(f"{name}={value}" for name, value in sorted(values.items()))
    return Decision(**{**asdict(decision), "id": "d-" + hashlib.sha256(text.encode()).hexdigest()[:8]})


def add(path: Path, decision: Decision) -> Decision:
    """Writes a decision at the end of the file; gives it with its id. Raises UsageError, OSError."""
    import tomlkit

    if decision.until and not is_day(decision.until):
        raise UsageError(f"--until {decision.until!r} is no day", remedy="Write it as 2025-12-31.")
    read(path)  # a file that is wrong is not made worse
    made = named(decision)
    document = _document(path)
    entries = document.setdefault("decision", tomlkit.aot())
    entry = tomlkit.table()
    for name in ("id", "action", "documents", "fingerprints", "until", "by", "at", "note"):
        value = getattr(made, name)
        if value:
            entry[name] = list(value) if isinstance(value, tuple) else value
    for name in ("documents", "fingerprints"):
        if len(entry.get(name, ())) > 1:
            entry[name].multiline(multiline=True)
    entry.add(tomlkit.nl())
    entries.append(entry)
    _write(path, tomlkit.dumps(document).rstrip("\n") + "\n")
    return made


def undo(path: Path, decision_id: str) -> Decision:
    """Takes a decision out of the file; gives it. Raises UsageError for an id that is not there."""
    import tomlkit

    known = read(path)
    found = [place for place, decision in enumerate(known) if decision.id == decision_id]
    if not found:
        raise UsageError(
            f"there is no decision {decision_id!r}", remedy="ingest review --decisions lists them."
        )
    document = _document(path)
    del document["decision"][found[0]]
    if not document["decision"]:
        del document["decision"]
    _write(path, tomlkit.dumps(document))
    return known[found[0]]


def digest(decisions: Sequence[Decision]) -> str:
    """Changes when any decision does; notes do not count."""
    told = [(one.action, one.documents, one.fingerprints, one.until, one.id) for one in decisions]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _document(path: Path) -> Any:
    import tomlkit

    return tomlkit.parse(path.read_text(encoding="utf-8") if path.exists() else HEAD)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o640
    write_atomically(path, text)
    path.chmod(mode)
