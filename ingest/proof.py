"""Looks for given values in all that was written: raw bytes, rows and bodies as text. Tells where, never what."""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 4 << 20
LEAST = 4
"""Shorter values are in every file."""
LEAST_DIGITS = 7
_BITS = 22
_JOINED = re.compile(r"(?<=\d)[^\w\n]{1,3}(?=\d)")
_ESCAPED = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_KEYED = {"string_value", "str_value"}
"""Columns of Chroma that hold the value of any key, which stands beside."""
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1251")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Leak:
    """Value number `number` (from 1, as given) stands in `file`, at `place`: bytes, or a table's column."""

    number: int
    file: str
    place: str


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
        for encoding in _ENCODINGS:
            try:
                yield text.encode(encoding)
            except UnicodeEncodeError:
                continue


def read_values(path: Path) -> list[str]:
    """The values of a file, one a line. Raises UsageError when it cannot be read or holds none."""
    try:
        values = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({type(error).__name__})") from error
    if not values:
        raise UsageError(f"{path} holds no value", remedy="Write one a line.")
    return values


def files_below(places: Iterable[Path]) -> list[Path]:
    """All regular files that are, or lie below, `places`; each once, sorted."""
    found: set[Path] = set()
    for place in places:
        candidates = place.rglob("*") if place.is_dir() else [place]
        found.update(path for path in candidates if path.is_file() and not path.is_symlink())
    return sorted(found)


def search(files: Iterable[Path], needles: Needles) -> Iterator[Leak]:
    """Where the values stand: in names of files, in raw bytes, in rows of SQLite files, unpacked where packed.

    A file that goes while it is sought, as logs of SQLite do when a reader closes, holds nothing.
    """
    for path in files:
        with suppress(FileNotFoundError):
            yield from _in_file(path, needles)


def bytes_of(files: Iterable[Path]) -> int:
    """How large they are; those that went meanwhile count nothing."""
    total = 0
    for path in files:
        with suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


def _in_file(path: Path, needles: Needles) -> Iterator[Leak]:
    for number in sorted(needles.found_in_text(path.name)):
        yield Leak(number=number, file=str(path.parent), place="a file's name")
    for number in sorted(_in_bytes(path, needles)):
        yield Leak(number=number, file=str(path), place="bytes")
    if is_database(path):
        for place, text in texts_of(path):
            for number in sorted(needles.found_in_text(text)):
                yield Leak(number=number, file=str(path), place=place)
    elif path.suffix in {".jsonl", ".json", ".toml", ".log", ".txt", ".html"}:
        for number in sorted(needles.found_in_text(path.read_text(encoding="utf-8", errors="replace"))):
            yield Leak(number=number, file=str(path), place="text")


def _in_bytes(path: Path, needles: Needles) -> set[int]:
    found: set[int] = set()
    with path.open("rb") as file:
        tail = b""
        while block := file.read(BLOCK):
            found |= needles.found(tail + block)
            tail = block[-needles.longest :]
    return found


def is_database(path: Path) -> bool:
    """Whether it is an SQLite file."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def texts_of(path: Path) -> Iterator[tuple[str, str]]:
    """Every text in every column of a SQLite file, with its "table.column"; packed bodies unpacked.

    A place in Chroma's tables of metadata is "table.column[key]".
    """
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            rows = db.execute(f'SELECT * FROM "{name}"')
            columns = [column[0] for column in rows.description]
            key = columns.index("key") if "key" in columns else None
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    if text := _text(value):
                        of = f"[{row[key]}]" if key is not None and column in _KEYED else ""
                        yield f"{name}.{column}{of}", text


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes) or not value:
        return ""
    try:
        return zlib.decompress(value).decode("utf-8", "replace")
    except zlib.error:
        return value.decode("utf-8", "ignore") if len(value) < 1 << 16 else ""
