"""What `ingest verify --pii` found, for a person: where, whose it is, and what to do about each document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_CURE = (
    "Put what was found into clean.deny (or mend clean.recognizers, [[policy]]) and run ingest sync: "
    "what they change is cleaned again."
)
_AT_ONCE = "Or take a document out of the index at once, with every trace of it:"


def as_text(told: Mapping[str, Any], canaries: Path | None) -> str:
    """Lines for `told`, as `look_for_persons` gives it; `canaries` is the file of the given values."""
    files = f"{told['files']} files ({told['bytes']:,} bytes)"
    texts = f"{told['documents']} documents and {told['texts']} other texts"
    lines = [f"read {files}: {texts} with {len(told['recognizers'])} recognizers"]
    lines += [f"FOUND  {one['count']} {one['type']}{_where(one)}" for one in told["found"]]
    if told["sought"]:
        lines.append(f"sought {told['sought']} given values in all bytes, rows and bodies")
    lines += [f"FOUND  line {one['line']} of {canaries}{_where(one)}" for one in _telling(told["canaries"])]
    if told["unsearched"]:
        lines.append(f"not searched: the disk of {told['unsearched']}")
    if told["found"] or told["canaries"]:
        return "\n".join([*lines, _CURE, *_removals(told["remedies"])])
    return "\n".join([*lines, "ok: none is stored" + (" here" if told["unsearched"] else "")])


def _where(one: Mapping[str, str]) -> str:
    name = one["document"] or one["source"]
    chunk = f", chunk {one['chunk']}" if one.get("chunk") else ""
    whose = f" in {name}{chunk}" if name else chunk and f" in {chunk[2:]}"
    return f"{whose}: {one['file']}: {one['place']}"


def _telling(canaries: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Without "bytes" of a file that tells by rows whose the same value is."""
    canaries = list(canaries)
    told = {(one["number"], one["file"]) for one in canaries if one["document"] or one["source"]}
    return [one for one in canaries if one["place"] != "bytes" or (one["number"], one["file"]) not in told]


def _removals(remedies: Iterable[Mapping[str, str]]) -> list[str]:
    commands = [f"  {one['command']}" for one in remedies]
    return [_AT_ONCE, *commands] if commands else []
