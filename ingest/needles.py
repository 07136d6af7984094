"""Values that are looked for in bytes and texts, in every form in which they may be written; and such as may stay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from index.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST = 4
"""Shorter values are in every file."""
LEAST_DIGITS = 7
_BITS = 22
_JOINED = re.compile(r"(?<=\d)[^\w\n]{1,3}(?=\d)")
_ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1251")


class Needles:
    """Values to look for, as they stand and as digits alone; whatever the case."""

    def __init__(self, values: Sequence[str]) -> None:
        """Raises UsageError for a value that is too short to mean anything."""
        import numpy as np

        self._starts: dict[int, list[tuple[bytes, int]]] = {}
        self._table: NDArray[np.bool_] = np.zeros(1 << _BITS, dtype=bool)
        self.count = len(values)
        self.longest = 0
        self._whole: set[int] = set()
        for number, value in enumerate(values, start=1):
            if len(value.strip()) < LEAST:
                raise UsageError(f"value {number} is too short to be sought: {LEAST} characters at least")
            for form in _forms(value.strip()):
                self._add(form, number)
            if _is_one_word(value):
                self._whole.add(number)

    def _add(self, form: bytes, number: int) -> None:
        import numpy as np

        (key,) = _keys(np.frombuffer(form[:LEAST], dtype=np.uint8))
        known = self._starts.setdefault(int(key), [])
        if (form, number) not in known:
            known.append((form, number))
        self._table[key] = True
        self.longest = max(self.longest, len(form))

    def add_bytes(self, data: bytes) -> int:
        """Looks for `data` too, as it stands; gives the number under which it is told."""
        if len(data) < LEAST:
            raise ValueError(f"{len(data)} bytes are too few to be sought")
        self.count += 1
        self._add(data, self.count)
        return self.count

    def found(self, data: bytes) -> set[int]:
        """Numbers of the values in `data`."""
        import numpy as np

        if len(data) < LEAST:
            return set()
        keys = _keys(np.frombuffer(data, dtype=np.uint8))
        places = np.flatnonzero(self._table[keys])
        return {
            number
            for place in places.tolist()
            for form, number in self._starts.get(int(keys[place]), ())
            if data.startswith(form, place)
        }

    def found_in_text(self, text: str) -> set[int]:
        """Numbers of the values in `text`, or in its digits, whatever the blanks and groups; JSON may be escaped.

        Numbers with letters, and addresses of mail, are found though blanks part them: narrow cells do that.
        """
        folded = _ESCAPED.sub(_unescaped, text).casefold()
        words = folded.split()
        forms = dict.fromkeys((folded, " ".join(words), _JOINED.sub("", folded)))
        found = {number for form in forms for number in self.found(form.encode("utf-8", "surrogatepass"))}
        parted = self.found("".join(words).encode("utf-8", "surrogatepass")) if self._whole else set()
        return found | (parted & self._whole)


def _is_one_word(value: str) -> bool:
    """Whether letters and digits, or an address, stand so close that no text has them by chance."""
    value = value.strip()
    telling = "@" in value or (any(map(str.isdigit, value)) and any(map(str.isalpha, value)))
    return len(value) >= LEAST_DIGITS + 1 and telling and not any(map(str.isspace, value))


def _keys(data: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """A number of 22 bits for each four neighbours."""
    import numpy as np

    wide = data.astype(np.uint32)
    joined = wide[:-3] | wide[1:-2] << 8 | wide[2:-1] << 16 | wide[3:] << 24
    return ((joined * np.uint32(2654435761)) >> np.uint32(32 - _BITS)).astype(np.uint32)


def _unescaped(match: re.Match[str]) -> str:
    units = b"".join(int(unit, 16).to_bytes(2, "little") for unit in match[0].split("\\u")[1:])
    return units.decode("utf-16-le", "replace")


def _forms(value: str) -> Iterator[bytes]:
    """`value` in all encodings, in JSON that is ASCII, and as digits alone."""
    digits = "".join(filter(str.isdecimal, value))
    texts = {value, value.casefold(), value.upper(), " ".join(value.split())}
    if len(digits) >= LEAST_DIGITS:
        texts.add(digits)
    for text in sorted(texts):
        if not text.isascii():
            yield json.dumps(text)[1:-1].encode()
        yield from _encoded(text)


def _encoded(text: str) -> Iterator[bytes]:
    for encoding in _ENCODINGS:
        try:
            yield text.encode(encoding)
        except UnicodeEncodeError:
            continue


class Names:
    """Values that may stand where they stand: taken out, as they are written, before others are sought.

    A value that is sought and stands within one of these proves nothing there, and is found anywhere else.
    """

    def __init__(self, values: Iterable[str]) -> None:
        texts = {form for value in values if value for form in _written(value)}
        self._texts = sorted(texts, key=lambda text: (-len(text), text))
        coded = {form for text in texts for form in _encoded(text)}
        self._coded = sorted(coded, key=lambda data: (-len(data), data))
        self.longest = max(map(len, self._coded), default=0)

    def out_of_text(self, text: str) -> str:
        """`text` without them."""
        for form in self._texts:
            text = text.replace(form, "\n")
        return text

    def out_of_bytes(self, data: bytes) -> bytes:
        """`data` without them, in any encoding."""
        for form in self._coded:
            data = data.replace(form, b"\0")
        return data


def _written(value: str) -> Iterator[str]:
    """`value` as a text has it, and as JSON has."""
    yield value
    yield json.dumps(value, ensure_ascii=False)[1:-1]
    yield json.dumps(value)[1:-1]
