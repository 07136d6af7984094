"""Front matter: the YAML or TOML header of a Markdown page, as flat strings."""

from __future__ import annotations

import re
from typing import Any

LIMIT = 64 * 1024
"""Longer headers (in characters) are not parsed."""
BRACKETS = 1_000
"""Nested ones cost the YAML parser quadratic time."""
KEY = re.compile(r"\s*[\w.\"' -]{1,80}\s*[:=]")
ABSENT = ("", "~", "null", "Null", "NULL")
ERROR = {"front_matter_error": "1"}


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The properties of the header of `text` and the text after it.

    Keys are lower-cased; scalars are kept as they are written (`1.10` stays `1.10`), lists of scalars are joined
    by ",", everything nested is left out. A broken header gives `{"front_matter_error": "1"}` and is dropped;
    what only looks like one (a rule at the top of a page) stays in the text.
    """
    fence = text[:3]
    if fence not in {"---", "+++"} or text[3:].split("\n", 1)[0].strip():
        return {}, text
    closing = re.compile(r"^(?:---|\.\.\.)[ \t]*$" if fence == "---" else r"^\+\+\+[ \t]*$", re.MULTILINE)
    start = text.find("\n") + 1
    end = closing.search(text, start) if start else None
    if end is None:
        return {}, text
    header, rest = text[start : end.start()], text[end.end() :].lstrip("\n")
    values = _parse(header, toml=fence == "+++")
    if isinstance(values, dict):
        return _flat(values), rest
    if not header.strip():
        return {}, rest
    if values is not None or not _looks_like_header(header):
        return {}, text
    return dict(ERROR), rest


def _parse(header: str, *, toml: bool) -> object:
    """The header's value, or None when it cannot be parsed."""
    if len(header) > LIMIT or header.count("[") + header.count("{") > BRACKETS:
        return None
    try:
        return _toml(header) if toml else _yaml(header)
    except (ValueError, RecursionError):
        return None


def _toml(header: str) -> object:
    import tomllib

    return tomllib.loads(header, parse_float=str)


def _yaml(header: str) -> object:
    """Strings, lists and mappings only: `BaseLoader` builds nothing else. Aliases (bombs) are refused."""
    import yaml

    class Plain(yaml.BaseLoader):
        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            if self.check_event(yaml.events.AliasEvent):
                raise yaml.YAMLError("alias")
            return super().compose_node(parent, index)

    try:
        return yaml.load(header, Loader=Plain)  # noqa: S506 - a BaseLoader
    except yaml.YAMLError:
        return None


def _looks_like_header(header: str) -> bool:
    first = next((line for line in header.split("\n") if line.strip() and not line.startswith("#")), "")
    return KEY.match(first) is not None


def _flat(values: dict[Any, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in values.items():
        if not isinstance(key, str | int):
            continue
        if isinstance(value, list):
            text = ",".join(scalar for item in value if (scalar := _scalar(item)))
        else:
            text = _scalar(value)
        if text:
            flat[str(key).strip().lower()] = text
    return flat


def _scalar(value: object) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value).strip()
    return "" if text in ABSENT else text
