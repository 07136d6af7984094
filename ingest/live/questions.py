"""What a search request asks for and what it is answered: JSON in, JSON out, nothing of other spaces in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.store.lexical_schema import FIELDS
from ingest.live.runner import Wish
from ingest.live.tokens import Caller

if TYPE_CHECKING:
    from index.search import Found

MOST_HITS = 100
MOST_LETTERS = 4000
"""A question is a few sentences; what is longer is a document."""
MOST_VALUES = 100
KNOWN = ("query", "top", "where")


class RefusedError(Exception):
    """A request that is not answered: HTTP `status`, what is wrong, what to do. Holds nothing that was sent."""

    def __init__(self, status: int, error: str, remedy: str = "", **headers: str) -> None:
        super().__init__(error)
        self.status, self.error, self.remedy = status, error, remedy
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A search: `where` is narrowed to the spaces that the caller sees."""

    query: str
    top: int
    where: Mapping[str, list[str]]


def question_of(data: Mapping[str, Any], caller: Caller) -> Question:
    """Reads a request. Raises RefusedError (400)."""
    if any(name not in KNOWN for name in data):
        raise RefusedError(400, "unknown field", f"Fields: {', '.join(KNOWN)}.")
    query, top, given = data.get("query"), data.get("top", 5), data.get("where") or {}
    if not isinstance(query, str) or not query.strip() or len(query) > MOST_LETTERS:
        raise RefusedError(400, "query is missing or too long", f"A text of 1 to {MOST_LETTERS} characters.")
    if not isinstance(top, int) or isinstance(top, bool) or not 1 <= top <= MOST_HITS:
        raise RefusedError(400, "top is not a number of hits", f"A whole number from 1 to {MOST_HITS}.")
    if not isinstance(given, dict) or any(name not in FIELDS for name in given):
        raise RefusedError(400, "where names an unknown field", f"Fields: {', '.join(FIELDS)}.")
    where = {name: _values(wanted) for name, wanted in given.items()}
    if caller.spaces is not None:
        asked = where.get("space")
        where["space"] = [space for space in caller.spaces if asked is None or space in asked]
    return Question(query=query.encode("utf-8", "replace").decode(), top=top, where=where)


RIGHTS = {"sync": "sync", "verify": "sync", "rebuild": "rebuild"}
"""What a run may be ordered by: a command -> what the token must be allowed."""
ORDERED = ("command", "allow_delete", "prune")


def order_of(data: Mapping[str, Any], caller: Caller) -> Wish:
    """Reads an order: {} is a sync. Raises RefusedError (400, 403)."""
    command, allowed, prune = (
        data.get("command", "sync"),
        data.get("allow_delete", 0),
        data.get("prune", False),
    )
    if data.keys() - set(ORDERED) or not isinstance(command, str) or command not in RIGHTS:
        raise RefusedError(400, "unknown order", 'Send {} or {"command": "..."}: sync, verify or rebuild.')
    if type(allowed) is not int or allowed < 0 or type(prune) is not bool:
        raise RefusedError(400, "a wrong value", '"allow_delete" is a whole number, "prune" true or false.')
    if command == "verify" and (allowed or prune):
        raise RefusedError(
            400, "verify removes nothing", '"allow_delete" and "prune" are for sync and rebuild.'
        )
    require(caller, RIGHTS[command])
    arguments = [f"--allow-delete={allowed}"] if allowed else []
    return Wish(command=command, arguments=(*arguments, *(["--prune"] if prune else [])), reason="http")


def require(caller: Caller, what: str) -> None:
    """Raises RefusedError (403) unless `caller` may do it."""
    if what not in caller.may:
        raise RefusedError(403, f"this token may not {what}", f"Add {what!r} to its `may` in [[tokens]].")


def _values(wanted: Any) -> list[str]:
    values = wanted if isinstance(wanted, list) else [wanted]
    if len(values) > MOST_VALUES or not all(isinstance(value, str) for value in values):
        raise RefusedError(400, "where holds something else than text", 'As in {"language": ["ru", "en"]}.')
    return values


def hit_as_json(hit: Found) -> dict[str, Any]:
    """A hit as `ingest search --json` and the server give it."""
    return {
        "chunk_id": hit.chunk_id,
        "doc_id": hit.doc_id,
        **{name: hit.metadata.get(name) for name in ("source", "title", "section", "page")},
        "score": hit.score,
        "text": hit.text,
        "metadata": dict(hit.metadata),
    }
