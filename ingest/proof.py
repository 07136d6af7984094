"""Looks for given values in all that was written: raw bytes, rows and bodies as text. Tells where, never what."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from index.errors import UsageError
from ingest.needles import LEAST, Names, Needles
from ingest.owners import NOBODY, Owner, Owners

BLOCK = 4 << 20
_KEYED = {"string_value", "str_value"}
"""Columns of Chroma that hold the value of any key, which stands beside."""
LINES = frozenset({".jsonl", ".toml", ".log", ".txt"})
"""Endings of files that are read by people, line by line."""
_TEXTS = LINES | {".json", ".html"}
_NONE = Names(())
AskOwner = Callable[[], Owner]
MayStay = Callable[[Path, Iterable[int]], Names]
"""Gives what may stand in a file in which these numbers were found."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Leak:
    """Value number `number` (from 1, as given) stands in `file`, at `place`: bytes, or a table's column.

    In a row of the document `document` of the file `source`, of its chunk `chunk`; "" where nobody knows.
    """

    number: int
    file: str
    place: str
    document: str = ""
    source: str = ""
    chunk: str = ""


def read_values(path: Path) -> dict[int, str]:
    """The values of a file, one a line, by the numbers of their lines, from 1.

    Raises UsageError when it cannot be read, holds none, or one that is too short.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read ({type(error).__name__})",
            remedy="Name a text file in UTF-8 that this user may read, with one value a line.",
        ) from error
    values = {number: line.strip() for number, line in enumerate(lines, start=1) if line.strip()}
    if not values:
        raise UsageError(f"{path} holds no value", remedy="Write one a line.")
    for number, value in values.items():
        if len(value) < LEAST:
            raise UsageError(
                f"line {number} of {path} is too short to be sought", remedy=f"At least {LEAST} characters."
            )
    return values


def files_below(places: Iterable[Path]) -> list[Path]:
    """All regular files that are, or lie below, `places`; each once, sorted."""
    found: set[Path] = set()
    for place in places:
        candidates = place.rglob("*") if place.is_dir() else [place]
        found.update(path for path in candidates if path.is_file() and not path.is_symlink())
    return sorted(found)


def search(
    files: Iterable[Path],
    needles: Needles,
    may_stay: MayStay = lambda *_: _NONE,
    owners: Owners | None = None,
) -> Iterator[Leak]:
    """Where the values stand: in names of files, in raw bytes, in rows of SQLite files, unpacked where packed.

    `owners` tell whose rows are. A file in which something is found is searched once more without what may stay there.
    A file that goes while it is sought, as logs of SQLite do when a reader closes, holds nothing.
    """
    for path in files:
        with suppress(FileNotFoundError):
            leaks = [*_in_file(path, needles, _NONE, owners)]
            if leaks and (names := may_stay(path, {leak.number for leak in leaks})).longest:
                leaks = [*_in_file(path, needles, names, owners)]
            yield from leaks


def bytes_of(files: Iterable[Path]) -> int:
    """How large they are; those that went meanwhile count nothing."""
    total = 0
    for path in files:
        with suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


def _in_file(path: Path, needles: Needles, names: Names, owners: Owners | None) -> Iterator[Leak]:
    def found(text: str) -> list[int]:
        return sorted(needles.found_in_text(names.out_of_text(text)))

    for number in found(path.name):
        yield Leak(number=number, file=str(path.parent), place="a file's name")
    for number in sorted(_in_bytes(path, needles, names)):
        yield Leak(number=number, file=str(path), place="bytes")
    if is_database(path):
        for place, text, ask in owned_texts(path, owners):
            for number in found(text):
                owner = asdict(ask())
                safe = owner if not needles.found_in_text(" ".join(owner.values())) else {}
                yield Leak(number=number, file=str(path), place=place, **safe)
    elif path.suffix in _TEXTS:
        text = path.read_text(encoding="utf-8", errors="replace")
        whole = found(text)
        lines = enumerate(text.splitlines(), start=1) if whole and path.suffix in LINES else ()
        first = {number: f"line {at}" for at, line in reversed([*lines]) for number in found(line)}
        for number in whole:
            yield Leak(number=number, file=str(path), place=first.get(number, "text"))


def _in_bytes(path: Path, needles: Needles, names: Names) -> set[int]:
    """Block by block; the end of one is judged with the next, since a name may go on there."""
    found: set[int] = set()
    with path.open("rb") as file:
        data = b""
        while block := file.read(BLOCK):
            data = names.out_of_bytes(data + block)
            found |= needles.found(data[: len(data) - names.longest])
            data = data[-(needles.longest + names.longest) :]
        found |= needles.found(data)
    return found


def is_database(path: Path) -> bool:
    """Whether it is an SQLite file."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def texts_of(path: Path) -> Iterator[tuple[str, str]]:
    """Every text in every column of a SQLite file, with its "table.column"; packed bodies unpacked.

    A place in Chroma's tables of metadata is "table.column[key]".
    """
    for place, text, _ in owned_texts(path):
        yield place, text


def owned_texts(path: Path, owners: Owners | None = None) -> Iterator[tuple[str, str, AskOwner]]:
    """The same, and what asks `owners` whose row it is."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            line = "rowid AS id, " if f"{name}_content" in names else ""
            rows = db.execute(f'SELECT {line}* FROM "{name}"')
            columns = [column[0] for column in rows.description]
            key = columns.index("key") if "key" in columns else None
            for row in rows:
                ask = partial(_owner, owners, path, name, columns, row)
                for column, value in zip(columns, row, strict=True):
                    if text := _text(value):
                        of = f"[{row[key]}]" if key is not None and column in _KEYED else ""
                        yield f"{name}.{column}{of}", text, ask


def _owner(
    owners: Owners | None, path: Path, table: str, columns: Sequence[str], row: Sequence[object]
) -> Owner:
    return owners.of(path, table, dict(zip(columns, row, strict=True))) if owners else NOBODY


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes) or not value:
        return ""
    try:
        return zlib.decompress(value).decode("utf-8", "replace")
    except zlib.error:
        return value.decode("utf-8", "ignore") if len(value) < 1 << 16 else ""
