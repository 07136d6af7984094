"""Golden sets: questions, each with what answers it, as TOML or JSON Lines. What people wrote; read strictly."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import UsageError

_NAMES = {
    "question": "question",
    "text": "question",
    "doc": "documents",
    "document": "documents",
    "documents": "documents",
    "path": "sources",
    "source": "sources",
    "sources": "sources",
    "answer": "answer",
    "phrase": "answer",
    "language": "language",
    "space": "space",
    "channel": "channel",
    "note": "note",
}
"""What people call a field, and what it is."""
_LISTS = ("documents", "sources", "space", "channel")
_LONGEST = 4000
"""A question is a few sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Number `number` of a golden set, from 1.

    A hit answers it if it is of one of `documents` or `sources`, where any is named, and holds `answer`, where that is
    given. `space` and `channel` narrow the search, as of a bot that sees no more; `language` may be "".
    """

    number: int
    question: str
    documents: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    answer: str = ""
    language: str = ""
    space: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """The questions of a file; `digest` changes when the file does."""

    questions: tuple[Question, ...]
    digest: str


def read(path: Path) -> Golden:
    """A golden set: `[[question]]` tables of a .toml file, else a JSON object a line.

    Raises UsageError (exit 2) that names the file and the entry, and quotes nothing of it.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
        entries = list(_tables(path, text) if path.suffix.lower() == ".toml" else _lines(path, text))
    except OSError as error:
        raise UsageError(
            f"the golden set {path} cannot be read ({error.strerror})", remedy="Name a file of questions."
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        why = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else f"is no TOML: {error}"
        raise UsageError(f"the golden set {path} {why}", remedy="Correct the file.") from None
    questions = tuple(_question(path, number, entry) for number, entry in enumerate(entries, start=1))
    if not questions:
        raise UsageError(f"the golden set {path} holds no question", remedy=_SHAPE)
    return Golden(questions=questions, digest=hashlib.sha256(data).hexdigest()[:16])


_SHAPE = 'A line is {"question": "...", "source": "docs/a.md"}; instead of source: doc, or answer, words that it holds.'


def _tables(path: Path, text: str) -> Iterator[Any]:
    table = tomllib.loads(text)
    entries = table.get("question", [])
    if set(table) - {"question"} or not isinstance(entries, list):
        raise UsageError(f"the golden set {path}: only [[question]] tables stand in it", remedy=_SHAPE)
    yield from entries


def _lines(path: Path, text: str) -> Iterator[Any]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            raise UsageError(f"the golden set {path}, line {number}: no JSON", remedy=_SHAPE) from None


def _question(path: Path, number: int, entry: Any) -> Question:
    def wrong(what: str) -> UsageError:
        return UsageError(f"the golden set {path}, question {number}: {what}", remedy=_SHAPE)

    if not isinstance(entry, Mapping):
        raise wrong("not a table of fields")
    values: dict[str, Any] = {}
    for given, value in entry.items():
        name = _NAMES.get(given)
        if name is None:
            raise wrong(f"an unknown field; known are {', '.join(_NAMES)}")
        if name in values:
            raise wrong(f"{name} is said twice")
        values[name] = _texts(value) if name in _LISTS else value
        if not (values[name] if name in _LISTS else isinstance(value, str)):
            raise wrong(f"{given} is {'a text, or a list of texts' if name in _LISTS else 'a text'}")
    values.pop("note", None)
    values = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    if not values.get("question") or len(values["question"]) > _LONGEST:
        raise wrong(f"question is missing, empty or longer than {_LONGEST} characters")
    if not any(values.get(name) for name in ("documents", "sources", "answer")):
        raise wrong("nothing is said of what answers it")
    return Question(number=number, **values)


def _texts(value: Any) -> tuple[str, ...]:
    """A text, or a list of texts; () for anything else, and where one is empty."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
        return ()
    return tuple(dict.fromkeys(one.strip() for one in listed))
