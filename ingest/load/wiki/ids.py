"""Names of people's choice as parts of ids: `#` ends the id of a container, `/` its root, `%` begins a code."""

from __future__ import annotations

CODES = {"%": "%25", "#": "%23", "/": "%2F"}
LONGEST = 200
CONTROL = dict.fromkeys(range(32))


def encoded(name: str) -> str:
    """`name` in one line, as it may stand in an id; letters of any script stay as they are."""
    plain = " ".join(name.split()).translate(CONTROL)[:LONGEST]
    return "".join(CODES.get(char, char) for char in plain)
