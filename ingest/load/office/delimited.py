"""The loader for CSV and TSV: delimiter and encoding are found out, the first row names the columns if it can."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from ingest.document import RawDocument
from ingest.errors import Code, LoadError
from ingest.load.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.document import Source

DELIMITERS = ",;\t|^~"
QUOTED = r"(?m)(?:^|[,;\t|^~]){0}[^{0}\n]*{0}(?=[,;\t|^~]|\r?$)"
ESCAPED = re.compile(r"(?<!\\)\\\"(?![,;\t|^~\r\n]|\Z)")
"""A quote behind a backslash, and no cell that ends with one: what databases export."""
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
    version: ClassVar[str] = "5"
    suffixes: ClassVar[tuple[str, ...]] = (".csv", ".tsv")
    libraries: ClassVar[tuple[str, ...]] = ("chardet",)

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The table of `source`. Raises `LoadError`: bad-encoding, too-large, no-text."""
        from ingest.load.office.regions import sheet_blocks

        text = decode(data).replace("\0", "")
        delimiter, text = _stated(text)
        quote, usual = quote_of(text), "\t" if source.path.suffix.lower() == ".tsv" else ","
        delimiter = delimiter or delimiter_of(text, usual, quote)
        rows = [[cell.strip() for cell in row] for row in rows_of(text, delimiter, quote)]
        blocks = tuple(sheet_blocks(rows))
        if not blocks:
            raise LoadError(Code.NO_TEXT, "no words")
        yield RawDocument(source_id=source.id, blocks=blocks)


def quote_of(text: str) -> str:
    """What cells are quoted with."""
    sample = text[:SAMPLE_CHARS]
    single = [found[0][1:] for found in islice(re.finditer(QUOTED.format("'"), sample), 2)]
    sure = len(single) > 1 or any(mark in cell for cell in single for mark in DELIMITERS)
    return "'" if sure and re.search(QUOTED.format('"'), sample) is None else '"'


def delimiter_of(text: str, usual: str, quote: str = '"') -> str:
    """The character that parts most rows of a sample into the same number of cells, more than one; else `usual`."""
    best, score = usual, (0.0, 0)
    for delimiter in (usual, *DELIMITERS.replace(usual, "")):
        try:
            sample = text[:SAMPLE_CHARS]
            rows = [
                row
                for row in islice(
                    csv.reader(sample.splitlines(True), delimiter=delimiter, quotechar=quote), SAMPLE_ROWS
                )
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


def rows_of(text: str, delimiter: str, quote: str = '"') -> Rows:
    """The rows of `text`; read without quotes where a quote never closes. Raises `LoadError`: too-large."""
    csv.field_size_limit(FIELD_CHARS)
    escape = "\\" if ESCAPED.search(text) else None
    try:
        return _read(text, delimiter, csv.QUOTE_MINIMAL, quote, escape)
    except csv.Error:
        pass
    try:
        return _read(text, delimiter, csv.QUOTE_NONE)
    except csv.Error:
        raise LoadError(Code.TOO_LARGE, f"a cell of more than {FIELD_CHARS} characters") from None


def _read(text: str, delimiter: str, quoting: int, quote: str = '"', escape: str | None = None) -> Rows:
    rows: Rows = []
    cells = 0
    lines = io.StringIO(text, newline=None)
    reader = csv.reader(lines, delimiter=delimiter, quoting=quoting, quotechar=quote, escapechar=escape)  # type: ignore[arg-type]
    for row in reader:
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
