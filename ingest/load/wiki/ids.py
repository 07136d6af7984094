"""Names of people's choice as parts of ids."""

from __future__ import annotations

from ingest.names import encode_name

LONGEST = 200


def encoded(name: str) -> str:
    """`name` in one line, as it may stand between the slashes of an id; letters of any script stay as they are."""
    return encode_name(" ".join(name.split())[:LONGEST]).replace("/", "%2F")


def suffix_of(name: str) -> str:
    """The suffix of a file's name, in lower case, with its dot; "" if there is none."""
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if dot and stem else ""
