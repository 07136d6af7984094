"""The loader for CSV and TSV: delimiter and encoding are found out, the first row names the columns if it can."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from ingest.document import RawDocument
from ingest.errors import Code, LoadError
from ingest.load.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.document import Source

DELIMITERS = ",;\t|"
SAMPLE_ROWS = 100
SAMPLE_CHARS = 200_000
CELLS = 2_000_000
COLUMNS = 16_384
"""As many as a sheet of Excel has."""
FIELD_CHARS = 1_000_000
FIELD_LINES = 1_000
"""Line ends within one field: more come from a quote that never closes."""

Rows = list[list[str]]


class DelimitedLoader:
    """One document a file. Tables that empty lines part are several."""

    name: ClassVar[str] = "csv"
    version: ClassVar[str] = "3"
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv")
    libraries: ClassVar[tuple[str, ...]] = ("chardet",)

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The table of `source`. Raises `LoadError`: bad-encoding, too-large, no-text."""
        from ingest.load.office.regions import sheet_blocks

        text = decode(data).replace("\0", "")
        delimiter, text = _stated(text)
        delimiter = delimiter or delimiter_of(text, "\t" if source.path.suffix.lower() == ".tsv" else ",")
        rows = [[cell.strip() for cell in row] for row in rows_of(text, delimiter)]
        blocks = tuple(sheet_blocks(rows))
        if not blocks:
            raise LoadError(Code.NO_TEXT, "no words")
        yield RawDocument(source_id=source.id, blocks=blocks)


def delimiter_of(text: str, usual: str) -> str:
    """The character that parts most rows of a sample into the same number of cells, more than one; else `usual`."""
    best, score = usual, (0.0, 0)
    for delimiter in (usual, *DELIMITERS.replace(usual, "")):
        try:
            sample = text[:SAMPLE_CHARS]
            rows = [
                row
                for row in islice(csv.reader(sample.splitlines(True), delimiter=delimiter), SAMPLE_ROWS)
                if row
            ]
        except csv.Error:
            continue
        widths = [len(row) for row in rows]
        width = max(widths, key=widths.count, default=0)
        found = (widths.count(width) / len(widths), width) if width > 1 else (0.0, 0)
        if found > score:
            best, score = delimiter, found
    return best


def rows_of(text: str, delimiter: str) -> Rows:
    """The rows of `text`; read without quotes where a quote never closes. Raises `LoadError`: too-large."""
    csv.field_size_limit(FIELD_CHARS)
    try:
        return _read(text, delimiter, csv.QUOTE_MINIMAL)
    except csv.Error:
        pass
    try:
        return _read(text, delimiter, csv.QUOTE_NONE)
    except csv.Error:
        raise LoadError(Code.TOO_LARGE, f"a cell of more than {FIELD_CHARS} characters") from None


def _read(text: str, delimiter: str, quoting: int) -> Rows:
    rows: Rows = []
    cells = 0
    lines = io.StringIO(text, newline=None)
    for row in csv.reader(lines, delimiter=delimiter, quoting=quoting):  # type: ignore[arg-type]
        cells += len(row) or 1
        if len(row) > COLUMNS:
            raise LoadError(Code.TOO_LARGE, f"more than {COLUMNS} columns")
        if cells > CELLS:
            raise LoadError(Code.TOO_LARGE, f"more than {CELLS} cells")
        if any(len(cell) > FIELD_LINES and cell.count("\n") > FIELD_LINES for cell in row):
            raise csv.Error
        rows.append(row)
    return rows


def _stated(text: str) -> tuple[str, str]:
    """What Excel's first line `sep=;` states, and the text without it."""
    first, _, rest = text.partition("\n")
    mark = first.strip('\r\ufeff"')
    return (mark[4:], rest) if mark.lower().startswith("sep=") and len(mark) == 5 else ("", text)
