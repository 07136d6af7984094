"""File names as they stand in ids."""

from __future__ import annotations

import re

_UNREADABLE = re.compile("[\ud800-\udfff]")
_UNSAFE = re.compile("[%#\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

_TAG = re.compile(r"(?<=\])-(?=[0-9]{0,9}[a-f])[0-9a-f]{10}")


def encode_name(name: str) -> str:
    """A file name as it stands in ids: valid Unicode in one line, reversible, without `#`."""
    return _UNSAFE.sub(_percent, name) if _UNSAFE.search(name) else name


def decode_name(name: str) -> str:
    """Undoes `encode_name`."""
    if "%" not in name:
        return name
    raw = re.sub(
        rb"%([0-9A-F]{2})",
        lambda found: bytes.fromhex(found[1].decode()),
        name.encode("utf-8", "surrogatepass"),
    )
    return raw.decode("utf-8", "surrogateescape")


def readable(name: str) -> str:
    """A name in an id as people read it: valid Unicode, for the bytes that are no letters stay as they are there."""
    return _UNREADABLE.sub(_percent, decode_name(name))


def untagged(path: str) -> str:
    """A path or an id without the hashes behind what is masked in it: they are keyed, so nothing is read off them."""
    return _TAG.sub("", path) if "]-" in path else path


def _percent(found: re.Match[str]) -> str:
    errors = "surrogateescape" if "\udc80" <= found[0] <= "\udcff" else "surrogatepass"
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", errors))
